"""Which seconds a video has, and which picture stands for each."""

from array import array
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.errors import MediaError
from avisbuild.media.frame_plan import FramePlan, choose_pictures, plan_frames
from avisbuild.media.timeline import Timeline

TICK = Fraction(1, 1000)


def timeline(pts: list[int], *, end_ms: int, sound_end_ms: int | None = None) -> Timeline:
    return Timeline(
        time_base=TICK,
        pts=array("q", pts),
        is_key=bytearray([1] * len(pts)),
        is_shown=bytearray([1] * len(pts)),
        is_whole=True,
        picture_end_s=end_ms * TICK,
        sound_end_s=None if sound_end_ms is None else sound_end_ms * TICK,
    )


def plan(
    of: Timeline, *, start_ms: int | None = None, end_ms: int | None = None, offset: float = 0.5
) -> FramePlan:
    return plan_frames(
        of, zero_s=Fraction(0), start_ms=start_ms, end_ms=end_ms, offset=offset, name="a.mp4"
    )


@pytest.mark.parametrize(
    ("end_ms", "second_count"),
    [(20_400, 20), (20_600, 20), (20_999, 21), (20_998, 20), (1000, 1), (999, 1)],
    ids=[
        "0.4 s over",
        "0.6 s over",
        "1 ms short",
        "2 ms short",
        "one second",
        "a hair short of it",
    ],
)
def test_a_second_counts_when_it_is_whole_to_the_millisecond(
    end_ms: int, second_count: int
) -> None:
    found = plan(timeline(list(range(0, end_ms, 40)), end_ms=end_ms))
    assert found.second_count == second_count
    assert found.remainder_s == max(0, end_ms - 1000 * second_count) * TICK


def test_a_picture_exactly_at_the_frame_time_is_too_late() -> None:
    assert plan(timeline([0, 499, 500, 501], end_ms=1000)).frame_pts == (499,)


def test_the_first_picture_stands_in_where_none_came_before() -> None:
    assert plan(timeline([800, 900, 1400], end_ms=2000)).frame_pts == (800, 1400)


def test_sound_that_goes_on_after_the_pictures_makes_no_further_seconds() -> None:
    assert plan(timeline([0, 400, 1400], end_ms=1440, sound_end_ms=9000)).second_count == 1


def test_a_last_second_is_whole_when_its_sound_is_and_its_frame_is_there() -> None:
    assert plan(timeline([0, 1400, 2940], end_ms=2970, sound_end_ms=3000)).second_count == 3


def test_a_span_that_ends_behind_the_source_is_cut_there() -> None:
    found = plan(timeline(list(range(0, 5000, 100)), end_ms=5000), start_ms=3000, end_ms=9000)
    assert found.frame_pts == (3400, 4400)


def test_a_span_without_a_whole_second_is_refused() -> None:
    with pytest.raises(MediaError, match=r"no whole second from 4\.5 s on") as caught:
        plan(timeline(list(range(0, 5000, 100)), end_ms=5000), start_ms=4500)
    assert caught.value.code == "too-short"


@given(
    pts=st.lists(st.integers(0, 90_000), min_size=1, max_size=60, unique=True),
    times=st.lists(st.fractions(0, 90, max_denominator=4000), max_size=10),
    ticks=st.sampled_from([1000, 12_288, 15_360, 90_000]),
)
def test_the_chosen_picture_is_the_last_before_each_time(
    pts: list[int], times: list[Fraction], ticks: int
) -> None:
    pts.sort()
    base = Fraction(1, ticks)
    for time_s, chosen in zip(times, choose_pictures(pts, times, base), strict=True):
        earlier = [p for p in pts if p * base < time_s]
        assert chosen == (earlier[-1] if earlier else pts[0])
