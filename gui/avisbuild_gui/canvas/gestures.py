"""What presses, moves and releases of the mouse mean, without a window.

A press is a click until the pointer has moved a few pixels; then it is a box. Brushes paint from the first
press on. A second press of a double click is a press like any other, so no click is lost.
"""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Protocol

from avisbuild_gui.canvas.camera import Size, Xy, box_between, clamped, is_on_frame
from avisbuild_gui.canvas.outline_gestures import OUTLINE_TOOLS, OutlineGestures, OutlineTarget
from avisbuild_gui.values import Tool

_SMALLEST_BOX_PX = 1.0


class Button(Enum):
    """Which button moves."""

    LEFT = auto()
    MIDDLE = auto()
    RIGHT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Touch:
    """Where the pointer is, in the window and on the frame, and which keys are held; one pans."""

    view_xy: Xy
    frame_xy: Xy
    alt: bool = False
    shift: bool = False
    pan_key: bool = False


class GestureTarget(OutlineTarget, Protocol):
    """Whoever does what gestures ask for."""

    def click(self, frame_xy: Xy, positive: bool) -> None:
        """`positive`: the point is part of the object, or is not."""

    def click_part(self, frame_xy: Xy, positive: bool) -> None:
        """A click with Shift: a part of its own is added, or taken away."""

    def show_band(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        """The box that is being dragged, or none any more."""

    def draw_box(self, box_xyxy: tuple[float, float, float, float]) -> None:
        """A box was dragged to its end."""

    def begin_stroke(self, frame_xy: Xy, erase: bool) -> None:
        """Brush or eraser went down."""

    def move_stroke(self, frame_xy: Xy) -> None:
        """It moved."""

    def end_stroke(self) -> None:
        """It was lifted."""

    def pan(self, dx: float, dy: float) -> None:
        """The picture was pushed by so many pixels of the window."""


class _State(Enum):
    IDLE = auto()
    PRESSED = auto()
    BAND = auto()
    STROKE = auto()
    OUTLINE = auto()
    PAN = auto()


class Gestures:
    """Turns touches into clicks, boxes, strokes, pans: one at a time, ended by its button."""

    def __init__(self, target: GestureTarget, *, drag_distance_px: float) -> None:
        self.tool = Tool.POINT
        self.brush_radius_px = 0.0
        self.frame: Size | None = None
        self._target = target
        self._outline = OutlineGestures(target, drag_distance_px=drag_distance_px)
        self._drag_distance_px = drag_distance_px
        self._state = _State.IDLE
        self._button = Button.LEFT
        self._pressed = self._last = Touch(view_xy=(0.0, 0.0), frame_xy=(0.0, 0.0))

    @property
    def is_idle(self) -> bool:
        """Whether no button of ours is down."""
        return self._state is _State.IDLE

    @property
    def is_panning(self) -> bool:
        """Whether the picture is being pushed."""
        return self._state is _State.PAN

    def press(self, button: Button, touch: Touch) -> None:
        """A button went down; ignored while another one is.

        Where it was down already, it went up unseen: what it began is finished first.
        """
        if not self.is_idle:
            self.release(button, self._last)
        if self.frame is None or not self.is_idle:
            return
        self._button, self._pressed, self._last = button, touch, touch
        # Alt, or the other button, turns a tool round: what added takes away.
        other = touch.alt or button is Button.RIGHT
        if button is Button.MIDDLE or touch.pan_key or self.tool is Tool.PAN:
            self._state = _State.PAN
        elif self.tool is Tool.POINT:
            self._state = _State.PRESSED
        elif self.tool in OUTLINE_TOOLS:
            self._state = _State.OUTLINE
            self._outline.press(
                self.tool, touch.view_xy, touch.frame_xy, frame=self.frame, erases=other
            )
        elif self._reaches(touch.frame_xy):
            self._state = _State.STROKE
            self._target.begin_stroke(
                self._near(touch.frame_xy), other ^ (self.tool is Tool.ERASER)
            )

    def move(self, touch: Touch) -> None:
        """The pointer moved with the button down."""
        if self._state is _State.PAN:
            x, y = self._last.view_xy
            self._target.pan(touch.view_xy[0] - x, touch.view_xy[1] - y)
        elif self._state is _State.STROKE:
            self._target.move_stroke(self._near(touch.frame_xy))
        elif self._state is _State.OUTLINE:
            self._outline.move(touch.view_xy, touch.frame_xy)
        elif self._state is _State.PRESSED and self._is_positive and self._is_dragged(touch):
            self._state = _State.BAND
        if self._state is _State.BAND:
            self._target.show_band(self._band(touch))
        self._last = touch

    def release(self, button: Button, touch: Touch) -> None:
        """A button went up; only that of the gesture counts."""
        if self.is_idle or button is not self._button:
            return
        state, self._state = self._state, _State.IDLE
        if state is _State.STROKE:
            self._target.end_stroke()
        elif state is _State.OUTLINE:
            self._outline.release()
        elif state is _State.BAND:
            self._target.show_band(None)
            self._finish_band(self._band(touch))
        elif state is _State.PRESSED:
            self._click()

    def cancel(self) -> None:
        """Leave the gesture: a box, a click or a lasso comes to nothing, a stroke ends where it is."""
        state, self._state = self._state, _State.IDLE
        if state is _State.STROKE:
            self._target.end_stroke()
        elif state is _State.OUTLINE:
            self._outline.cancel()
        elif state is _State.BAND:
            self._target.show_band(None)

    @property
    def _is_positive(self) -> bool:
        return self._button is Button.LEFT and not self._pressed.alt

    def _click(self) -> None:
        assert self.frame is not None
        if is_on_frame(self._pressed.frame_xy, self.frame):
            click = self._target.click_part if self._pressed.shift else self._target.click
            click(clamped(self._pressed.frame_xy, self.frame), self._is_positive)

    def _is_dragged(self, touch: Touch) -> bool:
        x, y = self._pressed.view_xy
        return max(abs(touch.view_xy[0] - x), abs(touch.view_xy[1] - y)) > self._drag_distance_px

    def _band(self, touch: Touch) -> tuple[float, float, float, float]:
        assert self.frame is not None
        return box_between(self._pressed.frame_xy, touch.frame_xy, self.frame)

    def _finish_band(self, box: tuple[float, float, float, float]) -> None:
        width, height = box[2] - box[0], box[3] - box[1]
        if min(width, height) >= _SMALLEST_BOX_PX:
            self._target.draw_box(box)
        elif max(width, height) < _SMALLEST_BOX_PX:
            # Far zoomed in, a trembling click moves by pixels of the window within one of the frame.
            self._click()

    def _reaches(self, frame_xy: Xy) -> bool:
        """Whether the brush touches the frame there."""
        return self._near(frame_xy) == frame_xy

    def _near(self, frame_xy: Xy) -> Xy:
        assert self.frame is not None
        return clamped(frame_xy, self.frame, max(0.5, self.brush_radius_px))
