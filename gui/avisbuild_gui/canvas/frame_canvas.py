"""The canvas in the middle of the window: one frame, its masks, the prompt, the draft."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QPointF, QRectF, Qt, pyqtSignal
from PyQt6.QtGui import (
    QColor,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
)
from PyQt6.QtWidgets import QWidget

from avisbuild.segment import Image, MaskArray, Prompt
from avisbuild_gui.canvas.camera import Xy, is_on_frame
from avisbuild_gui.canvas.camera_view import CameraView
from avisbuild_gui.canvas.frame_scene import FrameScene
from avisbuild_gui.canvas.gestures import Button, Gestures, Touch
from avisbuild_gui.canvas.layers import Look, MaskLayer, Tool
from avisbuild_gui.canvas.pictures import frame_pixmap
from avisbuild_gui.canvas.pointer import point_cursor
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

_DRAG_DISTANCE_PX = 4.0
# The height of a font at which lines are as wide as their numbers say; with a larger font, wider.
_USUAL_FONT_HEIGHT_PX = 17.0
_MESSAGE_SCALE = 1.15
_BUTTONS = {
    Qt.MouseButton.LeftButton: Button.LEFT,
    Qt.MouseButton.MiddleButton: Button.MIDDLE,
    Qt.MouseButton.RightButton: Button.RIGHT,
}


class FrameCanvas(CameraView):
    """One frame with its masks. Positions are pixels of the frame; pixel centres lie at whole numbers.

    The middle button, and the left one with Ctrl or Space held, push the view; the wheel zooms.

    Signals:
        clicked: a point of the frame, and whether it is part of the object (left) or not (Alt or right).
        box_drawn: a dragged box x0, y0, x1, y1, within the frame.
        stroke_began: brush or eraser went down at x, y, and whether it takes away: the eraser, or the
            brush with Alt or the right button; these turn the eraser round, too.
        stroke_moved: it moved to x, y, which may lie outside the frame by the brush's radius.
        stroke_ended: it was lifted, or the frame went away.
        hovered: the pointer moved over the frame with no button down.
        left: the pointer left the frame.
    """

    clicked = pyqtSignal(float, float, bool)
    box_drawn = pyqtSignal(float, float, float, float)
    stroke_began = pyqtSignal(float, float, bool)
    stroke_moved = pyqtSignal(float, float)
    stroke_ended = pyqtSignal()
    hovered = pyqtSignal(float, float)
    left = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._items = FrameScene(theme)
        super().__init__(self._items, parent)
        self._items.setParent(self)
        self._theme = theme
        self._message = ""
        self._brush_diameter_px = 20.0
        self._pointer: QPointF | None = None
        self._is_over = False
        self._is_alt = False
        self._is_pan_key = False
        self._gestures = Gestures(_Hand(self), drag_distance_px=_DRAG_DISTANCE_PX)
        self._canvas.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setAccessibleName(tr("Frame with masks"))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._theme = theme
        self.setBackgroundBrush(QColor(theme.canvas))
        self._restyle()

    def show_frame(self, image: Image | None, message: str = "") -> None:
        """Show a frame (H, W, 3) uint8 RGB, or `message` where there is none.

        Masks, draft, preview and prompt of the frame before go; so this comes first. Zoom and pan stay
        unless the size differs. Nothing is painted before the event loop is back, so frame and masks
        change at once.
        """
        pixmap = QPixmap() if image is None else frame_pixmap(image)
        self._gestures.cancel()
        self._message = message if image is None else ""
        self._items.show_pixmap(pixmap)
        self._gestures.frame = None
        if image is not None:
            self._gestures.frame = (pixmap.width(), pixmap.height())
            self._take_frame_size(self._gestures.frame)
        self._view_moved()
        self._follow_pointer()
        self._describe()
        self._canvas.update()

    def show_masks(self, layers: Sequence[MaskLayer]) -> None:
        """Show these masks and no others, each at its own pixels; none where there is no frame."""
        self._items.show_layers(layers if self._gestures.frame is not None else ())
        self._follow_pointer()
        self._place_labels()
        self._describe()

    def show_draft(self, mask: MaskArray | None, colour: str = "") -> None:
        """Show the mask (H, W) bool that is not committed yet in the colour "#rrggbb", or none."""
        self._items.show_draft(mask if self._gestures.frame is not None else None, colour)
        self._place_labels()

    def update_draft(self, mask: MaskArray, box_xyxy: tuple[int, int, int, int]) -> None:
        """The draft on show changed, but only within the half-open box of whole pixels x0, y0, x1, y1.

        A call costs what the box covers, whatever the size of mask and frame. Raises ValueError for a
        mask of another size than the draft's; nothing happens where none is on show.
        """
        if self._items.has_draft:
            self._items.draft.update_mask(mask, box_xyxy)

    def show_preview(self, mask: MaskArray | None) -> None:
        """Show what a click under the pointer would give, or nothing; with the point tool only."""
        is_wanted = self._gestures.frame is not None and self._gestures.tool is Tool.POINT
        self._items.show_preview(mask if is_wanted else None)

    def show_prompt(self, prompt: Prompt) -> None:
        """Show the clicks and the box of a prompt; an empty prompt shows none."""
        self._items.show_prompt(prompt)
        self._place_labels()

    def set_tool(self, tool: Tool) -> None:
        """Take another tool; a stroke that is under way ends, a click or box comes to nothing."""
        if tool is not self._gestures.tool:
            self._gestures.cancel()
            self._gestures.tool = tool
            self._items.show_preview(None)
            self._hand_changed()

    def set_brush_diameter(self, diameter_px: float) -> None:
        """The diameter of brush and eraser in pixels of the frame."""
        self._brush_diameter_px = diameter_px
        self._gestures.brush_radius_px = diameter_px / 2
        self._hand_changed()

    def set_look(self, look: Look) -> None:
        """Paint masks in another way."""
        self._items.set_look(look)
        self._place_labels()

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
            self._hand_changed()

    def mouseMoveEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        event.accept()
        self._note(event)
        if not self._gestures.is_idle and event.buttons() == Qt.MouseButton.NoButton:
            # The button went up where we could not see it: over a dialog, or in another window.
            self._gestures.cancel()
            self._hand_changed()
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
            self._hand_changed()

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
        self._hand_changed()

    def keyReleaseEvent(self, event: QKeyEvent | None) -> None:
        assert event is not None
        event.ignore()
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._is_pan_key = False
        elif event.key() == Qt.Key.Key_Alt:
            self._is_alt = False
        self._hand_changed()

    def focusOutEvent(self, event: QFocusEvent | None) -> None:
        super().focusOutEvent(event)
        self._is_pan_key, self._is_alt = False, False
        self._hand_changed()

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

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self._restyle()

    def viewportEvent(self, event: QEvent | None) -> bool:
        if event is not None and event.type() == QEvent.Type.Leave:
            self._pointer = None
            self._follow_pointer()
            self._hover()
        return super().viewportEvent(event)

    def drawForeground(self, painter: QPainter | None, rect: QRectF) -> None:
        assert painter is not None
        if not self._message:
            return
        painter.save()
        painter.resetTransform()
        font = self.font()
        font.setPointSizeF(font.pointSizeF() * _MESSAGE_SCALE)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text_dim))
        width, height = self._size
        area = QRectF(width * 0.15, height * 0.15, width * 0.7, height * 0.7)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(area, int(flags), self._message)
        painter.restore()

    def _view_moved(self) -> None:
        self._items.draft.set_zoom(self._camera.zoom)
        self._restyle_circle()
        self._place_labels()

    def _restyle(self) -> None:
        self._items.set_style(self._theme, self._unit, self.font())
        self._place_labels()
        self._hand_changed()

    @property
    def _unit(self) -> float:
        """The width of a usual line in pixels of the window, as the font is large or small."""
        return max(1.0, QFontMetricsF(self.font()).height() / _USUAL_FONT_HEIGHT_PX)

    @property
    def _is_erasing(self) -> bool:
        return self._is_alt is not (self._gestures.tool is Tool.ERASER)

    @property
    def _is_brush(self) -> bool:
        return self._gestures.tool in (Tool.BRUSH, Tool.ERASER)

    def _touch(self, event: QMouseEvent) -> Touch:
        place = event.position()
        view_xy = (place.x(), place.y())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        return Touch(
            view_xy=view_xy,
            frame_xy=self._frame_xy(view_xy),
            alt=self._is_alt,
            pan_key=self._is_pan_key or (control and event.button() == Qt.MouseButton.LeftButton),
        )

    def _note(self, event: QMouseEvent) -> None:
        """Remember where the pointer is and whether Alt is held, which a key event may not tell."""
        self._pointer = event.position()
        is_alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if is_alt is not self._is_alt:
            self._is_alt = is_alt
            self._hand_changed()

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

    def _follow_pointer(self) -> None:
        """The circle goes where the pointer is, and the mask under it shows its name."""
        is_shown = self._is_brush and self._pointer is not None and not self._is_pan_key
        circle = self._items.circle
        circle.setVisible(is_shown and self._gestures.frame is not None)
        if self._pointer is not None:
            x, y = self._frame_xy((self._pointer.x(), self._pointer.y()))
            circle.setPos(x + 0.5, y + 0.5)
        if self._items.hover(self._pointer_xy):
            self._place_labels()

    def _restyle_circle(self) -> None:
        self._items.circle.set_style(
            diameter_px=self._brush_diameter_px,
            is_erasing=self._is_erasing,
            unit=self._unit,
            zoom=self._camera.zoom,
        )
        self._follow_pointer()

    def _hand_changed(self) -> None:
        """Another tool, key or button: another cursor."""
        self._restyle_circle()
        tool, ratio = self._gestures.tool, self.devicePixelRatioF()
        if self._gestures.is_panning:
            self._canvas.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif self._is_pan_key or tool is Tool.PAN:
            self._canvas.setCursor(Qt.CursorShape.OpenHandCursor)
        elif self._is_brush:
            self._canvas.setCursor(Qt.CursorShape.BlankCursor)
        else:
            self._canvas.setCursor(
                point_cursor(positive=not self._is_alt, unit=self._unit, pixel_ratio=ratio)
            )

    def _place_labels(self) -> None:
        self._items.place_labels(self._camera, self._size)

    def _describe(self) -> None:
        frame = self._gestures.frame
        text = self._message
        if frame is not None:
            text = tr("{width} by {height} pixels, {count} masks").format(
                width=frame[0], height=frame[1], count=len(self._items.layers)
            )
        self.setAccessibleDescription(text)


class _Hand:
    """What gestures do on a canvas: mostly, signals."""

    def __init__(self, canvas: FrameCanvas) -> None:
        self._canvas = canvas

    def click(self, frame_xy: Xy, positive: bool) -> None:
        self._canvas.clicked.emit(*frame_xy, positive)

    def show_band(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        self._canvas._items.prompt.show_band(box_xyxy)

    def draw_box(self, box_xyxy: tuple[float, float, float, float]) -> None:
        self._canvas.box_drawn.emit(*box_xyxy)

    def begin_stroke(self, frame_xy: Xy, erase: bool) -> None:
        self._canvas.stroke_began.emit(*frame_xy, erase)

    def move_stroke(self, frame_xy: Xy) -> None:
        self._canvas.stroke_moved.emit(*frame_xy)

    def end_stroke(self) -> None:
        self._canvas.stroke_ended.emit()

    def pan(self, dx: float, dy: float) -> None:
        self._canvas.pan_by(dx, dy)
