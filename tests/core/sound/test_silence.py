"""R14: seconds that may be silent are suggested by a two-pass rule on the level."""

from dataclasses import dataclass, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.sound import SilenceRule, silent_seconds
from avisbuild.sound.silence import threshold_db, without_short_runs


@dataclass(frozen=True)
class Curve:
    """A level curve with ten levels a second."""

    fine_level_db: NDArray[np.float32]
    fine_rate_hz: int = 10


RULE = SilenceRule(shortest_burst_s=0.2, shortest_gap_s=0.3, least_share=0.9)


def curve(picture: str, *, loud_db: float = -20.0, quiet_db: float = -70.0) -> Curve:
    """One character a tenth of a second, `#` loud and `.` quiet; blanks between the seconds."""
    levels = [loud_db if sign == "#" else quiet_db for sign in picture.replace(" ", "")]
    return Curve(np.array(levels, np.float32))


def shown(blocks: NDArray[np.bool_]) -> str:
    return "".join("." if silent else "#" for silent in blocks)


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("########## .......... ##########", (False, True, False)),
        ("########## ....#..... ##########", (False, True, False)),
        ("########## ....##.... ##########", (False, False, False)),
        ("##..##..## ##..##..## ##..##..##", (False, False, False)),
        ("########## #......... ##########", (False, True, False)),
        ("########## ##........ ##########", (False, False, False)),
        (".......... .......... ..........", (True, True, True)),
        ("########## ########## ##########", (False, False, False)),
    ],
    ids=[
        "a silent second between loud ones",
        "a knock shorter than a sound does not break it",
        "a short sound does",
        "the gaps between beats are no silence",
        "a tenth may belong to the sound before",
        "two tenths may not",
        "nothing sounds at all (R14)",
        "everything sounds",
    ],
)
def test_seconds_of_a_picture_are_suggested(picture: str, expected: tuple[bool, ...]) -> None:
    quiet_everywhere = "#" not in picture
    level = curve(picture, quiet_db=-70.0 if quiet_everywhere else -65.0)
    assert silent_seconds(level, RULE) == expected


def test_bursts_are_dropped_before_gaps_are_closed() -> None:
    """In the other order the knock would have split the silence into gaps that are closed."""
    silent = np.array([sign == "." for sign in "####..#..####"])
    kept = without_short_runs(silent, shortest_burst=2, shortest_gap=3)
    assert shown(kept) == "####.....####"


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([-20.0] * 50 + [-80.0] * 50, -50.0),
        ([-45.0] * 50 + [-90.0] * 50, -60.0),
        ([-20.0] * 50 + [-40.0] * 50, -36.0),
        ([-20.0] * 50 + [-33.0] * 50, -35.0),
    ],
    ids=[
        "30 dB under the loud level",
        "never under the floor, 60 dB under full scale",
        "4 dB above the hiss of a recording",
        "at least 15 dB under the loud level",
    ],
)
def test_the_threshold_follows_the_video(levels: list[float], expected: float) -> None:
    assert threshold_db(np.array(levels, np.float32), SilenceRule()) == pytest.approx(expected)


def test_a_video_of_one_even_sound_has_no_silence() -> None:
    assert silent_seconds(Curve(np.full(30, -35.0, np.float32))) == (False, False, False)


def test_louder_recording_same_suggestions() -> None:
    picture = "########## .......... ####......"
    quieter = silent_seconds(curve(picture, loud_db=-20, quiet_db=-55))
    assert silent_seconds(curve(picture, loud_db=-8, quiet_db=-43)) == quieter


BLOCKS = st.lists(st.booleans(), min_size=1, max_size=80).map(np.array)
LENGTHS = st.integers(0, 9)


@given(BLOCKS, LENGTHS, LENGTHS)
def test_dropping_and_closing_twice_changes_nothing_more(
    silent: NDArray[np.bool_], burst: int, gap: int
) -> None:
    once = without_short_runs(silent, shortest_burst=burst, shortest_gap=gap)
    twice = without_short_runs(once, shortest_burst=burst, shortest_gap=gap)
    assert shown(twice) == shown(once)


@given(BLOCKS, LENGTHS, LENGTHS)
def test_no_run_that_is_left_is_too_short(silent: NDArray[np.bool_], burst: int, gap: int) -> None:
    left = shown(without_short_runs(silent, shortest_burst=burst, shortest_gap=gap))
    runs = left.replace(".#", ". #").replace("#.", "# .").split()
    if len(runs) > 1:
        assert all(len(run) >= (burst if run[0] == "#" else gap) for run in runs)


LEVELS = st.lists(
    st.sampled_from([-80.0, -55.0, -45.0, -38.0, -30.0, -20.0]), min_size=40, max_size=40
)


@given(LEVELS, st.floats(0, 60), st.floats(0, 60))
def test_a_higher_threshold_never_suggests_fewer_seconds(
    levels: list[float], one_db: float, other_db: float
) -> None:
    """Less distance to the loud level is a higher threshold."""
    level = Curve(np.array(levels, np.float32))
    high, low = sorted((one_db, other_db))
    many = silent_seconds(level, replace(RULE, below_loud_db=high))
    few = silent_seconds(level, replace(RULE, below_loud_db=low))
    assert all(not is_few or is_many for is_few, is_many in zip(few, many, strict=True))


@pytest.mark.parametrize(
    "wrong",
    [{"below_loud_db": -1.0}, {"shortest_gap_s": -0.1}, {"least_share": 0.0}, {"least_share": 1.1}],
)
def test_a_rule_that_makes_no_sense_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected"):
        SilenceRule(**wrong)
