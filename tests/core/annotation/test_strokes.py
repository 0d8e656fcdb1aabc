"""Strokes: exactly the pixels under the brush, in any direction, at any edge."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.annotation.strokes import Stroke, StrokePainter

SIZE = (40, 60)
places = st.tuples(st.floats(-15, 75), st.floats(-15, 55))


def drawn(
    points: list[tuple[float, float]], diameter_px: float, *, erases: bool = False
) -> tuple[NDArray[np.bool_], Stroke]:
    mask = np.full(SIZE, erases)
    painter = StrokePainter(SIZE, diameter_px=diameter_px, erases=erases)
    for x, y in points:
        painter.move_to(x, y, mask)
    return mask, painter.stroke()


def distance_to(points: list[tuple[float, float]]) -> NDArray[np.float64]:
    """How far each pixel's centre is from the line through the points."""
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]].astype(float)
    nearest = np.hypot(columns - points[0][0], rows - points[0][1])
    for (x0, y0), (x1, y1) in pairwise(points):
        along = np.array([x1 - x0, y1 - y0])
        length = float(along @ along)
        if length:
            share = ((columns - x0) * along[0] + (rows - y0) * along[1]) / length
            share = np.clip(share, 0, 1)
            away = np.hypot(columns - x0 - share * along[0], rows - y0 - share * along[1])
            nearest = np.minimum(nearest, away)
    return nearest


@given(points=st.lists(places, min_size=1, max_size=5), diameter_px=st.floats(2, 30))
def test_a_stroke_covers_the_pixels_within_its_radius(
    points: list[tuple[float, float]], diameter_px: float
) -> None:
    """R29: discs along the line, right to less than a pixel, clipped by the frame."""
    mask, _ = drawn(points, diameter_px)
    away = distance_to(points)
    assert mask[away <= diameter_px / 2 - 1.0].all()
    assert not mask[away > diameter_px / 2 + 0.75].any()


@given(
    points=st.lists(places, min_size=1, max_size=6),
    diameter_px=st.floats(0, 30),
    erases=st.booleans(),
)
def test_what_is_kept_of_a_stroke_does_the_same_again(
    points: list[tuple[float, float]], diameter_px: float, *, erases: bool
) -> None:
    """R13: a stroke is kept as the pixels it covers."""
    mask, stroke = drawn(points, diameter_px, erases=erases)
    again = np.full(SIZE, erases)
    stroke.apply(again)
    assert np.array_equal(again, mask)


@pytest.mark.parametrize("diameter_px", [0.0, 1.0])
def test_the_smallest_brush_is_one_pixel(diameter_px: float) -> None:
    mask, _ = drawn([(7.4, 3.6)], diameter_px)
    assert np.argwhere(mask).tolist() == [[4, 7]]


def test_a_stroke_says_which_box_it_has_changed() -> None:
    mask = np.zeros(SIZE, np.bool_)
    painter = StrokePainter(SIZE, diameter_px=6, erases=False)
    painter.move_to(10, 10, mask)
    before = mask.copy()
    x0, y0, x1, y1 = painter.move_to(30, 20, mask)
    changed = np.argwhere(mask != before)
    assert changed[:, 1].min() >= x0
    assert changed[:, 1].max() < x1
    assert changed[:, 0].min() >= y0
    assert changed[:, 0].max() < y1
    assert (x0, y0) >= (5, 5)
    assert (x1, y1) <= (36, 26)


def test_a_stroke_outside_the_frame_changes_nothing() -> None:
    mask, stroke = drawn([(-50, -50), (-40, 90)], 8)
    assert not mask.any()
    assert not stroke.region.any()


def test_an_eraser_ignores_whose_pixels_they_are() -> None:
    mask = np.ones(SIZE, np.bool_)
    painter = StrokePainter(SIZE, diameter_px=6, erases=True, keep_out=np.ones(SIZE, np.bool_))
    painter.move_to(10, 10, mask)
    assert not mask[10, 10]


def test_a_kept_stroke_across_a_large_frame_is_small() -> None:
    """R13: the whole stack stays below its ceiling, 256 MB for 500 of the largest strokes."""
    size = (1080, 1920)
    painter = StrokePainter(size, diameter_px=40, erases=False)
    mask = np.zeros(size, np.bool_)
    painter.move_to(0, 0, mask)
    painter.move_to(1919, 1079, mask)
    assert painter.stroke().bits.nbytes * 500 < 256e6
