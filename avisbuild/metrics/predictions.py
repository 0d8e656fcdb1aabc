"""Prediction files of the published form, read one video at a time."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from avisbuild.documents.json_text import PACKED, decoded, read_text, unreadable
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.masks.many import PackedMask
from avisbuild.metrics.drawing import drawn_mask
from avisbuild.metrics.prediction_index import (
    PredictionPlace,
    prediction_places,
)
from avisbuild.metrics.tracks import BadMaskError, Tracks
from avisbuild.untrusted.limits import check_masks


class PackedRleRecord(msgspec.Struct, frozen=True, gc=False):
    """COCO's RLE as the published model writes it; counts stay the JSON string that they are in the file."""

    size: tuple[records.Side, records.Side]
    counts: msgspec.Raw


_QUOTE = ord('"')
_PACKED_MASKS = msgspec.json.Decoder(list[PackedRleRecord | None])
_MASKS = msgspec.json.Decoder(list[records.RleRecord | None])


@dataclass(frozen=True, slots=True)
class VideoPredictions:
    """What a file says of one video, its masks as they stand there: small enough for another process."""

    where: str
    entries: tuple[tuple[PredictionPlace, bytes], ...]

    def tracks(self, video: records.VideoRecord) -> Tracks:
        """The predicted tracks in the order of the file; raises FormatError."""
        places = [place for place, _ in self.entries]
        tracks = Tracks(
            frame_count=video.frame_count,
            categories=tuple(place.category_id for place in places),
            masks=tuple(self._masks(place, masks, video) for place, masks in self.entries),
            scores=tuple(place.score for place in places),
        )
        try:
            tracks.runs  # noqa: B018 - reads every mask's runs, so that a broken one is told here
        except BadMaskError as error:
            index = places[error.track].index
            raise FormatError(
                "prediction-mask", file=self.where, index=index, frame=error.frame, reason=error
            ) from None
        return tracks

    def _masks(
        self, place: PredictionPlace, data: bytes, video: records.VideoRecord
    ) -> Sequence[PackedMask | None]:
        where = f"{self.where}: prediction {place.index}.segmentations"
        masks = _predicted_masks(data, where)
        if len(masks) < video.frame_count:
            raise FormatError(
                "prediction-too-short",
                where=where,
                expected=video.frame_count,
                video=video.name,
                found=len(masks),
            )
        return masks


class PredictionFile:
    """A prediction file of the published form: the tracks of a video when asked for."""

    def __init__(self, opened: Callable[[], BinaryIO], where: str) -> None:
        self._opened = opened
        self._where = where
        self._by_video: dict[int, list[PredictionPlace]] = {}
        try:
            with opened() as stream:
                self._stamp = _stamp(stream)
                places = prediction_places(stream, where)
        except OSError as error:
            raise unreadable(where, error) from error
        for place in places:
            self._by_video.setdefault(place.video_id, []).append(place)

    @classmethod
    def read(cls, path: Path) -> "PredictionFile":
        """Read a JSON file, gzip or not; raises FormatError."""
        return cls(_opener(path), str(path))

    @classmethod
    def of(cls, document: object) -> "PredictionFile":
        """Take a document that is in memory."""
        return cls(partial(BytesIO, msgspec.json.encode(document)), "predictions")

    @property
    def video_ids(self) -> frozenset[int]:
        """The videos for which something is predicted."""
        return frozenset(self._by_video)

    @property
    def category_ids(self) -> frozenset[int]:
        """The categories that are predicted."""
        return frozenset(place.category_id for found in self._by_video.values() for place in found)

    @property
    def scores_beyond_one(self) -> list[PredictionPlace]:
        """The entries whose score is no share, in the order of the file."""
        every = (place for found in self._by_video.values() for place in found)
        beyond = (place for place in every if not 0 <= place.score <= 1)
        return sorted(beyond, key=lambda place: place.index)

    def only(self, video: records.VideoRecord) -> VideoPredictions:
        """What the file says of one video; raises FormatError."""
        places = self._by_video.get(video.video_id, [])
        byte_count = sum(place.size for place in places)
        mask_count = len(places) * video.frame_count
        check_masks(self._where, video.name, mask_count, byte_count)
        try:
            with self._opened() as stream:
                if _stamp(stream) != self._stamp:
                    raise FormatError("predictions-changed", path=self._where)
                entries = tuple((place, place.read(stream)) for place in places)
        except OSError as error:
            raise FormatError(
                "predictions-unreadable", path=self._where, reason=error.strerror or error
            ) from error
        # There may be more of them than the video has frames.
        written_count = sum(masks.count(b"{") for _, masks in entries)
        check_masks(self._where, video.name, max(mask_count, written_count), byte_count)
        return VideoPredictions(self._where, entries)

    def tracks(self, video: records.VideoRecord) -> Tracks:
        """The predicted tracks of a video in the order of the file; raises FormatError."""
        return self.only(video).tracks(video)


def _opener(path: Path) -> Callable[[], BinaryIO]:
    """How to open a file as often as it is wanted: on the disk, or in memory what is packed or a pipe."""
    try:
        if path.is_file():
            with path.open("rb") as stream:
                if not stream.peek().startswith(PACKED):
                    return lambda: path.open("rb")
    except OSError:
        pass  # reading it tells
    return partial(BytesIO, read_text(path))


def _stamp(stream: BinaryIO) -> tuple[int, ...]:
    """What changes when a file is written anew; of what is in memory, nothing does."""
    if isinstance(stream, BytesIO):
        return ()
    status = os.fstat(stream.fileno())
    return status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns


def _predicted_masks(data: bytes, where: str) -> Sequence[PackedMask | None]:
    """The masks of a prediction; those that are not packed, which published models never write, are."""
    try:
        packed: Sequence[Any] = _PACKED_MASKS.decode(data)
    except msgspec.ValidationError:
        packed = ()
    counts = [mask.counts for mask in packed if mask is not None]
    if packed and {memoryview(each)[0] for each in counts} <= {_QUOTE}:
        return packed
    masks = decoded(_MASKS, data, where)
    return [
        mask if mask is None else drawn_mask(mask, mask["size"], f"{where}[{frame}]")
        for frame, mask in enumerate(masks)
    ]
