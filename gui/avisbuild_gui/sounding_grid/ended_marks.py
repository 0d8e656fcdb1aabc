"""The mark of a cell at which propagation lost an instance."""

from PyQt6.QtCore import QPointF, QRect, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from avisbuild_gui.theme import Theme

_LARGEST_PX = 11


def paint_ended(painter: QPainter, cell: QRect, theme: Theme) -> None:
    """A triangle in the upper left corner of a cell, with an edge that is seen on any sign."""
    side = min(_LARGEST_PX, cell.width() - 1, cell.height() - 3)
    if side < 3:
        return
    x, y = cell.left(), cell.top() + 1
    corner = QPolygonF([QPointF(x, y), QPointF(x + side, y), QPointF(x, y + side)])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.panel), 1.2, Qt.PenStyle.SolidLine))
    painter.setBrush(QColor(theme.warning))
    painter.drawPolygon(corner)
    painter.restore()
