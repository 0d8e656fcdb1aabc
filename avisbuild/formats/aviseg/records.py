"""The records of a truth JSON, and the file that holds them, open: the one place that reads it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, TypedDict, TypeVar

import msgspec

from avisbuild.documents.json_text import Text, check_encoding, count_in, decoded, read_text
from avisbuild.errors import FormatError
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import check_count

_MAX_SIDE_PX = 32_768
# What a stranger's file may ask of memory: objects and texts in it, and the length of one record.
_MOST_VALUES = 8_000_000
_MOST_RECORD_BYTES = 32 << 20
Side = Annotated[int, msgspec.Meta(ge=1, le=_MAX_SIDE_PX)]
# What numpy keeps in 64 bits.
Id = Annotated[int, msgspec.Meta(ge=-(1 << 63), le=(1 << 63) - 1)]
_T = TypeVar("_T")


class RleRecord(TypedDict):
    """COCO's RLE; counts are packed text, or a list of run lengths."""

    size: tuple[Side, Side]
    counts: str | list[int]


class CategoryRecord(msgspec.Struct, frozen=True, omit_defaults=True):
    """An entry of `categories`."""

    id: Id
    name: str
    supercategory: str | None = None


class VideoRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of `videos`; its frames say how long it is, and their folder is its name."""

    video_id: Id = msgspec.field(name="id")
    width: Side
    height: Side
    length: int | float | None = None
    file_names: Annotated[list[str], msgspec.Meta(min_length=1)]

    @property
    def name(self) -> str:
        """The folder of its frames."""
        return self.file_names[0].partition("/")[0]

    @property
    def frame_count(self) -> int:
        """Number of frames, which is that of seconds."""
        return len(self.file_names)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width) of every frame, in pixels."""
        return self.height, self.width


# Areas stay unread as long as masks do: as Python's numbers they would take more room than the file.
_NO_AREAS = msgspec.Raw(b"null")


class AnnotationRecord(msgspec.Struct, frozen=True):
    """An entry of `annotations`: a true track; its masks stay unread until they are asked for."""

    id: Id
    video_id: Id
    category_id: Id
    segmentations: msgspec.Raw
    iscrowd: bool | int = 0
    areas: msgspec.Raw = _NO_AREAS
    height: int | None = None
    width: int | None = None

    def size_in(self, video: VideoRecord) -> tuple[int, int]:
        """The (height, width) that it states; what it leaves open is the video's."""
        height = video.height if self.height is None else self.height
        return height, video.width if self.width is None else self.width


class _Any(msgspec.Struct, frozen=True):
    """Any object; all are equal, so that a set of millions takes no room."""


CATEGORY = msgspec.json.Decoder(CategoryRecord)
VIDEO = msgspec.json.Decoder(VideoRecord)
ANNOTATION = msgspec.json.Decoder(AnnotationRecord)
SEGMENTATIONS = msgspec.json.Decoder(list[Any])
_MEMBERS = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OBJECTS = msgspec.json.Decoder(set[_Any])
_RECORDS = msgspec.json.Decoder(list[msgspec.Raw])


class TruthJson:
    """A truth file, open: three lists of objects, each of which is decoded when it is asked for.

    Opening goes through all of the text: what is no JSON somewhere, lacks a list, has a key twice or
    more than memory should hold is refused with FormatError before its first record is given.
    """

    def __init__(self, text: Text, name: str) -> None:
        self.name = name
        quote_count = count_in(text, b'"')
        check_count("json-too-large", name, max(quote_count, count_in(text, b"{")), _MOST_VALUES)
        check_encoding(text, name)
        self._lists = decoded(_MEMBERS, text, name)
        found = ", ".join(self._lists) or "none"
        # Of a key that stands twice the last is kept, and the quotation marks of the first are left over.
        kept = (2 + key.count('"') + count_in(raw, b'"') for key, raw in self._lists.items())
        if quote_count != sum(kept):
            raise FormatError("json-key-twice", file=name, found=found)
        for key in ("categories", "videos", "annotations"):
            if key not in self._lists:
                raise FormatError("json-key-missing", file=name, key=key, found=found)
            decoded(_OBJECTS, self._lists[key], f"{name}: {key}")

    @classmethod
    def read(cls, path: Path, name: str = "") -> "TruthJson":
        """Open a file, gzip or not, that errors call `name`, or by its path."""
        return cls(read_text(path), name or str(path))

    def each(self, key: str, decoder: "msgspec.json.Decoder[_T]") -> Iterator[tuple[str, _T]]:
        """Each record of a list with its place, such as `videos[3]`; raises FormatError."""
        for place, text in self.texts(key):
            yield place, decoded(decoder, text, f"{self.name}: {place}")

    def texts(self, key: str) -> Iterator[tuple[str, msgspec.Raw]]:
        """Each record of a list with its place, unread."""
        listed = _RECORDS.decode(self._lists[key])
        if key == "categories":
            check_count("too-many-categories", self.name, len(listed), limits.CATEGORIES)
        for index, text in enumerate(listed):
            place = f"{key}[{index}]"
            if len(memoryview(text)) > _MOST_RECORD_BYTES:
                most = _MOST_RECORD_BYTES >> 20
                raise FormatError("record-too-large", file=self.name, place=place, most_mib=most)
            yield place, text
