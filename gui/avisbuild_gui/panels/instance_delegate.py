"""How one instance looks in its panel: number key, chip, name, what is to do, masks of seconds."""

from PyQt6.QtCore import QAbstractItemModel, QEvent, QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QMouseEvent, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild.annotation import CellSign
from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId
from avisbuild_gui.panels.instance_rows import InstanceModel, InstanceRow
from avisbuild_gui.panels.mark_icons import mark_at, paint_marks
from avisbuild_gui.theme import Theme, paint_cell, paint_chip

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_KEY_COUNT = 9


class InstanceDelegate(QStyledItemDelegate):
    """Paints rows of one line; `current` is the active instance, `marks` says which are hidden or locked."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.current: InstanceId | None = None
        self.marks = InstanceMarks()
        self._pressed_mark = ""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        line = option.fontMetrics.height()
        return QSize(8 * line, round(1.55 * line) + 4)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        row = index.data(InstanceModel.ROW_ROLE)
        if painter is None or not isinstance(row, InstanceRow):
            return
        painter.save()
        box = option.rect
        is_current = row.instance_id == self.current
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = self.theme.panel
        if is_current or is_under:
            back = self.theme.selection if is_current else self.theme.raised
        painter.fillRect(box, QColor(back))
        if is_current:
            painter.fillRect(
                QRect(box.left(), box.top(), 3, box.height()), QColor(self.theme.accent)
            )
        left = self._paint_start(painter, box, index.row(), row)
        right = self._paint_end(painter, box, row, is_under=is_under)
        painter.setPen(QColor(self.theme.text))
        room = QRect(left, box.top(), max(0, right - left), box.height())
        name = painter.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | _MIDDLE, name)
        self._paint_bar(painter, box, row)
        painter.restore()

    def editorEvent(
        self,
        event: QEvent | None,
        model: QAbstractItemModel | None,
        option: QStyleOptionViewItem,
        index: QModelIndex,
    ) -> bool:
        """Note which icon a click is on; the view tells of the click after this."""
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease:
            self._pressed_mark = mark_at(option.rect, option.fontMetrics, event.position())
        return super().editorEvent(event, model, option, index)

    def take_clicked_mark(self) -> str:
        """Which icon the last click was on, once; "" for none."""
        mark, self._pressed_mark = self._pressed_mark, ""
        return mark

    def _paint_start(self, painter: QPainter, box: QRect, position: int, row: InstanceRow) -> int:
        """Paint number key and chip; return where the name begins."""
        metrics = painter.fontMetrics()
        em = metrics.averageCharWidth()
        x = box.left() + round(1.4 * em)
        if position < _KEY_COUNT:
            painter.setPen(QColor(self.theme.text_dim))
            key = QRect(x, box.top(), 2 * em, box.height())
            painter.drawText(key, Qt.AlignmentFlag.AlignLeft | _MIDDLE, f"{position + 1}")
        x += 2 * em
        side = round(metrics.ascent() * 0.9)
        chip = QRectF(x, box.top() + (box.height() - side) / 2, side, side)
        paint_chip(painter, chip, row.colour, self.theme)
        return x + side + em

    def _paint_end(self, painter: QPainter, box: QRect, row: InstanceRow, *, is_under: bool) -> int:
        """Paint masks / seconds and how much is to do, if anything; return where that begins."""
        metrics = painter.fontMetrics()
        em = metrics.averageCharWidth()
        right = paint_marks(
            painter, box, row.instance_id, self.marks, self.theme, is_under=is_under
        )
        painter.setPen(QColor(self.theme.text_dim))
        counts = f"{row.masks}/{row.seconds}"
        width = max(metrics.horizontalAdvance(counts), metrics.horizontalAdvance("00/00"))
        painter.drawText(
            QRect(right - width, box.top(), width, box.height()),
            Qt.AlignmentFlag.AlignRight | _MIDDLE,
            counts,
        )
        right -= width + em
        if row.todo:
            text = f"{row.todo}"
            width = max(metrics.horizontalAdvance(text), metrics.horizontalAdvance("00"))
            painter.setPen(QColor(self.theme.text))
            painter.drawText(
                QRect(right - width, box.top(), width, box.height()),
                Qt.AlignmentFlag.AlignRight | _MIDDLE,
                text,
            )
            side = round(metrics.height() * 0.85)
            cell = QRectF(
                right - width - em // 2 - side, box.top() + (box.height() - side) / 2, side, side
            )
            paint_cell(painter, cell, CellSign.TODO, self.theme)
            right = round(cell.left()) - em
        return right

    def _paint_bar(self, painter: QPainter, box: QRect, row: InstanceRow) -> None:
        full = QRect(box.left() + 8, box.bottom() - 1, box.width() - 14, 2)
        painter.fillRect(full, QColor(self.theme.line))
        share = row.masks / row.seconds if row.seconds else 0.0
        full.setWidth(round(full.width() * share))
        painter.fillRect(full, QColor(row.colour))
