"""Truth files of the published form, read one video at a time."""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.metrics.drawing import drawn_track
from avisbuild.metrics.tracks import Tracks


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredVideo:
    """A video of the truth file; `name` is the folder of its frames."""

    video_id: int
    name: str
    frame_count: int
    size: tuple[int, int]


class TruthFile:
    """A truth file in AVISeg's form: videos, categories, and the tracks of a video when asked for."""

    def __init__(self, data: bytes, where: str) -> None:
        self._where = where
        record = records.decoded(records.TRUTH, data, where)
        self.categories = {category.id: category.name for category in record.categories}
        self.videos = tuple(_video(video) for video in record.videos)
        self._check_categories(record.categories)
        self._check_names()
        self._annotations: dict[int, list[tuple[int, records.AnnotationRecord]]] = {
            video.video_id: [] for video in self.videos
        }
        for index, annotation in enumerate(record.annotations):
            if annotation.video_id not in self._annotations:
                raise FormatError(
                    f"{where}: annotations[{index}].video_id: expected the id of a video, "
                    f"got {annotation.video_id}"
                )
            self._annotations[annotation.video_id].append((index, annotation))

    @classmethod
    def read(cls, path: Path) -> "TruthFile":
        """Read a JSON file, gzip or not; raises FormatError."""
        return cls(records.read_bytes(path), str(path))

    @classmethod
    def of(cls, document: object) -> "TruthFile":
        """Take a document that is in memory."""
        return cls(msgspec.json.encode(document), "truth")

    def only(self, video: ScoredVideo) -> "TruthFile":
        """What the file says of one video, small enough to hand to another process."""
        part = copy(self)
        part.videos = (video,)
        part._annotations = {video.video_id: self._annotations[video.video_id]}
        return part

    def tracks(self, video: ScoredVideo) -> Tracks:
        """The true tracks of a video in the order of the file; raises FormatError."""
        found = self._annotations[video.video_id]
        masks, empty_lists = [], []
        for index, annotation in found:
            where = f"{self._where}: annotations[{index}]"
            self._check_annotation(annotation, video, where)
            where += ".segmentations"
            raw, plain = _true_masks(annotation.segmentations, where)
            if len(raw) != video.frame_count:
                raise FormatError(
                    f"{where}: expected {video.frame_count} entries, one a frame of "
                    f"video {video.name}, got {len(raw)}"
                )
            empty_lists.append(raw.index([]) if [] in raw else None)
            masks.append(drawn_track(raw, video.size, where, plain=plain))
        annotations = [annotation for _, annotation in found]
        if len({annotation.id for annotation in annotations}) < len(annotations):
            raise FormatError(
                f"{self._where}: video {video.name}: expected distinct annotation ids"
            )
        areas = [
            records.decoded(
                records.AREAS, annotation.areas, f"{self._where}: annotations[{index}].areas"
            )
            for index, annotation in found
        ]
        return Tracks(
            frame_count=video.frame_count,
            categories=tuple(annotation.category_id for annotation in annotations),
            masks=tuple(masks),
            ids=tuple(annotation.id for annotation in annotations),
            crowd=tuple(bool(annotation.iscrowd) for annotation in annotations),
            stored_areas=None if None in areas else tuple(map(_mean, areas)),
            empty_list=tuple(empty_lists),
        )

    def _check_categories(self, found: Sequence[records.CategoryRecord]) -> None:
        seen: set[int] = set()
        for index, category in enumerate(found):
            if category.id in seen:
                raise FormatError(
                    f"{self._where}: categories[{index}].id: expected a new id, got {category.id} again"
                )
            seen.add(category.id)

    def _check_names(self) -> None:
        seen: dict[str, int] = {}
        ids: set[int] = set()
        for index, video in enumerate(self.videos):
            where = f"{self._where}: videos[{index}]"
            if video.name in seen:
                raise FormatError(
                    f"{where}.file_names: expected a folder of its own, got {video.name}, "
                    f"the folder of videos[{seen[video.name]}]"
                )
            if video.video_id in ids:
                raise FormatError(f"{where}.id: expected a new id, got {video.video_id} again")
            seen[video.name] = index
            ids.add(video.video_id)

    def _check_annotation(
        self, annotation: records.AnnotationRecord, video: ScoredVideo, where: str
    ) -> None:
        if annotation.category_id not in self.categories:
            raise FormatError(
                f"{where}.category_id: expected the id of a category, got {annotation.category_id}"
            )
        size = (annotation.height or video.size[0], annotation.width or video.size[1])
        if size != video.size:
            raise FormatError(
                f"{where}: expected the size of video {video.name}, {video.size}, got {size}"
            )


def _video(record: records.VideoRecord) -> ScoredVideo:
    return ScoredVideo(
        video_id=record.id,
        name=record.file_names[0].split("/")[0],
        frame_count=len(record.file_names),
        size=(record.height, record.width),
    )


def _true_masks(data: msgspec.Raw, where: str) -> tuple[list[Any], bool]:
    """What a truth file says of each frame, and whether all of it is polygons near the frame."""
    try:
        return records.PLAIN_POLYGONS.decode(data), True
    except msgspec.ValidationError:
        return records.decoded(records.TRUE_MASKS, data, where), False


def _mean(areas: Sequence[float | None] | None) -> float:
    stated = [area for area in areas or () if area]
    return sum(stated) / len(stated) if stated else 0.0
