"""The head of a lane: number key, colour, name, seconds that sound."""

from PyQt6.QtCore import QRect, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter

from avisbuild_gui.sounding_grid.lane_rows import Lane
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, paint_chip

# Keys 1 to 9 choose the first nine instances.
_KEY_COUNT = 9
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def paint_head(
    painter: QPainter, box: QRect, number: int, lane: Lane, theme: Theme, *, is_active: bool
) -> None:
    """Paint the head of the lane at position `number` into `box`."""
    painter.fillRect(box, QColor(theme.selection if is_active else theme.panel))
    if is_active:
        painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(theme.accent))
    metrics = painter.fontMetrics()
    em = metrics.averageCharWidth()
    x = box.left() + em
    painter.setPen(QColor(theme.text_dim))
    if number < _KEY_COUNT:
        key = QRect(x, box.top(), round(1.6 * em), box.height())
        painter.drawText(key, Qt.AlignmentFlag.AlignLeft | _MIDDLE, f"{number + 1}")
    x += round(1.8 * em)
    side = round(metrics.ascent() * 0.78)
    paint_chip(
        painter, QRectF(x, box.center().y() - side / 2 + 0.5, side, side), lane.colour, theme
    )
    x += side + em
    seconds = tr("{count} s").format(count=lane.sounding_count)
    seconds_px = metrics.horizontalAdvance(seconds)
    painter.setPen(QColor(theme.text_dim))
    end = QRect(box.right() - em - seconds_px, box.top(), seconds_px + 1, box.height())
    painter.drawText(end, Qt.AlignmentFlag.AlignRight | _MIDDLE, seconds)
    room = QRect(x, box.top(), end.left() - em - x, box.height())
    painter.setPen(QColor(theme.text))
    name = metrics.elidedText(lane.name, Qt.TextElideMode.ElideMiddle, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignLeft | _MIDDLE, name)
