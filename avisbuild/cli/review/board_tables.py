"""The board as tables: the same columns and figures on a terminal, in CSV files and on the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from avisbuild.messages import Message, states
from avisbuild.records import MaskSource, RoundState
from avisbuild.review.board import Board
from avisbuild.review.board.video_states import SET_ASIDE
from avisbuild.review.board.work import IDLE_AFTER, total_means, total_work
from avisbuild.review.change_figures import ChangeFigures, share

NONE = "-"
# In the order in which a video goes through them.
STATES = (*(state.value for state in RoundState), SET_ASIDE)
_HOUR_S = 3600.0
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardTable:
    """One table: `rows` as shown to people, `values` as written to a file.

    `left` are the columns of words, `fine` those of figures from 0 to 1.
    """

    name: str
    title: str
    columns: Sequence[str]
    values: Sequence[Sequence[object]]
    left: Sequence[int] = (0,)
    fine: Sequence[int] = ()

    @property
    def rows(self) -> list[list[str]]:
        """The values as people read them, "-" for what is not known."""
        return [
            [_said(value, 3 if column in self.fine else 1) for column, value in enumerate(row)]
            for row in self.values
        ]

    @property
    def cells(self) -> list[list[object]]:
        """The values as a file has them: in more digits, and nothing for what is not known."""
        return [[_rounded(value) for value in row] for row in self.values]


def board_tables(board: Board) -> tuple[BoardTable, ...]:
    """Every table of the board, each with a row for what there is of it."""
    return (
        _people(board),
        _means(board),
        _person_means(board),
        _states(board),
        _reviewers(board),
        _comments(board),
        _changes(
            "changes_by_reviewer", "what reviews changed", "reviewer", board.changes.by_reviewer
        ),
        _changes("changes_by_category", "and in what", "category", board.changes.by_category),
    )


def pace_lines(board: Board) -> list[str]:
    """How long it will take, and what all figures rest on."""
    pace = board.pace
    return [
        _pace_line(
            "to hand in", pace.left_to_hand_in, pace.days_to_hand_in, pace.handed_in, pace.days
        ),
        _pace_line("to accept", pace.left_to_accept, pace.days_to_accept, pace.accepted, pace.days),
        f"Hours are estimated: the time between two edits, where it is at most {idle_minutes()} minutes.",
        f"Times are {zone_said(board.made_at)}.",
    ]


def idle_minutes() -> int:
    """How long somebody may do nothing and is still taken to work."""
    return IDLE_AFTER // _MINUTE


def zone_said(at: datetime) -> str:
    """The zone that the board's times are in, as UTC+08:00."""
    offset = at.strftime("%z")
    return f"UTC{offset[:3]}:{offset[3:5]}"


def means_said(source: str) -> str:
    """A means as people read it; the word `carried` is a projects' own for a mask that was copied."""
    return {MaskSource.COPIED.value: "copied"}.get(source, source or NONE)


def word_said(word: str) -> str:
    """A state or a reason as people read it; one that we do not know as it is."""
    return str(Message(word)) if word in states.TEMPLATES else word.replace("_", " ")


def rate_said(rate: float | None, digits: int = 1) -> str:
    """A figure in few digits, "-" where there is none."""
    return NONE if rate is None else f"{rate:.{digits}f}"


def _people(board: Board) -> BoardTable:
    rows = [*board.people]
    if len(rows) > 1:
        rows.append(total_work(board.people))
    return BoardTable(
        name="people",
        title="work by person",
        columns=("person", "hours", "masks made", "changed", "masks/h", "edits"),
        values=[
            (
                each.person or ("all" if index else NONE),
                each.seconds / _HOUR_S,
                each.made,
                each.changed,
                each.masks_an_hour,
                each.edits,
            )
            for index, each in enumerate(rows)
        ],
    )


def _means(board: Board) -> BoardTable:
    brought_in = [each for each in board.means if not each.person]
    return BoardTable(
        name="means",
        title="masks by means",
        columns=("means", "hours", "masks made", "changed", "masks/h"),
        values=[
            (
                means_said(each.means),
                None if each in brought_in else each.seconds / _HOUR_S,
                each.made,
                each.changed,
                None if each in brought_in else each.masks_an_hour,
            )
            for each in (*total_means(board.means), *brought_in)
        ],
    )


def _person_means(board: Board) -> BoardTable:
    return BoardTable(
        name="person_means",
        title="masks by person and means",
        columns=("person", "means", "hours", "masks made", "changed", "masks/h"),
        values=[
            (
                each.person,
                means_said(each.means),
                each.seconds / _HOUR_S,
                each.made,
                each.changed,
                each.masks_an_hour,
            )
            for each in board.means
            if each.person
        ],
        left=(0, 1),
    )


def _states(board: Board) -> BoardTable:
    used = used_states(board)
    return BoardTable(
        name="states",
        title="videos by state over time",
        columns=("until the end of", *map(word_said, used)),
        values=[
            (start_said(board, point.start), *(point.videos.get(state, 0) for state in used))
            for point in board.over_time
        ],
    )


def used_states(board: Board) -> list[str]:
    """The states in which any video ever was, in order."""
    return [state for state in STATES if any(point.videos.get(state) for point in board.over_time)]


def start_said(board: Board, start: datetime) -> str:
    """A day, or an hour of one where the board's points are hours."""
    by_day = all(point.start.hour == 0 for point in board.over_time)
    return f"{start:%Y-%m-%d}" if by_day else f"{start:%Y-%m-%d %H} h"


def _reviewers(board: Board) -> BoardTable:
    return BoardTable(
        name="reviewers",
        title="reviews",
        columns=("reviewer", "reviews", "accepted", "sent back", "sent back %"),
        values=[
            (
                each.person or NONE,
                each.reviews,
                each.accepted,
                each.returned,
                100 * each.share_returned,
            )
            for each in board.reviewers
        ],
    )


def _comments(board: Board) -> BoardTable:
    return BoardTable(
        name="comments",
        title="comments",
        columns=("reason", "open", "all"),
        values=[(word_said(each.reason) or NONE, each.open, each.total) for each in board.comments],
    )


def _changes(name: str, title: str, group: str, figures: Sequence[ChangeFigures]) -> BoardTable:
    return BoardTable(
        name=name,
        title=title,
        columns=(group, "videos", "masks %", "cells %", "instances %", "mean IoU", "median IoU"),
        values=[
            (
                each.group or NONE,
                each.videos,
                *(
                    None if part is None else 100 * part
                    for part in (
                        share(each.changed.masks, each.totals.masks),
                        share(each.changed.cells, each.totals.cells),
                        share(each.changed.instances, each.totals.instances),
                    )
                ),
                each.mean_iou,
                each.median_iou,
            )
            for each in figures
        ],
        fine=(5, 6),
    )


def _pace_line(what: str, left: int, days: float | None, done: int, of_days: float) -> str:
    if left == 0:
        return f"0 videos {what}"
    videos = "1 video" if left == 1 else f"{left} videos"
    pace = f"{rate_said(done / of_days)} a day ({done} in the last {_days_said(of_days).removeprefix('1 ')})"
    return f"{videos} {what}: {NONE if days is None else _days_said(days)} at {pace}"


def _days_said(days: float) -> str:
    said = f"{round(days, 1):g}"
    return "1 day" if said == "1" else f"{said} days"


def _said(value: object, digits: int) -> str:
    if value is None:
        return NONE
    return f"{value:.{digits}f}" if isinstance(value, float) else str(value)


def _rounded(value: object) -> object:
    return round(value, 4) if isinstance(value, float) else value
