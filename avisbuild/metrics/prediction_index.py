"""Where the entries of a prediction file stand, so that a video's are read when it is scored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from avisbuild.documents.json_text import decoded
from avisbuild.formats.aviseg import records

_WINDOW_BYTES = 2 << 20
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
    """An entry without its masks: its number in the file, and the bytes at which it stands."""

    index: int
    video_id: int
    category_id: int
    score: float
    start: int
    size: int

    def is_of(self, record: PredictionRecord) -> bool:
        """Whether the entry is still what stood there."""
        own = (self.video_id, self.category_id, self.score)
        return own == (record.video_id, record.category_id, record.score)

    def read(self, stream: BinaryIO) -> bytes:
        """The entry as it stands in the file."""
        stream.seek(self.start)
        return stream.read(self.size)


_ENTRIES = msgspec.json.Decoder(list[msgspec.Raw])
_PREDICTIONS = msgspec.json.Decoder(list[PredictionRecord])
PREDICTION = msgspec.json.Decoder(PredictionRecord)


def prediction_places(stream: BinaryIO, where: str) -> list[PredictionPlace]:
    """All entries of a file; raises FormatError for what is no prediction file, wherever it is wrong.

    The file goes by in windows. One that is written otherwise than programs do, or wrong, is read whole.
    """
    try:
        return list(_by_windows(stream))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError):
        stream.seek(0)
        data = stream.read()
    decoded(_PREDICTIONS, data, where, record="prediction")
    return list(_places(data, 0, 0))


def _by_windows(stream: BinaryIO) -> Iterator[PredictionPlace]:
    window, start, index, opening = b"", 0, 0, b""
    while chunk := stream.read(max(_WINDOW_BYTES, len(window))):
        window += chunk
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


def _places(entries: bytes, start: int, index: int) -> Iterator[PredictionPlace]:
    """The entries of a list in JSON that stands at `start` of the file."""
    at = 0
    for number, (entry, record) in enumerate(
        zip(_ENTRIES.decode(entries), _PREDICTIONS.decode(entries), strict=True), start=index
    ):
        size = memoryview(entry).nbytes
        at = entries.index(b"{", at)
        yield PredictionPlace(
            number, record.video_id, record.category_id, record.score, start + at, size
        )
        at += size
