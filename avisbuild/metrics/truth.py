"""Truth files of the published form, one video's tracks at a time."""

from collections import Counter
from collections.abc import Iterator, Sequence
from copy import copy
from pathlib import Path

import msgspec
import numpy as np

from avisbuild.documents.json_text import decoded
from avisbuild.documents.wording import shown
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.formats.aviseg.rules import (
    AnnotationIds,
    TruthIndex,
    check_entries,
    check_length,
    refuse,
)
from avisbuild.messages import Message
from avisbuild.metrics.drawing import TrackPolygons, drawn_track
from avisbuild.metrics.tracks import Tracks
from avisbuild.untrusted.limits import check_masks

_MASKS = msgspec.json.Decoder(list[records.RleRecord | list[list[float]] | None])
_AREAS = msgspec.json.Decoder(list[float | None] | None)


class TruthFile:
    """A truth file in AVISeg's form: videos, categories, and the tracks of a video when asked for."""

    def __init__(self, truth: records.TruthJson) -> None:
        index = TruthIndex.of(truth)
        self.categories = {number: each.name for number, each in index.categories.items()}
        self.videos = tuple(index.videos.values())
        self.where = truth.name
        self._annotations: dict[int, list[tuple[str, records.AnnotationRecord]]] = {
            video.video_id: [] for video in self.videos
        }
        ids, shared = AnnotationIds(), []
        for place, annotation in truth.each("annotations", records.ANNOTATION):
            refuse(index.check_annotation(place, annotation), truth.name)
            if ids.refuse_again(place, annotation, truth.name):
                shared.append(f"{place}.id, {annotation.id}")
            self._annotations[annotation.video_id].append((place, annotation))
        self.notes = (*self._look_at_videos(), *_on_shared_ids(shared))

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
        byte_count = sum(memoryview(each.segmentations).nbytes for each in annotations)
        check_masks(self.where, video.name, len(found) * video.frame_count, byte_count)
        ids = tuple(annotation.id for annotation in annotations)
        masks, empty_lists, areas = [], [], []
        drawn: list[TrackPolygons] = []
        for place, annotation in found:
            where = f"{self.where}: {place}.segmentations"
            polygons = TrackPolygons.read(annotation.segmentations)
            if polygons is not None:
                refuse(check_entries(where, video, len(polygons)))
                drawn.append(polygons)
                masks.append(polygons.drawn(video.size, where))
                empty_lists.append(polygons.first_empty_list)
            else:
                raw = decoded(_MASKS, annotation.segmentations, where)
                refuse(check_entries(where, video, len(raw)))
                masks.append(drawn_track(raw, video.size, where))
                empty_lists.append(raw.index([]) if [] in raw else None)
            areas.append(decoded(_AREAS, annotation.areas, f"{self.where}: {place}.areas"))
        self._check_coordinates(drawn, found[0][0] if found else "")
        return Tracks(
            frame_count=video.frame_count,
            categories=tuple(annotation.category_id for annotation in annotations),
            masks=tuple(masks),
            ids=ids,
            crowd=tuple(bool(annotation.iscrowd) for annotation in annotations),
            stored_areas=None if None in areas else tuple(map(_mean, areas)),
            empty_list=tuple(empty_lists),
        )

    def _look_at_videos(self) -> Iterator[str]:
        """What is odd and changes no figure: lengths that frames do not have, two categories of one name."""
        wrong = [
            finding.place + ": " + str(finding.message)
            for index, video in enumerate(self.videos)
            for finding in check_length(f"videos[{index}]", video)
        ]
        if wrong:
            yield f"{len(wrong)} videos state another length than their file_names have: {wrong[0]}"
        names = Counter(self.categories.values())
        for name, count in names.items():
            if count > 1:
                ids = ", ".join(str(key) for key, each in self.categories.items() if each == name)
                yield f"{count} categories are called {shown(name)}, and count apart: ids {ids}"

    def _check_coordinates(self, tracks: Sequence[TrackPolygons], place: str) -> None:
        """Raise FormatError where all polygons of a video lie in 0..1: shares, not pixels."""
        if not tracks or any(track.numbers.max(initial=0.0) > 1 for track in tracks):
            return
        numbers = np.concatenate([track.numbers for track in tracks])
        if numbers.size and numbers.min() >= 0 and (numbers % 1).any():
            told = Message(
                "truth-normalised",
                count=sum(len(track.ends) for track in tracks),
                least=f"{numbers.min():g}",
                most=f"{numbers.max():g}",
            )
            raise FormatError("wrong-at", place=f"{self.where}: {place}", problem=told)


def _on_shared_ids(shared: Sequence[str]) -> list[str]:
    if not shared:
        return []
    told = (
        f"{len(shared)} annotations have the id of one in another video, the first is {shared[0]}"
    )
    return [f"{told}; they are told apart by their videos"]


def _mean(areas: Sequence[float | None] | None) -> float:
    stated = [area for area in areas or () if area]
    return sum(stated) / len(stated) if stated else 0.0
