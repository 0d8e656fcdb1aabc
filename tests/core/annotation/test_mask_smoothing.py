"""Smoothing: rounder, as large as before, nothing thin lost."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation.mask_smoothing import smooth
from avisbuild.segment import MaskArray

SIZE = (120, 160)


def _jagged(mask: MaskArray, seed: int) -> MaskArray:
    """The mask with every other pixel of its rim turned over."""
    pixels, kernel = mask.astype(np.uint8), np.ones((3, 3), np.uint8)
    rim = cv2.dilate(pixels, kernel) != cv2.erode(pixels, kernel)
    return mask ^ (rim & (np.random.default_rng(seed).random(mask.shape) < 0.4))


def _disc(x: float, y: float, radius: float) -> MaskArray:
    rows, columns = np.mgrid[: SIZE[0], : SIZE[1]]
    return np.hypot(columns - x, rows - y) <= radius


@given(x=st.floats(60, 100), y=st.floats(56, 64), radius=st.floats(5, 50), seed=st.integers(0, 99))
def test_smoothing_keeps_the_area(x: float, y: float, radius: float, seed: int) -> None:
    """R42: but for a few pixels, as an outline goes between centres."""
    mask = _jagged(_disc(x, y, radius) & ~_disc(x, y, radius / 3), seed)
    assert abs(int(smooth(mask).sum()) - int(mask.sum())) <= 6 + mask.sum() / 50


def test_smoothing_rounds_stairs_and_comes_nearer_to_the_shape() -> None:
    disc = _disc(80, 60, 40)
    stairs = np.repeat(np.repeat(disc[2::4, 2::4], 4, axis=0), 4, axis=1)
    smoothed = smooth(stairs)
    assert np.array_equal(smooth(np.asfortranarray(stairs)), smoothed)
    assert (smoothed ^ disc).sum() < 0.75 * (stairs ^ disc).sum()


def test_a_bow_two_pixels_wide_stays() -> None:
    pixels = np.zeros(SIZE, np.uint8)
    cv2.line(pixels, (20, 100), (140, 20), 1, 2)
    bow = pixels.view(np.bool_)
    smoothed = smooth(bow)
    assert (smoothed & bow).sum() > 0.85 * bow.sum()
    assert cv2.connectedComponents(smoothed.astype(np.uint8), connectivity=8)[0] == 2


def test_holes_and_small_parts_stay() -> None:
    mask = _disc(60, 60, 40) & ~_disc(60, 60, 8)
    mask[5:7, 150:152] = True
    smoothed = smooth(mask)
    assert not smoothed[60, 60]
    assert smoothed[5:7, 150:152].all()


@pytest.mark.parametrize("mask", [np.zeros(SIZE, np.bool_), np.ones(SIZE, np.bool_)])
def test_nothing_and_everything_stay(mask: MaskArray) -> None:
    assert np.array_equal(smooth(mask), mask)


def test_what_meets_the_frame_s_edge_goes_on_meeting_it() -> None:
    mask = np.zeros(SIZE, np.bool_)
    mask[60:, :80] = True
    smoothed = smooth(mask)
    assert smoothed[-1, :78].all()
    assert smoothed[62:, 0].all()


def test_teeth_and_corners_are_rounded_and_not_worn_away() -> None:
    mask = np.zeros(SIZE, np.bool_)
    mask[90:110, 10:150] = True
    for left in range(10, 150, 16):
        mask[20:100, left : left + 5] = True
    assert (smooth(mask) ^ mask).sum() < 0.03 * mask.sum()
