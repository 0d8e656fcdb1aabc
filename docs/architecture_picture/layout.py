"""Where the boxes of a band stand, and which way its arrows take: no box on another, no arrow through a box.

An arrow that passes a layer gets a lane there, which takes room as a narrow box does. Each layer is ordered
so that few arrows cross; then every box and lane moves as near to its neighbours' middle as the order allows.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from architecture_picture.bands import Arrow

_SWEEPS = 24
_LANE_WIDTH = 8.0
_GAP = 16.0
_LANE = ">"  # in the name of a lane, and of nothing else

Rows = list[list[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """`centres` are the x of boxes; `routes` the x of an arrow in each layer, from its first to its last."""

    width: float
    centres: Mapping[str, float]
    routes: Mapping[Arrow, tuple[float, ...]]


def lay_out(
    rows: Sequence[Sequence[str]], arrows: Sequence[Arrow], widths: Mapping[str, float]
) -> Layout:
    """Place the boxes of each row, left to right; `widths` has each box's."""
    row_of = {name: index for index, row in enumerate(rows) for name in row}
    chains = {
        (a, b): [
            a,
            *(f"{a}{_LANE}{b}{_LANE}{index}" for index in range(row_of[a] + 1, row_of[b])),
            b,
        ]
        for a, b in arrows
    }
    filled = [list(row) for row in rows]
    for (a, _), chain in chains.items():
        for step, lane in enumerate(chain[1:-1], start=row_of[a] + 1):
            filled[step].append(lane)
    links = sorted({link for chain in chains.values() for link in pairwise(chain)})
    ordered = _ordered(filled, links)
    room = {each: widths.get(each, _LANE_WIDTH) for row in ordered for each in row}
    width = max(sum(room[each] + _GAP for each in row) - _GAP for row in ordered)
    centres = _centred(ordered, links, room, width)
    return Layout(
        width=width,
        centres={name: centres[name] for name in row_of},
        routes={arrow: tuple(centres[each] for each in chain) for arrow, chain in chains.items()},
    )


def _ordered(rows: Rows, links: Sequence[Arrow]) -> Rows:
    """The rows in the order with the fewest crossings that sorting by the neighbours' middle finds."""
    best, fewest = rows, _crossings(rows, links)
    for sweep in range(_SWEEPS):
        rows = [list(row) for row in rows]
        downwards = sweep % 2 == 0
        steps = range(1, len(rows)) if downwards else range(len(rows) - 2, -1, -1)
        for index in steps:
            beside = rows[index - 1] if downwards else rows[index + 1]
            place = {
                each: position / max(1, len(beside) - 1) for position, each in enumerate(beside)
            }
            own = {
                each: position / max(1, len(rows[index]) - 1)
                for position, each in enumerate(rows[index])
            }
            rows[index].sort(key=lambda each: _middle(each, links, place, own[each]))
        if (crossings := _crossings(rows, links)) < fewest:
            best, fewest = rows, crossings
    return best


def _middle(
    name: str, links: Sequence[Arrow], place: Mapping[str, float], otherwise: float
) -> float:
    """The middle of those that `name` is linked with and `place` holds; a lane clings to its next lane."""
    total = weights = 0.0
    for a, b in links:
        if name in (a, b):
            beside = b if a == name else a
            if beside in place:
                weight = 1 + 2 * (_LANE in a) + 2 * (_LANE in b)
                total, weights = total + weight * place[beside], weights + weight
    return total / weights if weights else otherwise


def _crossings(rows: Rows, links: Sequence[Arrow]) -> int:
    place = {each: position for row in rows for position, each in enumerate(row)}
    row_of = {each: index for index, row in enumerate(rows) for each in row}
    ends = [(row_of[a], place[a], place[b]) for a, b in links]
    return sum(
        row == other and (a - c) * (b - d) < 0
        for index, (row, a, b) in enumerate(ends)
        for other, c, d in ends[:index]
    )


def _centred(
    rows: Rows, links: Sequence[Arrow], room: Mapping[str, float], width: float
) -> dict[str, float]:
    centres = {}
    for row in rows:
        left = (width - sum(room[each] + _GAP for each in row) + _GAP) / 2
        for each in row:
            centres[each] = left + room[each] / 2
            left += room[each] + _GAP
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else rows[::-1]:
            wanted = [_middle(each, links, centres, width / 2) for each in row]
            centres.update(
                zip(row, _spread(wanted, [room[each] for each in row], width), strict=True)
            )
    return centres


def _spread(wanted: Sequence[float], room: Sequence[float], width: float) -> list[float]:
    """The centres nearest to those wanted at which nothing overlaps and nothing leaves [0, width]."""
    offsets = [0.0]
    for left, right in pairwise(room):
        offsets.append(offsets[-1] + left / 2 + _GAP + right / 2)
    pools: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        pools.append([want - offset])
        while len(pools) > 1 and _mean(pools[-2]) > _mean(pools[-1]):
            last = pools.pop()
            pools[-1] += last
    lowest, highest = room[0] / 2, width - room[-1] / 2 - offsets[-1]
    starts = [min(max(_mean(pool), lowest), highest) for pool in pools for _ in pool]
    return [start + offset for start, offset in zip(starts, offsets, strict=True)]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
