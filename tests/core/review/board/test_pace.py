"""How many days are left? As many as the last week's pace says, and no number where there is no pace."""

from datetime import UTC, datetime, timedelta

import pytest

from avisbuild.review.board.pace import Pace, find_pace
from avisbuild.review.board.video_states import Progress

NOW = datetime(2030, 1, 31, 12, tzinfo=UTC)
VIDEOS = {"todo": 6, "annotating": 2, "submitted": 3, "accepted": 4, "set_aside": 9}


def moved(days_ago: float, handed_in: int = 0, accepted: int = 0) -> Progress:
    return Progress(at=NOW - timedelta(days=days_ago), handed_in=handed_in, accepted=accepted)


def pace_of(*progress: Progress, days: float = 30, since: float | None = None) -> Pace:
    return find_pace(
        progress,
        VIDEOS,
        first_work=NOW - timedelta(days=days),
        since=None if since is None else NOW - timedelta(days=since),
        now=NOW,
    )


def test_what_was_done_in_the_last_week_says_how_long_the_rest_takes() -> None:
    pace = pace_of(moved(20, 50, 50), moved(6, 10), moved(1, 4, 2))
    assert (pace.days, pace.handed_in, pace.accepted) == (7, 14, 2)
    assert (pace.left_to_hand_in, pace.left_to_accept) == (8, 11)
    assert (pace.days_to_hand_in, pace.days_to_accept) == (4.0, 38.5)


def test_what_was_sent_back_counts_against_the_pace() -> None:
    assert pace_of(moved(3, 4, 1), moved(2, -3)).days_to_hand_in == 56.0


@pytest.mark.parametrize("back", [-2, -5], ids=["as much", "more"])
def test_where_as_much_is_sent_back_there_is_no_pace(back: int) -> None:
    assert pace_of(moved(3, 2), moved(2, back)).days_to_hand_in is None


def test_a_project_that_began_three_days_ago_has_a_pace_of_three_days() -> None:
    assert pace_of(moved(1, 6), days=3).days_to_hand_in == 4.0


def test_what_was_done_in_the_first_hour_is_the_pace_of_a_day() -> None:
    assert pace_of(moved(0.02, 4), days=0.04).days_to_hand_in == 2.0


def test_since_a_day_of_ones_own_the_pace_is_that_since_then() -> None:
    pace = pace_of(moved(20, 8), moved(1, 2), since=25)
    assert (pace.days, pace.days_to_hand_in) == (25, 20.0)


def test_where_nothing_is_left_no_day_is() -> None:
    done = find_pace([], {"accepted": 3}, first_work=None, since=None, now=NOW)
    assert (done.days_to_hand_in, done.days_to_accept) == (0.0, 0.0)
