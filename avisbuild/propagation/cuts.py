"""Where one shot ends and another begins."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.propagation.base import Image

_BINS = (8, 6, 6)
_BLOCKS = 4
# A cut is where the colours of most of the picture change and motion does not explain the new picture.
_LEAST_CHANGE = 0.35
_LEAST_RESIDUAL = 18.0


def is_cut(old: Image, new: Image, residual: float) -> bool:
    """Whether `new` begins another shot; both (h, w, 3) uint8 RGB.

    `residual` is what is left, in grey levels on average, when `old` is moved by the flow onto `new`: a
    quick pan changes every block of the picture, but moves.
    """
    return residual > _LEAST_RESIDUAL and colour_change(old, new) > _LEAST_CHANGE


def colour_change(old: Image, new: Image) -> float:
    """How much the colours differ, 0 to 1: the median over blocks, so that a large object is no cut."""
    changes = [
        1.0 - float(np.minimum(first, second).sum())
        for first, second in zip(_histograms(old), _histograms(new), strict=True)
    ]
    return float(np.median(changes))


def _histograms(image: Image) -> list[NDArray[np.float32]]:
    """The colour histogram of each block, with sum 1."""
    lab = np.asarray(cv2.cvtColor(image, cv2.COLOR_RGB2LAB), np.uint8)
    found = []
    for rows in np.array_split(np.arange(lab.shape[0]), _BLOCKS):
        for columns in np.array_split(np.arange(lab.shape[1]), _BLOCKS):
            block = np.ascontiguousarray(lab[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1])
            counts = cv2.calcHist([block], [0, 1, 2], None, list(_BINS), [0, 256, 64, 192, 64, 192])
            # Neighbouring bins count as alike: a lamp that flickers is no cut.
            smooth = np.asarray(cv2.blur(counts.reshape(_BINS[0], -1), (1, 3)), np.float32)
            found.append(smooth / max(float(smooth.sum()), 1.0))
    return found
