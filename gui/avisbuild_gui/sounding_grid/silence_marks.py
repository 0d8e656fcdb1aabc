"""Silent seconds over the strip: confirmed ones solid, suggested ones hatched: no colour is needed."""

from collections.abc import Iterable, Iterator

from PyQt6.QtCore import QPointF, QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPen

from avisbuild_gui.theme import Theme, mixed, see_through


def consecutive_runs(seconds: Iterable[int]) -> Iterator[tuple[int, int]]:
    """The half-open runs of neighbouring seconds, in order of time."""
    start, stop = None, 0
    for second in sorted(seconds):
        if start is None or second != stop:
            if start is not None:
                yield start, stop
            start = second
        stop = second + 1
    if start is not None:
        yield start, stop


def paint_confirmed(painter: QPainter, row: QRect, below: QRect, theme: Theme) -> None:
    """A run that a person confirmed: a solid bar in its row, what lies below it veiled."""
    painter.fillRect(row.adjusted(0, 1, -1, -1), mixed(theme.good, theme.suggestion, 0.6))
    painter.fillRect(below.adjusted(0, 0, -1, 0), see_through(theme.suggestion, 0.72))


def paint_suggested(painter: QPainter, row: QRect, below: QRect, theme: Theme) -> None:
    """A run that the level suggests: hatched in a dashed frame, what lies below it lightly hatched."""
    painter.save()
    box = QRectF(row).adjusted(0.5, 1.5, -1.5, -1.5)
    _hatch(painter, box, mixed(theme.good, theme.panel, 0.7), 4.0)
    pen = QPen(mixed(theme.good, theme.panel, 0.85), 1, Qt.PenStyle.DashLine)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    painter.fillRect(below.adjusted(0, 0, -1, 0), see_through(theme.suggestion, 0.25))
    _hatch(painter, QRectF(below.adjusted(0, 0, -1, 0)), see_through(theme.good, 0.45), 11.0)
    painter.restore()


def _hatch(painter: QPainter, area: QRectF, colour: QColor, gap: float) -> None:
    """Lines that rise to the right, in step over the whole widget."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(area, Qt.ClipOperation.IntersectClip)
    painter.setPen(QPen(colour, 1.2))
    height = area.height()
    start = (area.left() - height) // gap * gap
    while start < area.right():
        painter.drawLine(QPointF(start, area.bottom()), QPointF(start + height, area.top()))
        start += gap
    painter.restore()
