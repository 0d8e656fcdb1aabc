"""In which language a site offers the sound of a video, and whether that is the one it was made in."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

# yt-dlp's `language_preference` of the sound that a site plays unasked. One whose name says that it is the
# original has 10, another language -1, as has a video's only sound, and a description for the blind -10.
_DEFAULT = 5
_NOT_DUBBED = "[url!*='acont%3Ddubbed'][url!*='acont%3Ddescriptive']"
# Filters of yt-dlp, from the surest sign of the original to none.
SPOKEN = (
    "[url*='acont%3Doriginal']",
    "[language_preference>=10]",
    f"[language_preference>={_DEFAULT}]{_NOT_DUBBED}",
    _NOT_DUBBED,
    f"[language_preference>={_DEFAULT}]",
    "",
)


def is_dubbed(info: Mapping[str, Any]) -> bool:
    """Whether the chosen sound is not the original: dubbed, or spoken over, by all that the site says."""
    chosen = next((each for each in _chosen(info) if _has_sound(each)), None)
    if chosen is None:
        return False
    if content := _content(chosen):
        return content != "original"
    if not chosen.get("language"):
        return False
    sounds = [each for each in info.get("formats") or [] if _has_sound(each)]
    unsaid = [_preference(each) for each in sounds if not _content(each)]
    preference = _preference(chosen)
    # Where dubbed ones are marked, one that is not marked is none.
    is_last_resort = preference < _DEFAULT and len(unsaid) == len(sounds)
    return is_last_resort or preference < max(unsaid, default=preference)


def _chosen(info: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return list(info.get("requested_formats") or [info])


def _has_sound(each: Mapping[str, Any]) -> bool:
    return each.get("acodec") != "none"


def _preference(each: Mapping[str, Any]) -> float:
    found = each.get("language_preference")
    return -1 if found is None else found


def _content(each: Mapping[str, Any]) -> str:
    """What YouTube's address of a sound says of it: `original`, `dubbed`, `dubbed-auto`, `descriptive`."""
    tags = parse_qs(urlsplit(str(each.get("url") or "")).query).get("xtags", [""])[0]
    found = dict(tag.split("=", 1) for tag in tags.split(":") if "=" in tag)
    return found.get("acont", "")
