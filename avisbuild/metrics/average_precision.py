"""Precision and recall of one category over all videos."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.protocol import EPS, IOU_THRESHOLDS
from avisbuild.metrics.track_matching import SIZE_COUNT, Matching

_RECALLS = np.linspace(0.0, 1.0, 101)
# For so few tracks, comparing all is faster than ten searches.
_FEW = 16
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
    """All predicted tracks (D,) by descending score, with the category and the video of each.

    `right` and `wrong` are (4, 10, D); an ignored track is neither. `truth_count` has the true tracks of each
    category by size class, (V, 4).
    """

    scores: _Floats
    class_ids: _Ints
    video: _Ints
    right: _Bools
    wrong: _Bools
    truth_count: Mapping[int, _Ints]

    def present(self) -> list[int]:
        """The categories of the truth or the prediction, ascending."""
        return sorted({*self.class_ids.tolist(), *self.truth_count})


def ranked(matches: Sequence[Matching]) -> Ranking:
    """The tracks of several videos in one order; equal scores stay in the order of the videos."""
    together = matches[0] if len(matches) == 1 else _in_one(matches)
    truth_count: dict[int, _Ints] = {}
    for number, matching in enumerate(matches):
        for class_id, counts in matching.truth_count.items():
            if class_id not in truth_count:
                truth_count[class_id] = np.zeros((len(matches), SIZE_COUNT), dtype=np.int64)
            truth_count[class_id][number] = counts
    sizes = [matching.scores.size for matching in matches]
    order = np.argsort(-together.scores, kind="stable")
    right, ignored = together.right[..., order], together.ignored[..., order]
    return Ranking(
        scores=together.scores[order],
        class_ids=together.class_ids[order],
        video=np.repeat(np.arange(len(matches)), sizes)[order],
        right=right & ~ignored,
        wrong=~right & ~ignored,
        truth_count=truth_count,
    )


def _in_one(matches: Sequence[Matching]) -> Matching:
    nothing = np.zeros((SIZE_COUNT, len(IOU_THRESHOLDS), 0), dtype=np.bool_)
    none = np.zeros(0, dtype=np.int64)
    return Matching(
        scores=np.concatenate([np.zeros(0), *(m.scores for m in matches)]),
        class_ids=np.concatenate([none, *(m.class_ids for m in matches)]),
        right=np.concatenate([nothing, *(m.right for m in matches)], axis=2),
        ignored=np.concatenate([nothing, *(m.ignored for m in matches)], axis=2),
        truth_count={},
    )


def category_curves(
    ranking: Ranking,
    class_id: int,
    *,
    ties_together: bool,
    weights: _Ints | None = None,
) -> ClassCurves:
    """The figures of one category; with `ties_together` tracks of equal score enter at once.

    `weights` (V,) says how often each video counts, once if not given.
    """
    shape = (SIZE_COUNT, len(IOU_THRESHOLDS))
    precision, recall = np.full(shape, np.nan), np.full(shape, np.nan)
    if class_id in ranking.truth_count:
        own = np.flatnonzero(ranking.class_ids == class_id)
        times = 1 if weights is None else weights[ranking.video[own]]
        right, wrong = (
            np.cumsum(outcome[:, :, own] * times, axis=2, dtype=np.float64)
            for outcome in (ranking.right, ranking.wrong)
        )
        truth_count = ranking.truth_count[class_id]
        if weights is not None:
            truth_count = truth_count * weights[:, None]
        totals = truth_count.sum(axis=0)
        scores = ranking.scores[own] if ties_together else None
        for size in np.flatnonzero(totals).tolist():
            precision[size], recall[size] = curves(right[size], wrong[size], totals[size], scores)
    return ClassCurves(precision=precision, recall=recall)


def curves(
    right: _Floats, wrong: _Floats, truth_count: float | _Floats, scores: _Floats | None
) -> tuple[_Floats, _Floats]:
    """Average precision and recall (R,) from running sums (R, D) of right and wrong tracks.

    `truth_count` is one for all rows or (R, 1). With `scores`, (D,) or (R, D), tracks of equal score enter at
    once, and precision is exact.
    """
    if right.shape[1] == 0:
        return np.zeros(len(right)), np.zeros(len(right))
    if scores is not None:
        last = np.broadcast_to(_last_of_equal(scores), right.shape)
        right, wrong = (np.take_along_axis(sums, last, axis=1) for sums in (right, wrong))
        seen = right + wrong
        precision = np.divide(right, seen, out=np.zeros_like(right), where=seen > 0)
    else:
        precision = right / (wrong + right + EPS)
    reached = right / truth_count
    best_onward = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate((best_onward, np.zeros((len(right), 1))), axis=1)
    if reached.shape[1] <= _FEW:
        places = (reached[:, :, None] < _RECALLS).sum(axis=1)
    else:
        places = np.stack([np.searchsorted(row, _RECALLS, side="left") for row in reached])
    average = padded[np.arange(len(right))[:, None], places].mean(axis=1)
    return average, reached[:, -1]


def _last_of_equal(scores: _Floats) -> _Ints:
    """For each place in descending scores (..., D) the last one with the same score."""
    count = scores.shape[-1]
    goes_on = scores[..., 1:] == scores[..., :-1]
    last = np.broadcast_to(np.arange(count), scores.shape).copy()
    last[..., :-1][goes_on] = count
    found: _Ints = np.minimum.accumulate(last[..., ::-1], axis=-1)[..., ::-1]
    return found
