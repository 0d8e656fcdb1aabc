"""The eye and the lock at the end of an instance's row: what they show, and which of them is clicked."""

from PyQt6.QtCore import QPointF, QRect, QRectF
from PyQt6.QtGui import QColor, QFontMetrics, QPainter

from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId
from avisbuild_gui.theme import Theme, paint_icon

EYE, LOCK = "eye", "lock"
_NAMES = ((LOCK, "lock", "unlock"), (EYE, "eye_off", "eye"))


def mark_boxes(row: QRect, metrics: QFontMetrics) -> dict[str, QRectF]:
    """Where the two icons of a row lie, from the right: the lock, then the eye."""
    side = 0.95 * metrics.height()
    top = row.top() + (row.height() - side) / 2
    right = row.right() - metrics.averageCharWidth() / 2
    return {
        LOCK: QRectF(right - side, top, side, side),
        EYE: QRectF(right - 2.15 * side, top, side, side),
    }


def mark_at(row: QRect, metrics: QFontMetrics, point: QPointF) -> str:
    """Which icon lies at a point; "" for none."""
    boxes = mark_boxes(row, metrics)
    return next((mark for mark, box in boxes.items() if box.contains(point)), "")


def paint_marks(
    painter: QPainter,
    row: QRect,
    instance_id: InstanceId,
    marks: InstanceMarks,
    theme: Theme,
    *,
    is_under: bool,
) -> int:
    """Paint what is marked, and faintly, under the pointer, what can be; return where that begins."""
    on = {EYE: instance_id in marks.hidden, LOCK: instance_id in marks.locked}
    boxes = mark_boxes(row, painter.fontMetrics())
    for mark, marked_name, other_name in _NAMES:
        if on[mark]:
            paint_icon(painter, boxes[mark], marked_name, theme.text)
        elif is_under:
            paint_icon(painter, boxes[mark], other_name, QColor(theme.text_dim).name())
    return (
        round(min(box.left() for box in boxes.values())) - painter.fontMetrics().averageCharWidth()
    )
