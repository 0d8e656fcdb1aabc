"""Two moments of a video in the frame's place: side by side, or as one picture whose masks blink."""

from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QGridLayout, QLabel, QWidget

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
    """Nothing can be drawn here; the left button pushes both pictures, and the wheel zooms both.

    In one picture the right canvas is seen alone, with the masks of the side that is to be seen.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.before, self.after = FrameCanvas(theme), FrameCanvas(theme)
        self.headings = {Side.BEFORE: _heading(), Side.AFTER: _heading()}
        self._outlines = {canvas: DifferenceItem() for canvas in (self.before, self.after)}
        self._sides = ComparedSides()
        self._side = Side.AFTER
        self._is_one = False
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
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(max(2, self.fontMetrics().height() // 6))
        for column, (side, canvas) in enumerate(
            ((Side.BEFORE, self.before), (Side.AFTER, self.after))
        ):
            layout.addWidget(self.headings[side], 0, column)
            layout.addWidget(canvas, 1, column)
            layout.setColumnStretch(column, 1)
        layout.setRowStretch(1, 1)

    def set_theme(self, theme: Theme) -> None:
        for canvas in self._outlines:
            canvas.set_theme(theme)

    def set_look(self, look: Look) -> None:
        """Paint masks in another way."""
        for canvas in self._outlines:
            canvas.set_look(look)

    def show_diff(self, shown: ShownDiff | None) -> None:
        """Say which moments are seen."""
        if shown is not None:
            self._moments = {
                Side.BEFORE: short_moment_text(shown.start, shown.handovers),
                Side.AFTER: short_moment_text(shown.stop, shown.handovers),
            }
            self._show()

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
        self._is_one = one
        self.before.setVisible(not one)
        self.headings[Side.BEFORE].setVisible(not one)
        self._show()

    def look_at(self, box_xyxy: Box | None) -> None:
        """Show a box of the frame well, on both sides."""
        self.after.look_at(box_xyxy)

    def _show(self) -> None:
        """The right canvas shows what is after, and before where the picture blinks or a key is held."""
        layers = {Side.BEFORE: self._sides.before, Side.AFTER: self._sides.after}
        self.before.show_masks(layers[Side.BEFORE])
        self.after.show_masks(layers[self._side])
        for side, seen in ((Side.BEFORE, Side.BEFORE), (Side.AFTER, self._side)):
            words = tr("Before: {moment}") if seen is Side.BEFORE else tr("After: {moment}")
            heading = self.headings[side]
            heading.setText(words.format(moment=self._moments[seen]))
            heading.setProperty("is_before", seen is Side.BEFORE)

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


def _heading() -> QLabel:
    label = ElidedLabel(Qt.TextElideMode.ElideRight)
    label.setObjectName("heading")
    label.setContentsMargins(4, 2, 4, 2)
    return label
