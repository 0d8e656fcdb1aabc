"""How far a followed mask can be trusted: what it looked like at first against what it looks like now."""

from dataclasses import dataclass, field

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.propagation.base import Image, MaskArray

LOST = 0.06
# A jump of a whole second scores 0 to 0.3 on rendered scenes with motion, whatever it thinks of itself.
JUMP_CONFIDENCE = 0.3
_BINS = (8, 8, 8)
_PER_STEP = 0.25  # how much of a step's doubt counts at once: one blurred picture is forgiven
_UNLIKE = 28.0  # grey levels between where a pixel was and where it is said to be
_HALF_LIFE_STEPS = 400.0


@dataclass(slots=True)
class ObjectConfidence:
    """The confidence in one object, from its look when it was marked; it never rises on the way.

    `area_px` is its area then, `colours` the histogram of its colours.
    """

    area_px: float
    colours: NDArray[np.float32]
    confidence: float = 1.0
    _smooth: float = field(default=1.0)

    @classmethod
    def of(cls, image: Image, mask: MaskArray) -> "ObjectConfidence":
        """In a mask (h, w) bool that a person made, on its picture (h, w, 3) uint8 RGB."""
        return cls(float(np.count_nonzero(mask)), _colours(image, mask))

    def likeness(self, image: Image, mask: MaskArray) -> float:
        """How much the object in `mask` looks like it did, by size and colours: 0 to 1."""
        area = float(np.count_nonzero(mask))
        if area < max(8.0, 0.1 * self.area_px):
            return 0.0
        growth = min(area / self.area_px, self.area_px / area)
        return growth * self.look(image, mask)

    def look(self, image: Image, mask: MaskArray) -> float:
        """How much the colours in `mask` are those of the object: 0 to 1."""
        return float(np.sqrt(self.colours * _colours(image, mask)).sum())

    def after_step(self, likeness: float, steady: float, *, gap_s: float = 0.0) -> float:
        """The confidence after one step more; `likeness` and `steady` in 0..1 say how well this one went.

        `gap_s` is how long pictures are missing before it: what was not seen is not known.
        """
        now = _ramp(likeness, 0.15, 0.7) * steady
        self._smooth += _PER_STEP * (now - self._smooth)
        fading = self.confidence * 0.5 ** (1 / _HALF_LIFE_STEPS) * JUMP_CONFIDENCE**gap_s
        self.confidence = 0.0 if now == 0 else min(fading, self._smooth)
        if self.confidence < LOST:
            self.confidence = 0.0
        return self.confidence


def steadiness(mask: MaskArray, unlike: NDArray[np.float32], doubt: NDArray[np.bool_]) -> float:
    """How well the flow holds in a mask: 0 to 1.

    `unlike` (h, w) is how much each pixel differs from the one that it is said to have been, `doubt`
    (h, w) where the flow forth and back disagrees.
    """
    if not mask.any():
        return 0.0
    alike = 1.0 - float((unlike[mask] > _UNLIKE).mean())
    sure = 1.0 - float(doubt[mask].mean())
    return _ramp(alike, 0.4, 0.9) * _ramp(sure, 0.2, 0.8)


def _colours(image: Image, mask: MaskArray) -> NDArray[np.float32]:
    """The histogram of an object's colours, smooth, with sum 1."""
    counts = cv2.calcHist(
        [image], [0, 1, 2], mask.view(np.uint8), list(_BINS), [0, 256, 0, 256, 0, 256]
    )
    total = max(float(counts.sum()), 1.0)
    return np.asarray(counts, np.float32) / total


def _ramp(value: float, low: float, high: float) -> float:
    """A straight line from 0 at `low` to 1 at `high`, flat outside of that."""
    return min(max((value - low) / (high - low), 0.0), 1.0)
