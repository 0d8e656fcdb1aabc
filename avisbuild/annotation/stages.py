"""The gestures of a draft, one after the other, so that each can be taken back and done again."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.annotation.strokes import Stroke
from avisbuild.records import Rle
from avisbuild.segment import Candidates, Prompt

MOST_STAGES = 500
# A set of candidates at 1080p is 6 MB; of those further back, only the one shown is kept, as run lengths.
_CANDIDATES_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Stage:
    """The draft between two gestures; `remembered` is the shown one of candidates that were let go."""

    prompt: Prompt = field(default_factory=Prompt)
    candidates: Candidates | None = None
    remembered: Rle | None = None
    chosen: int = 0
    strokes: tuple[Stroke, ...] = ()
    segmenter: str = ""
    weights_sha256: str = ""

    @property
    def answer(self) -> NDArray[np.bool_] | None:
        """What the segmenter made of the prompt, as it was shown; None before it has answered."""
        if self.candidates is not None:
            shown: NDArray[np.bool_] = np.asarray(self.candidates.masks[self.chosen])
            return shown
        return None if self.remembered is None else masks.decode(self.remembered)


class Stages:
    """The stages so far, the present one last, and those that were taken back."""

    def __init__(self) -> None:
        self._done = [Stage()]
        self._undone: list[Stage] = []

    @property
    def now(self) -> Stage:
        """The present stage."""
        return self._done[-1]

    @property
    def before(self) -> Stage | None:
        """The stage before the present one."""
        return self._done[-2] if len(self._done) > 1 else None

    @property
    def can_undo(self) -> bool:
        """Whether a gesture can be taken back."""
        return len(self._done) > 1

    @property
    def can_redo(self) -> bool:
        """Whether a gesture can be done again."""
        return bool(self._undone)

    def add(self, stage: Stage) -> None:
        """A gesture was made; the oldest of very many can be taken back no more."""
        self._done.append(stage)
        self._undone.clear()
        del self._done[:-MOST_STAGES]
        self._let_go()

    def replace_now(self, stage: Stage) -> None:
        """More is known of the present stage."""
        self._done[-1] = stage

    def undo(self) -> bool:
        """Go back to the stage before; whether there was one."""
        if self.can_undo:
            self._undone.append(self._done.pop())
            return True
        return False

    def redo(self) -> bool:
        """Go on to the stage that was taken back last; whether there was one."""
        if self._undone:
            self._done.append(self._undone.pop())
            return True
        return False

    def last_answer(self) -> NDArray[np.bool_] | None:
        """What was shown last before the present stage, from a segmenter."""
        answers = (stage.answer for stage in reversed(self._done[:-1]))
        return next((answer for answer in answers if answer is not None), None)

    def prompt_before(self) -> Prompt | None:
        """The prompt without its last click or box, whichever came last; None for an empty prompt."""
        prompt = self.now.prompt
        for stage in reversed(self._done[:-1]):
            if _is_one_less(stage.prompt, prompt):
                return stage.prompt
        if prompt.points_xy:
            return replace(prompt, points_xy=prompt.points_xy[:-1], positive=prompt.positive[:-1])
        return None if prompt.box_xyxy is None else prompt.with_box(None)

    def _let_go(self) -> None:
        kept: list[Candidates] = []
        for place in range(len(self._done) - 1, -1, -1):
            stage = self._done[place]
            if stage.candidates is None:
                if stage.remembered is not None:
                    return  # Those before it were let go earlier.
                continue
            if any(stage.candidates is each for each in kept):
                continue
            if len(kept) < _CANDIDATES_KEPT:
                kept.append(stage.candidates)
            else:
                shown = masks.encode(np.ascontiguousarray(stage.candidates.masks[stage.chosen]))
                self._done[place] = replace(stage, candidates=None, remembered=shown)


def _is_one_less(shorter: Prompt, prompt: Prompt) -> bool:
    if shorter.box_xyxy == prompt.box_xyxy:
        return (
            len(shorter.points_xy) == len(prompt.points_xy) - 1
            and shorter.points_xy == prompt.points_xy[:-1]
            and shorter.positive == prompt.positive[:-1]
        )
    return shorter.box_xyxy is None and shorter == prompt.with_box(None)
