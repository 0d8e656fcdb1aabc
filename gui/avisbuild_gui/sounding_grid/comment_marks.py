"""The mark of a cell, or of a second, on which a comment is open."""

from PyQt6.QtCore import QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from avisbuild_gui.theme import Theme

_LARGEST_PX = 8


def paint_comment(painter: QPainter, cell: QRect, theme: Theme) -> None:
    """A disc in the lower right corner of a cell, with an edge that is seen on any sign."""
    side = min(_LARGEST_PX, cell.width() - 2, cell.height() - 4)
    if side < 3:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.panel), 1.2, Qt.PenStyle.SolidLine))
    painter.setBrush(QColor(theme.error))
    x, y = cell.right() - side - 0.5, cell.bottom() - side - 2.5
    painter.drawEllipse(QRectF(x, y, side, side))
    painter.restore()
