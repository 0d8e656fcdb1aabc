"""Sound as pixels: what stands where."""

import numpy as np
import pytest

from avisbuild_gui.sounding_grid.sound_arrays import (
    SpectrogramShades,
    loudness_shares,
    waveform_shape,
)


def wave(*peaks: float) -> np.ndarray:
    return np.array([(-peak, peak) for peak in peaks], np.float32)


def test_a_wave_covers_from_its_least_to_its_greatest_sample() -> None:
    shape = waveform_shape(wave(0, 1, 0.5), start=0, stop=1, width_px=3, height_px=9)
    assert shape.sum(axis=0).tolist() == [1, 9, 5]


@pytest.mark.parametrize("width_px", [1, 7, 60, 100, 333, 6000])
def test_a_click_is_seen_at_every_width(width_px: int) -> None:
    """R18: a second of sound is never lost between two pixels."""
    peaks = np.zeros((6000, 2), np.float32)
    peaks[2345] = (-1, 1)
    shape = waveform_shape(peaks, start=0, stop=1, width_px=width_px, height_px=11)
    assert shape.all(axis=0).any()
    assert np.flatnonzero(shape.all(axis=0))[0] == 2345 * width_px // 6000


def test_a_part_is_the_same_as_that_part_of_the_whole() -> None:
    peaks = wave(*np.linspace(0, 1, 400))
    whole = waveform_shape(peaks, start=0, stop=1, width_px=400, height_px=20)
    part = waveform_shape(peaks, start=0.25, stop=0.5, width_px=100, height_px=20)
    assert (part == whole[:, 100:200]).all()


def test_levels_go_from_silence_to_full_scale() -> None:
    shares = loudness_shares(np.array([-np.inf, -100, -60, -30, 0, 3], np.float32))
    assert shares.tolist() == [0, 0, 0, 0.5, 1, 1]


def test_a_spectrogram_has_its_lowest_band_at_the_bottom() -> None:
    log_mel = np.full((8, 50), -80, np.float32)
    log_mel[0, 25:] = 0
    picture = SpectrogramShades(log_mel).stretched(start=0, stop=1, width_px=50, height_px=8)
    assert picture[-1, 25:].min() == 255
    assert picture[-1, :25].max() == picture[0].max() == 0


@pytest.mark.parametrize(("width_px", "height_px"), [(1, 1), (13, 5), (500, 90)])
def test_a_spectrogram_fills_any_size(width_px: int, height_px: int) -> None:
    log_mel = np.random.default_rng(0).normal(size=(16, 300)).astype(np.float32)
    shades = SpectrogramShades(log_mel)
    picture = shades.stretched(start=0.1, stop=0.9, width_px=width_px, height_px=height_px)
    assert picture.shape == (height_px, width_px)


def test_silence_throughout_and_no_sound_at_all_are_pictures_too() -> None:
    for log_mel in (np.full((4, 10), -80, np.float32), np.zeros((0, 0), np.float32)):
        shades = SpectrogramShades(log_mel)
        assert shades.stretched(start=0, stop=1, width_px=5, height_px=5).max() == 0
    assert not waveform_shape(
        np.zeros((0, 2), np.float32), start=0, stop=1, width_px=5, height_px=5
    ).any()
