"""How one difference looks in the list: where it is, how much of the cell is left as a bar, what happened."""

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild_gui.theme import Theme

AGREEMENT, DETAIL = Qt.ItemDataRole.UserRole + 1, Qt.ItemDataRole.UserRole + 2
_BAR_EM = 1.6


class ChangeDelegate(QStyledItemDelegate):
    """Paints rows of two lines; `current` is the difference one is at."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: int | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, round(option.fontMetrics.height() * 2.7))

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
        left, width = box.left() + 8, max(0, box.width() - 12)
        bar = QRectF(box.right() - 4 - _BAR_EM * em, box.top() + 0.6 * em, _BAR_EM * em, 0.3 * em)
        self._paint_bar(painter, bar, index.data(AGREEMENT))
        lines = (
            (Qt.ItemDataRole.DisplayRole, theme.text, width - round((_BAR_EM + 0.5) * em)),
            (DETAIL, theme.text_dim, width),
        )
        for number, (role, colour, room) in enumerate(lines):
            line = QRect(
                left, round(box.top() + (0.2 + 1.05 * number) * em), room, round(1.05 * em)
            )
            text = option.fontMetrics.elidedText(
                str(index.data(role) or ""), Qt.TextElideMode.ElideRight, line.width()
            )
            painter.setPen(QColor(colour))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _paint_bar(self, painter: QPainter, bar: QRectF, agreement: object) -> None:
        """Filled as far as the cell is what it was; nothing for what is no cell."""
        if not isinstance(agreement, float):
            return
        painter.fillRect(bar, QColor(self.theme.error))
        filled = QRectF(bar.left(), bar.top(), bar.width() * agreement, bar.height())
        painter.fillRect(filled, QColor(self.theme.good))
