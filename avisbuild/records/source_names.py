"""What a video's name says of the recording that it is a piece of, in the patterns of published sets."""

import re

# A piece of a YouTube video in AVISeg; a whole one is called by the bare id.
_AVISEG = re.compile(
    r"([A-Za-z0-9_-]{11})(-([0-9]{13}|[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{3}|seg[0-9]+|cut)([-.].*)?)?",
    re.DOTALL,
)
# Ref-AVS: source, start and end in milliseconds.
_REF_AVS = re.compile(r"(.+)_([0-9]{1,8})_([0-9]{1,8})", re.DOTALL)
_SHORTEST_MS, _LONGEST_MS = 1000, 3_600_000
# An id is 64 bits in characters of six, so its last one has four of them: one of these sixteen.
_YOUTUBE_ID_AND_MORE = re.compile(r"([A-Za-z0-9_-]{10}[AEIMQUYcgkosw048])[-_.].+", re.DOTALL)
_SEGMENT = re.compile(r"(.+?)-seg[0-9]+(-[0-9]{13})?", re.DOTALL)
# MUSIC-AVQA has 9,288 videos; a piece of one is called by the second at which it begins.
_MUSIC_AVQA_PIECE = re.compile(r"(0000[0-9]{4})_[0-9]{1,4}")


def source_in_name(name: str) -> str:
    """The recording that a video's name says it is a piece of; "" where the name does not say.

    A word that only has eleven letters before a dash is no YouTube id: outside the patterns of AVISeg and
    Ref-AVS an id has capital and small letters (994 of 1,000 have) and ends as ids do. Eight digits of
    MUSIC-AVQA are a recording of their own, and name no other.
    """
    if match := _MUSIC_AVQA_PIECE.fullmatch(name) or _AVISEG.fullmatch(name):
        return match[1]
    if (match := _REF_AVS.fullmatch(name)) and _is_clip(int(match[2]), int(match[3])):
        return match[1]
    if (match := _YOUTUBE_ID_AND_MORE.fullmatch(name)) and _has_both_cases(match[1]):
        return match[1]
    match = _SEGMENT.fullmatch(name)
    return match[1] if match else ""


def _is_clip(start_ms: int, end_ms: int) -> bool:
    return _SHORTEST_MS <= end_ms - start_ms <= _LONGEST_MS


def _has_both_cases(text: str) -> bool:
    return text.upper() != text != text.lower()
