"""AVSBench-OV: IoU of base and novel categories over all pixels of a test set."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.metrics.label_maps import whole_labels
from avisbuild.metrics.protocol import EvaluationProtocol

_Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A figure in percent over all classes, over base and novel ones, and the harmonic mean of these two."""

    all: float | None
    base: float | None
    novel: float | None
    harmonic: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenVocabularyResult:
    """Figures in percent; None where undefined.

    `iou.all` has the background in it (O1), `iou_without_background` has not. `per_class` is each class's IoU
    where it occurs in the truth or the prediction.
    """

    iou: Parts
    iou_without_background: float | None
    pixel_accuracy: Parts
    class_accuracy: Parts
    weighted_iou: Parts
    per_class: Mapping[int, float]


class OpenVocabulary:
    """IoU of classes from one confusion matrix over all pixels (AVSBench-OV; docs/metrics.md).

    A class that is predicted but not in the truth has 0; one that is in neither is left out. In the
    reference protocol a harmonic mean with an undefined part is 0, in the strict one undefined.
    """

    def __init__(
        self,
        base: Collection[int],
        novel: Collection[int],
        protocol: EvaluationProtocol = EvaluationProtocol.STRICT,
    ) -> None:
        self.base = sorted(base)
        self.novel = sorted(novel)
        self.protocol = protocol
        self.class_count = max(0, *self.base, *self.novel) + 1
        # Ids of classes may have gaps between them.
        self._no_class = sorted({*range(1, self.class_count)} - {*self.base, *self.novel})
        self._confusion = np.zeros((self.class_count, self.class_count), dtype=np.int64)

    def update(self, truth: NDArray[np.generic], pred: NDArray[np.generic]) -> None:
        """Add label maps of equal shape; raises FormatError for a label that no class has."""
        if truth.shape != pred.shape:
            raise ValueError(f"expected label maps of equal shape, got {truth.shape}, {pred.shape}")
        rows, columns = whole_labels(truth).ravel(), whole_labels(pred).ravel()
        for labels, kind in (
            (rows, "labels-unknown-truth"),
            (columns, "labels-unknown-prediction"),
        ):
            if labels.size and not 0 <= labels.min() <= labels.max() < self.class_count:
                found = labels.max() if labels.max() >= self.class_count else labels.min()
                raise FormatError(kind, largest=self.class_count - 1, found=found)
        pairs = np.bincount(rows * self.class_count + columns, minlength=self.class_count**2)
        counts = pairs.reshape(self.class_count, self.class_count)
        for pixels, kind in (
            (counts.sum(axis=1), "labels-no-class-truth"),
            (counts.sum(axis=0), "labels-no-class-prediction"),
        ):
            if found := [label for label in self._no_class if pixels[label]]:
                raise FormatError(kind, found=found[0])
        self._confusion += counts

    def compute(self) -> OpenVocabularyResult:
        """The figures over all maps so far."""
        hits = np.diag(self._confusion).astype(np.float64)
        true_pixels = self._confusion.sum(axis=1).astype(np.float64)
        pred_pixels = self._confusion.sum(axis=0)
        iou = _ratio(hits, true_pixels + pred_pixels - hits)
        weighted = np.nan_to_num(_ratio(true_pixels, true_pixels.sum()) * iou)
        defined = np.flatnonzero(~np.isnan(iou)).tolist()
        return OpenVocabularyResult(
            iou=self._parts(_mean(iou), _mean(iou[self.base]), _mean(iou[self.novel])),
            iou_without_background=_percent(_mean(iou[1:])),
            pixel_accuracy=self._parts(
                *(
                    float(_ratio(hits[own].sum(), true_pixels[own].sum()))
                    for own in (slice(None), self.base, self.novel)
                )
            ),
            class_accuracy=self._parts(
                *(
                    _mean(_ratio(hits, true_pixels)[own])
                    for own in (slice(None), self.base, self.novel)
                )
            ),
            weighted_iou=self._parts(
                *(float(weighted[own].sum()) for own in (slice(None), self.base, self.novel))
            ),
            per_class={label: 100.0 * float(iou[label]) for label in defined},
        )

    def _parts(self, whole: float, base: float, novel: float) -> Parts:
        return Parts(
            all=_percent(whole),
            base=_percent(base),
            novel=_percent(novel),
            harmonic=_percent(self._harmonic(base, novel)),
        )

    def _harmonic(self, base: float, novel: float) -> float:
        if np.isnan(base) or np.isnan(novel):
            return 0.0 if self.protocol is EvaluationProtocol.REFERENCE else np.nan
        return 2 * base * novel / (base + novel) if base + novel > 0 else 0.0


def _ratio(above: _Floats | float, below: _Floats | float) -> _Floats:
    """above / below, NaN where below is 0."""
    above, below = np.asarray(above, np.float64), np.asarray(below, np.float64)
    ratio: _Floats = np.full(np.broadcast(above, below).shape, np.nan)
    np.divide(above, below, out=ratio, where=below > 0)
    return ratio


def _mean(values: _Floats) -> float:
    defined = values[~np.isnan(values)]
    return float(defined.mean()) if defined.size else np.nan


def _percent(value: float) -> float | None:
    return None if np.isnan(value) else 100.0 * value
