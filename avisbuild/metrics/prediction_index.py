"""Where the entries of a prediction file stand, so that a video's are read when it is scored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec
import numpy as np
from numpy.lib.array_utils import byte_bounds

from avisbuild.documents.json_text import Text, decoded, plain_text
from avisbuild.formats.aviseg import records
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError, check_count

_WINDOW_BYTES = 2 << 20
_MOST_WINDOW_BYTES = 64 << 20
# What a file that is read whole may ask of memory, and one entry of any.
_CHUNK_BYTES = 1 << 20
_MOST_OBJECTS = 4_000_000
_MOST_RECORD_BYTES = 32 << 20
# What an entry begins with: `{"video_id"`. Masks do not, so the last one in a window begins an entry.
_OPENING = re.compile(rb'\s*\[\s*(\{\s*"[^"\\]*")')


class PredictionRecord(msgspec.Struct, frozen=True):
    """An entry of a prediction file: a predicted track; its masks stay unread until its video is scored."""

    video_id: records.Id
    category_id: records.Id
    score: float
    segmentations: msgspec.Raw


@dataclass(frozen=True, slots=True)
class PredictionPlace:
    """An entry without its masks: its number in the file, and the bytes at which its masks stand."""

    index: int
    video_id: int
    category_id: int
    score: float
    start: int
    size: int

    def read(self, stream: BinaryIO) -> bytes:
        """The JSON of the masks."""
        stream.seek(self.start)
        return stream.read(self.size)


_PREDICTIONS = msgspec.json.Decoder(list[PredictionRecord])


def prediction_places(stream: BinaryIO, where: str) -> list[PredictionPlace]:
    """All entries of a file; raises FormatError for what is no prediction file, wherever it is wrong.

    The file goes by in windows. One that is written otherwise than programs do, or wrong, is read whole.
    """
    try:
        return _counted(_by_windows(stream), where)
    except BeyondLimitError:
        raise
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        stream.seek(0)
        data = plain_text(stream)
    _check_objects(data, where)
    decoded(_PREDICTIONS, data, where, record="prediction")
    return _counted(_places(data, 0, 0), where)


def _check_objects(data: Text, where: str) -> None:
    """Raise BeyondLimitError for too many objects, before where a recording ends what looks like JSON."""
    found = 0
    for start in range(0, len(data), _CHUNK_BYTES):
        part = data[start : start + _CHUNK_BYTES]
        found += part.count(b"{")
        if b"\0" in part:
            return
        check_count("json-too-large", where, found, _MOST_OBJECTS)


def _counted(places: Iterator[PredictionPlace], where: str) -> list[PredictionPlace]:
    """The entries; raises BeyondLimitError for one that is too long, and for too many of them."""
    found: list[PredictionPlace] = []
    for place in places:
        check_count("too-many-predictions", where, len(found) + 1, limits.PREDICTIONS)
        if place.size > _MOST_RECORD_BYTES:
            most = _MOST_RECORD_BYTES >> 20
            at = f"prediction {place.index}"
            raise BeyondLimitError("record-too-large", file=where, place=at, most_mib=most)
        found.append(place)
    return found


def _by_windows(stream: BinaryIO) -> Iterator[PredictionPlace]:
    window, start, index, opening = b"", 0, 0, b""
    while chunk := stream.read(max(_WINDOW_BYTES, len(window))):
        window += chunk
        if len(window) > _MOST_WINDOW_BYTES:
            raise ValueError("an entry without end")
        opening = opening or _opening(window)
        cut = window.rfind(opening, 1)
        comma = window.rfind(b",", 0, max(cut, 0))
        if comma > 0:
            if window[comma + 1 : cut].strip():
                raise ValueError("something between two entries")
            part = memoryview(window)
            places = list(_places(b"".join((part[:comma], b"]")), start, index))
            yield from places
            index += len(places)
            # The bracket begins the list anew.
            window, start = b"".join((b"[", part[cut:])), start + cut - 1
    yield from _places(window, start, index)


def _opening(window: bytes) -> bytes:
    if not (found := _OPENING.match(window)):
        raise ValueError("no list of objects")
    return found.group(1)


def _places(entries: Text, start: int, index: int) -> Iterator[PredictionPlace]:
    """The entries of a list in JSON that stands at `start` of the file."""
    first = _address(entries)
    for number, record in enumerate(_PREDICTIONS.decode(entries), start=index):
        masks = record.segmentations
        yield PredictionPlace(
            number,
            record.video_id,
            record.category_id,
            record.score,
            start + _address(masks) - first,
            memoryview(masks).nbytes,
        )


def _address(data: Text | msgspec.Raw) -> int:
    """Where bytes begin in memory: what is left unread is a part of the text that was decoded, not a copy."""
    begin: int = byte_bounds(np.frombuffer(data, np.uint8))[0]
    return begin
