"""A click on a mask that stands: a plus-click only adds to it, a minus-click only takes from it."""

import numpy as np

from avisbuild.segment.base import MaskArray

_FOUND = 2


def corrected(
    standing: MaskArray, answer: MaskArray, x: float, y: float, *, positive: bool
) -> MaskArray:
    """The standing mask (H, W) bool after one click, where `answer` (H, W) bool is the segmenter's to it.

    A positive click adds the connected part of the answer that holds the click and was not there; a
    negative one takes away the connected part of the mask that holds the click and is not in the answer.
    Everything else stays to the pixel. Parts that touch at a corner are connected.
    """
    if positive:
        return standing | _part_at(answer & ~standing, x, y)
    kept: MaskArray = standing & ~_part_at(standing & ~answer, x, y)
    return kept


def _part_at(mask: MaskArray, x: float, y: float) -> MaskArray:
    """The 8-connected part of a mask that holds a place; empty where the mask does not hold it."""
    import cv2

    height, width = mask.shape
    row, column = min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)
    if not mask[row, column]:
        return np.zeros_like(mask)
    pixels = mask.astype(np.uint8, order="C")  # masks from run lengths lie column by column
    cv2.floodFill(pixels, None, (column, row), _FOUND, flags=8)
    part: MaskArray = pixels == _FOUND
    return part
