"""The canvas in the middle of the window: one frame, its masks, the prompt, the draft."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QPoint, QRectF, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPixmap
from PyQt6.QtWidgets import QWidget

from avisbuild.segment import Image, MaskArray, Prompt
from avisbuild_gui.canvas.camera import Xy, clamped, is_on_frame, to_view
from avisbuild_gui.canvas.frame_scene import FrameScene
from avisbuild_gui.canvas.mask_rasters import Projection
from avisbuild_gui.canvas.mouse_view import MouseView
from avisbuild_gui.canvas.pixmaps import frame_pixmap
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.amounts import masks_text
from avisbuild_gui.theme import Theme
from avisbuild_gui.values import (
    ANCHOR_TOOLS,
    FIRST_BRUSH_PX,
    Look,
    MaskLayer,
    ShownOutline,
    ShownPin,
    Tool,
)

_MESSAGE_SCALE = 1.15
_ANCHOR_REACH_PX = 9.0
_REST_MS = 100


class FrameCanvas(MouseView):
    """One frame with its masks. Positions are pixels of the frame; pixel centres lie at whole numbers.

    The wheel zooms, the middle button pushes the view; the signals are those of MouseView and CameraView.

    Signals:
        pressed: a button that does not push the view went down; what it does is told afterwards.
        pin_clicked(number): the pin of a comment. comment_asked(x, y): by the right button.
    """

    pressed = pyqtSignal()
    pin_clicked = pyqtSignal(int)
    comment_asked = pyqtSignal(float, float)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self._items = FrameScene(theme)
        super().__init__(self._items, parent)
        self._items.setParent(self)
        self._theme = theme
        self._message = ""
        self._brush_diameter_px = FIRST_BRUSH_PX
        self._outline: ShownOutline | None = None
        self._right_comments = False
        self._coming: tuple[MaskLayer, ...] = ()
        self._left: list[MaskLayer] = []
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.timeout.connect(self._prepare_one)
        self.setAccessibleName(tr("Frame with masks"))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
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
        self._outline = None
        self._gestures.frame = None
        if image is not None:
            self._gestures.frame = (pixmap.width(), pixmap.height())
            self._take_frame_size(self._gestures.frame)
        self._view_moved()
        self._follow_pointer()
        self._describe()
        self._surface.update()

    def show_moving(self, image: Image | None, *, is_elsewhere: bool = False) -> None:
        """Show a picture (h, w, 3) uint8 RGB in the frame's place, whatever its size; None: the frame again.

        On one `is_elsewhere`, of another second, a press does nothing but to be told. The view is pushed on.
        """
        if self._gestures.frame is not None:
            if not self._gestures.is_panning:
                self._gestures.cancel()
            pixmap = QPixmap() if image is None else frame_pixmap(image)
            was_elsewhere = self._items.is_elsewhere
            self._items.show_moving(pixmap, is_elsewhere=is_elsewhere)
            if was_elsewhere is not self._items.is_elsewhere:
                self._place_labels()

    def show_masks(self, layers: Sequence[MaskLayer]) -> None:
        """Show these masks and no others, each at its own pixels; none where there is no frame."""
        if not self._items.show_layers(layers if self._gestures.frame is not None else ()):
            return
        self._follow_pointer()
        self._place_labels()
        self._describe()

    def prepare_masks(self, layers: Sequence[MaskLayer]) -> None:
        """These are shown next, probably: they are painted ahead, one at a time, while nothing is done."""
        self._coming = tuple(layers)
        self._prepare_anew()

    @property
    def is_prepared(self) -> bool:
        """Whether nothing is left to be painted ahead."""
        return not self._left

    def show_draft(self, mask: MaskArray | None, colour: str = "") -> None:
        """Show the mask (H, W) bool that is not committed yet in the colour "#rrggbb", or none."""
        mask = mask if self._gestures.frame is not None else None
        had_draft = self._items.has_draft
        self._items.show_draft(mask, colour)
        if had_draft or self._items.has_draft:
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
        was_prompting = self._items.is_prompting
        self._items.show_prompt(prompt)
        if was_prompting or self._items.is_prompting:
            self._place_labels()

    def show_outline(self, outline: ShownOutline | None) -> None:
        """Show the outline that is being drawn, or none; its anchors can be taken hold of."""
        shown = outline if self._gestures.frame is not None else None
        was_erasing = self._outline_erases
        self._outline = shown
        self._items.outline.show_outline(shown)
        if was_erasing is not self._outline_erases:
            self._update_cursor()

    def place_of(self, frame_xy: Xy) -> QPoint:
        """Where a point of the frame is seen, from the canvas' upper left corner."""
        x, y = to_view(self._camera, frame_xy, self._size)
        return QPoint(round(x), round(y))

    def show_pins(self, pins: Sequence[ShownPin]) -> None:
        """Show these comments on points of the frame, and no others."""
        self._items.pins.show_pins(pins)

    def comment_with_right(self, *, on: bool) -> None:
        """Have the right button ask for a comment, unless a mask is being made, which it corrects."""
        self._right_comments = on

    def set_tool(self, tool: Tool) -> None:
        """Take another tool; a stroke that is under way ends, a click or box comes to nothing."""
        if tool is not self._gestures.tool:
            self._gestures.cancel()
            self._gestures.tool = tool
            self._items.show_preview(None)
            self._update_cursor()

    def set_brush_diameter(self, diameter_px: float) -> None:
        """The diameter of brush and eraser in pixels of the frame."""
        self._brush_diameter_px = diameter_px
        self._gestures.brush_radius_px = diameter_px / 2
        self._update_cursor()

    def set_look(self, look: Look) -> None:
        """Paint masks in another way."""
        self._items.set_look(look)
        self._place_labels()

    def mousePressEvent(self, event: QMouseEvent | None) -> None:
        assert event is not None
        is_elsewhere = self._items.is_elsewhere
        is_push = self._pushes(event) or self._gestures.tool is Tool.PAN
        if not is_push:
            self.pressed.emit()
        if not is_push and (is_elsewhere or self._takes_for_comment(event)):
            event.accept()
        else:
            super().mousePressEvent(event)

    def _takes_for_comment(self, event: QMouseEvent) -> bool:
        """Whether a press was for a comment: on a pin, or asking for one."""
        place = event.position()
        view_xy = place.x(), place.y()
        is_left = event.button() == Qt.MouseButton.LeftButton
        pins = self._items.pins
        number = pins.pin_at(view_xy, self._camera, self._size) if pins.isVisible() else 0
        if is_left and number and not self._items.is_prompting:
            self.pin_clicked.emit(number)
            return True
        frame, frame_xy = self._gestures.frame, self._frame_xy(view_xy)
        asks = event.button() == Qt.MouseButton.RightButton and self._right_comments
        if asks and frame and is_on_frame(frame_xy, frame) and not self._items.is_prompting:
            self.comment_asked.emit(*clamped(frame_xy, frame))
            return True
        return False

    def changeEvent(self, event: QEvent | None) -> None:
        super().changeEvent(event)
        if event is not None and event.type() == QEvent.Type.FontChange:
            self._restyle()

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
        self._prepare_anew()

    def _prepare_anew(self) -> None:
        """Begin again with what comes, for the view as it lies when it has come to rest."""
        self._left = list(self._coming)
        if self._left:
            self._idle.start(_REST_MS)

    def _prepare_one(self) -> None:
        if self._left and self.isVisible():
            view = Projection.of(self.viewportTransform(), self.devicePixelRatioF())
            self._items.prepare_layer(self._left.pop(0), view)
            if self._left:
                self._idle.start(0)

    def _restyle(self) -> None:
        self._items.set_style(self._theme, self._unit, self.font())
        self._place_labels()
        self._update_cursor()

    def _update_cursor(self) -> None:
        super()._update_cursor()
        self._restyle_circle()

    def _show_band(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        self._items.prompt.show_band(box_xyxy)

    def _anchor_at(self, view_xy: Xy) -> int | None:
        anchors = () if self._outline is None else self._outline.anchors
        places = [to_view(self._camera, each, self._size) for each in anchors]
        away = [max(abs(x - view_xy[0]), abs(y - view_xy[1])) for x, y in places]
        nearest = min(range(len(away)), key=away.__getitem__, default=None)
        reach = _ANCHOR_REACH_PX * self._unit
        return nearest if nearest is not None and away[nearest] <= reach else None

    @property
    def _adds(self) -> bool:
        """An outline goes on as it began, whatever is held now."""
        erases = self._outline_erases
        is_going_on = erases is not None and self._gestures.tool in ANCHOR_TOOLS
        return not erases if is_going_on else super()._adds

    @property
    def _outline_erases(self) -> bool | None:
        return None if self._outline is None else self._outline.erases

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

    def _place_labels(self) -> None:
        self._items.place_labels(self._camera, self._size)

    def _describe(self) -> None:
        frame = self._gestures.frame
        text = self._message
        if frame is not None:
            text = tr("{width} by {height} pixels, {masks}").format(
                width=frame[0], height=frame[1], masks=masks_text(len(self._items.layers))
            )
        self.setAccessibleDescription(text)
