"""Prediction files of the published form, read one video at a time."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path
from typing import Any, TypedDict

import msgspec

from avisbuild.documents.json_text import Text, decoded, read_text
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg.records import Id, RleRecord, Side, VideoRecord
from avisbuild.masks.many import CocoRle
from avisbuild.metrics.drawing import drawn_mask
from avisbuild.metrics.tracks import BadMaskError, Tracks


class PackedRleRecord(TypedDict):
    """COCO's RLE as the published model writes it."""

    size: tuple[Side, Side]
    counts: str


class PredictionRecord(msgspec.Struct, frozen=True):
    """An entry of a prediction file: a predicted track; its masks stay unread until its video is scored."""

    video_id: Id
    category_id: Id
    score: float
    segmentations: msgspec.Raw


_PREDICTIONS = msgspec.json.Decoder(list[PredictionRecord])
_PACKED_MASKS = msgspec.json.Decoder(list[PackedRleRecord | None])
_MASKS = msgspec.json.Decoder(list[RleRecord | None])


class PredictionFile:
    """A prediction file of the published form: the tracks of a video when asked for."""

    def __init__(self, data: Text, where: str) -> None:
        self._where = where
        self._predictions: dict[int, list[tuple[int, PredictionRecord]]] = {}
        found = decoded(_PREDICTIONS, data, where, record="prediction")
        for index, prediction in enumerate(found):
            self._predictions.setdefault(prediction.video_id, []).append((index, prediction))

    @classmethod
    def read(cls, path: Path) -> "PredictionFile":
        """Read a JSON file, gzip or not; raises FormatError."""
        return cls(read_text(path), str(path))

    @classmethod
    def of(cls, document: object) -> "PredictionFile":
        """Take a document that is in memory."""
        return cls(msgspec.json.encode(document), "predictions")

    @property
    def video_ids(self) -> frozenset[int]:
        """The videos for which something is predicted."""
        return frozenset(self._predictions)

    @property
    def category_ids(self) -> frozenset[int]:
        """The categories that are predicted."""
        return frozenset(
            prediction.category_id
            for found in self._predictions.values()
            for _, prediction in found
        )

    def only(self, video: VideoRecord) -> "PredictionFile":
        """What the file says of one video, small enough to hand to another process."""
        part = copy(self)
        part._predictions = {video.video_id: self._predictions.get(video.video_id, [])}
        return part

    def tracks(self, video: VideoRecord) -> Tracks:
        """The predicted tracks of a video in the order of the file; raises FormatError."""
        found = self._predictions.get(video.video_id, [])
        masks = [self._masks(index, prediction, video) for index, prediction in found]
        tracks = Tracks(
            frame_count=video.frame_count,
            categories=tuple(prediction.category_id for _, prediction in found),
            masks=tuple(masks),
            scores=tuple(prediction.score for _, prediction in found),
        )
        try:
            tracks.all_areas  # noqa: B018 - reads every mask's runs, so that a broken one is told here
        except BadMaskError as error:
            index = found[error.track][0]
            raise FormatError(
                "prediction-mask", file=self._where, index=index, frame=error.frame, reason=error
            ) from None
        return tracks

    def _masks(
        self, index: int, prediction: PredictionRecord, video: VideoRecord
    ) -> Sequence[CocoRle | None]:
        where = f"{self._where}: prediction {index}.segmentations"
        masks = _predicted_masks(prediction.segmentations, where)
        if len(masks) < video.frame_count:
            raise FormatError(
                "prediction-too-short",
                where=where,
                expected=video.frame_count,
                video=video.name,
                found=len(masks),
            )
        return masks


def _predicted_masks(data: msgspec.Raw, where: str) -> Sequence[CocoRle | None]:
    """The masks of a prediction; those that are not packed, which published models never write, are."""
    try:
        packed: Sequence[Any] = _PACKED_MASKS.decode(data)
        return packed
    except msgspec.ValidationError:
        masks = decoded(_MASKS, data, where)
    return [
        mask if mask is None else drawn_mask(mask, mask["size"], f"{where}[{frame}]")
        for frame, mask in enumerate(masks)
    ]
