"""The view that takes mouse and keys: Qt's events become clicks, boxes and strokes on the frame."""

from PyQt6.QtCore import QEvent, QPointF, Qt, pyqtSignal
from PyQt6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QMouseEvent
from PyQt6.QtWidgets import QGraphicsScene, QWidget

from avisbuild_gui.canvas.camera import Xy, is_on_frame
from avisbuild_gui.canvas.camera_view import CameraView
from avisbuild_gui.canvas.gestures import Button, Gestures, Touch
from avisbuild_gui.canvas.pointer import point_cursor
from avisbuild_gui.values import Tool

_DRAG_DISTANCE_PX = 4.0
# The height of a font at which lines are as wide as their numbers say; with a larger font, wider.
_USUAL_FONT_HEIGHT_PX = 17.0
_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
}


class MouseView(CameraView):
    """Emits what is done on the frame, in its pixels; pixel centres lie at whole numbers.

    The middle button, and the left one with Ctrl or Space held, push the view.

    Signals:
        clicked: a point of the frame, and whether it is part of the object (left) or not (Alt or right).
        part_clicked: the same with Shift: a part of its own is added, or taken away.
        box_drawn: a dragged box x0, y0, x1, y1, within the frame.
        stroke_began: brush or eraser went down at x, y, and whether it takes away: the eraser, or the
            brush with Alt or the right button; these turn the eraser round, too.
        stroke_moved: it moved to x, y, which may lie outside the frame by the brush's radius.
        stroke_ended: it was lifted, or the frame went away.
        lasso_began: a lasso began at x, y, and whether it takes away, as with the brush.
        lasso_moved: it goes on to x, y. lasso_ended: it is closed.
        anchor_added: a click set an anchor at x, y; whether it takes away counts for the first one.
        anchor_moved: the anchor of this number is being dragged to x, y. anchor_released: it stays there.
        outline_closed: the first anchor was clicked again.
        outline_gesture_cancelled: the lasso, or the drag of an anchor, comes to nothing.
        hovered: the pointer moved over the frame with no button down.
        left: the pointer left the frame.
    """

    clicked = pyqtSignal(float, float, bool)
    part_clicked = pyqtSignal(float, float, bool)
    box_drawn = pyqtSignal(float, float, float, float)
    stroke_began = pyqtSignal(float, float, bool)
    stroke_moved = pyqtSignal(float, float)
    stroke_ended = pyqtSignal()
    lasso_began = pyqtSignal(float, float, bool)
    lasso_moved = pyqtSignal(float, float)
    lasso_ended = pyqtSignal()
    anchor_added = pyqtSignal(float, float, bool)
    anchor_moved = pyqtSignal(int, float, float)
    anchor_released = pyqtSignal()
    outline_closed = pyqtSignal()
    outline_gesture_cancelled = pyqtSignal()
    hovered = pyqtSignal(float, float)
    left = pyqtSignal()

    def __init__(self, scene: QGraphicsScene, parent: QWidget | None = None) -> None:
        super().__init__(scene, parent)
        self._pointer: QPointF | None = None
        self._is_over = False
        self._is_alt = False
        self._is_pan_key = False
        self._gestures = Gestures(_ViewTarget(self), drag_distance_px=_DRAG_DISTANCE_PX)
        self._surface.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)

    def mouseDoubleClickEvent(self, event: QMouseEvent | None) -> None:
        # The second press of a double click; without this every other quick click would be lost.
        self.mousePressEvent(event)

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        event.accept()
        button = _BUTTONS.get(event.button())
        if button is not None:
            self._note(event)
            self._gestures.press(button, self._touch(event))
            self._update_cursor()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        event.accept()
        self._note(event)
        if not self._gestures.is_idle and event.buttons() == Qt.MouseButton.NoButton:
            # The button went up where we could not see it: over a dialog, or in another window.
            self._gestures.cancel()
            self._update_cursor()
        if self._gestures.is_idle:
            self._hover()
        else:
            self._gestures.move(self._touch(event))
        self._follow_pointer()

    def mouseReleaseEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        event.accept()
        button = _BUTTONS.get(event.button())
        if button is not None:
            self._note(event)
            self._gestures.release(button, self._touch(event))
            self._update_cursor()

    def keyPressEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.ignore()
        if event.key() == Qt.Key.Key_Escape and not self._gestures.is_idle:
            event.accept()
            self._gestures.cancel()
        elif event.key() == Qt.Key.Key_Space and self._pointer is not None:
            event.accept()
            self._is_pan_key = True
        elif event.key() == Qt.Key.Key_Alt:
            self._is_alt = True
        self._update_cursor()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.ignore()
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_pan_key = False
        elif event.key() == Qt.Key.Key_Alt:
            self._is_alt = False
        self._update_cursor()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self._is_pan_key, self._is_alt = False, False
        self._update_cursor()

    def event(self, event: QEvent | None) -> bool:
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Escape
            and not self._gestures.is_idle
        ):
            # While something is dragged, Escape drops that, whatever else it is a shortcut for.
            event.accept()
            return True
        return super().event(event)

    def viewportEvent(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Leave:
            self._pointer = None
            self._follow_pointer()
            self._hover()
        return super().viewportEvent(event)

    def _show_band(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        """Show the box that is being dragged, or none; for the subclass that paints it."""

    def _anchor_at(self, view_xy: Xy) -> int | None:
        """The anchor that is shown at a point of the window; for the subclass that shows them."""
        return None

    def _follow_pointer(self) -> None:
        """The pointer, or what lies under it, changed; for the subclass that paints something there."""

    def _update_cursor(self) -> None:
        """Show the cursor that fits the tool, and the keys and buttons that are held."""
        tool, ratio = self._gestures.tool, self.devicePixelRatioF()
        if self._gestures.is_panning:
            self._surface.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_pan_key or tool is Tool.PAN:
            self._surface.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._is_brush:
            self._surface.setCursor(Qt.CursorShape.BlankCursor)
        else:
            self._surface.setCursor(
                point_cursor(positive=self._adds, unit=self._unit, pixel_ratio=ratio)
            )

    @property
    def _unit(self) -> float:
        """The width of a usual line in pixels of the window; it grows with the font."""
        return max(1.0, QFontMetricsF(self.font()).height() / _USUAL_FONT_HEIGHT_PX)

    @property
    def _adds(self) -> bool:
        """Whether a press now would add to the mask, as the cursor says."""
        return not self._is_alt

    @property
    def _is_erasing(self) -> bool:
        return self._is_alt is not (self._gestures.tool is Tool.ERASER)

    @property
    def _is_brush(self) -> bool:
        return self._gestures.tool in (Tool.BRUSH, Tool.ERASER)

    def _touch(self, event: QMouseEvent) -> Touch:
        place = event.position()
        view_xy = (place.x(), place.y())
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        return Touch(
            view_xy=view_xy,
            frame_xy=self._frame_xy(view_xy),
            alt=self._is_alt,
            shift=shift,
            pan_key=self._pushes(event),
        )

    def _pushes(self, event: QMouseEvent) -> bool:
        """Whether a button, or the left one with a key that is held, pushes the view."""
        if event.button() == Qt.MouseButton.MiddleButton:
            return True
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return self._is_pan_key or (control and event.button() == Qt.MouseButton.LeftButton)

    def _note(self, event: QMouseEvent) -> None:
        """Remember where the pointer is and whether Alt is held, which a key event may not tell."""
        self._pointer = event.position()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if is_alt is not self._is_alt:
            self._is_alt = is_alt
            self._update_cursor()

    @property
    def _pointer_xy(self) -> Xy | None:
        """The pointer on the frame; None where it is not."""
        if self._pointer is None or self._gestures.frame is None:
            return None
        frame_xy = self._frame_xy((self._pointer.x(), self._pointer.y()))
        return frame_xy if is_on_frame(frame_xy, self._gestures.frame) else None

    def _hover(self) -> None:
        pointer_xy = self._pointer_xy
        if pointer_xy is not None:
            self._is_over = True
            self.hovered.emit(*pointer_xy)
        elif self._is_over:
            self._is_over = False
            self.left.emit()


class _ViewTarget:
    """Turns what gestures ask for into the view's signals, and pans it."""

    def __init__(self, view: MouseView) -> None:
        self._view = view

    def click(self, frame_xy: Xy, positive: bool) -> None:
        self._view.clicked.emit(*frame_xy, positive)

    def click_part(self, frame_xy: Xy, positive: bool) -> None:
        self._view.part_clicked.emit(*frame_xy, positive)

    def show_band(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        self._view._show_band(box_xyxy)

    def draw_box(self, box_xyxy: tuple[float, float, float, float]) -> None:
        self._view.box_drawn.emit(*box_xyxy)

    def begin_stroke(self, frame_xy: Xy, erase: bool) -> None:
        self._view.stroke_began.emit(*frame_xy, erase)

    def move_stroke(self, frame_xy: Xy) -> None:
        self._view.stroke_moved.emit(*frame_xy)

    def end_stroke(self) -> None:
        self._view.stroke_ended.emit()

    def pan(self, dx: float, dy: float) -> None:
        self._view.pan_by(dx, dy)

    def anchor_at(self, view_xy: Xy) -> int | None:
        return self._view._anchor_at(view_xy)

    def begin_lasso(self, frame_xy: Xy, erases: bool) -> None:
        self._view.lasso_began.emit(*frame_xy, erases)

    def move_lasso(self, frame_xy: Xy) -> None:
        self._view.lasso_moved.emit(*frame_xy)

    def end_lasso(self) -> None:
        self._view.lasso_ended.emit()

    def add_anchor(self, frame_xy: Xy, erases: bool) -> None:
        self._view.anchor_added.emit(*frame_xy, erases)

    def move_anchor(self, index: int, frame_xy: Xy) -> None:
        self._view.anchor_moved.emit(index, *frame_xy)

    def release_anchor(self) -> None:
        self._view.anchor_released.emit()

    def close_outline(self) -> None:
        self._view.outline_closed.emit()

    def cancel_outline_gesture(self) -> None:
        self._view.outline_gesture_cancelled.emit()
