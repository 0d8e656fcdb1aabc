"""Pictures of sound as arrays of pixels: the waveform's shape and the spectrogram, at any width."""

import numpy as np
from numpy.typing import NDArray

# Level bars span from this level (silence) to full scale.
_QUIETEST_DB = -60.0


def waveform_shape(
    low_high: NDArray[np.float32], *, start: float, stop: float, width_px: int, height_px: int
) -> NDArray[np.bool_]:
    """Which pixels (height, width) the wave covers; low_high: (N, 2) float32 in [-1, 1] over the whole sound.

    `start` and `stop` are shares of the whole in [0, 1]. Every column covers a pixel at least.
    """
    if not len(low_high):
        return np.zeros((height_px, width_px), bool)
    first, last = _columns(len(low_high), start=start, stop=stop, width_px=width_px)
    bounds = np.stack([first, last], axis=1).ravel()
    padded = np.concatenate([low_high, low_high[-1:]])  # `last` may lie one past the end
    low = np.minimum.reduceat(padded[:, 0], bounds)[::2]
    high = np.maximum.reduceat(padded[:, 1], bounds)[::2]
    middle = (height_px - 1) / 2
    top = np.rint(middle - np.clip(high, -1, 1) * middle)
    bottom = np.rint(middle - np.clip(low, -1, 1) * middle)
    rows = np.arange(height_px)[:, None]
    return np.asarray((rows >= top) & (rows <= np.maximum(bottom, top)))


def loudness_shares(level_db: NDArray[np.float32]) -> NDArray[np.float64]:
    """How high each second's level bar is, in [0, 1]; level_db: (T,) relative to full scale."""
    level = np.nan_to_num(np.asarray(level_db, np.float64), neginf=_QUIETEST_DB, posinf=0.0)
    return np.asarray(np.clip(1.0 - level / _QUIETEST_DB, 0.0, 1.0))


class SpectrogramShades:
    """A log-mel spectrogram as shades 0..255, ready to be cut and stretched quickly.

    log_mel: (bands, columns) float32, lowest band first; outliers at both ends are cut off.
    """

    def __init__(self, log_mel: NDArray[np.float32]) -> None:
        low, high = np.percentile(log_mel, (5.0, 99.7)) if log_mel.size else (0.0, 1.0)
        share = (log_mel - low) / max(float(high - low), 1e-6)
        shades = np.rint(255 * np.clip(share, 0.0, 1.0))[::-1]
        self._sums = np.zeros((shades.shape[0], shades.shape[1] + 1), np.int64)
        np.cumsum(shades, axis=1, out=self._sums[:, 1:], dtype=np.int64)

    def stretched(
        self, *, start: float, stop: float, width_px: int, height_px: int
    ) -> NDArray[np.uint8]:
        """The part [start, stop) (shares in [0, 1]) as (height, width) uint8, highest band on top.

        Where several columns fall into one pixel they are averaged, so that nothing flickers in zooming.
        """
        bands, columns = self._sums.shape[0], self._sums.shape[1] - 1
        if not bands or not columns:
            return np.zeros((height_px, width_px), np.uint8)
        first, last = _columns(columns, start=start, stop=stop, width_px=width_px)
        mean = (self._sums[:, last] - self._sums[:, first]) / (last - first)
        rows = np.linspace(0, bands - 1, height_px)
        below = np.floor(rows).astype(int)
        above = np.minimum(below + 1, bands - 1)
        share = (rows - below)[:, None]
        return np.asarray(np.rint((1 - share) * mean[below] + share * mean[above]), np.uint8)


def _columns(
    count: int, *, start: float, stop: float, width_px: int
) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """For each pixel the columns [first, last) that fall into it, one at least."""
    edges = np.linspace(start * count, stop * count, width_px + 1)
    first = np.clip(np.floor(edges[:-1] + 1e-9).astype(int), 0, count - 1)
    last = np.clip(np.floor(edges[1:] + 1e-9).astype(int), first + 1, count)
    return first, last
