"""How one issue looks: a warning sign and one line."""

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild_gui.theme import Theme, paint_icon


class IssueDelegate(QStyledItemDelegate):
    """Paints rows of one line; `current` is the issue one is at."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: int | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, round(option.fontMetrics.height() * 1.5))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        if painter is None:
            return
        painter.save()
        box = option.rect
        is_current = index.row() == self.current
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = self.theme.raised if is_under and not is_current else self.theme.panel
        painter.fillRect(box, QColor(self.theme.selection if is_current else back))
        if is_current:
            painter.fillRect(
                QRect(box.left(), box.top(), 3, box.height()), QColor(self.theme.accent)
            )
        side = round(option.fontMetrics.height() * 0.95)
        sign = QRectF(box.left() + 8, box.top() + (box.height() - side) / 2, side, side)
        paint_icon(painter, sign, "warning", self.theme.warning)
        left = round(sign.right()) + option.fontMetrics.averageCharWidth()
        room = QRect(left, box.top(), max(0, box.right() - left - 4), box.height())
        painter.setPen(QColor(self.theme.text))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
