"""The videos as a Qt model: plain rows, filtered here, so that 900 of them cost nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from PyQt6.QtCore import QAbstractListModel, QModelIndex, QObject, Qt

from avisbuild.annotation.summary import SummaryRow
from avisbuild.records import RoundState, VideoId
from avisbuild.records.round import shown_review
from avisbuild.store.locks import Held
from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.locks import holder_text
from avisbuild_gui.texts.set_aside import reason_text

# What the list may be filtered by beside a state: those that somebody has put out of the way.
SET_ASIDE: Literal["set-aside"] = "set-aside"
# Those that wait for the person at the window: to be reviewed, or to be changed as a reviewer asks.
TO_REVIEW: Literal["to-review"] = "to-review"
RETURNED: Literal["returned"] = "returned"
Wanted: TypeAlias = RoundState | Literal["set-aside", "to-review", "returned"]
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


def row_state_text(row: SummaryRow) -> str:
    """Where a video stands, in words: its state and which review, or why it is set aside."""
    if not row.is_set_aside:
        return _state_of_review(row) or state_text(row.state)
    return tr("set aside: {reason}").format(reason=reason_text(row.set_aside_reason))


def _state_of_review(row: SummaryRow) -> str:
    """Which review it is in, or waits for after the first."""
    number = shown_review(row.round_number, row.state)
    if row.state is RoundState.IN_REVIEW:
        return tr("in review {number}").format(number=number)
    if row.state is RoundState.SUBMITTED and number > 1:
        return tr("waits for review {number}").format(number=number)
    return ""


def wanted_text(wanted: Wanted) -> str:
    """What the list may be filtered by, in words."""
    if isinstance(wanted, RoundState):
        return state_text(wanted)
    return {
        SET_ASIDE: tr("set aside"),
        TO_REVIEW: tr("to review by you"),
        RETURNED: tr("returned to you"),
    }[wanted]


@dataclass(frozen=True, slots=True)
class Waiting:
    """The videos that wait for the person at the window, each in the order in which they come."""

    to_review: tuple[VideoId, ...] = ()
    returned: tuple[VideoId, ...] = ()

    def of(self, wanted: Wanted | None) -> tuple[VideoId, ...] | None:
        """Those that are wanted; None where something else is."""
        return {TO_REVIEW: self.to_review, RETURNED: self.returned}.get(wanted or SET_ASIDE)


def offered_states(
    rows: Sequence[SummaryRow], *, review_rounds: int, waiting: Waiting = Waiting()
) -> tuple[Wanted, ...]:
    """What to look for: without reviews, their states only where a video is in one; the same for aside.

    What waits for the person at the window comes first.
    """
    found = {row.state for row in rows if not row.is_set_aside}
    states = (
        state for state in RoundState if review_rounds or state in found or state not in _OF_REVIEW
    )
    mine: tuple[Wanted, ...] = tuple(each for each in (TO_REVIEW, RETURNED) if waiting.of(each))
    aside: tuple[Wanted, ...] = (SET_ASIDE,) if any(row.is_set_aside for row in rows) else ()
    return (*mine, *states, *aside)


def matches(
    row: SummaryRow, text: str, wanted: Wanted | None, waiting: Waiting = Waiting()
) -> bool:
    """Whether every word of `text` is in the id, the person or the reason, and the state is the one wanted.

    A video that is set aside has the state no more; without a wanted one it is there, too.
    """
    state: Wanted = SET_ASIDE if row.is_set_aside else row.state
    chosen = waiting.of(wanted)
    if wanted not in (None, state) if chosen is None else row.video_id not in chosen:
        return False
    reason = reason_text(row.set_aside_reason)
    haystack = f"{row.video_id} {row.person} {reason}".casefold()
    return all(word in haystack for word in text.casefold().split())


class VideoModel(QAbstractListModel):
    """`rows` are all videos, `shown` those that pass the filter."""

    ROW_ROLE = int(Qt.ItemDataRole.UserRole)
    HOLDER_ROLE = ROW_ROLE + 1

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[SummaryRow, ...] = ()
        self.shown: tuple[SummaryRow, ...] = ()
        self._holders: Mapping[VideoId, Held] = {}
        self._text = ""
        self._state: Wanted | None = None
        self.waiting = Waiting()

    def show_waiting(self, waiting: Waiting) -> None:
        """Know which videos wait for the person at the window."""
        self.waiting = waiting
        if waiting.of(self._state) is not None:
            self._show(self._passing())

    def show_rows(self, rows: tuple[SummaryRow, ...]) -> None:
        """Replace all rows; where the same videos stay in sight, only rows that changed are painted."""
        self.rows = rows
        self._show(self._passing())

    def show_row(self, row: SummaryRow) -> None:
        """Replace one row; one that no longer passes the filter stays until the filter is used again."""
        self.rows = tuple(row if old.video_id == row.video_id else old for old in self.rows)
        self._show(tuple(row if old.video_id == row.video_id else old for old in self.shown))

    def show_holders(self, holders: Mapping[VideoId, Held]) -> None:
        """Say who else has which video open; only rows that this changes are painted."""
        before, self._holders = self._holders, holders
        for position, row in enumerate(self.shown):
            if before.get(row.video_id) != holders.get(row.video_id):
                self.dataChanged.emit(self.index(position), self.index(position))

    def filter(self, text: str, state: Wanted | None) -> None:
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
        held = self._holders.get(row.video_id)
        if role == self.HOLDER_ROLE:
            return held
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            text = row_text(row) + (f", {holder_text(held)}" if held else "")
            return plain_tool_tip(text) if role == Qt.ItemDataRole.ToolTipRole else text
        return row if role == self.ROW_ROLE else None

    def _passing(self) -> tuple[SummaryRow, ...]:
        found = [row for row in self.rows if matches(row, self._text, self._state, self.waiting)]
        order = self.waiting.of(self._state)
        if order is not None:
            found.sort(key=lambda row: order.index(row.video_id))
        return tuple(found)

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
        state=row_state_text(row),
        done=row.cells_done,
        total=row.cells_total,
        seconds=row.second_count,
    )
    return f"{text}, {row.person}" if row.person else text
