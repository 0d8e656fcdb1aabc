"""Which predicted tracks count as found, at every IoU threshold and in every size class."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.protocol import EPS, IOU_THRESHOLDS

SIZE_COUNT = 4
_THRESHOLDS = [min(float(threshold), 1 - 1e-10) - EPS for threshold in IOU_THRESHOLDS]
_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class TrackTable:
    """The tracks of a video: their IoU (G, P), and which are ignored in each size class (4, G), (4, P)."""

    iou: _Floats
    true_outside: _Bools
    pred_outside: _Bools


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Matching:
    """The predicted tracks (D,) of one category by descending score, and whether they are right.

    `right` and `ignored` are (4, 10, D): size class, IoU threshold, track. `truth_count` (4,) is the number
    of true tracks that are not ignored.
    """

    scores: _Floats
    right: _Bools
    ignored: _Bools
    truth_count: _Ints


def match_tracks(
    table: TrackTable,
    rows: _Ints,
    columns: _Ints,
    scores: _Floats,
    *,
    leaves_free: int | None = None,
) -> Matching:
    """Match the tracks `columns` in this order, each to the free true track that it overlaps most.

    Of equal overlaps the later true track wins, regular ones come before ignored ones. The prediction
    `leaves_free` does not take its true track away from others.
    """
    shape = (SIZE_COUNT, len(_THRESHOLDS), columns.size)
    right, ignored = np.zeros(shape, dtype=np.bool_), np.zeros(shape, dtype=np.bool_)
    true_outside, pred_outside = table.true_outside[:, rows], table.pred_outside[:, columns]
    ignored[:] = pred_outside[:, None, :]
    if rows.size and columns.size:
        iou = table.iou[np.ix_(rows, columns)]
        free = np.flatnonzero(columns == leaves_free) if leaves_free is not None else ()
        for size in range(SIZE_COUNT):
            order = np.argsort(true_outside[size], kind="stable")
            taken = _greedy(iou[order].T.tolist(), true_outside[size][order].tolist(), set(free))
            matched = taken >= 0
            on_ignored = matched & true_outside[size][order][taken]
            right[size] = matched & ~on_ignored
            ignored[size] = np.where(matched, on_ignored, ignored[size])
    return Matching(
        scores=scores[columns],
        right=right,
        ignored=ignored,
        truth_count=(~true_outside).sum(axis=1),
    )


def _greedy(iou: list[list[float]], is_ignored: list[bool], stay_free: set[int]) -> _Ints:
    """The place of the true track that each prediction takes at each threshold, (10, D); -1 for none."""
    taken = np.full((len(_THRESHOLDS), len(iou)), -1)
    highest = max(max(row) for row in iou)
    for level, threshold in enumerate(_THRESHOLDS):
        if highest < threshold:
            break
        free = [True] * len(is_ignored)
        for column, overlaps in enumerate(iou):
            place = _best_place(overlaps, is_ignored, free, threshold)
            taken[level, column] = place
            if place >= 0 and column not in stay_free:
                free[place] = False
    return taken


def _best_place(
    overlaps: list[float], is_ignored: list[bool], free: list[bool], threshold: float
) -> int:
    best, place = threshold, -1
    for candidate, overlap in enumerate(overlaps):
        if not free[candidate]:
            continue
        if place >= 0 and is_ignored[candidate] and not is_ignored[place]:
            break
        if overlap >= best:
            best, place = overlap - EPS, candidate
    return place
