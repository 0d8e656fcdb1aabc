"""Why an object was lost: told from where it was seen well for the last time, and how it moved there."""

from collections import deque
from collections.abc import Callable

import numpy as np

from avisbuild.propagation.base import EndReason, MaskArray
from avisbuild.propagation.colour import shifted
from avisbuild.propagation.flow import Floats

_WELL = 0.5  # how well a step has to go to say anything of the object
_KEPT_STEPS = 6
# How much of the object would be outside if it had gone on: by itself, and where it was seen at the edge.
_OUTSIDE, _OUTSIDE_AT_EDGE = 0.5, 0.2
_IN_VIEW = 0.7  # of its colours, where it should be


class LastSeen:
    """Where one object was seen well for the last time, at the size at which flow is found."""

    def __init__(self, mask: MaskArray) -> None:
        self._mask = mask
        self._moves: deque[tuple[float, float]] = deque(maxlen=_KEPT_STEPS)
        self._steps_since = 0
        self._steps_at_edge = 0
        self._gap_since = self._break_since = False

    def note(
        self,
        mask: MaskArray,
        back: Floats,
        well: float,
        *,
        gap: bool = False,
        is_break: bool = False,
    ) -> None:
        """One step more: `back` (h, w, 2) is its flow, `well` in 0..1 says how well the step went.

        `gap` says that pictures are missing before it, `is_break` that nothing of the last one is in it.
        """
        if well < _WELL or not mask.any():
            self._steps_since += 1
            self._steps_at_edge += _is_at_edge(mask)
            self._gap_since |= gap
            self._break_since |= is_break
            return
        self._note_move(mask, back)
        self._mask, self._steps_since, self._steps_at_edge = mask, 0, 0
        self._gap_since = self._break_since = False

    def reason(self, look: Callable[[MaskArray], float]) -> EndReason:
        """Why it is lost now; `look` says how much the colours in a mask are its own: 0 to 1."""
        if self._gap_since:
            return EndReason.UNREADABLE
        if self._break_since:
            return EndReason.CUT
        was_at_edge = self._steps_since > 0 and 2 * self._steps_at_edge >= self._steps_since
        enough = _OUTSIDE_AT_EDGE if was_at_edge else _OUTSIDE
        place = self._place()
        outside = 1 - float(place.sum()) / max(1.0, float(self._mask.sum()))
        if outside > enough:
            return EndReason.LEFT
        is_in_view = place.any() and look(place) > _IN_VIEW
        return EndReason.DRIFTED if is_in_view else EndReason.HIDDEN

    def _note_move(self, mask: MaskArray, back: Floats) -> None:
        """How it moved in a step: its middle, which says nothing at the edge; there its flow."""
        if not _is_at_edge(mask) and not _is_at_edge(self._mask):
            before, now = (np.argwhere(each).mean(axis=0) for each in (self._mask, mask))
            steps = self._steps_since + 1
            self._moves.append(tuple((now - before) / steps))
        elif not self._moves:
            right, down = -np.median(back[mask], axis=0)
            self._moves.append((float(down), float(right)))

    def _place(self) -> MaskArray:
        """Where it would be if it had gone on as it moved last; what of that is in the picture."""
        if not self._moves:
            return self._mask
        down, right = np.mean(self._moves, axis=0) * self._steps_since
        return shifted(self._mask, float(right), float(down))


def _is_at_edge(mask: MaskArray) -> bool:
    """Whether a mask touches the edge of the picture."""
    return bool(mask[[0, -1]].any() or mask[:, [0, -1]].any())
