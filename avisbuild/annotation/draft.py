"""The mask that is being made for one cell and is not committed yet, with its own undo."""

from dataclasses import replace

import numpy as np

from avisbuild import masks
from avisbuild.annotation.draft_history import DraftHistory, DraftState
from avisbuild.annotation.draft_provenance import BY_HAND, provenance_of
from avisbuild.annotation.draft_steps import (
    AddedAnswer,
    ClickCorrection,
    Correction,
    PartCorrection,
    WholeAnswer,
    composed,
)
from avisbuild.annotation.strokes import Box, Stroke, StrokePainter
from avisbuild.annotation.view import Cell
from avisbuild.records import Provenance, Rle
from avisbuild.segment import Candidates, MaskArray, Prompt


class Draft:
    """An uncommitted mask: what stood before the last prompt, corrected by the answer to it, then strokes.

    The answer to the first prompt is the mask; from then on a plus-click only adds, a minus-click only takes
    away, and a box only adds (R41). `size` is (height, width). `base` is a mask to go on from, the committed
    one (R31) or a proposal, with where it comes from; `is_opened`: somebody asked for it by name, so there is
    something to drop before anything was done. Esc drops a draft, Enter commits it; it is never saved by
    itself.
    """

    def __init__(
        self,
        cell: Cell,
        size: tuple[int, int],
        *,
        base: Rle | None = None,
        base_provenance: Provenance | None = None,
        is_opened: bool = True,
    ) -> None:
        self.cell = cell
        self.size = size
        self._base = base
        self._origin = base_provenance or BY_HAND
        self._is_opened = is_opened and base is not None
        self._history = DraftHistory(DraftState(standing=base, is_on_base=base is not None))
        self._painter: StrokePainter | None = None
        self._mask = self._composed()
        self._merged: tuple[DraftState, Candidates] | None = None

    @property
    def prompt(self) -> Prompt:
        """The clicks and the box so far, and the mask that they correct."""
        return self._history.now.prompt

    @property
    def question(self) -> Prompt:
        """What the segmenter is asked: the prompt, or the click on a part alone; empty where nothing is."""
        return self._history.now.question

    @property
    def asks_for_part(self) -> bool:
        """Whether the segmenter is asked about a part of its own."""
        return any(isinstance(step, PartCorrection) for step in self._history.now.steps)

    @property
    def base(self) -> Rle | None:
        """The mask that the draft was begun on, as long as it is part of it."""
        return self._base if self._history.now.is_on_base else None

    @property
    def is_on_another(self) -> bool:
        """Whether the draft was begun on a mask or a proposal, whose place it takes on the frame."""
        return self._base is not None

    @property
    def candidates(self) -> Candidates | None:
        """The segmenter's answers to the question, None while there are none."""
        return self._history.now.candidates

    @property
    def merged_candidates(self) -> Candidates | None:
        """What the mask would be with each of the answers."""
        now = self._history.now
        if now.candidates is None:
            return None
        if self._merged is None or self._merged[0] is not now:
            merged = np.zeros_like(now.candidates.masks)
            for one, answer in zip(merged, now.candidates.masks, strict=True):
                one[:] = composed(self._standing(), now.steps, answer, size=self.size)
            self._merged = now, replace(now.candidates, masks=merged)
        return self._merged[1]

    @property
    def chosen(self) -> int:
        """Which candidate is shown, from 0."""
        return self._history.now.chosen

    @property
    def mask(self) -> MaskArray | None:
        """The pixels as shown, (H, W) bool; None while there are none. Not to be written to."""
        return self._mask

    @property
    def needs_answer(self) -> bool:
        """Whether the segmenter has yet to be asked about the prompt."""
        return self._history.now.needs_answer

    @property
    def answer_changed_nothing(self) -> bool:
        """Whether the answer is there and leaves every pixel as it stood before the prompt."""
        now = self._history.now
        if now.answer is None or now.is_whole_answer:
            return False
        steps = [step for step in now.steps if not isinstance(step, Stroke)]
        before = composed(self._standing(), (), None, size=self.size)
        after = composed(self._standing(), steps, now.answer, size=self.size)
        return after is None or not (after.any() if before is None else (after != before).any())

    @property
    def asks_in_box(self) -> bool:
        """Whether the box is what was asked last, of a mask that stands."""
        return any(isinstance(step, AddedAnswer) for step in self._history.now.steps)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to commit."""
        return self._mask is None or not self._mask.any()

    @property
    def is_touched(self) -> bool:
        """Whether there is anything that Esc would drop.

        Of a draft that only a gesture has begun on another mask, what was taken back is nothing.
        """
        now = self._history.now
        if self._base is not None and not self._is_opened and now.is_on_base:
            return self._painter is not None or now.is_painted or bool(now.prompt)
        return self.can_undo or self._painter is not None or self._is_opened

    @property
    def can_undo(self) -> bool:
        """Whether a gesture of this draft can be taken back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a gesture of this draft can be done again."""
        return self._history.can_redo

    def add_point(self, x: float, y: float, *, positive: bool) -> None:
        """Add a click; `positive` says that it is on the object, else beside it."""
        prompt = self.prompt.with_point(x, y, positive=positive)
        self._ask(prompt, ClickCorrection(x=x, y=y, positive=positive))

    def add_part(self, x: float, y: float, *, positive: bool) -> None:
        """Add the part that a click lies on by an answer of its own, or take it away.

        Only where nothing else is being answered: that question would be lost.
        """
        prompt = self.prompt.with_point(x, y, positive=positive)
        self._ask(prompt, PartCorrection(x=x, y=y, positive=positive))

    def set_box(self, box_xyxy: tuple[float, float, float, float]) -> None:
        """Drag a box; the one before it is replaced. It only adds, unless a box is all there is so far."""
        prompt = self.prompt.with_box(box_xyxy)
        is_in_place = self.prompt.box_xyxy is not None and not self.prompt.points_xy
        self._ask(prompt, self._whole_or_added if is_in_place else AddedAnswer())

    def set_prompt(self, prompt: Prompt) -> None:
        """Use another prompt in place of all clicks and the box; what a hand or another has made stays."""
        self._ask(prompt, self._whole_or_added)

    def pop_prompt(self) -> bool:
        """Take the last click or the box back, whichever came last; whether there was one.

        Strokes after it stay.
        """
        self.end_stroke()
        shorter = self._history.without_last_prompt()
        if shorter is not None:
            self._do(shorter)
        return shorter is not None

    def start_afresh(self) -> bool:
        """Put the mask that stands out of the draft, and all prompts; whether there was anything."""
        self.end_stroke()
        if self._mask is None and not self.prompt:
            return False
        self._do(DraftState())
        return True

    def paint(self, region: MaskArray, *, erases: bool) -> bool:
        """Add the pixels of a region (H, W) bool, or take them away; whether there were any.

        Like a stroke, it is one step of undo, and lies on top of an answer that is still to come.
        """
        self._check_size(region)
        self.end_stroke()
        if not region.any():
            return False
        self._add_strokes(Stroke.over(region, erases=erases))
        return True

    def replace(self, mask: MaskArray) -> bool:
        """Have another mask (H, W) bool in place of what is shown; whether it is another one.

        It is one step of undo. Of an answer that is still to come, the pixels that differ now stay.
        """
        self._check_size(mask)
        self.end_stroke()
        shown = np.zeros(self.size, np.bool_) if self._mask is None else self._mask
        gone, new = shown & ~mask, mask & ~shown
        strokes = [
            Stroke.over(region, erases=erases)
            for region, erases in ((gone, True), (new, False))
            if region.any()
        ]
        self._add_strokes(*strokes)
        return bool(strokes)

    def choose(self, number: int) -> None:
        """Show a candidate by its place, counted from 0 and round."""
        now = self._history.now
        if now.candidates is not None:
            self.end_stroke()
            self._do(replace(self._history.now, chosen=number % len(now.candidates.scores)))

    def receive(
        self, prompt: Prompt, candidates: Candidates, *, segmenter: str, weights_sha256: str = ""
    ) -> bool:
        """Take the segmenter's answer; False, and nothing is changed, where it comes too late.

        That is when the prompt is another one by now, or when a candidate was chosen or a stroke drawn on
        an earlier answer to the same prompt: what one works on does not change under one's hand.
        """
        now, before = self._history.now, self._history.before
        if not prompt or prompt != now.question or candidates.masks.shape[1:] != self.size:
            return False
        is_answered = not now.needs_answer
        if is_answered and before is not None and before.question == prompt:
            return False
        self._history.replace_now(
            replace(
                now,
                candidates=candidates,
                chosen=min(now.chosen, len(candidates.scores) - 1),
                segmenter=segmenter,
                weights_sha256=weights_sha256,
            )
        )
        self._mask = self._composed()
        return True

    def begin_stroke(
        self,
        x: float,
        y: float,
        *,
        diameter_px: float,
        erases: bool,
        keep_out: MaskArray | None = None,
    ) -> Box:
        """Put the brush down; the box (x0, y0, x1, y1) of what changed.

        `keep_out` (H, W) bool are pixels that the brush leaves alone, those of other instances.
        """
        self.end_stroke()
        self._painter = StrokePainter(
            self.size, diameter_px=diameter_px, erases=erases, keep_out=keep_out
        )
        # The shown mask may belong to the candidates; a stroke in progress paints on a copy.
        self._mask = np.zeros(self.size, np.bool_) if self._mask is None else self._mask.copy()
        return self.extend_stroke(x, y)

    def extend_stroke(self, x: float, y: float) -> Box:
        """Move the brush; the box of what changed."""
        if self._painter is None or self._mask is None:
            return 0, 0, 0, 0
        return self._painter.move_to(x, y, self._mask)

    def end_stroke(self) -> None:
        """Lift the brush: the whole stroke is one step of undo."""
        if self._painter is not None:
            stroke, self._painter = self._painter.stroke(), None
            self._add_strokes(stroke)

    def rest(self) -> None:
        """Nobody looks at it for now: take little memory. Every step of undo stays."""
        self.end_stroke()
        self._history.rest()
        self._merged = None

    def undo(self) -> bool:
        """Take the last gesture back; False when there is none, and the project's history goes on.

        A stroke in progress is dropped.
        """
        is_done = self._painter is not None or self._history.undo()
        self._painter = None
        self._mask = self._composed()
        return is_done

    def redo(self) -> bool:
        """Do the gesture again that was taken back last; False when there is none."""
        self.end_stroke()
        is_done = self._history.redo()
        self._mask = self._composed()
        return is_done

    def rle(self) -> Rle | None:
        """The mask as it is shown, to the pixel; None when it is empty.

        While `needs_answer`, that is still the answer to an earlier prompt: wait before committing.
        """
        return None if self._mask is None or self.is_empty else masks.encode(self._mask)

    def provenance(
        self,
        *,
        author: str,
        round_number: int,
        seconds_spent: float,
        leaves_out_others: bool = False,
    ) -> Provenance:
        """Where the mask comes from, with all that is needed to make it again from the prompt (R37).

        The time spent on a base counts. `leaves_out_others`: pixels of others' masks are not committed.
        """
        spent = seconds_spent + (self._origin.seconds_spent if self._base is not None else 0.0)
        made = provenance_of(self._history.now, self._origin, leaves_out_others=leaves_out_others)
        return replace(
            made,
            author=author,
            round_number=round_number,
            seconds_spent=max(0.0, round(spent, 3)),
        )

    @property
    def _whole_or_added(self) -> Correction:
        """How the answer to a prompt in place of all others is merged: it replaces what they alone made."""
        now = self._history.now
        return AddedAnswer() if now.is_painted or now.is_on_base else WholeAnswer()

    def _ask(self, prompt: Prompt, correction: Correction) -> None:
        self.end_stroke()
        now = self._history.now
        # What is not answered yet is answered together with this.
        standing, steps = (now.standing, now.steps) if now.needs_answer else (self.rle(), ())
        is_whole = any(isinstance(step, WholeAnswer) for step in steps)
        if standing is None and not steps and not isinstance(correction, PartCorrection):
            correction = WholeAnswer()
        if isinstance(correction, WholeAnswer):
            is_whole, steps = True, (correction,)
        elif not is_whole:
            steps = (*steps, correction)
        self._do(
            replace(
                now,
                standing=standing,
                prompt=prompt.with_standing(None if is_whole else standing),
                steps=steps,
                candidates=None,
                remembered=None,
                chosen=0,
            )
        )

    def _add_strokes(self, *strokes: Stroke) -> None:
        if strokes:
            now = self._history.now
            self._do(replace(now, steps=(*now.steps, *strokes), is_painted=True))

    def _do(self, state: DraftState) -> None:
        self._history.add(state)
        self._mask = self._composed()

    def _standing(self) -> MaskArray | None:
        standing = self._history.now.standing
        return None if standing is None else np.ascontiguousarray(masks.decode(standing))

    def _composed(self) -> MaskArray | None:
        now = self._history.now
        steps = now.steps if self._painter is None else (*now.steps, self._painter.stroke())
        return composed(self._standing(), steps, now.answer, size=self.size)

    def _check_size(self, mask: MaskArray) -> None:
        if mask.shape != self.size:
            raise ValueError(f"expected a mask of size {self.size}, got {mask.shape}")
