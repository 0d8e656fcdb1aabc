"""HOTA and its parts: how well masks are found, and how well they keep their identity."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.alignment import align
from avisbuild.metrics.assignment import best_pairs
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.protocol import ALPHAS, EPS, EvaluationProtocol

HOTA_FIGURES = ("HOTA", "DetA", "DetRe", "DetPr", "AssA", "AssRe", "AssPr", "LocA")
_CROWD_IOU = 0.5
_Bools = NDArray[np.bool_]
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class HotaCounts:
    """What a video adds for each category, (7, 19) at each alpha.

    The rows are true positives, false negatives, false positives; the sums over true positives of AssA,
    AssRe and AssPr; and the sum of their IoUs.
    """

    name: str
    by_class: Mapping[int, _Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class HotaFigures:
    """HOTA and its parts in percent, each the mean over alphas; None where undefined."""

    HOTA: float | None
    DetA: float | None
    DetRe: float | None
    DetPr: float | None
    AssA: float | None
    AssRe: float | None
    AssPr: float | None
    LocA: float | None

    def table(self) -> dict[str, float | None]:
        """The figures by the names of HOTA_FIGURES."""
        return {name: getattr(self, name) for name in HOTA_FIGURES}


@dataclass(frozen=True, slots=True, kw_only=True)
class HotaResult:
    """`overall` is the mean over categories: in the reference over all listed, else over those that occur."""

    overall: HotaFigures
    by_class: Mapping[int, HotaFigures]


class Hota:
    """Detection and association of masks, category by category.

    Strict: a detection is a mask with a pixel, a category counts if the truth or the prediction has one,
    LocA is undefined without a match, crowds and what is predicted on them are left out. The reference
    protocol has the quirks H1 to H6 of the published code; it needs all `categories` of the truth file.
    A score tie in a frame is broken as scipy's assignment breaks it; strict orders tracks by content first.
    """

    def __init__(
        self,
        protocol: EvaluationProtocol = EvaluationProtocol.STRICT,
        *,
        categories: Sequence[int] = (),
    ) -> None:
        self.protocol = protocol
        self.categories = tuple(categories)
        self._videos: list[HotaCounts] = []

    def update(self, pair: VideoPair) -> HotaCounts:
        """Add one video; also gives what it adds."""
        counts = self.count(pair)
        self._videos.append(counts)
        return counts

    def add(self, counts: HotaCounts) -> None:
        """Add one video that was counted elsewhere."""
        self._videos.append(counts)

    def compute(self) -> HotaResult:
        """The figures over all videos so far."""
        return compute_hota(self._videos, self.protocol, self.categories)

    def count(self, pair: VideoPair) -> HotaCounts:
        """What one video adds."""
        if self.protocol is EvaluationProtocol.STRICT:
            return strict_counts(pair)
        return reference_counts(pair)


def reference_counts(pair: VideoPair, *, ignore_crowds: bool = False) -> HotaCounts:
    """One video by H1 and H5: every mask that is not null is a detection, crowds are objects."""
    rows, columns = np.arange(len(pair.truth)), np.arange(len(pair.pred))
    true_here, pred_here = pair.truth.written, pair.pred.written
    if ignore_crowds:
        true_here, pred_here = _without_crowds(pair, true_here, pred_here)
    counts = _by_class(pair, rows, columns, true_here, pred_here)
    return HotaCounts(name=pair.name, by_class=counts)


def strict_counts(pair: VideoPair, *, ignore_crowds: bool = True) -> HotaCounts:
    """One video, a detection being a mask with a pixel."""
    true_here, pred_here = pair.truth.present, pair.pred.present
    if ignore_crowds and pair.truth.is_crowd.any():
        true_here, pred_here = _without_crowds(pair, true_here, pred_here)
    counts = _by_class(pair, pair.truth_order, pair.pred_order, true_here, pred_here)
    return HotaCounts(name=pair.name, by_class=counts)


def _without_crowds(pair: VideoPair, true_here: _Bools, pred_here: _Bools) -> tuple[_Bools, _Bools]:
    """Leave out crowds, and predicted masks on a crowd of their category rather than on one object."""
    same = pair.truth.class_ids[:, None] == pair.pred.class_ids[None, :]
    iou = np.where(same, pair.iou, 0.0)
    crowd = iou[:, pair.truth.is_crowd].max(axis=1, initial=0.0)
    single = iou[:, ~pair.truth.is_crowd].max(axis=1, initial=0.0)
    on_crowd = ((crowd >= _CROWD_IOU) & (crowd >= single)).T
    return true_here & ~pair.truth.is_crowd[:, None], pred_here & ~on_crowd


def _by_class(
    pair: VideoPair, rows: _Ints, columns: _Ints, true_here: _Bools, pred_here: _Bools
) -> dict[int, _Floats]:
    true_frames, pred_frames = true_here.sum(axis=1), pred_here.sum(axis=1)
    own_rows = _tracks_by_class(rows, pair.truth.categories, true_frames)
    own_columns = _tracks_by_class(columns, pair.pred.categories, pred_frames)
    counts = {}
    for class_id in sorted({*own_rows, *own_columns}):
        true, pred = own_rows.get(class_id, []), own_columns.get(class_id, [])
        if true and pred:
            counts[class_id] = _count_class(
                pair, np.array(true), np.array(pred), true_here[true], pred_here[pred]
            )
        else:
            counts[class_id] = np.zeros((7, len(ALPHAS)))
            counts[class_id][1] = true_frames[true].sum()
            counts[class_id][2] = pred_frames[pred].sum()
    return counts


def _tracks_by_class(
    tracks: _Ints, categories: Sequence[int], frames: _Ints
) -> dict[int, list[int]]:
    """The tracks that have a detection, by category, in this order."""
    found: dict[int, list[int]] = {}
    for track in tracks.tolist():
        if frames[track]:
            found.setdefault(categories[track], []).append(track)
    return found


def _count_class(
    pair: VideoPair, rows: _Ints, columns: _Ints, true_here: _Bools, pred_here: _Bools
) -> _Floats:
    counts = np.zeros((7, len(ALPHAS)))
    counts[1], counts[2] = true_here.sum(), pred_here.sum()
    iou = pair.iou[:, rows][:, :, columns]
    if pair.truth.is_crowd.any():
        iou = iou * (true_here.T[:, :, None] & pred_here.T[:, None, :])
    true_frames, pred_frames = true_here.sum(axis=1), pred_here.sum(axis=1)
    scores = align(iou, true_frames, pred_frames) * iou
    frame, row, column = best_pairs(scores, true_here, pred_here)
    found = iou[frame, row, column]
    hits = found[:, None] >= ALPHAS - EPS
    is_pair = np.arange(rows.size * columns.size)[:, None] == row * columns.size + column
    matches = is_pair.astype(np.float64) @ hits
    matches = matches.reshape(rows.size, columns.size, len(ALPHAS))
    true_size, pred_size = true_frames[:, None, None], pred_frames[None, :, None]
    counts[0] = hits.sum(axis=0)
    counts[1:3] -= counts[0]
    counts[3] = (matches * (matches / (true_size + pred_size - matches))).sum(axis=(0, 1))
    counts[4] = (matches * (matches / true_size)).sum(axis=(0, 1))
    counts[5] = (matches * (matches / pred_size)).sum(axis=(0, 1))
    counts[6] = (found[:, None] * hits).sum(axis=0)
    return counts


def compute_hota(
    videos: Iterable[HotaCounts],
    protocol: EvaluationProtocol,
    categories: Sequence[int],
) -> HotaResult:
    """The figures of these videos together."""
    reference = protocol is EvaluationProtocol.REFERENCE
    totals = summed(videos)
    if reference:
        empty = np.zeros((7, len(ALPHAS)))
        totals = {class_id: totals.get(class_id, empty) for class_id in categories}
    curves = {class_id: hota_curves(total) for class_id, total in totals.items()}
    return HotaResult(
        overall=mean_figures(list(curves.values()), loca_always=reference),
        by_class={
            class_id: mean_figures([curve], loca_always=reference)
            for class_id, curve in curves.items()
        },
    )


def own_hotas(videos: Sequence[HotaCounts], *, loca_always: bool) -> list[HotaFigures]:
    """Each video's own figures, over the categories that occur in it."""
    counts = [counts for video in videos for counts in video.by_class.values()]
    if not counts:
        return [mean_figures([], loca_always=loca_always)] * len(videos)
    # All videos at once: one by one, the many small arrays cost more than the scoring.
    curves = np.moveaxis(hota_curves(np.stack(counts, axis=1)), 1, 0)
    ends = np.cumsum([len(video.by_class) for video in videos])
    return [mean_figures(own, loca_always=loca_always) for own in np.split(curves, ends[:-1])]


def summed(videos: Iterable[HotaCounts]) -> dict[int, _Floats]:
    """The counts of all videos together, by category."""
    totals: dict[int, _Floats] = {}
    for video in videos:
        for class_id, counts in video.by_class.items():
            totals[class_id] = totals[class_id] + counts if class_id in totals else counts
    return totals


def hota_curves(counts: _Floats) -> _Floats:
    """The eight figures in the order of HOTA_FIGURES at each alpha, (8, 19), as fractions.

    The last is NaN where nothing matched. Several counts (7, N, 19) give (8, N, 19).
    """
    tp, fn, fp = counts[:3]
    some = np.maximum(1.0, tp)
    det_a, det_re, det_pr = (tp / np.maximum(1.0, tp + misses) for misses in (fn + fp, fn, fp))
    ass_a, ass_re, ass_pr = counts[3:6] / some
    loc_a = np.where(tp > 0, counts[6] / some, np.nan)
    return np.stack((np.sqrt(det_a * ass_a), det_a, det_re, det_pr, ass_a, ass_re, ass_pr, loc_a))


def mean_figures(curves: Sequence[_Floats] | _Floats, *, loca_always: bool) -> HotaFigures:
    """Means over categories, then over alphas, in percent; H3: an undefined LocA counts as 1 if asked."""
    if not len(curves):
        return HotaFigures(**dict.fromkeys(HOTA_FIGURES))
    stacked = np.array(curves)
    if loca_always:
        stacked[:, -1] = np.where(np.isnan(stacked[:, -1]), 1.0, stacked[:, -1])
    means: list[float | None] = (100.0 * stacked.mean(axis=0).mean(axis=1)).tolist()
    if not loca_always:
        means[-1] = _mean_of_defined(stacked[:, -1])
    return HotaFigures(**dict(zip(HOTA_FIGURES, means, strict=True)))


def _mean_of_defined(loc_a: _Floats) -> float | None:
    """The mean over the categories that have a match, then over the alphas that have one."""
    defined = ~np.isnan(loc_a)
    columns = defined.any(axis=0)
    if not columns.any():
        return None
    sums = np.where(defined, loc_a, 0.0)[:, columns].sum(axis=0)
    return 100.0 * math.fsum(sums / defined[:, columns].sum(axis=0)) / int(columns.sum())
