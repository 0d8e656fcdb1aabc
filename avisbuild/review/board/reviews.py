"""Who reviewed how many videos and sent how many back, and what is still said against the videos."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from avisbuild.records import RoundState
from avisbuild.review.board.edit_line import Change, CommentRow, EditLine, RoundRow

_ENDS = (RoundState.ACCEPTED, RoundState.CHANGES_REQUESTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewerWork:
    """The reviews that one person has ended."""

    person: str
    accepted: int
    returned: int

    @property
    def reviews(self) -> int:
        return self.accepted + self.returned

    @property
    def share_returned(self) -> float:
        """How many of the reviews sent the video back, from 0 to 1."""
        return self.returned / self.reviews if self.reviews else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComments:
    """How many comments of one reason, "" for none, are not resolved, and how many there are in all."""

    reason: str
    open: int
    total: int


@dataclass
class ReviewCount:
    """Counts reviews and comments line by line."""

    since: datetime | None = None
    _ended: Counter[tuple[str, RoundState]] = field(default_factory=Counter)
    _moved: set[tuple[str, int]] = field(default_factory=set)
    _comments: dict[tuple[str, int], CommentRow] = field(default_factory=dict)

    def add(self, line: EditLine) -> None:
        """Take in the next line of the journal."""
        is_counted = self.since is None or line.at >= self.since
        for change in line.changes:
            if change.table == "comments":
                self._keep_comment(change)
            elif is_counted and change.table == "rounds":
                self._count_move(line, change)

    @property
    def moved(self) -> frozenset[tuple[str, int]]:
        """The reviews that began, went on or ended, each by its video and its number."""
        return frozenset(self._moved)

    def reviewers(self) -> tuple[ReviewerWork, ...]:
        """Everybody who ended a review, in order of name."""
        return tuple(
            ReviewerWork(
                person=person,
                accepted=self._ended[person, RoundState.ACCEPTED],
                returned=self._ended[person, RoundState.CHANGES_REQUESTED],
            )
            for person in sorted({person for person, _ in self._ended})
        )

    def comments(self) -> tuple[OpenComments, ...]:
        """Every reason for which there is a comment, most open ones first."""
        total = Counter(each.reason for each in self._comments.values())
        still = Counter(each.reason for each in self._comments.values() if not each.resolved)
        return tuple(
            OpenComments(reason=reason, open=still[reason], total=total[reason])
            for reason in sorted(total, key=lambda reason: (-still[reason], reason))
        )

    def _count_move(self, line: EditLine, change: Change) -> None:
        row = change.after
        if isinstance(row, RoundRow) and row.number > 1:
            self._moved.add((row.video_id, row.number - 1))
        ended = _ended_in_share if line.is_merged else _review_ended
        if line.is_standing and (state := ended(change)):
            self._ended[_reviewer(change) or line.author, state] += 1

    def _keep_comment(self, change: Change) -> None:
        if isinstance(change.after, CommentRow):
            self._comments[change.after.video_id, change.after.number] = change.after
        elif isinstance(change.before, CommentRow):
            self._comments.pop((change.before.video_id, change.before.number), None)


def _reviewer(change: Change) -> str:
    """Who ended a review by this change, who is not always who wrote the entry: shares are merged."""
    return change.after.person if isinstance(change.after, RoundRow) else ""


def _ended_in_share(change: Change) -> RoundState | None:
    """The same for a merge, which shows of a review only how it ended; its beginning was far away."""
    before, after = change.before, change.after
    if not isinstance(after, RoundRow) or after.number <= 1 or RoundState(after.state) not in _ENDS:
        return None
    is_news = not isinstance(before, RoundRow) or before.state != after.state
    return RoundState(after.state) if is_news else None


def _review_ended(change: Change) -> RoundState | None:
    """How a review ended by this change; None where it is another one."""
    before, after = change.before, change.after
    if not (isinstance(before, RoundRow) and isinstance(after, RoundRow)):
        return None
    state = RoundState(after.state)
    return state if state in _ENDS and before.state == RoundState.IN_REVIEW else None
