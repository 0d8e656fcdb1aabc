"""How far a project is: videos, seconds, masks and unheard seconds, by state, round and person."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from avisbuild.records import RoundState, Video, VideoId
from avisbuild.records.round import shown_review
from avisbuild.store.project import Project

_Group = tuple[RoundState, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusRow:
    """The videos that one person has in one state of one round; round 0 is before the first.

    `unheard` are their seconds that nobody has ever listened to.
    """

    state: RoundState
    round_number: int
    person: str
    videos: int
    seconds: int
    masks: int
    unheard: int

    @property
    def review(self) -> int:
        """The review that they are in, wait for or were last in, 0 before the first."""
        return shown_review(self.round_number, self.state)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewProgress:
    """How many videos are how far in one review: `done` have it behind them, `to_come` are not there yet.

    `being_changed` were returned by its reviewer, or opened again after it.
    """

    review: int
    to_come: int
    waiting: int
    in_review: int
    being_changed: int
    done: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsideRow:
    """The videos that are set aside for one reason."""

    reason: str
    videos: int
    seconds: int
    masks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """The project's videos, in order of state, round and person; those that are set aside are apart."""

    rows: tuple[StatusRow, ...]
    set_aside: tuple[SetAsideRow, ...] = ()
    reviews: tuple[ReviewProgress, ...] = ()

    @property
    def _all_rows(self) -> tuple[StatusRow | SetAsideRow, ...]:
        return (*self.rows, *self.set_aside)

    @property
    def videos(self) -> int:
        """How many videos the project has, in whatever state."""
        return sum(row.videos for row in self._all_rows)

    @property
    def seconds(self) -> int:
        """How long all videos are together."""
        return sum(row.seconds for row in self._all_rows)

    @property
    def masks(self) -> int:
        """How many masks are committed, in whatever state their video is."""
        return sum(row.masks for row in self._all_rows)

    @property
    def seconds_unheard(self) -> int:
        """Seconds of the videos that are worked on to which nobody has ever listened."""
        return sum(row.unheard for row in self.rows)

    @property
    def seconds_left(self) -> int:
        """Seconds of the videos in which their annotators still have something to do."""
        return sum(row.seconds for row in self.rows if row.state.is_open)

    @property
    def seconds_handed_in(self) -> int:
        """Seconds of the videos that were handed in and that nobody has accepted yet."""
        worked_on = sum(row.seconds for row in self.rows)
        return worked_on - self.seconds_left - self.seconds_accepted

    @property
    def seconds_accepted(self) -> int:
        """Seconds of the videos that an export takes."""
        return sum(row.seconds for row in self.rows if row.state is RoundState.ACCEPTED)

    @property
    def document(self) -> dict[str, Any]:
        """What `status --json` prints."""
        states: Counter[str] = Counter()
        for row in self.rows:
            states[row.state.value] += row.videos
        return {
            "videos": self.videos,
            "seconds": self.seconds,
            "seconds_left": self.seconds_left,
            "seconds_handed_in": self.seconds_handed_in,
            "seconds_accepted": self.seconds_accepted,
            "seconds_unheard": self.seconds_unheard,
            "masks": self.masks,
            "states": {state.value: states[state.value] for state in RoundState},
            "reviews": [asdict(each) for each in self.reviews],
            "set_aside": [asdict(row) for row in self.set_aside],
            "rows": [
                {
                    "state": row.state.value,
                    "round": row.round_number,
                    "review": row.review,
                    "person": row.person,
                    "videos": row.videos,
                    "seconds": row.seconds,
                    "masks": row.masks,
                    "seconds_unheard": row.unheard,
                }
                for row in self.rows
            ],
        }


def count_status(project: Project) -> Status:
    """Count a project's videos, seconds, masks and unheard seconds by state, round and person."""
    last, mask_counts = project.last_rounds(), project.mask_counts()
    heard_counts, aside = project.heard_counts(), project.set_aside()
    videos: Counter[_Group] = Counter()
    seconds: Counter[_Group] = Counter()
    masks: Counter[_Group] = Counter()
    unheard: Counter[_Group] = Counter()
    all_videos = project.videos()
    for video in all_videos:
        if video.video_id in aside:
            continue
        known = last.get(video.video_id)
        group = (
            (RoundState.TODO, 0, "") if known is None else (known.state, known.number, known.person)
        )
        videos[group] += 1
        seconds[group] += video.second_count
        masks[group] += mask_counts.get(video.video_id, 0)
        unheard[group] += video.second_count - heard_counts.get(video.video_id, 0)
    order = list(RoundState)
    groups = sorted(videos, key=lambda group: (order.index(group[0]), group[1:]))
    rows = tuple(
        StatusRow(
            state=group[0],
            round_number=group[1],
            person=group[2],
            videos=videos[group],
            seconds=seconds[group],
            masks=masks[group],
            unheard=unheard[group],
        )
        for group in groups
    )
    return Status(
        rows=rows,
        reviews=tuple(
            _progress(rows, number) for number in range(1, project.recipe.review_rounds + 1)
        ),
        set_aside=_count_aside(all_videos, aside, mask_counts),
    )


def _progress(rows: Iterable[StatusRow], review: int) -> ReviewProgress:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[_place(row, review)] += row.videos
    return ReviewProgress(
        review=review,
        to_come=counts["to_come"],
        waiting=counts["waiting"],
        in_review=counts["in_review"],
        being_changed=counts["being_changed"],
        done=counts["done"],
    )


def _place(row: StatusRow, review: int) -> str:
    """Where the videos of a row are, seen from one review: a field of `ReviewProgress`."""
    if row.state is RoundState.ACCEPTED or row.review > review:
        return "done"
    if row.review < review:
        return "to_come"
    if row.state is RoundState.SUBMITTED:
        return "waiting"
    return "in_review" if row.state is RoundState.IN_REVIEW else "being_changed"


def _count_aside(
    videos: Iterable[Video], aside: Mapping[VideoId, str], mask_counts: Mapping[VideoId, int]
) -> tuple[SetAsideRow, ...]:
    """A row for each reason, in order of the text."""
    by_reason: dict[str, list[Video]] = {}
    for video in videos:
        if video.video_id in aside:
            by_reason.setdefault(aside[video.video_id], []).append(video)
    return tuple(
        SetAsideRow(
            reason=reason,
            videos=len(those),
            seconds=sum(video.second_count for video in those),
            masks=sum(mask_counts.get(video.video_id, 0) for video in those),
        )
        for reason, those in sorted(by_reason.items())
    )
