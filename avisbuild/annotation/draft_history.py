"""Undo and redo within one draft: its states after each gesture, and the memory that they may take."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.annotation.strokes import Stroke
from avisbuild.records import Rle
from avisbuild.segment import Candidates, Prompt

MOST_STATES = 500
# A set of candidates at 1080p is 6 MB; of those further back, only the one shown is kept, as run lengths.
_CANDIDATES_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DraftState:
    """A draft between two gestures.

    `remembered` is the mask that was shown, where its candidates were dropped to save memory.
    """

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


class DraftHistory:
    """The states of one draft in order, and those that undo has taken back."""

    def __init__(self) -> None:
        self._done = [DraftState()]
        self._undone: list[DraftState] = []

    @property
    def now(self) -> DraftState:
        """The state that is shown."""
        return self._done[-1]

    @property
    def before(self) -> DraftState | None:
        """The state that undo would go back to; None at the beginning."""
        return self._done[-2] if len(self._done) > 1 else None

    @property
    def can_undo(self) -> bool:
        return len(self._done) > 1

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def add(self, state: DraftState) -> None:
        """Keep the state after a new gesture; beyond MOST_STATES the oldest are dropped."""
        self._done.append(state)
        self._undone.clear()
        del self._done[:-MOST_STATES]
        self._drop_old_candidates()

    def replace_now(self, state: DraftState) -> None:
        """Put a fuller state in place of the shown one, as when its answer arrives; no step of undo."""
        self._done[-1] = state

    def undo(self) -> bool:
        """Go back to the state before; False where there is none."""
        if self.can_undo:
            self._undone.append(self._done.pop())
            return True
        return False

    def redo(self) -> bool:
        """Go on to the state that was taken back last; False where there is none."""
        if self._undone:
            self._done.append(self._undone.pop())
            return True
        return False

    def last_answer(self) -> NDArray[np.bool_] | None:
        """The latest mask by a segmenter in the states before the shown one."""
        answers = (state.answer for state in reversed(self._done[:-1]))
        return next((answer for answer in answers if answer is not None), None)

    def prompt_before(self) -> Prompt | None:
        """The prompt without its last click or box, whichever came last; None for an empty prompt."""
        prompt = self.now.prompt
        for state in reversed(self._done[:-1]):
            if _is_one_less(state.prompt, prompt):
                return state.prompt
        if prompt.points_xy:
            return replace(prompt, points_xy=prompt.points_xy[:-1], positive=prompt.positive[:-1])
        return None if prompt.box_xyxy is None else prompt.with_box(None)

    def _drop_old_candidates(self) -> None:
        kept: list[Candidates] = []
        for index in range(len(self._done) - 1, -1, -1):
            state = self._done[index]
            if state.candidates is None:
                if state.remembered is not None:
                    return  # Those before it were dropped earlier.
                continue
            if any(state.candidates is each for each in kept):
                continue
            if len(kept) < _CANDIDATES_KEPT:
                kept.append(state.candidates)
            else:
                shown = masks.encode(np.ascontiguousarray(state.candidates.masks[state.chosen]))
                self._done[index] = replace(state, candidates=None, remembered=shown)


def _is_one_less(shorter: Prompt, prompt: Prompt) -> bool:
    if shorter.box_xyxy == prompt.box_xyxy:
        return (
            len(shorter.points_xy) == len(prompt.points_xy) - 1
            and shorter.points_xy == prompt.points_xy[:-1]
            and shorter.positive == prompt.positive[:-1]
        )
    return shorter.box_xyxy is None and shorter == prompt.with_box(None)
