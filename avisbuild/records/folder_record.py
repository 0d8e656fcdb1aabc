"""What `clip.json` and `source.json` may hold: each field that is there is of its kind."""

from typing import Annotated, Any, TypedDict

import msgspec

_Whole = Annotated[int, msgspec.Meta(ge=-(1 << 53), le=1 << 53)]
_Side = Annotated[int, msgspec.Meta(ge=1, le=32_768)]
_Count = Annotated[int, msgspec.Meta(ge=1, le=86_400)]
_Finite = Annotated[float, msgspec.Meta(ge=-1e9, le=1e9)]


class ClipFields(TypedDict, total=False):
    """The fields of a `clip.json` that anybody reads again; the others are for people."""

    schema_version: _Whole
    video_id: str
    source_key: str
    source: dict[str, Any]
    source_sha256: str
    row: dict[str, str]
    row_sha256: str
    second_count: _Count
    height_px: _Side
    width_px: _Side
    start_ms_asked: _Whole | None
    end_ms_asked: _Whole | None
    start_ms: _Whole
    end_ms: _Whole
    frame_offset: _Finite
    frame_source_s: list[_Finite]
    flags: list[str]
    seconds_by_flag: dict[str, list[_Whole]]
    ms_by_flag: dict[str, _Finite]
    sha256: dict[str, str]
    origin: dict[str, Any]


class SourceFields(TypedDict, total=False):
    """The same of a `source.json`."""

    schema_version: _Whole
    key: str
    kind: str
    source: str
    media: str
    reference: bool
    media_mtime_ns: int | None
    sha256: str
    size_bytes: _Whole


def has_kinds(document: dict[str, Any], fields: type[ClipFields] | type[SourceFields]) -> bool:
    """Whether each field of a record, as far as it is there, is of its kind."""
    try:
        msgspec.convert(document, fields)
    except (msgspec.ValidationError, RecursionError):
        return False
    return True
