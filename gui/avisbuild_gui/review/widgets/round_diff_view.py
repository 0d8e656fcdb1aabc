"""Two moments of a video in the frame's place: side by side, or as one picture whose masks blink."""

from PyQt6.QtCore import QEvent, QObject, Qt
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QGridLayout, QWidget

from avisbuild.segment import Image
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.panels.elided_label import ElidedLabel
from avisbuild_gui.review.blink import Side
from avisbuild_gui.review.compared_sides import Box, ComparedSides
from avisbuild_gui.review.round_diff import ShownDiff
from avisbuild_gui.review.widgets.difference_item import DifferenceItem
from avisbuild_gui.review.widgets.moment_text import short_moment_text
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme
from avisbuild_gui.values import Look, Tool


class RoundDiffView(QWidget):
    """Lies over the canvas on which masks are drawn, and keeps the mouse from it while it is shown.

    The left button pushes both pictures, the wheel zooms both. In one picture the right one is seen alone,
    with the masks of the side that is to be seen.
    """

    def __init__(self, theme: Theme, below: FrameCanvas) -> None:
        super().__init__(below)
        self._below = below
        self.before, self.after = FrameCanvas(theme), FrameCanvas(theme)
        self.headings = {Side.BEFORE: _heading(), Side.AFTER: _heading()}
        self._outlines = {canvas: DifferenceItem() for canvas in (self.before, self.after)}
        self._sides = ComparedSides()
        self._side = Side.AFTER
        self._moments = {Side.BEFORE: "", Side.AFTER: ""}
        self._is_following = False
        for canvas, item in self._outlines.items():
            canvas.set_tool(Tool.PAN)
            canvas.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            scene = canvas.scene()
            assert scene is not None
            scene.addItem(item)
        self.before.view_changed.connect(lambda: self._follow(self.before, self.after))
        self.after.view_changed.connect(lambda: self._follow(self.after, self.before))
        self.before.setAccessibleName(tr("Frame before"))
        self.after.setAccessibleName(tr("Frame after"))
        self._columns = layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(max(2, self.fontMetrics().height() // 6))
        for column, (side, canvas) in enumerate(
            ((Side.BEFORE, self.before), (Side.AFTER, self.after))
        ):
            layout.addWidget(self.headings[side], 0, column)
            layout.addWidget(canvas, 1, column)
            layout.setColumnStretch(column, 1)
        layout.setRowStretch(1, 1)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._surface = self._below.viewport()
        for each in (self._below, self._surface):
            assert each is not None
            each.installEventFilter(self)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        for canvas in self._outlines:
            canvas.set_theme(theme)

    def set_look(self, look: Look) -> None:
        """Paint masks in another way."""
        for canvas in self._outlines:
            canvas.set_look(look)

    def show_diff(self, shown: ShownDiff | None) -> None:
        """Lie over the canvas and say which moments are seen, or make room for it."""
        if shown is not None:
            if not self.isVisibleTo(self._below):
                self.setGeometry(self._below.rect())
                self.show()
                self.after.restore_view(*self._below.zoom_and_centre())
            self._moments = {
                Side.BEFORE: short_moment_text(shown.start, shown.handovers),
                Side.AFTER: short_moment_text(shown.stop, shown.handovers),
            }
            self._show()
        else:
            self.hide()

    def show_frame(self, image: Image | None, message: str = "") -> None:
        """The frame of another second, on both sides."""
        for canvas, item in self._outlines.items():
            canvas.show_frame(image, message)
            item.show_pixels(None)

    def show_sides(self, sides: ComparedSides) -> None:
        """The masks of the second, before and after, and what differs."""
        self._sides = sides
        for item in self._outlines.values():
            item.show_pixels(sides.difference)
        self._show()

    def show_side(self, side: Side) -> None:
        """In the one picture, see this side."""
        self._side = side
        self._show()

    def show_one(self, *, one: bool) -> None:
        """One picture, or two side by side."""
        self._columns.setColumnStretch(0, 0 if one else 1)
        self._columns.setHorizontalSpacing(0 if one else self._columns.verticalSpacing())
        self.before.setVisible(not one)
        self.headings[Side.BEFORE].setVisible(not one)
        self._show()

    def look_at(self, box_xyxy: Box | None) -> None:
        """Show a box of the frame well, on both sides."""
        self.after.look_at(box_xyxy)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        """Be as large as the canvas below, to which no button gets through."""
        if a0 is self._below and a1 is not None and a1.type() == QEvent.Type.Resize:
            self.setGeometry(self._below.rect())
        is_mouse = a0 is self._surface and isinstance(a1, QMouseEvent)
        return (is_mouse and self.isVisibleTo(self._below)) or super().eventFilter(a0, a1)

    def _show(self) -> None:
        """The right canvas shows what is after, and before where the picture blinks or a key is held."""
        layers = {Side.BEFORE: self._sides.before, Side.AFTER: self._sides.after}
        self.before.show_masks(layers[Side.BEFORE])
        self.after.show_masks(layers[self._side])
        for side, seen in ((Side.BEFORE, Side.BEFORE), (Side.AFTER, self._side)):
            words = tr("Before: {moment}") if seen is Side.BEFORE else tr("After: {moment}")
            heading = self.headings[side]
            heading.setText(words.format(moment=self._moments[seen]))

    def _follow(self, moved: FrameCanvas, other: FrameCanvas) -> None:
        """Both sides show the same part of the frame, as large."""
        if self._is_following or not other.isVisibleTo(self):
            return
        self._is_following = True
        if moved.is_fitted:
            other.zoom_to_fit()
        else:
            other.restore_view(*moved.zoom_and_centre())
        self._is_following = False


def _heading() -> ElidedLabel:
    label = ElidedLabel(Qt.TextElideMode.ElideRight)
    label.setObjectName("heading")
    label.setAutoFillBackground(True)
    label.setFixedHeight(round(1.4 * label.fontMetrics().height()))
    return label
