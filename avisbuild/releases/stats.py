"""The figures that a data paper prints: counts, shares of silent seconds, lengths, categories."""

import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from avisbuild.formats.aviseg import AnnotationIds, TruthIndex, TruthJson
from avisbuild.formats.aviseg.records import ANNOTATION
from avisbuild.progress import Progress, silent
from avisbuild.records import Snapshot
from avisbuild.releases.validate import truth_files


@dataclass(slots=True)
class CategoryCounts:
    """How often one category sounds in view."""

    videos: int = 0
    instances: int = 0
    masks: int = 0


@dataclass(slots=True)
class PartStats:
    """The figures of one split, or of one set of videos.

    `frames_by_count` says how many seconds have 0, 1, 2, ... masks; `lengths` is in seconds, by video.
    """

    lengths: list[int] = field(default_factory=list)
    frames_by_count: Counter[int] = field(default_factory=Counter)
    instances: int = 0
    categories: dict[str, CategoryCounts] = field(default_factory=dict)

    def add(self, second_count: int, tracks: Iterable[tuple[str, Sequence[bool]]]) -> None:
        """Count one video in; a track is its category and, a second each, whether it has a mask."""
        masks = [0] * second_count
        heard = [(name, cells) for name, cells in tracks if any(cells)]
        for name, cells in heard:
            masks = [count + cell for count, cell in zip(masks, cells, strict=True)]
            counts = self.categories.setdefault(name, CategoryCounts())
            counts.instances += 1
            counts.masks += sum(cells)
        for name in {name for name, _ in heard}:
            self.categories[name].videos += 1
        self.lengths.append(second_count)
        self.frames_by_count.update(masks)
        self.instances += len(heard)

    def __add__(self, other: "PartStats") -> "PartStats":
        """The figures of both together."""
        both = PartStats(
            lengths=self.lengths + other.lengths,
            frames_by_count=self.frames_by_count + other.frames_by_count,
            instances=self.instances + other.instances,
        )
        for name in {**self.categories, **other.categories}:
            one, two = (each.categories.get(name, CategoryCounts()) for each in (self, other))
            both.categories[name] = CategoryCounts(
                videos=one.videos + two.videos,
                instances=one.instances + two.instances,
                masks=one.masks + two.masks,
            )
        return both

    @property
    def frames(self) -> int:
        """Number of seconds, which is that of frames."""
        return self.frames_by_count.total()

    @property
    def masks(self) -> int:
        """How many masks there are, in all categories."""
        return sum(count * frames for count, frames in self.frames_by_count.items())

    def share(self, kind: str) -> float | None:
        """The percentage of `silent`, `single` or `multi` seconds; None without any second."""
        if not self.frames:
            return None
        silent_count, single = self.frames_by_count[0], self.frames_by_count[1]
        count = {
            "silent": silent_count,
            "single": single,
            "multi": self.frames - silent_count - single,
        }
        return 100 * count[kind] / self.frames

    def as_json(self) -> dict[str, Any]:
        """All figures as a document; None where there is nothing to average."""
        lengths = self.lengths
        return {
            "videos": len(lengths),
            "frames": self.frames,
            "masks": self.masks,
            "instances": self.instances,
            "silent_percent": self.share("silent"),
            "single_percent": self.share("single"),
            "multi_percent": self.share("multi"),
            "frames_by_mask_count": {
                str(key): self.frames_by_count[key] for key in sorted(self.frames_by_count)
            },
            "seconds": {
                "mean": statistics.mean(lengths) if lengths else None,
                "median": statistics.median(lengths) if lengths else None,
                "min": min(lengths, default=None),
                "max": max(lengths, default=None),
            },
            "categories": {
                name: {"videos": each.videos, "instances": each.instances, "masks": each.masks}
                for name, each in sorted(self.categories.items())
            },
        }


def count_stats(what: Snapshot | Path, *, progress: Progress = silent) -> Mapping[str, PartStats]:
    """The figures of a snapshot as `all`; of a release by split and `all`; of one truth JSON by its name.

    Raises ReleaseError or FormatError.
    """
    if isinstance(what, Snapshot):
        return {"all": _count_snapshot(what, progress)}
    paths = (
        {what.stem: what}
        if what.is_file()
        else {str(key): path for key, path in truth_files(what).items()}
    )
    return with_total({name: _count_truth(path, progress) for name, path in paths.items()})


def with_total(parts: Mapping[str, PartStats]) -> dict[str, PartStats]:
    """The parts and, last, `all` of them together; one part alone is all."""
    if len(parts) == 1:
        return dict(parts)
    return {**parts, "all": sum(parts.values(), PartStats())}


def _count_snapshot(snapshot: Snapshot, progress: Progress) -> PartStats:
    part = PartStats()
    for done, video in enumerate(snapshot.videos, start=1):
        tracks = snapshot.tracks.get(video.video_id, ())
        part.add(
            video.second_count,
            (
                (
                    snapshot.taxonomy.by_id[track.instance.category_id].name,
                    [mask is not None for mask in track.sounding_masks],
                )
                for track in tracks
            ),
        )
        progress(done, len(snapshot.videos), video.video_id)
    return part


def _count_truth(path: Path, progress: Progress) -> PartStats:
    truth = TruthJson.read(path, path.name)
    index, ids = TruthIndex.of(truth), AnnotationIds()
    tracks: dict[int, list[tuple[str, Sequence[bool]]]] = {number: [] for number in index.videos}
    for done, (place, record) in enumerate(truth.each("annotations", ANNOTATION), start=1):
        ids.refuse_again(place, record, truth.name)
        cells = [bool(item) for item in index.segmentations(place, record, where=truth.name)]
        tracks[record.video_id].append((index.categories[record.category_id].name, cells))
        progress(done, None, path.name)
    part = PartStats()
    for number, video in index.videos.items():
        part.add(video.frame_count, tracks[number])
    return part
