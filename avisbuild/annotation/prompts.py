"""A prompt made from a mask of another second, for the segmenter to find the object again (R19)."""

import numpy as np
from numpy.typing import NDArray

from avisbuild.segment import Prompt


def prompt_around(mask: NDArray[np.bool_]) -> Prompt:
    """The box of a mask (H, W) bool, and a click on the point of it that is farthest from its edge."""
    import cv2

    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    # A border of background, so that the picture's edge counts as an edge.
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), mask.shape)
    box = (float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1]))
    return Prompt(box_xyxy=box).with_point(float(x), float(y), positive=True)
