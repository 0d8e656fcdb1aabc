"""What of a mask is in view, in numbers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild_gui.canvas.camera import Camera
from avisbuild_gui.canvas.visible_part import PackedMask, visible_part

# An L: a beam along the top, a leg down on its left.
ELL = np.zeros((96, 192), bool)
ELL[:16] = True
ELL[:, :16] = True
VIEW = (200, 100)


def test_only_what_is_in_view_counts() -> None:
    """Around the whole L there is much that is not it; in view is the foot of its leg alone."""
    packed = PackedMask.of(ELL, 100, 50)
    part = visible_part(packed, Camera(10.0, (115.0, 145.0)), VIEW)
    assert part is not None
    box, spots = part
    assert box == pytest.approx((0, 0, 105, 55), abs=2)
    assert all(x <= 105 for x, _ in spots)


def test_out_of_view_there_is_nothing() -> None:
    packed = PackedMask.of(ELL, 100, 50)
    assert visible_part(packed, Camera(10.0, (200.0, 120.0)), VIEW) is None


@given(
    zoom=st.floats(0.5, 40),
    x=st.floats(0, 250),
    y=st.floats(0, 120),
    height=st.integers(1, 130),
    width=st.integers(1, 230),
)
def test_the_points_lie_in_the_box_and_the_box_in_the_view(zoom, x, y, height, width) -> None:
    packed = PackedMask.of(np.ones((height, width), bool), 10, 5)
    part = visible_part(packed, Camera(zoom, (x, y)), VIEW)
    if part is None:
        return
    (left, top, right, bottom), spots = part
    assert 0 <= left < right <= VIEW[0]
    assert 0 <= top < bottom <= VIEW[1]
    assert spots
    assert all(left - zoom <= px <= right + zoom for px, _ in spots)
    assert all(top - zoom <= py <= bottom + zoom for _, py in spots)


@given(st.integers(1, 40), st.integers(1, 40), st.integers(0, 2**32 - 1))
def test_a_packed_mask_gives_its_pixels_back(height: int, width: int, seed: int) -> None:
    mask = np.random.default_rng(seed).random((height, width)) < 0.5
    packed = PackedMask.of(mask, 0, 0)
    rows, columns = range(height // 3, height, 2), range(width // 2, width, 3)
    np.testing.assert_array_equal(
        packed.pixels(rows, columns), mask[height // 3 :: 2, width // 2 :: 3]
    )
