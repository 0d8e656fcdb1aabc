"""The videos as a Qt model: plain rows, filtered here, so that 900 of them cost nothing."""

from collections.abc import Iterable
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from avisbuild.annotation.summary import SummaryRow
from avisbuild.records import RoundState, VideoId
from avisbuild_gui.texts import tr

_OF_REVIEW = (RoundState.SUBMITTED, RoundState.IN_REVIEW, RoundState.CHANGES_REQUESTED)


def state_text(state: RoundState) -> str:
    """A state in words: "to do"."""
    return {
        RoundState.TODO: tr("to do"),
        RoundState.ANNOTATING: tr("annotating"),
        RoundState.SUBMITTED: tr("submitted"),
        RoundState.IN_REVIEW: tr("in review"),
        RoundState.CHANGES_REQUESTED: tr("changes requested"),
        RoundState.ACCEPTED: tr("accepted"),
    }[state]


def offered_states(rows: Iterable[SummaryRow], *, review_rounds: int) -> tuple[RoundState, ...]:
    """The states to look for: without reviews, those of a review only where a video is in one."""
    found = {row.state for row in rows}
    return tuple(
        state for state in RoundState if review_rounds or state in found or state not in _OF_REVIEW
    )


def matches(row: SummaryRow, text: str, state: RoundState | None) -> bool:
    """Whether every word of `text` is in the id or the person's name, and the state is the one wanted."""
    if state is not None and row.state is not state:
        return False
    haystack = f"{row.video_id} {row.person}".casefold()
    return all(word in haystack for word in text.casefold().split())


class VideoModel(QAbstractListModel):
    """`rows` are all videos, `shown` those that pass the filter."""

    ROW_ROLE = int(Qt.ItemDataRole.UserRole)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SummaryRow, ...] = ()
        self.shown: tuple[SummaryRow, ...] = ()
        self._text = ""
        self._state: RoundState | None = None

    def show_rows(self, rows: tuple[SummaryRow, ...]) -> None:
        """Replace all rows; where the same videos stay in sight, only rows that changed are painted."""
        self.rows = rows
        self._show(self._passing())

    def show_row(self, row: SummaryRow) -> None:
        """Replace one row; one that no longer passes the filter stays until the filter is used again."""
        self.rows = tuple(row if old.video_id == row.video_id else old for old in self.rows)
        self._show(tuple(row if old.video_id == row.video_id else old for old in self.shown))

    def filter(self, text: str, state: RoundState | None) -> None:
        """Show only what `matches`."""
        self._text, self._state = text, state
        self._show(self._passing())

    def position(self, video_id: VideoId | None) -> int | None:
        """Where a video is among those shown."""
        for position, row in enumerate(self.shown):
            if row.video_id == video_id:
                return position
        return None

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.shown)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.shown):
            return None
        row = self.shown[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.video_id
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return row_text(row)
        return row if role == self.ROW_ROLE else None

    def _passing(self) -> tuple[SummaryRow, ...]:
        return tuple(row for row in self.rows if matches(row, self._text, self._state))

    def _show(self, shown: tuple[SummaryRow, ...]) -> None:
        before = self.shown
        if [row.video_id for row in before] != [row.video_id for row in shown]:
            self.beginResetModel()
            self.shown = shown
            self.endResetModel()
            return
        self.shown = shown
        for position, (old, new) in enumerate(zip(before, shown, strict=True)):
            if old != new:
                self.dataChanged.emit(self.index(position), self.index(position))


def row_text(row: SummaryRow) -> str:
    """A row in words, for tooltips and screen readers."""
    text = tr("{video}: {state}, {done} of {total} cells masked, {seconds} s").format(
        video=row.video_id,
        state=state_text(row.state),
        done=row.cells_done,
        total=row.cells_total,
        seconds=row.second_count,
    )
    return f"{text}, {row.person}" if row.person else text
