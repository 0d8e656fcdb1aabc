"""What presses, drags and releases over the lanes mean, without a window.

A click chooses a cell; a click on the chosen cell toggles it, and so does Ctrl and a click on any cell,
without going there. A drag along a lane paints a span; Shift and a click paints from the chosen second of
that lane to the one clicked. Right button or Esc in a drag takes it back.
"""

from dataclasses import dataclass
from typing import Literal

from avisbuild_gui.sounding_grid.geometry import run_between


@dataclass(frozen=True, slots=True)
class Gesture:
    """What was done to one lane: [start, stop) is one second long unless a span was painted."""

    kind: Literal["choose", "toggle", "paint"]
    lane: int
    start: int
    stop: int


@dataclass(slots=True)
class LaneDrag:
    """One press over a lane until its release, at most one at a time."""

    _lane: int = -1
    _pressed: int = 0
    _reached: int = 0
    _is_drag: bool = False

    @property
    def is_down(self) -> bool:
        """Whether a press waits for its release."""
        return self._lane >= 0

    @property
    def preview(self) -> tuple[int, int, int] | None:
        """(lane, start, stop) of the span a release would paint now."""
        if not self._is_drag:
            return None
        return self._lane, *run_between(self._pressed, self._reached)

    def press(self, lane: int, second: int) -> None:
        """The left button went down on a cell."""
        self._lane, self._pressed, self._reached, self._is_drag = lane, second, second, False

    def move(self, second: int) -> bool:
        """The pointer reached another second of the lane; whether the preview changed."""
        if not self.is_down or second == self._reached:
            return False
        self._reached, self._is_drag = second, True
        return True

    def cancel(self) -> None:
        """Drop the press: its release does nothing."""
        self._lane, self._is_drag = -1, False

    def release(self, *, chosen: tuple[int, int] | None, ctrl: bool, shift: bool) -> Gesture | None:
        """The button went up; `chosen` is the (lane, second) that is chosen."""
        if not self.is_down:
            return None
        lane, second, preview = self._lane, self._pressed, self.preview
        self.cancel()
        if preview is not None:
            return Gesture("paint", *preview)
        if shift and chosen is not None and chosen[0] == lane:
            return Gesture("paint", lane, *run_between(chosen[1], second))
        is_toggle = ctrl or chosen == (lane, second)
        return Gesture("toggle" if is_toggle else "choose", lane, second, second + 1)
