"""Bars and moments: what of a picture stays as it was, whatever its size and its pixels."""

from fractions import Fraction

import numpy as np
from av.video.frame import VideoFrame
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from avisbuild.media.deinterlacing import Deinterlacer
from avisbuild.media.letter_box import between_bars, fitted_size
from avisbuild.media.planes import plane
from avisbuild.media.shown_way import ShownWay, way_of_matrix

SIDES = st.integers(2, 400)


@given(SIDES, SIDES, SIDES, SIDES, st.sampled_from([Fraction(1), Fraction(4, 3), Fraction(16, 11)]))
def test_a_fitted_picture_touches_two_sides_and_passes_none(
    height: int, width: int, full_height: int, full_width: int, aspect: Fraction
) -> None:
    fitted = fitted_size((height, width), (full_height, full_width), aspect)
    if fitted is None:
        assert abs(width * full_height - height * aspect * full_width) <= height * full_width * 0.02
        return
    assert 2 <= fitted[0] <= full_height
    assert 2 <= fitted[1] <= full_width
    assert full_height - fitted[0] <= 2 or full_width - fitted[1] <= 2


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 20), st.integers(1, 20), st.booleans())
def test_bars_are_black_and_what_is_between_them_is_the_picture(
    half_height: int, half_width: int, full_range: bool
) -> None:
    inner = VideoFrame(2 * half_width, 2 * half_height, "yuv420p")
    for index, code in enumerate((200, 90, 160)):
        plane(inner, index)[:] = code
    boxed = between_bars(inner, (50, 60), full_range=full_range)
    luma = plane(boxed, 0)
    assert np.count_nonzero(luma == 200) == 4 * half_height * half_width
    assert (
        np.count_nonzero(luma == (0 if full_range else 16)) == 3000 - 4 * half_height * half_width
    )
    assert np.count_nonzero(plane(boxed, 1) == 90) == half_height * half_width


def _gray(rows: NDArray[np.uint8]) -> VideoFrame:
    return VideoFrame.from_ndarray(rows, format="gray")


@settings(max_examples=25, deadline=None)
@given(st.integers(4, 41), st.integers(2, 40), st.integers(0, 2**31))
def test_one_moment_keeps_its_lines_and_the_others_lie_between_them(
    height: int, width: int, seed: int
) -> None:
    rows = np.random.default_rng(seed).integers(0, 256, (height, width), np.uint8)
    earlier = plane(Deinterlacer().earlier(_gray(rows)), 0)
    # A picture without a mark has its lower lines first, as FFmpeg says.
    assert np.array_equal(earlier[1::2], rows[1::2])
    for made in range(2, height - 1, 2):
        pair = np.stack([rows[made - 1], rows[made + 1]])
        assert np.all(earlier[made] >= pair.min(axis=0))
        assert np.all(earlier[made] <= pair.max(axis=0))


def test_where_nothing_moves_a_slope_stays_as_it_is() -> None:
    slope = np.repeat(np.arange(0, 240, 6, dtype=np.uint8)[:, None], 16, axis=1)
    earlier = plane(Deinterlacer().earlier(_gray(slope)), 0)
    assert np.array_equal(earlier[1:-1], slope[1:-1])


@given(
    st.sampled_from([0, 90, 180, 270]),
    st.booleans(),
    st.floats(0.01, 30),
    st.floats(-0.9, 0.9),
)
def test_a_matrix_is_read_whatever_it_scales_by(
    rotation: int, mirrored: bool, scale: float, tilt_degrees: float
) -> None:
    angle = np.radians(rotation + tilt_degrees)
    a, b = np.cos(angle) * (-1 if mirrored else 1), -np.sin(angle) * (-1 if mirrored else 1)
    c, d = np.sin(angle), np.cos(angle)
    matrix = [round(65536 * scale * each) for each in (a, b, 0, c, d, 0, 0, 0, 0)]
    assert way_of_matrix(matrix) == ShownWay(rotation, mirrored)


def test_a_matrix_without_an_area_turns_nothing() -> None:
    assert way_of_matrix([0] * 9) == ShownWay()
