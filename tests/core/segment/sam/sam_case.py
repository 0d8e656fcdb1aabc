"""What the tests of SAM's segmenter are given: a picture of noise, a click and a box."""

import numpy as np

from avisbuild.segment import Image, Prompt

CLICK = Prompt(points_xy=((30, 40),), positive=(True,))
BOX = Prompt(box_xyxy=(10, 10, 120, 60))


def picture(height: int = 72, width: int = 160, seed: int = 0) -> Image:
    """The same for the same seed."""
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
