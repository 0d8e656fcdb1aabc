"""In which states the videos were at each moment, and who brought them on or back."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo

from avisbuild.records import RoundState
from avisbuild.review.board.edit_line import Change, EditLine, RoundRow, VideoRow

SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatePoint:
    """How many videos were in each state at the end of the hour or the day that begins at `start`."""

    start: datetime
    videos: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What people moved at one time: videos handed in and accepted, less those sent back or reopened."""

    at: datetime
    handed_in: int
    accepted: int


@dataclass
class VideoStates:
    """Follows every video through its states, line by line; undoing moves it, too."""

    zone: tzinfo | None
    progress: list[Progress] = field(default_factory=list)
    _rounds: dict[str, dict[int, RoundState]] = field(default_factory=dict)
    _aside: set[str] = field(default_factory=set)
    _counts: Counter[str] = field(default_factory=Counter)
    _by_hour: dict[datetime, dict[str, int]] = field(default_factory=dict)

    def add(self, line: EditLine) -> None:
        """Take in the next line of the journal."""
        before = {name: self._state(name) for name in _videos_in(line.changes)}
        if not before:
            return
        for change in line.changes:
            self._apply(change)
        after = {name: self._state(name) for name in before}
        self._counts.subtract(state for state in before.values() if state)
        self._counts.update(state for state in after.values() if state)
        hour = line.at.astimezone(self.zone).replace(minute=0, second=0, microsecond=0)
        self._by_hour[hour] = {state: count for state, count in self._counts.items() if count}
        if not line.is_brought_in:
            self._note_progress(line.at, before, after)

    @property
    def now(self) -> Mapping[str, int]:
        """How many videos are in each state at the end."""
        return {state: count for state, count in self._counts.items() if count}

    def over_time(self, *, since: datetime | None, until: datetime) -> tuple[StatePoint, ...]:
        """The videos by state at the end of each day, or hour where it all took two days at most.

        Only where they differ from the point before; where `since` lies later, they begin there.
        """
        begin = since.astimezone(self.zone) if since else None
        hours = list(self._by_hour.items())
        earlier = [videos for hour, videos in hours if begin and hour < begin]
        found = [(hour, videos) for hour, videos in hours if not begin or hour >= begin]
        if begin and earlier:
            found.insert(0, (begin.replace(minute=0, second=0, microsecond=0), earlier[-1]))
        if found and until - found[0][0] > timedelta(days=2):
            # The last of a day stands for it, and a day has one date on whichever side of a change of clocks.
            by_day = {hour.date(): (hour.replace(hour=0), videos) for hour, videos in found}
            found = list(by_day.values())
        points = [StatePoint(start=start, videos=videos) for start, videos in found]
        return tuple(
            point
            for index, point in enumerate(points)
            if index == 0 or point.videos != points[index - 1].videos
        )

    def _state(self, name: str) -> str:
        """The state of a video, "" for one that is not in the project."""
        if name not in self._rounds:
            return ""
        if name in self._aside:
            return SET_ASIDE
        rounds = self._rounds[name]
        return (rounds[max(rounds)] if rounds else RoundState.TODO).value

    def _apply(self, change: Change) -> None:
        row = change.before if change.after is None else change.after
        is_there = change.after is not None
        if isinstance(row, RoundRow):
            rounds = self._rounds.setdefault(row.video_id, {})
            if is_there:
                rounds[row.number] = RoundState(row.state)
            else:
                rounds.pop(row.number, None)
        elif isinstance(row, VideoRow) and change.table == "set_aside":
            (self._aside.add if is_there else self._aside.discard)(row.video_id)
        elif isinstance(row, VideoRow):
            if is_there:
                self._rounds.setdefault(row.video_id, {})
            else:
                self._rounds.pop(row.video_id, None)

    def _note_progress(
        self, at: datetime, before: Mapping[str, str], after: Mapping[str, str]
    ) -> None:
        handed_in = sum(
            is_handed_in(after[name]) - is_handed_in(before[name])
            for name in before
            if _is_worked_on(before[name]) and _is_worked_on(after[name])
        )
        accepted = sum(
            (after[name] == RoundState.ACCEPTED) - (before[name] == RoundState.ACCEPTED)
            for name in before
            if _is_worked_on(before[name]) and _is_worked_on(after[name])
        )
        if handed_in or accepted:
            self.progress.append(Progress(at=at, handed_in=handed_in, accepted=accepted))


def is_handed_in(state: str) -> bool:
    """Whether a video in this state has nothing left for its annotator to do."""
    return _is_worked_on(state) and not RoundState(state).is_open


def _is_worked_on(state: str) -> bool:
    return state not in ("", SET_ASIDE)


def _videos_in(changes: tuple[Change, ...]) -> set[str]:
    """The videos whose state a line may change."""
    rows = [
        row
        for each in changes
        if each.table in ("videos", "rounds", "set_aside")
        for row in (each.before, each.after)
    ]
    return {row.video_id for row in rows if isinstance(row, RoundRow | VideoRow)}
