"""The board of a project, added up in one pass over its journal."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from avisbuild.review.board.changes import ReviewChanges, read_changes
from avisbuild.review.board.edit_line import edit_lines
from avisbuild.review.board.pace import Pace, find_pace
from avisbuild.review.board.reviews import OpenComments, ReviewCount, ReviewerWork
from avisbuild.review.board.video_states import StatePoint, VideoStates
from avisbuild.review.board.work import MeansWork, PersonWork, WorkCount
from avisbuild.store import Project
from avisbuild.store.engine import corrupt_rows_as_errors
from avisbuild.store.journal import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """What the lead wants to know; all times are local to `made_at`, and work and reviews are since `since`.

    `videos` are those in each state now, `over_time` those at the end of each day or hour. `names` are all
    who ever edited, whoever is asked for. `moved_reviews` are
    those that began, went on or ended, by video and number, `changes` what they changed, if that was read.
    """

    made_at: datetime
    since: datetime | None
    people: tuple[PersonWork, ...]
    means: tuple[MeansWork, ...]
    videos: Mapping[str, int]
    over_time: tuple[StatePoint, ...]
    pace: Pace
    reviewers: tuple[ReviewerWork, ...]
    comments: tuple[OpenComments, ...]
    names: frozenset[str]
    moved_reviews: frozenset[tuple[str, int]] = frozenset()
    changes: ReviewChanges = field(default_factory=ReviewChanges)


def read_board(
    project: Project,
    *,
    now: datetime,
    since: datetime | None = None,
    person: str = "",
    zone: tzinfo | None = None,
) -> Board:
    """A project's board as of now, with what reviews changed; see `count_board`. Raises ProjectError."""
    entries = project.journal.entries_and_taken_back()
    with corrupt_rows_as_errors(str(project.folder)):
        board = count_board(entries, now=now, since=since, person=person, zone=zone)
    return replace(board, changes=read_changes(project, board.moved_reviews, person=person))


def count_board(
    entries: Iterable[tuple[Entry, bool]],
    *,
    now: datetime,
    since: datetime | None = None,
    person: str = "",
    zone: tzinfo | None = None,
) -> Board:
    """Add up a whole journal, each entry with whether it was taken back.

    `zone` is whose days and hours are meant, by default this machine's. With a `person`, the work and the
    reviews are theirs alone; the videos are all.
    """
    work, states, reviews = WorkCount(since), VideoStates(zone), ReviewCount(since)
    names: set[str] = set()
    first_work: datetime | None = None
    for line in edit_lines(entries, now=now):
        work.add(line)
        states.add(line)
        reviews.add(line)
        if not line.is_brought_in:
            names.add(line.author)
            first_work = first_work or line.at
    pace = find_pace(states.progress, states.now, first_work=first_work, since=since, now=now)
    return Board(
        made_at=now.astimezone(zone),
        since=since,
        people=tuple(each for each in work.people() if person in ("", each.person)),
        means=tuple(each for each in work.means() if person in ("", each.person)),
        videos=states.now,
        over_time=states.over_time(since=since, until=now),
        pace=pace,
        reviewers=tuple(each for each in reviews.reviewers() if person in ("", each.person)),
        comments=reviews.comments(),
        names=frozenset(names | {each.person for each in work.people()}),
        moved_reviews=reviews.moved,
    )
