"""Laws of the windows: where their seconds lie, and that none is left out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.models.data import EvenWindows, PublishedWindow, WholeVideo


@given(st.integers(1, 120), st.integers(1, 8), st.integers(1, 30), st.integers(0, 99))
def test_published_seconds_lie_near_one_that_is_not_drawn_again(
    second_count: int, frame_count: int, reach: int, seed: int
) -> None:
    window = PublishedWindow(frame_count, reach)
    (piece,) = window.pieces(second_count)
    seconds = window.chosen(piece, np.random.default_rng(seed))
    assert seconds.shape == (frame_count,)
    assert (np.diff(seconds) >= 0).all()
    assert 0 <= seconds[0] <= seconds[-1] < second_count
    references = [
        each
        for each in seconds
        if (abs(seconds - each) <= reach).all() and (seconds == each).sum() == 1
    ]
    assert references or second_count == 1


def test_every_second_may_be_the_reference_and_every_near_one_be_drawn() -> None:
    draw, window = np.random.default_rng(0), PublishedWindow(frame_count=2, reach=2)
    pairs = {tuple(window.chosen(range(5), draw).tolist()) for _ in range(500)}
    assert pairs == {(a, b) for a in range(5) for b in range(a + 1, min(5, a + 3))}


@given(st.integers(1, 120), st.integers(1, 20), st.data())
def test_even_windows_cover_every_second(
    second_count: int, length: int, data: st.DataObject
) -> None:
    step = data.draw(st.integers(1, length))
    pieces = EvenWindows(length, step).pieces(second_count)
    assert set().union(*pieces) == set(range(second_count))
    assert all(len(piece) == length for piece in pieces[:-1])
    assert 1 <= len(pieces[-1]) <= length
    assert WholeVideo().pieces(second_count) == [range(second_count)]


@pytest.mark.parametrize(
    ("kind", "sizes"), [(PublishedWindow, (0, 20)), (EvenWindows, (0,)), (EvenWindows, (2, 3))]
)
def test_a_window_without_seconds_or_with_gaps_is_refused(
    kind: type, sizes: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="expected"):
        kind(*sizes)
