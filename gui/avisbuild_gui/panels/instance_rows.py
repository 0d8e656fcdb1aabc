"""The instances of a video as a Qt model of plain rows."""

from dataclasses import dataclass
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from avisbuild.annotation import VideoView
from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId
from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.sounding_grid.lane_rows import lanes_from_view
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.amounts import masks_text


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceRow:
    """One instance; `masks` of its `seconds` that sound in view have a mask, `todo` have none."""

    instance_id: InstanceId
    name: str
    colour: str
    seconds: int
    masks: int
    todo: int


def instance_rows(view: VideoView) -> tuple[InstanceRow, ...]:
    """A row for each instance, in the order of the number keys."""
    return tuple(
        InstanceRow(
            instance_id=lane.instance_id,
            name=lane.name,
            colour=lane.colour,
            seconds=lane.sounding_count,
            masks=lane.sounding_count - lane.todo_count,
            todo=lane.todo_count,
        )
        for lane in lanes_from_view(view)
    )


def row_text(row: InstanceRow, marks: InstanceMarks) -> str:
    """A row in words, for tooltips and screen readers."""
    text = tr("{name}: sounds in {seconds} s, {masks}, {todo} to do").format(
        name=row.name, seconds=row.seconds, masks=masks_text(row.masks), todo=row.todo
    )
    words = (
        tr("hidden") if row.instance_id in marks.hidden else "",
        tr("locked") if row.instance_id in marks.locked else "",
    )
    return "; ".join(filter(None, (text, *words)))


class InstanceModel(QAbstractListModel):
    """Rows that are replaced in place where the same instances stay."""

    ROW_ROLE = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[InstanceRow, ...] = ()
        self.marks = InstanceMarks()

    def show_rows(self, rows: tuple[InstanceRow, ...]) -> None:
        """Take other rows; only those that differ are painted."""
        before = self.rows
        if [row.instance_id for row in before] != [row.instance_id for row in rows]:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()
            return
        self.rows = rows
        for position, (old, new) in enumerate(zip(before, rows, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(position), self.index(position))

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(row_text(row, self.marks))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return row_text(row, self.marks)
        return row if role == self.ROW_ROLE else None
