"""How long it will take at the pace of the last days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from avisbuild.records import RoundState
from avisbuild.review.board.video_states import SET_ASIDE, Progress, is_handed_in

# A week holds a week-end, whatever day it is.
_LOOKED_BACK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """What people brought on in the last `days`, and what is left of the videos that are not set aside.

    What was sent back or reopened counts against it.
    """

    days: float
    handed_in: int
    accepted: int
    left_to_hand_in: int
    left_to_accept: int

    @property
    def days_to_hand_in(self) -> float | None:
        """Days until all is handed in; None where there is no pace."""
        return _days_left(self.left_to_hand_in, self.handed_in, self.days)

    @property
    def days_to_accept(self) -> float | None:
        """Days until all is accepted; None where there is no pace."""
        return _days_left(self.left_to_accept, self.accepted, self.days)


def find_pace(
    progress: Iterable[Progress],
    videos: Mapping[str, int],
    *,
    first_work: datetime | None,
    since: datetime | None,
    now: datetime,
) -> Pace:
    """The pace since `since`, or in the last week; not before anybody worked, and of a day at least."""
    begin = since or now - _LOOKED_BACK
    if first_work is not None:
        begin = max(begin, first_work)
    begin = min(begin, now - _DAY)
    counted = [each for each in progress if each.at >= begin]
    worked_on = {state: count for state, count in videos.items() if state != SET_ASIDE}
    handed_in = sum(count for state, count in worked_on.items() if is_handed_in(state))
    total = sum(worked_on.values())
    return Pace(
        days=(now - begin) / _DAY,
        handed_in=sum(each.handed_in for each in counted),
        accepted=sum(each.accepted for each in counted),
        left_to_hand_in=total - handed_in,
        left_to_accept=total - worked_on.get(RoundState.ACCEPTED.value, 0),
    )


def _days_left(left: int, done: int, days: float) -> float | None:
    if left == 0:
        return 0.0
    return left * days / done if done > 0 else None
