"""Where a video comes from: the manifest's `source` cell, checked and made canonical."""

import hashlib
import re
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, quote, urlsplit, urlunsplit

from avisbuild.system.paths import IS_WINDOWS
from avisbuild_pipelines.manifest.allowed_hosts import canonical_host, url_problem
from avisbuild_pipelines.manifest.disk_names import DiskNames
from avisbuild_pipelines.manifest.music_avqa import MusicAvqa, is_music_avqa_id, is_synthetic

_YOUTUBE_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_YOUTUBE_HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "youtube-nocookie.com",
        "www.youtube-nocookie.com",
    }
)
_UNSAFE_IN_NAMES = re.compile(r"[^A-Za-z0-9_-]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NOT_IN_URLS = re.compile(r"[\s\\\x00-\x1f\x7f]")


class SourceKind(StrEnum):
    """The prefix of the `source` cell."""

    YOUTUBE = "yt"
    HTTPS = "https"
    LOCAL = "local"
    MUSIC_AVQA = "music-avqa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One recording, before it is downloaded.

    `key` names its folder below `sources/`, the same for every way of writing the same source, and
    distinct also where the file system ignores case. `location` is a URL or an absolute path.
    `synthetic` marks MUSIC-AVQA videos whose sound or picture was replaced.
    """

    kind: SourceKind
    key: str
    location: str
    synthetic: bool = False

    @property
    def is_remote(self) -> bool:
        """Whether fetching it asks the network."""
        return self.kind in (SourceKind.YOUTUBE, SourceKind.HTTPS)

    @property
    def host(self) -> str:
        """The host that is asked first; "" for a file."""
        return canonical_host(urlsplit(self.location).hostname or "") if self.is_remote else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRoots:
    """Where local sources lie, and which hosts are allowed beyond the public ones."""

    media_root: Path
    music_avqa: MusicAvqa | None = None
    allowed_hosts: Collection[str] = ()
    names: DiskNames = field(default_factory=DiskNames, compare=False)


def parse_source(text: str, roots: SourceRoots) -> Source:
    """Read a `source` cell; raises ValueError saying what was found and what would be right."""
    if not text:
        raise ValueError("is empty; expected yt:ID, https://..., local:PATH or music-avqa:ID")
    if _CONTROL.search(text):
        raise ValueError(f"holds control characters: {text!r}")
    prefix, _, rest = text.partition(":")
    match prefix.lower():
        case "yt":
            return youtube_source(rest)
        case "http" | "https":
            return _web_source(text, roots.allowed_hosts)
        case "local":
            return local_source(rest, roots.media_root, roots.names)
        case "music-avqa":
            return _music_avqa_source(rest, roots.music_avqa)
    raise ValueError(
        f"expected yt:ID, https://..., local:PATH or music-avqa:ID, got {_shorten(text)}"
        f"{_cure(text, roots.media_root)}"
    )


def _cure(text: str, media_root: Path) -> str:
    """What to write instead where the cell seems to be a file; nothing outside `media_root` is looked at."""
    with suppress(OSError, ValueError):
        if _is_relative(text) and (media_root / text).is_file():
            return f"; for the file: local:{text}"
    if text.startswith("/"):
        return "; for a file that lies elsewhere: local: and its name, and --media-root with its folder"
    return ""


def youtube_source(video: str) -> Source:
    """The source of a YouTube id of 11 characters; raises ValueError."""
    if _YOUTUBE_ID.fullmatch(video) is None:
        raise ValueError(
            f"expected yt: and the 11 characters of a YouTube id, got {_shorten(video)}"
        )
    key = f"yt-{video}-{_digest(f'yt:{video}')[:8]}"
    return Source(
        kind=SourceKind.YOUTUBE, key=key, location=f"https://www.youtube.com/watch?v={video}"
    )


def local_source(path: str, media_root: Path, names: DiskNames | None = None) -> Source:
    """The source of a file below `media_root`, also where the disk spells its accents in the other form.

    Raises ValueError when it would lie outside, or when two files differ by that alone.
    """
    if not _is_relative(path):
        raise ValueError(
            f"expected a path relative to the media root, without '..' and '\\', got {_shorten(path)}"
        )
    root = media_root.resolve()
    try:
        resolved = (names or DiskNames()).found(root, PurePosixPath(path)).resolve()
    except (OSError, RuntimeError) as error:
        raise ValueError(f"local:{_shorten(path)} cannot be resolved: {error}") from error
    if not resolved.is_relative_to(root):
        raise ValueError(
            f"local:{_shorten(path)} leads out of the media root {root} by a symbolic link"
        )
    name = _UNSAFE_IN_NAMES.sub("_", resolved.stem)[:40]
    key = f"local-{name}-{_digest(str(resolved))[:16]}"
    return Source(kind=SourceKind.LOCAL, key=key, location=str(resolved))


def _is_relative(path: str, *, for_windows: bool = IS_WINDOWS) -> bool:
    """Whether a path stays below where it begins; Windows has drives (`c:x`) and parts of files (`a:b`)."""
    pure = PurePosixPath(path)
    leads_elsewhere = pure.is_absolute() or ".." in pure.parts or path.startswith("~")
    return (
        bool(path)
        and not leads_elsewhere
        and "\\" not in path
        and not (for_windows and ":" in path)
    )


def _music_avqa_source(video: str, folder: MusicAvqa | None) -> Source:
    if not is_music_avqa_id(video):
        raise ValueError(
            "expected music-avqa: and 8 digits, or sa, va, esa, eva, vv, evv and 8 digits,"
            f" got {_shorten(video)}"
        )
    if folder is None:
        raise ValueError(f"music-avqa:{video} needs --music-avqa-root DIR")
    return Source(
        kind=SourceKind.MUSIC_AVQA,
        key=f"music-avqa-{video}",
        location=str(folder.video_path(video)),
        synthetic=is_synthetic(video),
    )


def _web_source(text: str, allowed_hosts: Collection[str]) -> Source:
    try:
        parts = urlsplit(text)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise ValueError(f"not a URL ({error}): {_shorten(text)}") from error
    video = _youtube_id(host, parts.path, parts.query)
    if video is not None:
        return youtube_source(video)
    if _NOT_IN_URLS.search(text):
        raise ValueError(f"a URL has no white space and no '\\': {_shorten(text)}")
    if parts.username is not None or parts.password is not None:
        raise ValueError(f"a URL with a user name or password is not accepted (host {host})")
    if problem := url_problem(text, allowed_hosts):
        raise ValueError(problem)
    # The fragment goes: it never reaches a server, and yt-dlp would read orders in it.
    try:
        shown = f"[{host}]" if ":" in host else host.encode("idna").decode()
    except UnicodeError as error:
        raise ValueError(f"not a host name: {host}") from error
    standard = {"https": 443, "http": 80}[parts.scheme]
    netloc = shown if port in (None, standard) else f"{shown}:{port}"
    path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    query = quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    url = urlunsplit((parts.scheme, netloc, path, query, ""))
    name = _UNSAFE_IN_NAMES.sub("_", f"{host}_{PurePosixPath(path).stem}").lower()[:48]
    return Source(kind=SourceKind.HTTPS, key=f"https-{name}-{_digest(url)[:16]}", location=url)


def _youtube_id(host: str, path: str, query: str) -> str | None:
    """The id in any of YouTube's URL forms; None for other sites; raises ValueError without an id."""
    name = canonical_host(host)
    steps = [step for step in path.split("/") if step]
    if name in ("youtu.be", "www.youtu.be"):
        found = steps[0] if steps else ""
    elif name in _YOUTUBE_HOSTS:
        if len(steps) == 2 and steps[0] in ("shorts", "embed", "live", "v", "e"):
            found = steps[1]
        else:
            found = parse_qs(query).get("v", [""])[0]
    else:
        return None
    if _YOUTUBE_ID.fullmatch(found) is None:
        raise ValueError(
            f"expected the URL of one YouTube video, got {_shorten(host + path)};"
            " playlists and channels are not fetched"
        )
    return found


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _shorten(text: str) -> str:
    return repr(text if len(text) <= 80 else text[:77] + "...")
