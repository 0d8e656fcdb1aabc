"""Where in a truth JSON each track's masks stand, so that they are read when they are asked for.

What is kept is small, whatever the file: it goes to every worker. The file is opened anew for each item, and
refused where it is not the one any more that was looked through.
"""

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from avisbuild import inside
from avisbuild.documents.json_text import PACKED, decoded, read_text, unreadable
from avisbuild.errors import FormatError, ReleaseError
from avisbuild.formats.aviseg import AnnotationIds, TruthIndex, TruthJson, VideoRecord
from avisbuild.formats.aviseg.records import ANNOTATION, AnnotationRecord
from avisbuild.formats.aviseg.rules import check_entries, check_length, refuse
from avisbuild.masks import read_segmentation
from avisbuild.messages import Message
from avisbuild.records import Rle, video_id

_ENTRIES = msgspec.json.Decoder(list[msgspec.Raw])
_ANYTHING = msgspec.json.Decoder(Any)
_NO_MASK = (b"null", b"[]")


@dataclass(frozen=True, slots=True)
class TrackPlace:
    """One annotation: the bytes [start, stop) of its record, and a byte a second, 1 where it has a mask."""

    place: str
    annotation_id: int
    category_id: int
    start: int
    stop: int
    marked: bytes


@dataclass(slots=True)
class VideoPlaces:
    """One video and its annotations in the order of the file, but for those that are `iscrowd`."""

    record: VideoRecord
    tracks: list[TrackPlace] = field(default_factory=list)

    @property
    def has_masks(self) -> bool:
        """Whether it has a mask anywhere."""
        return any(any(track.marked) for track in self.tracks)


@dataclass(frozen=True, slots=True)
class TruthPlaces:
    """A truth JSON as it was when it was looked through: its length and the time of its last change."""

    path: Path
    stamp: tuple[int, int]
    categories: dict[int, str]
    videos: dict[int, VideoPlaces]

    @classmethod
    def read(cls, path: Path) -> "TruthPlaces":
        """Look through a file; raises FormatError for what is wrong in it, but for its masks themselves."""
        stamp = _stamp_of_plain(path)
        text = read_text(path)
        truth = TruthJson(text, path.name)
        index = TruthIndex.of(truth)
        videos = {number: VideoPlaces(video) for number, video in index.videos.items()}
        for position, each in enumerate(index.videos.values()):
            _check_video(f"{path.name}: videos[{position}]", each)
        ids, at = AnnotationIds(), 0
        for place, raw in truth.texts("annotations"):
            found = bytes(raw)
            # The records come in their order; one that is found too early says the same.
            start = text.find(found, at)
            at = start + len(found)
            record = decoded(ANNOTATION, raw, f"{path.name}: {place}")
            refuse(index.check_annotation(place, record), path.name)
            ids.refuse_again(place, record, path.name)
            marked = _marked(f"{path.name}: {place}", record, index.videos[record.video_id])
            if not record.iscrowd:
                track = TrackPlace(place, record.id, record.category_id, start, at, marked)
                videos[record.video_id].tracks.append(track)
        names = {number: each.name for number, each in index.categories.items()}
        return cls(path, stamp, names, videos)

    @contextmanager
    def opened(self) -> "Iterator[OpenTruth]":
        """The file, for the masks of one item; raises ReleaseError where it has changed, or is gone."""
        try:
            stream = inside.reading(self.path)
        except OSError as error:
            raise unreadable(self.path, error) from error
        with stream:
            if _stamp(stream) != self.stamp:
                raise ReleaseError("load-truth-changed", path=self.path)
            yield OpenTruth(self, stream)


@dataclass(frozen=True, slots=True)
class OpenTruth:
    """A truth JSON that is open, and the one that was looked through."""

    places: TruthPlaces
    stream: BinaryIO

    def masks(
        self, track: TrackPlace, seconds: Sequence[int], video: VideoRecord
    ) -> list[Rle | None]:
        """The masks of a track in these seconds; raises FormatError for one that cannot be drawn."""
        where = f"{self.places.path.name}: {track.place}"
        self.stream.seek(track.start)
        text = msgspec.Raw(self.stream.read(track.stop - track.start))
        entries = _ENTRIES.decode(decoded(ANNOTATION, text, where).segmentations)
        return [
            _mask(f"{where}.segmentations[{second}]", entries[second], video) for second in seconds
        ]


def identities(
    tracks: Sequence[TrackPlace], categories: dict[int, str]
) -> Iterator[tuple[str, TrackPlace]]:
    """Each with its name: `dog_1` is the first of its category in the order of the file."""
    counts: dict[int, int] = defaultdict(int)
    for track in tracks:
        counts[track.category_id] += 1
        yield f"{categories[track.category_id]}_{counts[track.category_id]}", track


def _mask(place: str, entry: msgspec.Raw, video: VideoRecord) -> Rle | None:
    try:
        return read_segmentation(decoded(_ANYTHING, entry, place), video.size)
    except FormatError as error:
        if error.message.kind == "wrong-at":
            raise
        raise FormatError("wrong-at", place=place, problem=error) from error


def _marked(where: str, record: AnnotationRecord, video: VideoRecord) -> bytes:
    entries = decoded(_ENTRIES, record.segmentations, f"{where}.segmentations")
    refuse(check_entries(f"{where}.segmentations", video, len(entries)))
    return bytes(bytes(entry).strip() not in _NO_MASK for entry in entries)


def _check_video(place: str, video: VideoRecord) -> None:
    """Its frames lie in its own folder, which is named like a video, and nowhere else."""
    refuse(check_length(place, video))
    try:
        video_id(video.name)
    except ValueError as error:
        raise FormatError("wrong-at", place=place, problem=error) from error
    for position, name in enumerate(video.file_names):
        folder, _, frame = name.partition("/")
        is_plain = frame.isprintable() and not set(frame) & set("/\\\0:") and frame.strip(". ")
        if folder != video.name or not is_plain:
            problem = Message("load-frame-name", expected=video.name, found=f"{name!r:.80}")
            raise FormatError("wrong-at", place=f"{place}.file_names[{position}]", problem=problem)


def _stamp_of_plain(path: Path) -> tuple[int, int]:
    try:
        with inside.reading(path) as stream:
            start = stream.read(3)
            stamp = _stamp(stream)
    except OSError as error:
        raise unreadable(path, error) from error
    if start.startswith(PACKED):
        raise FormatError("load-packed", path=path)
    return stamp


def _stamp(stream: BinaryIO) -> tuple[int, int]:
    found = os.fstat(stream.fileno())
    return found.st_size, found.st_mtime_ns
