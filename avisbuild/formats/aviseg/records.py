"""What is read of a truth file, and how a wrong field is told in one line."""

import gzip
import re
import zlib
from pathlib import Path
from typing import Annotated, Any, TypedDict, TypeVar

import msgspec

from avisbuild.errors import FormatError

GZIP = b"\x1f\x8b"
_MAX_SIDE_PX = 32_768
# Polygons near the frame may be drawn without measuring their outlines first.
PLAIN_REACH_PX = 4096
_PLACE = re.compile(r" - at `\$(.*)`$")
_INDEX = re.compile(r"^\[(\d+)\]")
_T = TypeVar("_T")
Side = Annotated[int, msgspec.Meta(ge=1, le=_MAX_SIDE_PX)]
# What numpy keeps in 64 bits.
Id = Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)]


class RleRecord(TypedDict):
    """COCO's RLE; counts are packed text, or a list of run lengths."""

    size: tuple[Side, Side]
    counts: str | list[int]


class VideoRecord(msgspec.Struct, frozen=True):
    """An entry of `videos`."""

    id: Id
    file_names: Annotated[list[str], msgspec.Meta(min_length=1)]
    height: Side
    width: Side


class CategoryRecord(msgspec.Struct, frozen=True):
    """An entry of `categories`."""

    id: Id
    name: str


# Areas stay unread as long as masks do: as Python's numbers they would take more room than the file.
NO_AREAS = msgspec.Raw(b"null")


class AnnotationRecord(msgspec.Struct, frozen=True):
    """An entry of `annotations`: a true track; its masks stay unread until its video is scored."""

    id: Id
    video_id: Id
    category_id: Id
    segmentations: msgspec.Raw
    iscrowd: int = 0
    areas: msgspec.Raw = NO_AREAS
    height: int | None = None
    width: int | None = None


class TruthRecord(msgspec.Struct, frozen=True):
    """A truth file."""

    videos: list[VideoRecord]
    annotations: list[AnnotationRecord]
    categories: list[CategoryRecord]


TRUTH = msgspec.json.Decoder(TruthRecord)
TRUE_MASKS = msgspec.json.Decoder(list[RleRecord | list[list[float]] | None])
_Plain = Annotated[float, msgspec.Meta(ge=-PLAIN_REACH_PX, le=PLAIN_REACH_PX)]
AREAS = msgspec.json.Decoder(list[float | None] | None)
PLAIN_POLYGONS = msgspec.json.Decoder(list[list[list[_Plain]] | None])


def read_bytes(path: Path) -> bytes:
    """The JSON text of a file, unpacked if it is gzip."""
    try:
        data = path.read_bytes()
        return gzip.decompress(data) if data.startswith(GZIP) else data
    except OSError as error:
        raise FormatError(f"{path}: cannot be read ({error.strerror or error})") from error
    except (EOFError, zlib.error) as error:
        raise FormatError(
            f"{path}: expected a whole gzip file, got a broken one ({error})"
        ) from error


def decoded(decoder: "msgspec.json.Decoder[_T]", data: Any, where: str, *, record: str = "") -> _T:
    """Read JSON of this form, or raise FormatError that says where and what was expected.

    `record` is what an entry of the outermost list is called.
    """
    try:
        return decoder.decode(data)
    except msgspec.ValidationError as error:
        text = str(error)
        place = _PLACE.search(text)
        what = text[: place.start()] if place else text
        inside = place.group(1) if place else ""
        if record:
            inside = _INDEX.sub(rf"{record} \1", inside)
        separator = ": " if inside and not inside.startswith("[") else ""
        inside = inside.removeprefix(".")
        raise FormatError(f"{where}{separator}{inside}: {what[:1].lower()}{what[1:]}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FormatError(f"{where}: expected JSON, got something else ({error})") from error
