"""What gestures do to a draft's pixels, in their order: corrections by the segmenter, and strokes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from avisbuild.annotation.strokes import Stroke
from avisbuild.segment import MaskArray
from avisbuild.segment.corrections import corrected


@dataclass(frozen=True, slots=True)
class WholeAnswer:
    """The answer is the mask: that to a first prompt, or to a box in place of the only box."""

    def merge(self, _: MaskArray, answer: MaskArray) -> MaskArray:
        """The mask (H, W) bool after it."""
        return answer.copy()


@dataclass(frozen=True, slots=True)
class AddedAnswer:
    """The answer is added: that to a box over a mask that stands."""

    def merge(self, mask: MaskArray, answer: MaskArray) -> MaskArray:
        """The mask (H, W) bool after it."""
        return mask | answer


@dataclass(frozen=True, slots=True, kw_only=True)
class ClickCorrection:
    """A click on a mask that stands: plus only adds, minus only takes away, where the click lies.

    An answer without any pixel says nothing of the object, and so takes nothing away.
    """

    x: float
    y: float
    positive: bool

    def merge(self, mask: MaskArray, answer: MaskArray) -> MaskArray:
        """The mask (H, W) bool after it."""
        if not answer.any():
            return mask
        return corrected(mask, answer, self.x, self.y, positive=self.positive)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartCorrection:
    """A part of its own, whose answer knows nothing of the rest, is added (plus) or taken away (minus)."""

    x: float
    y: float
    positive: bool

    def merge(self, mask: MaskArray, answer: MaskArray) -> MaskArray:
        """The mask (H, W) bool after it."""
        part = corrected(np.zeros_like(answer), answer, self.x, self.y, positive=True)
        return mask | part if self.positive else mask & ~part


Correction: TypeAlias = WholeAnswer | AddedAnswer | ClickCorrection | PartCorrection
Step: TypeAlias = Correction | Stroke


def composed(
    standing: MaskArray | None,
    steps: Iterable[Step],
    answer: MaskArray | None,
    *,
    size: tuple[int, int],
) -> MaskArray | None:
    """The standing mask after all steps, None where nothing was ever there; `standing` is written to.

    Corrections wait while there is no answer.
    """
    mask = standing
    for step in steps:
        if isinstance(step, Stroke):
            mask = np.zeros(size, np.bool_) if mask is None else mask
            step.apply(mask)
        elif answer is not None:
            mask = step.merge(np.zeros(size, np.bool_) if mask is None else mask, answer)
    return mask


def strokes_after_corrections(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """What a hand has changed since the segmenter was asked last."""
    count = next(
        (n for n, step in enumerate(reversed(steps)) if not isinstance(step, Stroke)), None
    )
    return steps if count is None else steps[len(steps) - count :]
