"""How one difference looks in the list: how much of the cell is left, as a bar, and one line."""

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild_gui.theme import Theme

AGREEMENT = Qt.ItemDataRole.UserRole + 1
_BAR_EM = 1.6


class ChangeDelegate(QStyledItemDelegate):
    """Paints rows of one line; `current` is the difference one is at."""

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
        box, theme = option.rect, self.theme
        is_current = index.row() == self.current
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver) and not is_current
        back = theme.selection if is_current else theme.raised if is_under else theme.panel
        painter.fillRect(box, QColor(back))
        if is_current:
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), QColor(theme.accent))
        em = option.fontMetrics.height()
        bar = QRectF(box.left() + 8, box.center().y() - 0.14 * em, _BAR_EM * em, 0.34 * em)
        self._paint_bar(painter, bar, index.data(AGREEMENT))
        left = round(bar.right()) + option.fontMetrics.averageCharWidth()
        room = QRect(left, box.top(), max(0, box.right() - left - 4), box.height())
        painter.setPen(QColor(theme.text))
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_bar(self, painter: QPainter, bar: QRectF, agreement: object) -> None:
        """Filled as far as the cell is what it was; nothing for what is no cell."""
        if not isinstance(agreement, float):
            return
        painter.fillRect(bar, QColor(self.theme.error))
        filled = QRectF(bar.left(), bar.top(), bar.width() * agreement, bar.height())
        painter.fillRect(filled, QColor(self.theme.good))
