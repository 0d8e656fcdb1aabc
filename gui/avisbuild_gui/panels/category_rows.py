"""The categories that were found, as a Qt model and as painted rows."""

from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild_gui.panels.category_search import Found
from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, paint_chip

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class CategoryModel(QAbstractListModel):
    """What was found, the likeliest first."""

    FOUND_ROLE = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: tuple[Found, ...] = ()

    def show_found(self, found: tuple[Found, ...]) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.found)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.found):
            return None
        found = self.found[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return found.category.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = f"{found.category.name}  {hint_text(found)}".strip()
            return plain_tool_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return found if role == self.FOUND_ROLE else None


def hint_text(found: Found) -> str:
    """Why a category may be meant: what it is called, too; "recent"; and the scenarios it is met in."""
    words = [tr("also {synonym}").format(synonym=found.synonym)] if found.synonym else []
    if found.is_guess:
        words = [tr("did you mean this?"), *words]
    words += [tr("recent")] if found.is_recent else []
    return " · ".join([*words, *found.category.scenarios])


class CategoryDelegate(QStyledItemDelegate):
    """Paints a chip in the category's colour, its name, and the hint at the end."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        return QSize(100, round(option.fontMetrics.height() * 1.5))

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        found = index.data(CategoryModel.FOUND_ROLE)
        if painter is None or not isinstance(found, Found):
            return
        painter.save()
        box, metrics = option.rect, option.fontMetrics
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = self.theme.raised if is_under else self.theme.panel
        painter.fillRect(box, QColor(self.theme.selection if is_chosen else back))
        em = metrics.averageCharWidth()
        side = round(metrics.ascent() * 0.9)
        chip = QRectF(box.left() + em, box.top() + (box.height() - side) / 2, side, side)
        red, green, blue = found.category.colour_rgb
        paint_chip(painter, chip, f"#{red:02x}{green:02x}{blue:02x}", self.theme)
        left = round(chip.right()) + em
        name_px = metrics.horizontalAdvance(found.category.name)
        room = QRect(left, box.top(), max(0, box.right() - left - em), box.height())
        painter.setPen(QColor(self.theme.text))
        painter.drawText(
            room,
            Qt.AlignmentFlag.AlignLeft | _MIDDLE,
            metrics.elidedText(found.category.name, Qt.TextElideMode.ElideMiddle, room.width()),
        )
        hint_room = room.width() - name_px - 2 * em
        if hint_room > 4 * em:
            is_near = found.is_recent or found.is_of_scenario or bool(found.synonym)
            painter.setPen(QColor(self.theme.accent if is_near else self.theme.text_dim))
            hint = metrics.elidedText(hint_text(found), Qt.TextElideMode.ElideRight, hint_room)
            painter.drawText(room, Qt.AlignmentFlag.AlignRight | _MIDDLE, hint)
        painter.restore()
