"""An outline that is being drawn: its path, where it would go on, its anchors; seen on any picture."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.canvas.camera import Xy
from avisbuild_gui.canvas.pens import BLACK, DASHES, WHITE, steady_at, steady_pen, stroke_double
from avisbuild_gui.theme import Theme
from avisbuild_gui.values import ShownOutline

# Radii of anchors in pixels of the window; the first one, which closes the outline, is larger and has a sign.
_RADIUS, _FIRST_RADIUS = 4.0, 7.0
_ARM = 3.6


class OutlineItem(QGraphicsItem):
    """The path through the anchors, on to the pointer, and dashed back to the first anchor."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._outline: ShownOutline | None = None
        self._unit = 1.0
        self._bounds = QRectF()

    def show_outline(self, outline: ShownOutline | None) -> None:
        """Show this outline, or none."""
        self._outline = outline
        self.update()

    def set_style(self, theme: Theme, unit: float) -> None:
        """The colours, and the unit of sizes in pixels of the window."""
        self._theme, self._unit = theme, unit
        self.update()

    def set_bounds(self, bounds: QRectF) -> None:
        """Where it may be, its discs included, in the scene."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        outline = self._outline
        if outline is None or not outline.path:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        points = (*outline.path, *outline.ahead)
        self._paint_way_back(painter, _line((points[-1], points[0])))
        stroke_double(painter, [_line(points)], self._unit)
        for number, anchor in reversed(list(enumerate(outline.anchors))):
            with steady_at(painter, *anchor, unit=self._unit):
                self._paint_anchor(painter, is_first=number == 0, erases=outline.erases)

    def _paint_way_back(self, painter: QPainter, path: QPainterPath) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width, dashes in ((BLACK, 2.4, ()), (WHITE, 1.2, DASHES)):
            painter.setPen(steady_pen(painter, colour, width * self._unit, dashes))
            painter.drawPath(path)

    def _paint_anchor(self, painter: QPainter, *, is_first: bool, erases: bool) -> None:
        radius = _FIRST_RADIUS if is_first else _RADIUS
        colour = QColor(self._theme.negative if erases else self._theme.positive)
        painter.setPen(QPen(BLACK, 1.2))
        painter.setBrush(WHITE)
        painter.drawEllipse(QPointF(), radius, radius)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(), radius - 1.6, radius - 1.6)
        if is_first:
            painter.setPen(QPen(WHITE, 1.8))
            painter.drawLine(QPointF(-_ARM, 0), QPointF(_ARM, 0))
            if not erases:
                painter.drawLine(QPointF(0, -_ARM), QPointF(0, _ARM))


def _line(points: Sequence[Xy]) -> QPainterPath:
    """An open line through points of the frame, whose pixels' centres lie at halves in the scene."""
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x + 0.5, y + 0.5) for x, y in points]))
    return path
