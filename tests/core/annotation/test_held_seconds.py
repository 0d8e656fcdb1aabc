"""R44: which seconds a hold marks."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.annotation.held_seconds import held_seconds

HEARD = range(2, 9)


@pytest.mark.parametrize(
    ("start_s", "stop_s", "wanted"),
    [
        (3.0, 6.0, range(3, 6)),
        (3.4, 5.6, range(3, 6)),
        (3.6, 5.4, range(4, 5)),
        (3.6, 5.5, range(4, 6)),
        # Within a second, or across an edge with half of neither: the one that it covers most.
        (3.1, 3.2, range(3, 4)),
        (3.7, 4.4, range(4, 5)),
        (3.6, 4.3, range(3, 4)),
        # Nothing was heard before the sound began or after it ended.
        (-0.2, 0.3, range(2, 3)),
        (1.8, 4.0, range(2, 4)),
        (7.2, 12.0, range(7, 9)),
        (9.5, 12.0, range(8, 9)),
    ],
)
def test_a_second_is_marked_where_half_of_it_or_more_was_held(
    start_s: float, stop_s: float, wanted: range
) -> None:
    assert held_seconds(start_s, stop_s, heard=HEARD) == wanted


@settings(max_examples=100)
@given(st.floats(-1, 12), st.floats(0, 9))
def test_a_hold_marks_one_run_of_seconds_that_were_heard_and_a_longer_one_no_less(
    start_s: float, length_s: float
) -> None:
    found = held_seconds(start_s, start_s + length_s, heard=HEARD)
    assert len(found) >= 1
    assert set(found) <= set(HEARD)
    longer = held_seconds(start_s, start_s + length_s + 0.7, heard=HEARD)
    assert len(found) == 1 or set(found) <= set(longer)


def test_where_nothing_was_heard_nothing_is_marked() -> None:
    assert held_seconds(1.0, 2.0, heard=range(3, 3)) == range(0)
