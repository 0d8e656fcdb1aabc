"""Where a sound is loudest in time and frequency: what stays of it through codecs, noise and other gains."""

from collections.abc import Iterator

import numpy as np
import scipy.fft
import soxr
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter1d, uniform_filter1d

RATE_HZ = 8000
FRAME_SAMPLES = 256
FRAME_S = FRAME_SAMPLES / RATE_HZ
_WINDOW = 1024
_HANN = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
# 62 Hz to 3.1 kHz: what low codecs and telephones keep, without hum.
LOWEST_BIN, BIN_STOP = 8, 400
PEAKS_A_SECOND = 25
# A peak is the highest of 0.35 s and 130 Hz about it.
_AROUND = (11, 17)
# Half the mean of so many bins is taken off, so that quiet bands have peaks, too.
_MEAN_BINS = 65
# Beneath this lies the noise of 16 bits.
_FLOOR = 1e-3
# A tone that stands still has no peaks: one rises by a fifth, in natural logarithms, within its 0.35 s.
_RISE = 0.2
# Frames worked on at once: an hour of sound takes as much memory as two minutes.
_AT_ONCE = 4096
_MARGIN = _AROUND[0] // 2

Peaks = NDArray[np.int32]


def spectral_peaks(samples: NDArray[np.float32], rate_hz: int) -> Peaks:
    """The peaks (N, 2) int32 of a sound (samples,) in [-1, 1]: frame of 32 ms and bin, in that order."""
    sound = np.asarray(samples, np.float32)
    if rate_hz != RATE_HZ:
        sound = soxr.resample(sound, rate_hz, RATE_HZ)
    if len(sound) < _WINDOW:
        return np.zeros((0, 2), np.int32)
    found = list(_standing_out(sound))
    return _strongest(
        np.concatenate([at for at, _ in found]), np.concatenate([by for _, by in found])
    )


def _standing_out(sound: NDArray[np.float32]) -> Iterator[tuple[Peaks, NDArray[np.float32]]]:
    """Every peak with its height, some hundred frames after the others."""
    windows = np.lib.stride_tricks.sliding_window_view(sound, _WINDOW)[::FRAME_SAMPLES]
    for begin in range(0, len(windows), _AT_ONCE):
        first = max(begin - _MARGIN, 0)
        heights = _heights(windows[first : begin + _AT_ONCE + _MARGIN])
        around = maximum_filter(heights, _AROUND, mode="nearest")
        lowest = minimum_filter1d(heights, _AROUND[0], axis=0, mode="nearest")
        stands_out = (heights == around) & (heights - lowest > _RISE)
        frames, bins = np.nonzero(stands_out[begin - first :][:_AT_ONCE])
        at = np.stack([frames + begin, bins + LOWEST_BIN], axis=1).astype(np.int32)
        yield at, heights[frames + begin - first, bins]


def _heights(windows: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log magnitudes (frames, bins), less half their running mean over frequency."""
    spectrum = np.abs(scipy.fft.rfft(windows * _HANN, axis=1)[:, LOWEST_BIN:BIN_STOP])
    logs = np.log(np.maximum(spectrum, np.float32(_FLOOR)))
    mean = uniform_filter1d(logs, _MEAN_BINS, axis=1, mode="nearest")
    return np.asarray(logs - mean / 2, np.float32)


def _strongest(peaks: Peaks, heights: NDArray[np.float32]) -> Peaks:
    """The highest of each second, in the order of frame and bin."""
    seconds = peaks[:, 0] * FRAME_SAMPLES // RATE_HZ
    order = np.lexsort((peaks[:, 1], peaks[:, 0], -heights, seconds))
    begins = np.searchsorted(seconds[order], seconds[order])
    kept = order[np.arange(len(order)) - begins < PEAKS_A_SECOND]
    return peaks[np.sort(kept)]
