"""A frame made small and grey, without the black bars around its picture."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

SMALL_HEIGHT, SMALL_WIDTH = 90, 160
# The mean grey of a row or column of a black bar, of 255; bars beyond this share of a side are a dark scene.
_BAR_GREY = 12.0
_LARGEST_BAR = 0.3


@dataclass(frozen=True, slots=True)
class SmallPicture:
    """`grey` (90, 160) uint8, whatever the frame's shape; `box` is what of the frame it shows.

    `box` is (left, top, right, bottom) as shares of 1.
    """

    grey: NDArray[np.uint8]
    box: tuple[float, float, float, float]


def small_picture(frame: NDArray[np.uint8]) -> SmallPicture:
    """Make a frame, (H, W) grey or (H, W, 3) RGB, small; black bars are cut, a dark scene is not."""
    small = cv2.resize(frame, (SMALL_WIDTH, SMALL_HEIGHT), interpolation=cv2.INTER_AREA)
    grey = small if small.ndim == 2 else cv2.cvtColor(small, cv2.COLOR_RGB2GRAY)
    top, bottom = _without_bars(grey.mean(axis=1))
    left, right = _without_bars(grey.mean(axis=0))
    if (bottom - top, right - left) != grey.shape:
        inside = np.ascontiguousarray(grey[top:bottom, left:right])
        grey = cv2.resize(inside, (SMALL_WIDTH, SMALL_HEIGHT), interpolation=cv2.INTER_AREA)
    box = (left / SMALL_WIDTH, top / SMALL_HEIGHT, right / SMALL_WIDTH, bottom / SMALL_HEIGHT)
    return SmallPicture(np.asarray(grey, np.uint8), box)


def _without_bars(means: NDArray[np.float64]) -> tuple[int, int]:
    """Where the picture begins and ends along one side, by the mean grey of its rows or columns."""
    bright = np.flatnonzero(means > _BAR_GREY)
    if not bright.size:
        return 0, len(means)
    begin, end = int(bright[0]), int(bright[-1]) + 1
    largest = _LARGEST_BAR * len(means)
    if begin > largest or len(means) - end > largest:
        return 0, len(means)
    # What lies on the edge of a bar is half dark: a line that all letterboxed pictures have.
    return begin + (begin > 0), end - (end < len(means))
