"""Truth files of the published form, one video's tracks at a time."""

from collections.abc import Sequence
from copy import copy
from pathlib import Path

import msgspec

from avisbuild.documents.json_text import decoded
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.formats.aviseg.rules import TruthIndex, check_entries, refuse
from avisbuild.metrics.drawing import TrackPolygons, drawn_track
from avisbuild.metrics.tracks import Tracks

_MASKS = msgspec.json.Decoder(list[records.RleRecord | list[list[float]] | None])
_AREAS = msgspec.json.Decoder(list[float | None] | None)


class TruthFile:
    """A truth file in AVISeg's form: videos, categories, and the tracks of a video when asked for."""

    def __init__(self, truth: records.TruthJson) -> None:
        index = TruthIndex.of(truth)
        self.categories = {number: each.name for number, each in index.categories.items()}
        self.videos = tuple(index.videos.values())
        self._where = truth.name
        self._annotations: dict[int, list[tuple[str, records.AnnotationRecord]]] = {
            video.video_id: [] for video in self.videos
        }
        for place, annotation in truth.each("annotations", records.ANNOTATION):
            refuse(index.check_annotation(place, annotation), truth.name)
            self._annotations[annotation.video_id].append((place, annotation))

    @classmethod
    def read(cls, path: Path) -> "TruthFile":
        """Read a JSON file, gzip or not; raises FormatError."""
        return cls(records.TruthJson.read(path))

    @classmethod
    def of(cls, document: object) -> "TruthFile":
        """Take a document that is in memory."""
        return cls(records.TruthJson(msgspec.json.encode(document), "truth"))

    def only(self, video: records.VideoRecord) -> "TruthFile":
        """What the file says of one video, small enough to hand to another process."""
        part = copy(self)
        part.videos = (video,)
        part._annotations = {video.video_id: self._annotations[video.video_id]}
        return part

    def tracks(self, video: records.VideoRecord) -> Tracks:
        """The true tracks of a video in the order of the file; raises FormatError."""
        found = self._annotations[video.video_id]
        annotations = [annotation for _, annotation in found]
        ids = tuple(annotation.id for annotation in annotations)
        if len(set(ids)) < len(ids):
            raise FormatError("truth-annotation-ids", file=self._where, video=video.name)
        masks, empty_lists, areas = [], [], []
        for place, annotation in found:
            where = f"{self._where}: {place}.segmentations"
            polygons = TrackPolygons.read(annotation.segmentations)
            if polygons is not None:
                refuse(check_entries(where, video, len(polygons)))
                masks.append(polygons.drawn(video.size, where))
                empty_lists.append(polygons.first_empty_list)
            else:
                raw = decoded(_MASKS, annotation.segmentations, where)
                refuse(check_entries(where, video, len(raw)))
                masks.append(drawn_track(raw, video.size, where))
                empty_lists.append(raw.index([]) if [] in raw else None)
            areas.append(decoded(_AREAS, annotation.areas, f"{self._where}: {place}.areas"))
        return Tracks(
            frame_count=video.frame_count,
            categories=tuple(annotation.category_id for annotation in annotations),
            masks=tuple(masks),
            ids=ids,
            crowd=tuple(bool(annotation.iscrowd) for annotation in annotations),
            stored_areas=None if None in areas else tuple(map(_mean, areas)),
            empty_list=tuple(empty_lists),
        )


def _mean(areas: Sequence[float | None] | None) -> float:
    stated = [area for area in areas or () if area]
    return sum(stated) / len(stated) if stated else 0.0
