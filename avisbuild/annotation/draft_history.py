"""Undo and redo within one draft: its states after each gesture, and the memory that they may take."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.annotation.draft_steps import (
    AddedAnswer,
    PartCorrection,
    Step,
    WholeAnswer,
    strokes_after_corrections,
)
from avisbuild.annotation.strokes import Stroke
from avisbuild.records import Rle
from avisbuild.segment import Candidates, Prompt

MOST_STATES = 500
# A set of candidates at 1080p is 6 MB, at 2160p 25 MB; of those further away, only the one shown is kept, as
# run lengths.
_CANDIDATES_KEPT, _CANDIDATES_BYTES = 8, 50 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DraftState:
    """A draft between two gestures: what stood before the segmenter was asked last, and the steps since.

    `standing` is that mask. The candidates answer `question`; `steps` say how they are merged into it, and
    hold the strokes after that, in their order. `prompt` are all clicks and the box so far. `remembered` is
    the answer that was shown, where its candidates were dropped to save memory. `is_painted`: a hand has
    changed pixels; `is_on_base`: the mask that the draft was begun on is part of what stands.
    """

    standing: Rle | None = None
    prompt: Prompt = field(default_factory=Prompt)
    steps: tuple[Step, ...] = ()
    candidates: Candidates | None = None
    remembered: Rle | None = None
    chosen: int = 0
    segmenter: str = ""
    weights_sha256: str = ""
    is_painted: bool = False
    is_on_base: bool = False

    @property
    def question(self) -> Prompt:
        """What the segmenter is asked; empty where strokes are all there is.

        Of a part, its click alone; of a box that adds, the box and what stands, since with clicks the last of
        them would be answered once more.
        """
        parts = [step for step in self.steps if isinstance(step, PartCorrection)]
        if parts:
            return Prompt().with_point(parts[-1].x, parts[-1].y, positive=True)
        corrections = [step for step in self.steps if not isinstance(step, Stroke)]
        if not corrections:
            return Prompt()
        only_adds = all(isinstance(step, AddedAnswer) for step in corrections)
        return self.prompt.without_clicks() if only_adds else self.prompt

    @property
    def is_whole_answer(self) -> bool:
        """Whether the answer takes the place of what stood."""
        return any(isinstance(step, WholeAnswer) for step in self.steps)

    @property
    def needs_answer(self) -> bool:
        """Whether the segmenter has yet to answer."""
        return bool(self.question) and self.candidates is None and self.remembered is None

    @property
    def answer(self) -> NDArray[np.bool_] | None:
        """What the segmenter made of the prompt, as it was shown; None before it has answered."""
        if self.candidates is not None:
            shown: NDArray[np.bool_] = np.asarray(self.candidates.masks[self.chosen])
            return shown
        return None if self.remembered is None else masks.decode(self.remembered)


class DraftHistory:
    """The states of one draft in order, and those that undo has taken back."""

    def __init__(self, first: DraftState) -> None:
        self._done = [first]
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
        self._drop_candidates(_CANDIDATES_KEPT)

    def replace_now(self, state: DraftState) -> None:
        """Put a fuller state in place of the shown one, as when its answer arrives; no step of undo."""
        self._done[-1] = state
        self._drop_candidates(_CANDIDATES_KEPT)

    def rest(self) -> None:
        """Nobody looks at the draft for now: keep no candidates but those of the shown state."""
        self._drop_candidates(0)

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

    def without_last_prompt(self) -> DraftState | None:
        """The shown state without the prompt's last click or box, whichever came last; strokes after it stay.

        None where the prompt is empty.
        """
        now = self.now
        if not now.prompt:
            return None
        earlier = reversed(self._done[:-1])
        found = (state for state in earlier if _is_one_less(state.prompt, now.prompt))
        before = next(found, None) or _forgotten_before(now)
        strokes = strokes_after_corrections(now.steps)
        return replace(
            before,
            steps=(*before.steps, *strokes),
            is_painted=before.is_painted or bool(strokes),
        )

    def _drop_candidates(self, most: int) -> None:
        """Keep at most so many candidates, those of the shown state at least."""
        kept: list[Candidates] = []
        for states in (self._done, self._undone):
            for index in reversed(range(len(states))):
                candidates = states[index].candidates
                if candidates is None or any(candidates is each for each in kept):
                    continue
                size = sum(each.masks.nbytes for each in (*kept, candidates))
                has_room = len(kept) < most and size <= _CANDIDATES_BYTES
                if has_room or states[index] is self.now:
                    kept.append(candidates)
                else:
                    states[index] = _with_shown_alone(states[index], candidates)


def _with_shown_alone(state: DraftState, candidates: Candidates) -> DraftState:
    shown = masks.encode(np.ascontiguousarray(candidates.masks[state.chosen]))
    return replace(state, candidates=None, remembered=shown)


def _forgotten_before(now: DraftState) -> DraftState:
    """What a state was before its last prompt, where none remembers that; it may have to be asked again."""
    before = replace(
        now, steps=(), prompt=_without_last(now.prompt), candidates=None, remembered=None, chosen=0
    )
    if not now.is_whole_answer:
        return before
    if before.prompt:
        return replace(before, steps=(WholeAnswer(),))
    return replace(before, standing=None)


def _without_last(prompt: Prompt) -> Prompt:
    """A prompt without its last click; without its box where there is no click."""
    if prompt.points_xy:
        return replace(prompt, points_xy=prompt.points_xy[:-1], positive=prompt.positive[:-1])
    return prompt.with_box(None)


def _is_one_less(shorter: Prompt, prompt: Prompt) -> bool:
    one, other = shorter.with_standing(None), prompt.with_standing(None)
    if not other or one == other:
        return False
    return one == _without_last(other) or (one.box_xyxy is None and one == other.with_box(None))
