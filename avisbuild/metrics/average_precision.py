"""Precision and recall of one category over all videos."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.protocol import EPS, IOU_THRESHOLDS
from avisbuild.metrics.track_matching import SIZE_COUNT, Matching

_RECALLS = np.linspace(0.0, 1.0, 101)
_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ClassCurves:
    """Average precision and recall (4, 10) in each size class at each IoU threshold, NaN without truth."""

    precision: _Floats
    recall: _Floats


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Ranking:
    """All predicted tracks (D,) of a category by descending score, with the video of each.

    `right` and `wrong` are (4, 10, D); an ignored track is neither. `truth_count` is (V, 4).
    """

    scores: _Floats
    video: _Ints
    right: _Bools
    wrong: _Bools
    truth_count: _Ints


def ranked(matches: Sequence[Matching]) -> Ranking:
    """The tracks of several videos in one order; equal scores stay in the order of the videos."""
    scores = np.concatenate([matching.scores for matching in matches])
    order = np.argsort(-scores, kind="stable")
    right = np.concatenate([matching.right for matching in matches], axis=2)[:, :, order]
    ignored = np.concatenate([matching.ignored for matching in matches], axis=2)[:, :, order]
    sizes = [matching.scores.size for matching in matches]
    return Ranking(
        scores=scores[order],
        video=np.repeat(np.arange(len(matches)), sizes)[order],
        right=right & ~ignored,
        wrong=~right & ~ignored,
        truth_count=np.stack([matching.truth_count for matching in matches]),
    )


def curves_of_class(matches: Sequence[Matching], *, ties_together: bool) -> ClassCurves:
    """The figures of one category; with `ties_together` tracks of equal score enter at once."""
    shape = (SIZE_COUNT, len(IOU_THRESHOLDS))
    precision, recall = np.full(shape, np.nan), np.full(shape, np.nan)
    if matches:
        ranking = ranked(matches)
        truth_count = ranking.truth_count.sum(axis=0)
        for size in np.flatnonzero(truth_count).tolist():
            right = np.cumsum(ranking.right[size], axis=1).astype(np.float64)
            wrong = np.cumsum(ranking.wrong[size], axis=1).astype(np.float64)
            precision[size], recall[size] = curves(
                right, wrong, truth_count[size], ranking.scores if ties_together else None
            )
    return ClassCurves(precision=precision, recall=recall)


def curves(
    right: _Floats, wrong: _Floats, truth_count: float, scores: _Floats | None
) -> tuple[_Floats, _Floats]:
    """Average precision and recall (10,) from running sums of right and wrong tracks (10, D).

    With `scores` only the last of equal ones is a point of the curve, and precision is exact.
    """
    if right.shape[1] == 0:
        return np.zeros(len(right)), np.zeros(len(right))
    if scores is not None:
        last = np.append(scores[1:] != scores[:-1], True)
        right, wrong = right[:, last], wrong[:, last]
        seen = right + wrong
        precision = np.divide(right, seen, out=np.zeros_like(right), where=seen > 0)
    else:
        precision = right / (wrong + right + EPS)
    reached = right / truth_count
    best_onward = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate((best_onward, np.zeros((len(right), 1))), axis=1)
    average = [
        padded[level, np.searchsorted(reached[level], _RECALLS, side="left")].mean()
        for level in range(len(right))
    ]
    return np.array(average), reached[:, -1]
