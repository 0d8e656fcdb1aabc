"""Levels by second, and what pictures look like from afar."""

import av
import numpy as np
import pytest

from avisbuild.media.levels import measure_levels
from avisbuild.media.picture_stats import is_still, measure_picture
from avisbuild.media.planes import plane

RATE = 16_000


def test_levels_are_those_of_each_second() -> None:
    time_s = np.arange(2 * RATE) / RATE
    wave = np.sin(2 * np.pi * 100 * time_s) * np.where(time_s < 1, 0.5, 0.01)
    levels = measure_levels(np.rint(wave * 32_768).astype(np.int16), RATE)
    assert levels.rms_by_second == pytest.approx((0.5 / 2**0.5, 0.01 / 2**0.5), rel=1e-3)
    assert levels.peak == pytest.approx(0.5)
    assert levels.clipped_fraction == 0
    assert not levels.is_silent


def test_samples_at_full_scale_are_counted_as_clipped() -> None:
    samples = np.zeros(RATE, np.int16)
    samples[:400] = 32_767
    samples[400:800] = -32_768
    levels = measure_levels(samples, RATE)
    assert levels.clipped_fraction == pytest.approx(0.05)
    assert levels.peak == 1.0


@pytest.mark.parametrize(("value", "silent"), [(0, True), (30, True), (60, False)])
def test_sound_below_minus_60_decibels_is_silent(value: int, silent: bool) -> None:
    assert measure_levels(np.full(RATE, value, np.int16), RATE).is_silent is silent


def shown(luma: np.ndarray, blue: int = 128) -> av.VideoFrame:
    frame = av.VideoFrame(luma.shape[1], luma.shape[0], "yuvj420p")
    plane(frame, 0)[:] = luma
    plane(frame, 1)[:] = blue
    plane(frame, 2)[:] = 128
    return frame


def ramp(step: int) -> np.ndarray:
    return np.tile((np.arange(320) * step // 4 % 256).astype(np.uint8), (180, 1))


def test_black_and_single_coloured_pictures_are_told_apart() -> None:
    black = measure_picture(shown(np.full((180, 320), 3, np.uint8)))
    blue = measure_picture(shown(np.full((180, 320), 90, np.uint8), blue=200))
    real = measure_picture(shown(ramp(2)))
    assert (black.is_black, black.is_flat) == (True, True)
    assert (blue.is_black, blue.is_flat) == (False, True)
    assert (real.is_black, real.is_flat) == (False, False)


def test_a_video_of_one_picture_is_still_and_one_that_moves_is_not() -> None:
    first, other = measure_picture(shown(ramp(2))), measure_picture(shown(ramp(3)))
    assert is_still([first, first, first])
    assert not is_still([first, other, first])
    assert not is_still([first])


def test_a_hash_survives_shrinking_and_differs_between_pictures() -> None:
    large, small = ramp(2), ramp(2)[::2, ::2]
    assert measure_picture(shown(large)).dhash == measure_picture(shown(small)).dhash
    assert measure_picture(shown(large)).dhash != measure_picture(shown(large[:, ::-1])).dhash
    assert len(measure_picture(shown(large)).dhash) == 16
