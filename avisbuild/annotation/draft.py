"""The mask that is being made for one cell and is not committed yet, with its own undo."""

import json
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.annotation.strokes import Box, Stroke, StrokePainter
from avisbuild.annotation.view import Cell
from avisbuild.records import MaskSource, Provenance, Rle
from avisbuild.segment import Candidates, Prompt

# A candidate set at 1080p is 6 MB; steps further back ask the segmenter again when they are undone.
_CANDIDATES_KEPT = 8


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Stage:
    """The draft between two gestures."""

    prompt: Prompt = field(default_factory=Prompt)
    candidates: Candidates | None = None
    chosen: int = 0
    strokes: tuple[Stroke, ...] = ()
    segmenter: str = ""
    weights_sha256: str = ""


class Draft:
    """An uncommitted mask: what the segmenter makes of the prompt (or `base`), then the brush's strokes.

    `size` is (height, width). Esc drops it, Enter commits it; it is never saved by itself.
    """

    def __init__(
        self,
        cell: Cell,
        size: tuple[int, int],
        *,
        base: Rle | None = None,
        base_source: MaskSource = MaskSource.BRUSH,
    ) -> None:
        self.cell = cell
        self.size = size
        self._base = None if base is None else masks.decode(base)
        self._base_source = base_source
        self._stages = [_Stage()]
        self._undone: list[_Stage] = []
        self._painter: StrokePainter | None = None
        self._mask: NDArray[np.bool_] | None = self._composed()

    @property
    def prompt(self) -> Prompt:
        """The clicks and the box so far."""
        return self._now.prompt

    @property
    def candidates(self) -> Candidates | None:
        """The segmenter's answers to the prompt, None while there are none."""
        return self._now.candidates

    @property
    def chosen(self) -> int:
        """Which candidate is shown, from 0."""
        return self._now.chosen

    @property
    def mask(self) -> NDArray[np.bool_] | None:
        """The pixels as shown, (H, W) bool; None while there are none. Not to be written to."""
        return self._mask

    @property
    def needs_answer(self) -> bool:
        """Whether the segmenter has yet to be asked about the prompt."""
        return bool(self._now.prompt) and self._now.candidates is None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to commit."""
        return self._mask is None or not self._mask.any()

    @property
    def is_touched(self) -> bool:
        """Whether anything was done that Esc would drop."""
        return len(self._stages) > 1 or self._base is not None

    @property
    def can_undo(self) -> bool:
        """Whether a gesture of this draft can be taken back."""
        return len(self._stages) > 1

    @property
    def can_redo(self) -> bool:
        """Whether a gesture of this draft can be done again."""
        return bool(self._undone)

    def add_point(self, x: float, y: float, *, positive: bool) -> None:
        """Click: part of the object, or not."""
        self._do(prompt=self.prompt.with_point(x, y, positive=positive), candidates=None, chosen=0)

    def set_box(self, box_xyxy: tuple[float, float, float, float]) -> None:
        """Drag a box; the one before it is replaced."""
        self._do(prompt=self.prompt.with_box(box_xyxy), candidates=None, chosen=0)

    def set_prompt(self, prompt: Prompt) -> None:
        """Use another prompt in place of all clicks and the box."""
        self._do(prompt=prompt, candidates=None, chosen=0)

    def pop_prompt(self) -> bool:
        """Take the last click back, or the box when there is no click; whether there was one."""
        prompt = self.prompt
        if prompt.points_xy:
            shorter = replace(
                prompt, points_xy=prompt.points_xy[:-1], positive=prompt.positive[:-1]
            )
        elif prompt.box_xyxy is not None:
            shorter = prompt.with_box(None)
        else:
            return False
        self._do(prompt=shorter, candidates=None, chosen=0)
        return True

    def choose(self, number: int) -> None:
        """Show a candidate by its place, counted from 0 and round."""
        if self.candidates is not None:
            self._do(chosen=number % len(self.candidates.scores))

    def receive(
        self, prompt: Prompt, candidates: Candidates, *, segmenter: str, weights_sha256: str = ""
    ) -> bool:
        """Take the segmenter's answer; False, and nothing is changed, when the prompt has changed since."""
        if prompt != self.prompt or candidates.masks.shape[1:] != self.size:
            return False
        chosen = min(self.chosen, len(candidates.scores) - 1)
        self._stages[-1] = replace(
            self._now,
            candidates=candidates,
            chosen=chosen,
            segmenter=segmenter,
            weights_sha256=weights_sha256,
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
        """Put the brush down; the box (x0, y0, x1, y1) of what changed."""
        self._painter = StrokePainter(
            self.size, diameter_px=diameter_px, erases=erases, keep_out=keep_out
        )
        # The shown mask belongs to the stage; a stroke in progress paints on a copy.
        self._mask = np.zeros(self.size, np.bool_) if self._mask is None else self._mask.copy()
        return self.extend_stroke(x, y)

    def extend_stroke(self, x: float, y: float) -> Box:
        """Move the brush; the box of what changed."""
        if self._painter is None or self._mask is None:
            return 0, 0, 0, 0
        part = self._painter.move_to(x, y)
        part.apply(self._mask)
        return part.box

    def end_stroke(self) -> None:
        """Lift the brush: the whole stroke is one step of undo."""
        if self._painter is not None:
            stroke, self._painter = self._painter.stroke(), None
            self._do(strokes=(*self._now.strokes, stroke))

    def undo(self) -> bool:
        """Take the last gesture back; False when there is none, and the project's history goes on."""
        self._painter = None
        if not self.can_undo:
            return False
        self._undone.append(self._stages.pop())
        self._mask = self._composed()
        return True

    def redo(self) -> bool:
        """Do the gesture again that was taken back last; False when there is none."""
        if not self._undone:
            return False
        self._stages.append(self._undone.pop())
        self._mask = self._composed()
        return True

    def rle(self) -> Rle | None:
        """The mask as it is shown, to the pixel; None when it is empty."""
        return None if self._mask is None or self.is_empty else masks.encode(self._mask)

    def provenance(self, *, author: str, round_number: int, seconds_spent: float) -> Provenance:
        """Where the mask comes from, with all that is needed to make it again from the prompt (R37)."""
        now = self._now
        prompts = ""
        if now.prompt:
            document = json.loads(now.prompt.text) | {"candidate": now.chosen}
            prompts = json.dumps(document, separators=(",", ":"))
        return Provenance(
            source=self._source(),
            author=author,
            model=now.segmenter if now.prompt else "",
            weights_sha256=now.weights_sha256 if now.prompt else "",
            prompts=prompts,
            round_number=round_number,
            seconds_spent=round(seconds_spent, 1),
        )

    @property
    def _now(self) -> _Stage:
        return self._stages[-1]

    def _source(self) -> MaskSource:
        if self._now.strokes:
            return MaskSource.BRUSH
        return MaskSource.CLICK if self._now.prompt else self._base_source

    def _do(self, **changes: object) -> None:
        self._stages.append(replace(self._now, **changes))  # type: ignore[arg-type]
        self._undone.clear()
        far = len(self._stages) - _CANDIDATES_KEPT - 1
        if far >= 0 and self._stages[far].candidates is not None:
            self._stages[far] = replace(self._stages[far], candidates=None)
        self._mask = self._composed()

    def _composed(self) -> NDArray[np.bool_] | None:
        now = self._now
        if now.candidates is not None:
            mask: NDArray[np.bool_] | None = np.asarray(now.candidates.masks[now.chosen])
        elif now.prompt:
            mask = self._shown_before()
        else:
            mask = self._base
        if not now.strokes:
            return mask
        mask = np.zeros(self.size, np.bool_) if mask is None else mask.copy()
        for stroke in now.strokes:
            stroke.apply(mask)
        return mask

    def _shown_before(self) -> NDArray[np.bool_] | None:
        """The last answer, until the next one is there: the picture does not flicker."""
        for stage in reversed(self._stages[:-1]):
            if stage.candidates is not None:
                return np.asarray(stage.candidates.masks[stage.chosen])
        return self._base
