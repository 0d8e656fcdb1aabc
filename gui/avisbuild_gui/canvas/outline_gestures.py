"""What presses and drags mean to the tools that draw an outline, without a window.

A lasso is a drag. A polygon and scissors are clicks: each sets an anchor, except on an anchor, which can be
dragged elsewhere; a click on the first one closes the outline.
"""

from typing import Protocol

from avisbuild_gui.canvas.camera import Size, Xy, clamped
from avisbuild_gui.values import ANCHOR_TOOLS, Tool

OUTLINE_TOOLS = (Tool.LASSO, *ANCHOR_TOOLS)
# An outline may run along the frame's outer edge, half a pixel beyond the outermost centres.
_BEYOND_PX = 0.5


class OutlineTarget(Protocol):
    """Whoever does what gestures with an outline ask for."""

    def anchor_at(self, view_xy: Xy) -> int | None:
        """The anchor on show that a press there takes hold of; None where there is none."""

    def begin_lasso(self, frame_xy: Xy, erases: bool) -> None:
        """A lasso begins; `erases`: what it will enclose is taken away."""

    def move_lasso(self, frame_xy: Xy) -> None:
        """It goes on."""

    def end_lasso(self) -> None:
        """It is closed."""

    def add_anchor(self, frame_xy: Xy, erases: bool) -> None:
        """Another anchor; `erases` counts for the first one."""

    def move_anchor(self, index: int, frame_xy: Xy) -> None:
        """An anchor is being dragged."""

    def release_anchor(self) -> None:
        """It stays where it is now."""

    def close_outline(self) -> None:
        """The outline is finished, as its first anchor was clicked again."""

    def cancel_outline_gesture(self) -> None:
        """The lasso, or the drag of an anchor, comes to nothing."""


class OutlineGestures:
    """One press with its moves, until it is released or cancelled."""

    def __init__(self, target: OutlineTarget, *, drag_distance_px: float) -> None:
        self._target = target
        self._drag_distance_px = drag_distance_px
        self._is_lasso = False
        self._grabbed: int | None = None
        self._is_dragged = False
        self._pressed_xy: Xy = (0.0, 0.0)
        self._frame: Size = (1, 1)

    def press(self, tool: Tool, view_xy: Xy, frame_xy: Xy, *, frame: Size, erases: bool) -> None:
        """A button went down with one of these tools in the hand."""
        self._is_lasso, self._frame = tool is Tool.LASSO, frame
        self._grabbed, self._is_dragged, self._pressed_xy = None, False, view_xy
        if self._is_lasso:
            self._target.begin_lasso(self._near(frame_xy), erases)
            return
        self._grabbed = self._target.anchor_at(view_xy)
        if self._grabbed is None:
            self._target.add_anchor(self._near(frame_xy), erases)

    def move(self, view_xy: Xy, frame_xy: Xy) -> None:
        """The pointer moved with the button down."""
        if self._is_lasso:
            self._target.move_lasso(self._near(frame_xy))
        elif self._grabbed is not None:
            away = (abs(a - b) for a, b in zip(view_xy, self._pressed_xy, strict=True))
            self._is_dragged = self._is_dragged or max(away) > self._drag_distance_px
            if self._is_dragged:
                self._target.move_anchor(self._grabbed, self._near(frame_xy))

    def release(self) -> None:
        """The button went up."""
        if self._is_lasso:
            self._target.end_lasso()
        elif self._is_dragged:
            self._target.release_anchor()
        elif self._grabbed == 0:
            self._target.close_outline()

    def cancel(self) -> None:
        """Leave the gesture; anchors that were set stay."""
        if self._is_lasso or self._is_dragged:
            self._target.cancel_outline_gesture()

    def _near(self, frame_xy: Xy) -> Xy:
        return clamped(frame_xy, self._frame, _BEYOND_PX)
