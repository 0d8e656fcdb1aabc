"""What has changed between two moments of a video's annotation: cell by cell, and in figures (R25)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from avisbuild import masks
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Rle,
    Sounding,
    Track,
    Video,
    VideoId,
)
from avisbuild.review.instance_changes import InstanceChange, instance_changes
from avisbuild.review.track_pairs import TrackPair, track_pairs

# By instance and second; an instance alone has the second None.
Authors = Mapping[tuple[str, int | None], str]


class Annotated(Protocol):
    """A video with what is annotated of it: a past annotation, or the view of the open video."""

    @property
    def video(self) -> Video: ...

    @property
    def tracks(self) -> Sequence[Track]: ...

    @property
    def silences(self) -> frozenset[int]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """A cell (instance, second) whose sounding state or mask differs.

    `iou` is that of the mask before with the mask after: 0 where only one of them is there, None where none
    is, 1 where the mask is the same. `instance` is the later one of the two, `author` who was the last to
    change the cell, "" where that is not known.
    """

    instance: Instance
    second: int
    state_before: Sounding
    state_after: Sounding
    mask_before: Rle | None
    mask_after: Rle | None
    iou: float | None
    author: str = ""

    @property
    def instance_id(self) -> InstanceId:
        return self.instance.instance_id

    @property
    def has_other_state(self) -> bool:
        """Whether the sounding state differs."""
        return self.state_before is not self.state_after

    @property
    def has_other_mask(self) -> bool:
        """Whether the mask came, went or has other pixels."""
        return self.iou is not None and self.iou < 1

    @property
    def is_moved(self) -> bool:
        """Whether there is a mask on both sides, and it differs: its IoU says how much."""
        return self.has_other_mask and None not in (self.mask_before, self.mask_after)

    @property
    def agreement(self) -> float:
        """How much is left of the cell: its IoU, and nothing where it sounds otherwise."""
        return 0.0 if self.has_other_state or self.iou is None else self.iou


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What there was to change: masks, cells with a state and instances that are there before or after."""

    masks: int = 0
    cells: int = 0
    instances: int = 0

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            masks=self.masks + other.masks,
            cells=self.cells + other.cells,
            instances=self.instances + other.instances,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundChanges:
    """All that differs between two moments of a video.

    `cells` come worst first: by IoU, where another state counts as 0, then both before one, then by second.
    `silences` are the seconds that are confirmed as silent on one side only; `totals` is by category.
    """

    video_id: VideoId
    cells: tuple[CellChange, ...] = ()
    instances: tuple[InstanceChange, ...] = ()
    silences: tuple[int, ...] = ()
    totals: Mapping[CategoryId, Totals] = field(default_factory=dict, hash=False)

    def __bool__(self) -> bool:
        return bool(self.cells or self.instances or self.silences)

    @property
    def changed_instances(self) -> frozenset[InstanceId]:
        """The instances that came, went, are called otherwise or have a cell that changed."""
        touched = {each.instance_id for each in self.cells}
        return frozenset(touched | {each.instance_id for each in self.instances})


def changes(before: Annotated, after: Annotated, *, authors: Authors | None = None) -> RoundChanges:
    """What differs between two moments of one video; of equal ones, nothing.

    Instances are the same where their ids are: another category or number is a change of the instance,
    and leaves its cells as they are.
    """
    if before.video.video_id != after.video.video_id:
        raise ValueError(f"expected one video, got {before.video.video_id}, {after.video.video_id}")
    pairs = tuple(track_pairs(before.tracks, after.tracks))
    known = authors or {}
    cells = [cell for pair in pairs for cell in _cell_changes(pair, known)]
    places = {pair.instance.instance_id: place for place, pair in enumerate(pairs)}
    return RoundChanges(
        video_id=after.video.video_id,
        cells=tuple(sorted(cells, key=lambda each: (*_rank(each), places[each.instance_id]))),
        instances=tuple(instance_changes(pairs, known)),
        silences=tuple(sorted(before.silences ^ after.silences)),
        totals=_totals(pairs),
    )


def mask_iou(before: Rle | None, after: Rle | None) -> float | None:
    """The IoU of two masks: None without any, 0 where one is missing or of a frame of another size."""
    if before is None and after is None:
        return None
    if before is None or after is None or before.size != after.size:
        return 0.0
    if before.counts == after.counts:
        return 1.0
    return float(masks.iou([before], [after])[0, 0])


def _cell_changes(pair: TrackPair, authors: Authors) -> Iterator[CellChange]:
    for second in pair.seconds:
        states, pictures = pair.states(second), pair.masks(second)
        iou = mask_iou(*pictures)
        if states[0] is states[1] and iou in (None, 1.0):
            continue
        yield CellChange(
            instance=pair.instance,
            second=second,
            state_before=states[0],
            state_after=states[1],
            mask_before=pictures[0],
            mask_after=pictures[1],
            iou=iou,
            author=authors.get((pair.instance.instance_id, second), ""),
        )


def _rank(cell: CellChange) -> tuple[float, int, int]:
    return cell.agreement, -(cell.has_other_state + cell.has_other_mask), cell.second


def _totals(pairs: Sequence[TrackPair]) -> dict[CategoryId, Totals]:
    found: dict[CategoryId, Totals] = {}
    for pair in pairs:
        own = Totals(
            masks=sum(any(pair.masks(second)) for second in pair.seconds),
            cells=sum(set(pair.states(second)) != {Sounding.SILENT} for second in pair.seconds),
            instances=1,
        )
        category_id = pair.instance.category_id
        found[category_id] = found.get(category_id, Totals()) + own
    return found
