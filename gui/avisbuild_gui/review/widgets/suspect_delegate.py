"""How one suspect looks: a warning sign and its explanation, in as many lines as it needs."""

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter
from PyQt6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from avisbuild_gui.theme import Theme, paint_icon

_WRAPPED = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop)
_EDGE_PX = 8


class SuspectDelegate(QStyledItemDelegate):
    """Paints rows that wrap at the width of their list; `current` is the suspect one is at."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self.theme = theme
        self.current: int | None = None
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        bar = self._view.verticalScrollBar()
        # The bar comes once the rows have their heights; they must fit beside it, too.
        width = self._view.width() - (0 if bar is None else bar.sizeHint().width())
        room = self._room(QRect(0, 0, width, 10_000), option.fontMetrics)
        text = str(index.data(Qt.ItemDataRole.DisplayRole))
        needed = option.fontMetrics.boundingRect(room, _WRAPPED, text)
        return QSize(100, needed.height() + option.fontMetrics.height() // 2)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        if painter is None:
            return
        painter.save()
        box, metrics = option.rect, option.fontMetrics
        is_current = index.row() == self.current
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = self.theme.raised if is_under and not is_current else self.theme.panel
        painter.fillRect(box, QColor(self.theme.selection if is_current else back))
        if is_current:
            edge = QRect(box.left(), box.top(), 3, box.height())
            painter.fillRect(edge, QColor(self.theme.accent))
        room = self._room(box, metrics)
        side = round(metrics.height() * 0.95)
        sign = QRectF(box.left() + _EDGE_PX, room.top(), side, side)
        paint_icon(painter, sign, "warning", self.theme.warning)
        painter.setPen(QColor(self.theme.text))
        painter.drawText(room, _WRAPPED, str(index.data(Qt.ItemDataRole.DisplayRole)))
        painter.restore()

    def _room(self, box: QRect, metrics: QFontMetrics) -> QRect:
        """Where the words are."""
        left = _EDGE_PX + round(metrics.height() * 0.95) + metrics.averageCharWidth()
        above = metrics.height() // 4
        return box.adjusted(left, above, -4, -above)
