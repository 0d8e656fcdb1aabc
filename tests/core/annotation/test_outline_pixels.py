"""Outlines: exactly the pixels whose centres lie inside or on them, whichever way they are drawn."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation.outline_pixels import pixels_within
from avisbuild.segment import MaskArray

SIZE = (12, 16)
# In sixteenths of a pixel, beyond the frame, too; whole numbers often, where centres lie.
_numbers = st.one_of(st.integers(-3, 18), st.integers(-48, 288).map(lambda each: each / 16))
outlines = st.lists(st.tuples(_numbers, _numbers), min_size=1, max_size=8)


def _drawn(text: str) -> MaskArray:
    return np.array([[each == "#" for each in row] for row in text.split()])


def _is_on(points: list[tuple[float, float]], x: int, y: int) -> bool:
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        across = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        within = min(x0, x1) <= x <= max(x0, x1) and min(y0, y1) <= y <= max(y0, y1)
        if across == 0 and within:
            return True
    return False


def _times_around(points: list[tuple[float, float]], x: int, y: int) -> int:
    """How often the outline goes around a point that is not on it."""
    times = 0
    for (x0, y0), (x1, y1) in zip(points, [*points[1:], points[0]], strict=True):
        across = (x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)
        if y0 <= y < y1 and across > 0:
            times += 1
        elif y1 <= y < y0 and across < 0:
            times -= 1
    return times


@given(points=outlines)
def test_a_pixel_is_covered_whose_centre_is_inside_or_on_the_outline(
    points: list[tuple[float, float]],
) -> None:
    """R42: the non-zero rule, point by point."""
    expected = [
        [_is_on(points, x, y) or _times_around(points, x, y) != 0 for x in range(SIZE[1])]
        for y in range(SIZE[0])
    ]
    assert pixels_within([points], SIZE).tolist() == expected


@given(points=outlines, start=st.integers(0, 7))
def test_where_and_which_way_round_one_begins_makes_no_difference(
    points: list[tuple[float, float]], start: int
) -> None:
    found = pixels_within([points], SIZE)
    turned = points[start:] + points[:start]
    assert np.array_equal(pixels_within([turned], SIZE), found)
    assert np.array_equal(pixels_within([turned[::-1]], SIZE), found)


@given(points=outlines)
def test_a_mirrored_outline_covers_the_mirrored_pixels(points: list[tuple[float, float]]) -> None:
    mirrored = [(SIZE[1] - 1 - x, y) for x, y in points]
    assert np.array_equal(pixels_within([mirrored], SIZE), pixels_within([points], SIZE)[:, ::-1])


def test_a_lasso_that_crosses_itself_leaves_no_hole() -> None:
    twice_around = [(1, 1), (6, 1), (6, 4), (1, 4)] * 2
    assert pixels_within([twice_around], (6, 8)).sum() == 6 * 4


def test_an_outline_the_other_way_round_cuts_a_hole() -> None:
    outer = [(0.5, 0.5), (6.5, 0.5), (6.5, 4.5), (0.5, 4.5)]
    hole = [(2.5, 1.5), (2.5, 3.5), (4.5, 3.5), (4.5, 1.5)]
    found = pixels_within([outer, hole], (6, 8))
    assert np.array_equal(found, _drawn("........ .######. .##..##. .##..##. .######. ........"))


@pytest.mark.parametrize(
    ("points", "count"),
    [([], 0), ([(3, 2)], 1), ([(3, 2), (6, 2)], 4), ([(3.5, 2.5), (6.5, 2.5)], 0)],
    ids=["nothing", "a point on a centre", "a line along centres", "a line between centres"],
)
def test_outlines_that_enclose_nothing(points: list[tuple[float, float]], count: int) -> None:
    assert pixels_within([points], SIZE).sum() == count


def test_points_far_outside_are_cut_off_at_the_frame() -> None:
    far = [(-1e12, -1e12), (1e12, -1e12), (1e12, 1e12), (-1e12, 1e12)]
    assert pixels_within([far], SIZE).all()
