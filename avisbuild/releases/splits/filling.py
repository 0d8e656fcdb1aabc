"""Filling splits to exact sizes with whole groups: at random, and which sizes can be reached at all."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product

import numpy as np
from numpy.typing import NDArray

from avisbuild.records import Split, SplitSizes
from avisbuild.releases.splits.seeded_numbers import below, words

_TRIES = 20
# Sums of two splits that are kept at once, with the layers below them; beyond, only tries at random.
_MOST_SUMS = 20_000_000
_SHOWN = 3


def fill_at_random(
    counts: Sequence[int], room: Sequence[int], *names: object
) -> NDArray[np.int64] | None:
    """A split (0, 1, 2) for each group so that each split is filled exactly; None where no way is found.

    `counts` are the numbers of videos of the groups, `room` what is free in train, val and test. Where a
    group is drawn to, depends on `names` alone and on how much room is left.
    """
    in_order = sorted(range(len(counts)), key=lambda index: -counts[index])
    for attempt in range(_TRIES):
        drawn = words(*names, attempt, count=2 * len(counts))
        order = sorted(in_order, key=lambda index: (-counts[index], int(drawn[index])))
        found = _fill_once(counts, order, room, drawn[len(counts) :])
        if found is not None:
            return found
    return _fill_exactly(counts, room, *names)


def nearest_sizes(counts: Sequence[int], room: Sequence[int]) -> list[tuple[int, int, int]]:
    """The sizes next to `room` that whole groups can fill, nearest first; `room` itself if it can be."""
    spare = max(counts, default=0)
    pieces = _pieces(counts)
    most = (room[0] + spare, room[1] + spare)
    if len(pieces) * most[0] * most[1] > 50 * _MOST_SUMS:
        return []
    reached = {0: 1}
    for piece in pieces:
        reached = _with_piece(reached, piece, most)
    total = sum(counts)
    near = (
        (first, second, total - first - second)
        for first, second in product(
            range(max(0, room[0] - spare), most[0] + 1), range(max(0, room[1] - spare), most[1] + 1)
        )
        if reached.get(first, 0) >> second & 1 and first + second <= total
    )
    return sorted(near, key=lambda sizes: (_distance(sizes, room), sizes))[:_SHOWN]


def sizes_from(numbers: Sequence[int]) -> SplitSizes:
    """Three counts as sizes."""
    train, val, test = numbers
    return SplitSizes(train=train, val=val, test=test)


def _distance(sizes: Sequence[int], room: Sequence[int]) -> int:
    return sum(abs(size - wanted) for size, wanted in zip(sizes, room, strict=True))


def _fill_once(
    counts: Sequence[int], order: Sequence[int], room: Sequence[int], drawn: NDArray[np.uint64]
) -> NDArray[np.int64] | None:
    """The largest groups first, each drawn by the room that is left: the single videos fill what remains."""
    left = list(room)
    found = np.empty(len(counts), dtype=np.int64)
    for index, draw in zip(order, drawn.tolist(), strict=True):
        count = counts[index]
        open_to = [split if left[split] >= count else -1 for split in range(len(Split))]
        total = sum(left[split] for split in open_to if split >= 0)
        if total == 0:
            return None
        at = ((draw >> 32) * total) >> 32
        for split in open_to:
            if split >= 0 and at < left[split]:
                break
            at -= left[split] if split >= 0 else 0
        left[split] -= count
        found[index] = split
    return found


def _pieces(counts: Sequence[int]) -> list[tuple[int, int]]:
    """Groups of one count in bundles: (count, how many), which reach the same sums as one by one.

    A bundle is a third of what is left: whatever the three splits want of it, the one that wants most has
    room for a bundle.
    """
    pieces = []
    for count, many in sorted(Counter(counts).items(), reverse=True):
        left = many
        while left:
            taken = -(-left // len(Split))
            pieces.append((count, taken))
            left -= taken
    return pieces


def _with_piece(
    reached: dict[int, int], piece: tuple[int, int], most: tuple[int, int]
) -> dict[int, int]:
    """The sums of train and val with one piece more: by the sum of train, the bits of the sums of val."""
    size, kept = piece[0] * piece[1], (1 << (most[1] + 1)) - 1
    found: dict[int, int] = {}
    for first, bits in reached.items():
        found[first] = found.get(first, 0) | (bits | bits << size) & kept
        if first + size <= most[0]:
            found[first + size] = found.get(first + size, 0) | bits
    return found


def _fill_exactly(
    counts: Sequence[int], room: Sequence[int], *names: object
) -> NDArray[np.int64] | None:
    """By the sums that can be reached, from the last piece back to the first; of two ways one is drawn."""
    pieces = _pieces(counts)
    most = (room[0], room[1])
    if len(pieces) * (room[0] + 1) * (room[1] // 8 + 1) > _MOST_SUMS:
        return None
    layers = [{0: 1}]
    for piece in pieces:
        layers.append(_with_piece(layers[-1], piece, most))
    if not layers[-1].get(room[0], 0) >> room[1] & 1:
        return None
    drawn = words(*names, "exactly", count=len(pieces))
    first, second = most
    wanted: list[tuple[int, int, int]] = []
    for index in range(len(pieces) - 1, -1, -1):
        count, many = pieces[index]
        ways = list(_ways(layers[index], first, second, count * many))
        split = ways[int(below(drawn[index : index + 1], len(ways))[0])]
        first -= count * many if split == 0 else 0
        second -= count * many if split == 1 else 0
        wanted.append((count, many, split))
    return _dealt(counts, wanted, *names)


def _ways(layer: dict[int, int], first: int, second: int, size: int) -> Iterator[int]:
    if first >= size and layer.get(first - size, 0) >> second & 1:
        yield 0
    if second >= size and layer.get(first, 0) >> (second - size) & 1:
        yield 1
    if layer.get(first, 0) >> second & 1:
        yield 2


def _dealt(
    counts: Sequence[int], wanted: Sequence[tuple[int, int, int]], *names: object
) -> NDArray[np.int64]:
    """Deal the groups of each count, shuffled, to the splits that want so many of them."""
    shuffled = np.argsort(words(*names, "dealt", count=len(counts)), kind="stable").tolist()
    found = np.empty(len(counts), dtype=np.int64)
    of_count: dict[int, list[int]] = {}
    for index in shuffled:
        of_count.setdefault(counts[index], []).append(index)
    for count, many, split in wanted:
        for _ in range(many):
            found[of_count[count].pop()] = split
    return found
