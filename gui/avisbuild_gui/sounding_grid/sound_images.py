"""The pictures of sound as Qt images in a theme's colours."""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QColor, QImage

from avisbuild_gui.sounding_grid.sound_arrays import SpectrogramShades, waveform_shape
from avisbuild_gui.theme import Theme, even_scale


def wave_image(
    low_high: NDArray[np.float32],
    theme: Theme,
    *,
    start: float,
    stop: float,
    width_px: int,
    height_px: int,
) -> QImage:
    """The wave in the theme's colour, see-through beside it; `start` and `stop` are shares of the whole."""
    shape = waveform_shape(
        low_high, start=start, stop=stop, width_px=max(1, width_px), height_px=max(1, height_px)
    )
    pixels = np.where(shape, np.uint32(QColor(theme.waveform).rgba()), np.uint32(0))
    return _copied(pixels, QImage.Format.Format_ARGB32_Premultiplied)


def spectrogram_image(
    shades: SpectrogramShades,
    theme: Theme,
    *,
    start: float,
    stop: float,
    width_px: int,
    height_px: int,
) -> QImage:
    """The spectrogram from the theme's background (quiet) to its text colour (loud)."""
    levels = shades.stretched(
        start=start, stop=stop, width_px=max(1, width_px), height_px=max(1, height_px)
    )
    return _copied(sound_scale(theme)[levels], QImage.Format.Format_RGB32)


@lru_cache(maxsize=4)
def sound_scale(theme: Theme) -> NDArray[np.uint32]:
    """(256,) colours as 0xffrrggbb in steps that look equal, so that no shade stands out by chance."""
    rgb = even_scale(theme.window, theme.waveform, theme.text).astype(np.uint32)
    return np.asarray(0xFF000000 | rgb[:, 0] << 16 | rgb[:, 1] << 8 | rgb[:, 2], np.uint32)


def _copied(pixels: NDArray[np.uint32], kind: QImage.Format) -> QImage:
    """An image with memory of its own: Qt would share the array's and outlive it."""
    solid = np.ascontiguousarray(pixels)
    height, width = solid.shape
    return QImage(solid.tobytes(), width, height, 4 * width, kind).copy()
