"""The comments of a video as a Qt model, and as painted rows with the numbers of their pins."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPen
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.theme import Theme, smaller


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentRow:
    """One comment: a line about it, and all of it for who rests on it."""

    number: int
    text: str
    details: str
    is_resolved: bool = False


class CommentModel(QAbstractListModel):
    """Rows as they are given."""

    ROW_ROLE = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[CommentRow, ...] = ()

    def show_rows(self, rows: Sequence[CommentRow]) -> None:
        """Show these rows and no others."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{row.number}. {row.details}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(row.details)
        return row if role == self.ROW_ROLE else None


class CommentDelegate(QStyledItemDelegate):
    """Paints a row of one line; `current` is the number of the comment that one is at."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, round(option.fontMetrics.height() * 1.6))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        row = index.data(CommentModel.ROW_ROLE)
        if painter is None or not isinstance(row, CommentRow):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, is_current = option.rect, row.number == self.current
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = self.theme.raised if is_under and not is_current else self.theme.panel
        painter.fillRect(box, QColor(self.theme.selection if is_current else back))
        if is_current:
            edge = QRect(box.left(), box.top(), 3, box.height())
            painter.fillRect(edge, QColor(self.theme.accent))
        side = option.fontMetrics.height() * 1.2
        head = QRectF(box.left() + 8, box.top() + (box.height() - side) / 2, side, side)
        self._paint_head(painter, head, row)
        left = round(head.right()) + option.fontMetrics.averageCharWidth()
        room = QRect(left, box.top(), max(0, box.right() - left - 4), box.height())
        painter.setFont(option.font)
        painter.setPen(QColor(self.theme.text_dim if row.is_resolved else self.theme.text))
        shown = option.fontMetrics.elidedText(row.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()

    def _paint_head(self, painter: QPainter, head: QRectF, row: CommentRow) -> None:
        """As its pin: filled while it is open, hollow once it is resolved."""
        colour = QColor(self.theme.good if row.is_resolved else self.theme.error)
        painter.setPen(QPen(colour, 1.4))
        painter.setBrush(QColor(self.theme.panel) if row.is_resolved else colour)
        painter.drawEllipse(head)
        font = smaller(painter.font())
        font.setBold(True)
        painter.setFont(font)
        painter.setPen(QColor(self.theme.text if row.is_resolved else self.theme.panel))
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, str(row.number))
