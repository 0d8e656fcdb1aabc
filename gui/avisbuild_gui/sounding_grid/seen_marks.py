"""The mark of a cell that a reviewer has looked at: a tick in its lower right corner."""

from PyQt6.QtCore import QPointF, QRect, Qt
from PyQt6.QtGui import QColor, QPainter, QPen, QPolygonF

from avisbuild_gui.theme import Theme

_LARGEST_PX = 10


def paint_seen(painter: QPainter, cell: QRect, theme: Theme) -> None:
    """A tick with an edge, so that it is seen on any sign; none where there is no room."""
    side = min(_LARGEST_PX, cell.width() - 4, cell.height() - 6)
    if side < 4:
        return
    right, bottom = cell.right() - 3, cell.bottom() - 3
    tick = QPolygonF(
        [
            QPointF(right - side, bottom - 0.45 * side),
            QPointF(right - 0.62 * side, bottom),
            QPointF(right, bottom - 0.8 * side),
        ]
    )
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for colour, width in ((theme.panel, 3.6), (theme.text, 1.6)):
        pen = QPen(QColor(colour), width, Qt.PenStyle.SolidLine)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(tick)
    painter.restore()
