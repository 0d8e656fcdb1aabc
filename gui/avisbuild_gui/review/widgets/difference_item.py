"""Pixels that differ between two moments, outlined over the frame; seen on any picture and any mask."""

from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QPainter, QPainterPath
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild.segment import MaskArray
from avisbuild_gui.canvas.outlines import contours, edge_path
from avisbuild_gui.canvas.pens import BLACK, steady_pen

# A colour that no instance has, nor a photograph much of; the black beside it shows on white.
COLOUR = QColor("#ffe600")
_WIDTH_PX, _CASING_PX = 1.8, 2.2
# Lines are as wide on screen at any zoom, so far out they reach over many pixels of the frame.
_REACH_PX = 96


class DifferenceItem(QGraphicsItem):
    """The edge of everything that is in the mask of one side only."""

    def __init__(self) -> None:
        super().__init__()
        self._edges = QPainterPath()
        self.setZValue(9)

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs."""
        return self._edges.isEmpty()

    def show_pixels(self, pixels: MaskArray | None) -> None:
        """Outline these pixels (H, W) bool, or none."""
        self.prepareGeometryChange()
        found = [] if pixels is None else contours(pixels)
        self._edges = edge_path(found, 0, 0) if found else QPainterPath()
        self.update()

    def boundingRect(self) -> QRectF:
        reach = _REACH_PX
        return self._edges.boundingRect().adjusted(-reach, -reach, reach, reach)

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        for colour, width in ((BLACK, _WIDTH_PX + _CASING_PX), (COLOUR, _WIDTH_PX)):
            painter.setPen(steady_pen(painter, colour, width))
            painter.drawPath(self._edges)
