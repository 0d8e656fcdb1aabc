"""AVSBench's J and F of sounding regions, binary (S4, MS3) and with classes (AVSS)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.metrics.label_maps import whole_labels
from avisbuild.metrics.protocol import EvaluationProtocol

BETA_SQUARED = 0.3
_THRESHOLDS = np.linspace(0, 1 - 1e-10, 255)
_PADDED_FRAMES = 10
_AT_ONCE = 1 << 20
# What is wrong with the labels themselves.
LABEL_KINDS = frozenset(
    {"labels-no-whole-numbers", "labels-unknown-truth", "labels-unknown-prediction"}
)
_LARGE = 700.0  # e to this power is still a number
_Floats = NDArray[np.float64]
_Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class AvsResult:
    """J (mean IoU) and F in percent; None without a frame."""

    j: float | None
    f: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SemanticResult:
    """Means over classes in percent, with the background and without it; None where undefined.

    The reference protocol leaves out the last class and calls this "without background" (S1).
    """

    iou: float | None
    f: float | None
    iou_without_background: float | None
    f_without_background: float | None


class BinaryAvs:
    """J and F of binary masks, video by video (docs/metrics.md).

    Strict: the mask at 0.5 is judged; a frame without truth has 1 if nothing is predicted, else 0; frames
    are averaged. Reference: a frame without truth has the IoU of the background in J and does not count
    in F, which is the best of 255 thresholds for each video; videos are averaged.
    """

    def __init__(self, protocol: EvaluationProtocol = EvaluationProtocol.STRICT) -> None:
        self.protocol = protocol
        self._j: list[float] = []
        self._f: list[float] = []

    def update(self, truth: _Bools, logits: NDArray[np.generic]) -> None:
        """Add one video: truth (F, H, W) bool, and logits, or masks of bool or whole numbers, as (F, H, W).

        The published code takes the sigmoid of a mask too, so that its F has two levels only (J1).
        """
        if truth.shape != logits.shape or not truth.size:
            raise ValueError(f"expected equal shapes (F, H, W), got {truth.shape}, {logits.shape}")
        self.update_frames(zip(truth, logits, strict=True))

    def update_frames(self, frames: Iterable[tuple[_Bools, NDArray[Any]]]) -> None:
        """The same, frame by frame, each (H, W): a video that is read so need not fit into memory."""
        ious: list[float] = []
        curves: list[_Floats] = []
        for true, logits in frames:
            pred = logits > 0
            if self.protocol is EvaluationProtocol.STRICT:
                self._j.append(_iou(true, pred))
                self._f.append(_f_measure(true, pred))
                continue
            ious.append(_published_iou(true, pred))
            if true.any():
                curves.append(_published_curve(true, logits))
        if ious:
            self._j.append(float(np.mean(ious)))
            self._f.append(float(np.mean(curves, axis=0).max()) if curves else 0.0)

    def compute(self) -> AvsResult:
        """The figures over all videos so far."""
        if not self._j:
            return AvsResult(j=None, f=None)
        return AvsResult(j=100.0 * float(np.mean(self._j)), f=100.0 * float(np.mean(self._f)))


def _iou(truth: _Bools, pred: _Bools) -> float:
    union = int((truth | pred).sum())
    return int((truth & pred).sum()) / union if union else 1.0


def _f_measure(truth: _Bools, pred: _Bools) -> float:
    """(1 + b2) P R / (b2 P + R) without dividing by 0; 1 where both are empty."""
    hits, found, true = int((truth & pred).sum()), int(pred.sum()), int(truth.sum())
    if not found + true:
        return 1.0
    return (1 + BETA_SQUARED) * hits / (BETA_SQUARED * true + found)


def _published_iou(truth: _Bools, pred: _Bools) -> float:
    if not truth.any():
        return float((~pred).sum() / (pred.size + 1e-7))
    return float((truth & pred).sum() / ((truth | pred).sum() + 1e-7))


def _published_curve(truth: _Bools, logits: NDArray[Any]) -> _Floats:
    """F of one frame at each of the 255 thresholds."""
    found, hits = (_reaching(values) for values in (logits.ravel(), logits[truth]))
    precision, recall = hits / (found + 1e-20), hits / (truth.sum() + 1e-20)
    below = BETA_SQUARED * precision + recall
    curve: _Floats = np.zeros(len(_THRESHOLDS))
    np.divide((1 + BETA_SQUARED) * precision * recall, below, out=curve, where=below > 0)
    return curve


def _reaching(logits: NDArray[Any]) -> NDArray[np.int64]:
    """How many of these have a sigmoid that reaches each threshold."""
    counts = np.zeros(len(_THRESHOLDS) + 1, dtype=np.int64)
    for start in range(0, logits.size, _AT_ONCE):
        values = logits[start : start + _AT_ONCE].astype(np.float64)
        sigmoids = 1 / (1 + np.exp(-np.clip(values, -_LARGE, _LARGE)))
        reached = np.searchsorted(_THRESHOLDS, sigmoids, side="right")
        counts += np.bincount(reached, minlength=len(counts))
    reaching: NDArray[np.int64] = counts[::-1].cumsum()[::-1][1:]
    return reaching


class SemanticAvs:
    """Mean IoU and F of labelled regions, each class averaged over the frames in which it occurs.

    Strict: a class that never occurs is left out. Reference: it has 0 (and S1), and a video of fewer than
    ten frames is filled up with frames of background, right ones (S5).
    """

    def __init__(
        self, class_count: int = 71, protocol: EvaluationProtocol = EvaluationProtocol.STRICT
    ) -> None:
        self.class_count = class_count
        self.protocol = protocol
        self._sums = np.zeros((2, class_count))
        self._frames = np.zeros(class_count, dtype=np.int64)

    def update(self, truth: NDArray[np.generic], pred: NDArray[np.generic]) -> None:
        """Add one video: labels (F, H, W), 0 for background; raises FormatError for one that no class has."""
        if truth.shape != pred.shape:
            raise ValueError(f"expected equal shapes (F, H, W), got {truth.shape}, {pred.shape}")
        self.update_frames(zip(truth, pred, strict=True))

    def update_frames(self, frames: Iterable[tuple[NDArray[Any], NDArray[Any]]]) -> None:
        """The same, frame by frame, each (H, W)."""
        frame_count = 0
        for truth, pred in frames:
            self._add_frame(truth, pred)
            frame_count += 1
        if self.protocol is EvaluationProtocol.REFERENCE:
            padding = max(0, _PADDED_FRAMES - frame_count)
            self._sums[:, 0] += padding
            self._frames[0] += padding

    def compute(self) -> SemanticResult:
        """The figures over all videos so far."""
        reference = self.protocol is EvaluationProtocol.REFERENCE
        seen = self._frames > 0
        means: _Floats = np.zeros_like(self._sums)
        np.divide(self._sums, self._frames, out=means, where=seen)
        counted = np.ones_like(seen) if reference else seen
        without = counted.copy()
        without[-1 if reference else 0] = False
        figures = [
            100.0 * float(row[used].mean()) if used.any() else None
            for used in (counted, without)
            for row in means
        ]
        return SemanticResult(
            iou=figures[0],
            f=figures[1],
            iou_without_background=figures[2],
            f_without_background=figures[3],
        )

    def _add_frame(self, truth: NDArray[Any], pred: NDArray[Any]) -> None:
        hits, true, found = self._counted(truth.ravel(), pred.ravel())
        union = true + found - hits
        here = union > 0
        self._sums[0][here] += hits[here] / union[here]
        # P R in F cancels down to this; without a hit F is 0.
        below = BETA_SQUARED * true + found
        self._sums[1][here] += (1 + BETA_SQUARED) * hits[here] / below[here]
        self._frames += here

    def _counted(self, truth: NDArray[Any], pred: NDArray[Any]) -> NDArray[np.int64]:
        """Pixels of each class, (3, classes): those that are right, those of the truth, those predicted."""
        count = self.class_count
        pixels = np.zeros((3, count), dtype=np.int64)
        for start in range(0, truth.size, _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            true, found = whole_labels(truth[part]), whole_labels(pred[part])
            self._check(true, "labels-unknown-truth")
            self._check(found, "labels-unknown-prediction")
            counted = (true[true == found], true, found)
            pixels += [np.bincount(labels, minlength=count) for labels in counted]
        return pixels

    def _check(self, labels: NDArray[np.int64], kind: str) -> None:
        largest = self.class_count - 1
        if labels.min() < 0 or labels.max() > largest:
            found = labels.max() if labels.max() > largest else labels.min()
            raise FormatError(kind, largest=largest, found=found)
