"""FSLA: the share of frames in which every sounding instance is found, named and masked."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.metrics.alignment import align, match
from avisbuild.metrics.fsla_reference import FSLA_QUIRKS, ReferenceFrames, Stop
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.protocol import ALPHAS, EPS, EvaluationProtocol

KINDS = ("n", "s", "m")
_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class FslaCounts:
    """Frames of each kind (silent, single, multi): `right` (3, 19) at each alpha, `frames` (3,) in all."""

    name: str
    right: _Ints
    frames: _Ints
    stop: Stop | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FslaResult:
    """FSLA over all frames and over silent, single-source and multi-source ones, in percent.

    A kind without frames is None, under the reference protocol NaN. With `stops`, the published program
    ends without a number, and every figure is None. `right` and `frames` count frames of the three kinds;
    the reference cuts the mean over alphas down to a whole number.
    """

    overall: float | None
    silent: float | None
    single: float | None
    multi: float | None
    right: tuple[float, float, float]
    frames: tuple[int, int, int]
    stops: tuple[Stop, ...] = ()


class Fsla:
    """The share of frames in which every sounding instance is found, named and masked.

    A silent frame is right if nothing is predicted in it. (AVIS, Algorithm 1; docs/metrics.md)
    The reference protocol has the quirks F1 to F12 of the published code; `quirks` takes some of them away.
    """

    def __init__(
        self,
        protocol: EvaluationProtocol = EvaluationProtocol.STRICT,
        *,
        quirks: frozenset[str] = FSLA_QUIRKS,
    ) -> None:
        self.protocol = protocol
        self.quirks = quirks
        self._videos: list[FslaCounts] = []

    def update(self, pair: VideoPair) -> FslaCounts:
        """Add one video; also gives what it adds."""
        counts = self.count(pair)
        self._videos.append(counts)
        return counts

    def add(self, counts: FslaCounts) -> None:
        """Add one video that was counted elsewhere."""
        self._videos.append(counts)

    def compute(self) -> FslaResult:
        """The figures over all videos so far: frames are pooled, then the mean over alphas is taken."""
        return compute_fsla(self._videos, self.protocol)

    def count(self, pair: VideoPair) -> FslaCounts:
        """The right frames of one video."""
        if self.protocol is EvaluationProtocol.STRICT:
            return strict_counts(pair)
        return reference_counts(ReferenceFrames(pair), self.quirks)


def strict_counts(pair: VideoPair) -> FslaCounts:
    """One video, an instance being there if it has a pixel."""
    right = strict_levels(pair)[:, None] > ALPHAS
    return _counted(pair.name, pair.truth.present, right, None)


def reference_counts(frames: ReferenceFrames, quirks: frozenset[str] = FSLA_QUIRKS) -> FslaCounts:
    """One video as published, with these quirks; F8: IoU must be above alpha, not at it."""
    levels, stop = frames.levels(quirks)
    passes = levels[:, None] > ALPHAS if "F8" in quirks else levels[:, None] >= ALPHAS - EPS
    return _counted(frames.pair.name, frames.true_here, passes, stop)


def _counted(
    name: str, true_here: NDArray[np.bool_], passes: NDArray[np.bool_], stop: Stop | None
) -> FslaCounts:
    kinds = np.minimum(true_here.sum(axis=0), 2)
    # Whole numbers, as floats: numpy multiplies matrices of integers one number at a time.
    right = ((kinds == np.arange(3)[:, None]).astype(np.float64) @ passes).astype(np.int64)
    return FslaCounts(name=name, right=right, frames=np.bincount(kinds, minlength=3), stop=stop)


def strict_levels(pair: VideoPair) -> _Floats:
    """For each frame the IoU (T,) that alpha must stay below for the frame to be right; inf is always."""
    truth, pred = pair.truth, pair.pred
    rows, columns = pair.truth_order, pair.pred_order
    true_here, pred_here = truth.present[rows], pred.present[columns]
    levels = np.full(truth.frame_count, np.inf)
    if rows.size and columns.size:
        iou = pair.iou[:, rows][:, :, columns]
        matched = dict(zip(*_as_lists(match(_scores(iou, true_here, pred_here))), strict=True))
    else:
        matched = {}
    for row in range(len(rows)):
        level = np.full(truth.frame_count, -np.inf)
        column = matched.get(row)
        if column is not None and _same_class(pair, rows[row], columns[column]):
            level = np.where(pred_here[column], iou[:, row, column], -np.inf)
        levels = np.where(true_here[row], np.minimum(levels, level), levels)
    return np.where(true_here.sum(axis=0) == pred_here.sum(axis=0), levels, -np.inf)


def compute_fsla(videos: Sequence[FslaCounts], protocol: EvaluationProtocol) -> FslaResult:
    """The figures of these videos together."""
    right = _sum((video.right for video in videos), (3, len(ALPHAS)))
    frames = _sum((video.frames for video in videos), (3,))
    stops = tuple(video.stop for video in videos if video.stop is not None)
    undefined = None if protocol is EvaluationProtocol.STRICT else math.nan

    def percent(correct: _Ints, total: int) -> float | None:
        if stops:
            return None
        return 100.0 * float((correct / total).mean()) if total else undefined

    means = right.mean(axis=1)
    if protocol is EvaluationProtocol.REFERENCE:
        means = np.trunc(means)
    return FslaResult(
        overall=percent(right.sum(axis=0), int(frames.sum())),
        silent=percent(right[0], int(frames[0])),
        single=percent(right[1], int(frames[1])),
        multi=percent(right[2], int(frames[2])),
        right=(float(means[0]), float(means[1]), float(means[2])),
        frames=(int(frames[0]), int(frames[1]), int(frames[2])),
        stops=stops,
    )


def _scores(iou: _Floats, true_here: NDArray[np.bool_], pred_here: NDArray[np.bool_]) -> _Floats:
    return align(iou, true_here.sum(axis=1), pred_here.sum(axis=1))


def _same_class(pair: VideoPair, row: int, column: int) -> bool:
    return pair.truth.categories[row] == pair.pred.categories[column]


def _as_lists(arrays: tuple[_Ints, _Ints]) -> tuple[list[int], list[int]]:
    return arrays[0].tolist(), arrays[1].tolist()


def _sum(arrays: Iterable[_Ints], shape: tuple[int, ...]) -> _Ints:
    total = np.zeros(shape, dtype=np.int64)
    for array in arrays:
        total += array
    return total
