"""Curves and pictures of a sound, column by column; column c of r a second begins at sample c * rate // r."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.sound.audio_file import Samples

Curve = NDArray[np.float32]

# The quietest level told: a 16-bit file has nothing below it but digital silence.
QUIETEST_DB = -100.0
_FULL_SCALE = 32768.0
_RUMBLE_HZ = 100.0
# A video of nothing but a recorder's hiss, at -50 dB, is not shown as loud.
_MOST_GAIN = 100.0


def column_edges(
    sample_count: int, sample_rate_hz: int, columns_a_second: int
) -> NDArray[np.int64]:
    """Where columns begin, and where the last one ends, in samples; seconds begin exactly at a column."""
    count = sample_count // sample_rate_hz * columns_a_second
    return np.arange(count + 1, dtype=np.int64) * sample_rate_hz // columns_a_second


def level_curve(
    samples: Samples | NDArray[np.float64], sample_rate_hz: int, columns_a_second: int
) -> Curve:
    """Root mean square of each column in dB of full scale, (N,) float32.

    samples: (T * rate,), full scale is 32768.
    """
    edges = column_edges(len(samples), sample_rate_hz, columns_a_second)
    energy = np.add.reduceat(np.square(samples, dtype=np.float64), edges[:-1])
    rms = np.sqrt(energy / np.diff(edges)) / _FULL_SCALE
    quietest = 10 ** (QUIETEST_DB / 20)
    return np.asarray(20 * np.log10(np.maximum(rms, quietest)), np.float32)


def without_rumble(samples: Samples, sample_rate_hz: int) -> NDArray[np.float64]:
    """The sound above 100 Hz, (T * rate,): without wind, traffic and the handling of a camera."""
    from scipy.signal import butter, sosfilt

    high_pass = butter(4, _RUMBLE_HZ, "highpass", fs=sample_rate_hz, output="sos")
    return np.asarray(sosfilt(high_pass, samples.astype(np.float64)))


def low_and_high(samples: Samples, sample_rate_hz: int, columns_a_second: int) -> Curve:
    """The least and the greatest sample of each column in [-1, 1], (N, 2) float32."""
    starts = column_edges(len(samples), sample_rate_hz, columns_a_second)[:-1]
    both = np.minimum.reduceat(samples, starts), np.maximum.reduceat(samples, starts)
    return np.asarray(np.stack(both, axis=1) / np.float32(_FULL_SCALE), np.float32)


def filling_gain(low_high: Curve) -> float:
    """What to multiply a curve from `low_high`, (N, 2), by, so that its loudest moment is 1; 100 at most."""
    loudest = float(np.abs(low_high).max(initial=0.0))
    return min(_MOST_GAIN, 1.0 / max(loudest, 1.0 / _MOST_GAIN))
