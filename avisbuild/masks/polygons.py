"""Masks as polygons along the pixels' edges, from which the published decoder makes the same pixels again.

`frPyObjects` fills by the even-odd rule and looks only at where an outline crosses the middle of a
column: a horizontal piece at y flips the column from row y down, a vertical piece does nothing. So a
mask is its horizontal pieces (the top and the bottom of each run in each column), and in what order
vertical pieces join them is free. That is how holes are joined to the outline at no cost.
docs/decisions/0006-exact-polygons.md says why this is exact.
"""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from pycocotools import mask as coco

from avisbuild.masks.rle import from_coco, run_lengths, union
from avisbuild.records import Rle

_Ints = NDArray[np.int64]
_BATCH = 64


def to_polygons(rle: Rle) -> list[list[float]]:
    """One polygon [x0, y0, x1, y1, ...] for each 4-connected part, in whole pixels, holes included.

    An empty mask has none. `from_polygons` gives back the same mask bit for bit.
    """
    columns, tops, bottoms = _column_runs(rle)
    if columns.size == 0:
        return []
    # Piece 2s is the top of run s, drawn to the right; piece 2s + 1 its bottom, drawn to the left.
    y = np.stack((tops, bottoms), axis=1).reshape(-1)
    end_x = np.stack((columns + 1, columns), axis=1).reshape(-1)
    following = _following(np.repeat(columns, 2), y, rle.size[0])
    order, firsts = _walk(following.tolist())
    if any(order[first] % 2 for first in firsts):
        following = _with_holes_joined(following, [order[first] for first in firsts])
        order, firsts = _walk(following.tolist())
    return _corners(np.array(order), firsts, following, end_x, y)


def from_polygons(polygons: Sequence[Sequence[float]], size: tuple[int, int]) -> Rle:
    """The union of polygons as the published decoder draws them: `frPyObjects`, then `merge`.

    Meant for polygons of six numbers and more, not far outside the frame; what comes from a file
    goes through `read_segmentation`, which sees to that.
    """
    if not polygons:
        return union([], size)
    parts = coco.frPyObjects([list(polygon) for polygon in polygons], *size)
    # One merge goes through its result again for every part; in batches, the time stays in proportion.
    while len(parts) > _BATCH:
        parts = [
            coco.merge(parts[first : first + _BATCH]) for first in range(0, len(parts), _BATCH)
        ]
    return from_coco(coco.merge(parts))


def _column_runs(rle: Rle) -> tuple[_Ints, _Ints, _Ints]:
    """Column, first row and row after the last of every run, a run of COCO's cut at the columns' ends."""
    height = rle.size[0]
    bounds = np.cumsum(run_lengths(rle))
    stops = bounds[1::2]
    starts = bounds[0::2][: stops.size]
    first_columns = starts // height
    spans = (stops - 1) // height - first_columns + 1
    ends = np.cumsum(spans)
    columns = np.arange(spans.sum()) - np.repeat(ends - spans - first_columns, spans)
    tops = np.zeros_like(columns)
    bottoms = np.full_like(columns, height)
    tops[ends - spans] = starts % height
    bottoms[ends - 1] = (stops - 1) % height + 1
    return columns, tops, bottoms


def _following(columns: _Ints, y: _Ints, height: int) -> _Ints:
    """For every piece the one that the outline takes next.

    Along each line between two columns the ends of the pieces on both sides, from top to bottom, make
    pairs: the mask is on one side only between the two of a pair, so there the outline runs. Where
    two parts touch at a corner, the bottom comes first, and the parts stay apart.
    """
    count = y.size
    is_top = np.arange(count) % 2 == 0
    left_keys = (columns * (height + 1) + y) * 2 + is_top
    keys = np.concatenate((left_keys, left_keys + 2 * (height + 1)))
    arrives = np.concatenate((~is_top, is_top))
    pairs = np.argsort(keys, kind="stable").reshape(-1, 2)
    swapped = ~arrives[pairs[:, 0]]
    pairs[swapped] = pairs[swapped, ::-1]
    following = np.empty(count, dtype=np.int64)
    following[pairs[:, 0] % count] = pairs[:, 1] % count
    return following


def _walk(following: list[int]) -> tuple[list[int], list[int]]:
    """All pieces, outline by outline, and where in this list each outline has its first piece.

    The first piece is the leftmost, then topmost one: a top on the rim of a part, a bottom on that of a hole.
    """
    order: list[int] = []
    firsts: list[int] = []
    seen = bytearray(len(following))
    first = 0
    while first >= 0:
        firsts.append(len(order))
        piece = first
        while not seen[piece]:
            seen[piece] = 1
            order.append(piece)
            piece = following[piece]
        first = seen.find(0, first)
    return order, firsts


def _with_holes_joined(following: _Ints, firsts: Sequence[int]) -> _Ints:
    """Join each hole to the outline above it, across the run of pixels on top of its first piece.

    The two outlines meet the same line between columns there, so it is enough to exchange where they
    go on along that line.
    """
    joined = following.tolist()
    before = np.argsort(following).tolist()
    for bottom in firsts:
        if bottom % 2:
            top = bottom - 1
            previous, onward = before[top], joined[bottom]
            joined[previous], joined[bottom] = onward, top
            before[onward], before[top] = previous, bottom
    return np.array(joined)


def _corners(
    order: _Ints, firsts: Sequence[int], following: _Ints, end_x: _Ints, y: _Ints
) -> list[list[float]]:
    """The ends of the vertical pieces in drawing order; straight on, there is no corner."""
    here, there = y[order], y[following[order]]
    turns = here != there
    x = end_x[order]
    points = np.stack((x, here, x, there), axis=1)[turns].reshape(-1).tolist()
    stops = 4 * np.concatenate(([0], np.cumsum(turns)))[[*firsts, order.size]]
    return [points[start:stop] for start, stop in pairwise(stops.tolist())]
