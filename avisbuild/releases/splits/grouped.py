"""Splitting by groups: exact sizes, no group cut, and the largest gap in points of share made small."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from avisbuild.errors import ReleaseError
from avisbuild.progress import Progress, silent
from avisbuild.records import Split, SplitPlan, SplitSizes, VideoId
from avisbuild.releases.splits.columns import columns_of, matrix
from avisbuild.releases.splits.filling import fill_at_random, nearest_sizes, sizes_from
from avisbuild.releases.splits.groups import Group, Groups
from avisbuild.releases.splits.growth import parts_by_side
from avisbuild.releases.splits.items import SplitItem
from avisbuild.releases.splits.search import Search
from avisbuild.releases.splits.seeded_numbers import rank
from avisbuild.releases.splits.sizes import scale_sizes

GROUPED = "grouped"
RESTARTS = 48
STEPS = 20_000
# Few groups have few places to be in: these steps for all of them, and so many for each.
_STEPS, _STEPS_A_GROUP = 200, 40
_SPLITS = tuple(Split)


def plan_grouped(
    items: Sequence[SplitItem],
    groups: Groups,
    sizes: SplitSizes,
    seed: int,
    *,
    restarts: int = RESTARTS,
    steps: int | None = None,
    progress: Progress = silent,
) -> SplitPlan:
    """Put whole groups into splits of exactly these sizes, balanced as well as seeded searches find.

    What an item is pinned to stays, and its group goes with it; of a group that is pinned to two splits each
    video stays. The plan depends on items, groups, sizes and seed, not on the order of the items, the machine
    or the time. Raises ReleaseError where no mix of groups fills the sizes.
    """
    if sizes.total != len(items):
        raise ReleaseError(
            "split-sizes-do-not-fit",
            total=sizes.total,
            sizes=sizes,
            count=len(items),
            fitting=scale_sizes(sizes, len(items)),
        )
    places = _Places(items, groups, seed)
    room = places.room(sizes)
    starts = [
        start
        for restart in range(restarts)
        if (start := fill_at_random(places.counts, room, seed, "start", restart)) is not None
    ]
    if not starts:
        raise _cannot_be_filled(places, room, sizes)
    search = Search(
        np.array(places.counts, dtype=np.int64),
        places.sums(places.free),
        np.array([sizes.of(split) for split in Split], dtype=np.int64),
        np.stack([places.sums(pinned).sum(axis=0) for pinned in places.pinned]),
    )
    if steps is None:
        steps = min(STEPS, _STEPS + _STEPS_A_GROUP * len(places.free))
    found, gaps = search.improve(np.stack(starts), steps, seed, "steps", progress=progress)
    best = found[int(np.argmin(gaps))]
    placed = list(zip(places.free, best.tolist(), strict=True))
    placed += [(group, part) for part, pinned in enumerate(places.pinned) for group in pinned]
    return SplitPlan(
        method=GROUPED,
        seed=seed,
        assignment={name: _SPLITS[part] for group, part in placed for name in group.members},
        groups={name: group.key for group, _ in placed for name in group.members},
    )


class _Places:
    """The groups in the order of the seed, those that are pinned apart from those that are free."""

    def __init__(self, items: Sequence[SplitItem], groups: Groups, seed: int) -> None:
        in_order = sorted(items, key=lambda item: item.video_id)
        self._position = {item.video_id: at for at, item in enumerate(in_order)}
        self._columns = columns_of(in_order)
        pins = {item.video_id: item.pinned for item in items if item.pinned}
        self.free: list[Group] = []
        self.pinned: tuple[list[Group], ...] = tuple([] for _ in Split)
        for group in groups.all:
            self._place(group, pins)
        self.free.sort(key=lambda group: (len(group.members), rank(seed, group.key), group.key))
        self.counts = [len(group.members) for group in self.free]

    def _place(self, group: Group, pins: dict[VideoId, Split]) -> None:
        for side, members in parts_by_side(group, pins).items():
            part = replace(group, members=members)
            (self.free if side is None else self.pinned[_SPLITS.index(side)]).append(part)

    def room(self, sizes: SplitSizes) -> list[int]:
        """What is left of each size beside what is pinned."""
        taken = [sum(len(group.members) for group in pinned) for pinned in self.pinned]
        room = [sizes.of(split) - count for split, count in zip(Split, taken, strict=True)]
        if min(room) < 0:
            raise ReleaseError("split-pinned-too-many", sizes=sizes, pinned=sizes_from(taken))
        return room

    def sums(self, groups: Sequence[Group]) -> "np.ndarray[tuple[int, int], np.dtype[np.int64]]":
        """(groups, columns): what each group adds to each column."""
        members = [[self._position[name] for name in group.members] for group in groups]
        return matrix(self._columns, members)


def _cannot_be_filled(places: _Places, room: Sequence[int], sizes: SplitSizes) -> ReleaseError:
    taken = [
        size - left for size, left in zip((sizes.train, sizes.val, sizes.test), room, strict=True)
    ]
    near = [
        str(sizes_from([left + pinned for left, pinned in zip(each, taken, strict=True)]))
        for each in nearest_sizes(places.counts, room)
    ]
    largest = max(places.counts, default=0)
    if not near:
        return ReleaseError("split-not-filled", sizes=sizes, largest=largest)
    return ReleaseError("split-not-reached", sizes=sizes, largest=largest, near=", ".join(near))
