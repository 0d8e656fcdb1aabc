"""Masks put in order at one key: holes filled, specks dropped, a pixel more or less all around.

Parts hang together over corners, holes do not; masks are (H, W) bool, and none is written to.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment import MaskArray

# A part below this share of the mask's pixels is a speck.
USUAL_SPECK_SHARE = 0.01
_CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))


def fill_holes(mask: MaskArray) -> MaskArray:
    """The mask with every hole in it; what is open to the frame's edge is no hole."""
    around = np.pad(_pixels(mask), 1)
    cv2.floodFill(around, None, (0, 0), 2, flags=4)
    filled: MaskArray = around[1:-1, 1:-1] != 2
    return filled


def drop_specks(
    mask: MaskArray, smallest_share: float = USUAL_SPECK_SHARE
) -> tuple[MaskArray, int]:
    """The mask without parts smaller than a share of its pixels, and how many these were.

    The largest part always stays, so that something is left of a mask in a thousand pieces.
    """
    count, labels, stats, _ = cv2.connectedComponentsWithStats(_pixels(mask), connectivity=8)
    if count <= 1:
        return mask.copy(), 0
    areas = stats[:, cv2.CC_STAT_AREA].astype(np.int64)
    areas[0] = 0
    stays = areas >= smallest_share * areas.sum()
    stays[areas.argmax()] = True
    stays[0] = False
    kept: MaskArray = stays[labels]
    return kept, int(count - 1 - stays.sum())


def grow(mask: MaskArray) -> MaskArray:
    """The mask and every pixel that has one of its pixels beside it, above it or below it."""
    grown: MaskArray = cv2.dilate(_pixels(mask), _CROSS).astype(np.bool_)
    return grown


def shrink(mask: MaskArray) -> MaskArray:
    """The mask without every pixel that has one beside, above or below it that is not of the mask.

    The frame's edge takes nothing away: an object goes on there.
    """
    shrunk: MaskArray = cv2.erode(_pixels(mask), _CROSS).astype(np.bool_)
    return shrunk


def _pixels(mask: MaskArray) -> NDArray[np.uint8]:
    """As OpenCV wants it, row by row; a decoded mask lies column by column."""
    return np.ascontiguousarray(mask, np.uint8)
