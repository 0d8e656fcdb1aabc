"""The mask that is being made for one cell and is not committed yet, with its own undo."""

import json
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.annotation.draft_history import DraftHistory, DraftState
from avisbuild.annotation.strokes import Box, StrokePainter
from avisbuild.annotation.view import Cell
from avisbuild.records import MaskSource, Provenance, Rle
from avisbuild.segment import Candidates, Prompt


class Draft:
    """An uncommitted mask: what the segmenter makes of the prompt (or `base`), then the brush's strokes.

    `size` is (height, width). `base` is a mask to go on from, the committed one (R31) or a proposal, with
    where it comes from. Esc drops a draft, Enter commits it; it is never saved by itself.
    """

    def __init__(
        self,
        cell: Cell,
        size: tuple[int, int],
        *,
        base: Rle | None = None,
        base_provenance: Provenance | None = None,
    ) -> None:
        self.cell = cell
        self.size = size
        self._base = None if base is None else masks.decode(base)
        self._origin = base_provenance or Provenance(source=MaskSource.BRUSH)
        self._history = DraftHistory()
        self._painter: StrokePainter | None = None
        self._mask: NDArray[np.bool_] | None = self._composed()

    @property
    def prompt(self) -> Prompt:
        """The clicks and the box so far."""
        return self._history.now.prompt

    @property
    def candidates(self) -> Candidates | None:
        """The segmenter's answers to the prompt, None while there are none."""
        return self._history.now.candidates

    @property
    def chosen(self) -> int:
        """Which candidate is shown, from 0."""
        return self._history.now.chosen

    @property
    def mask(self) -> NDArray[np.bool_] | None:
        """The pixels as shown, (H, W) bool; None while there are none. Not to be written to."""
        return self._mask

    @property
    def needs_answer(self) -> bool:
        """Whether the segmenter has yet to be asked about the prompt."""
        now = self._history.now
        return bool(now.prompt) and now.candidates is None and now.remembered is None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to commit."""
        return self._mask is None or not self._mask.any()

    @property
    def is_touched(self) -> bool:
        """Whether anything was done that Esc would drop."""
        return self.can_undo or self._painter is not None or self._base is not None

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
        self.set_prompt(self.prompt.with_point(x, y, positive=positive))

    def set_box(self, box_xyxy: tuple[float, float, float, float]) -> None:
        """Drag a box; the one before it is replaced."""
        self.set_prompt(self.prompt.with_box(box_xyxy))

    def set_prompt(self, prompt: Prompt) -> None:
        """Use another prompt in place of all clicks and the box; the strokes stay on top."""
        self.end_stroke()
        fresh = replace(
            self._history.now, prompt=prompt, candidates=None, remembered=None, chosen=0
        )
        self._do(fresh)

    def pop_prompt(self) -> bool:
        """Take the last click or the box back, whichever came last; whether there was one."""
        shorter = self._history.prompt_before()
        if shorter is None:
            return False
        self.set_prompt(shorter)
        return True

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
        if not prompt or prompt != now.prompt or candidates.masks.shape[1:] != self.size:
            return False
        is_answered = now.candidates is not None or now.remembered is not None
        if is_answered and before is not None and before.prompt == prompt:
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
        keep_out: NDArray[np.bool_] | None = None,
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
            now = self._history.now
            self._do(replace(now, strokes=(*now.strokes, stroke)))

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

    def provenance(self, *, author: str, round_number: int, seconds_spent: float) -> Provenance:
        """Where the mask comes from, with all that is needed to make it again from the prompt (R37).

        The source is `click` where the pixels are the segmenter's answer to the prompt, and `brush` where
        a hand has changed them after it. A base that no new prompt has replaced keeps its own prompts, and
        its time counts.
        """
        now, origin = self._history.now, self._origin
        seconds = round(
            seconds_spent + (origin.seconds_spent if self._base is not None else 0.0), 3
        )
        made = replace(
            origin, author=author, round_number=round_number, seconds_spent=max(0.0, seconds)
        )
        if now.prompt:
            document = json.loads(now.prompt.text) | {"candidate": now.chosen}
            made = replace(
                made,
                source=MaskSource.CLICK,
                model=now.segmenter,
                weights_sha256=now.weights_sha256,
                prompts=json.dumps(document, separators=(",", ":")),
            )
        return replace(made, source=MaskSource.BRUSH) if now.strokes else made

    def _do(self, state: DraftState) -> None:
        self._history.add(state)
        self._mask = self._composed()

    def _composed(self) -> NDArray[np.bool_] | None:
        now = self._history.now
        mask = self._base
        if now.prompt:
            answer = now.answer
            # Until the next answer is there, the last one stays: the picture does not flicker.
            earlier = self._history.last_answer() if answer is None else answer
            mask = self._base if earlier is None else earlier
        strokes = now.strokes
        if self._painter is not None:
            strokes = (*strokes, self._painter.stroke())
        if not strokes:
            return mask
        mask = np.zeros(self.size, np.bool_) if mask is None else mask.copy()
        for stroke in strokes:
            stroke.apply(mask)
        return mask
