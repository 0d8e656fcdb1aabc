"""The outline to the pixel: one round of grabCut in a narrow band, with clicks as certain."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Image, MaskArray, Prompt

_SEED = 20_260_101


def refined(
    image: Image, mask: MaskArray, prompt: Prompt, *, band: float, rounds: int, disc_px: int
) -> MaskArray:
    """The mask with its outline moved to the edges of colour nearby; image (H, W, 3) uint8 RGB.

    Only a band along the outline is in question, as wide as `band` times the side of a square of the
    mask's area. Where nothing is left to decide between, the mask comes back as it was.
    """
    labels = _labels(mask, band)
    for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
        certain = cv2.GC_FGD if positive else cv2.GC_BGD
        cv2.circle(labels, (round(x), round(y)), disc_px, certain, -1)
    nowhere = (0, 0, 1, 1)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    object_px = int(np.count_nonzero(labels & 1))
    if object_px == 0 or object_px == labels.size:
        return mask
    cv2.setRNGSeed(_SEED)  # grabCut's clusters begin at random
    try:
        cv2.grabCut(image, labels, nowhere, *models, rounds, cv2.GC_INIT_WITH_MASK)
    except cv2.error:
        return mask
    found: MaskArray = (labels & 1).astype(np.bool_)
    return found


def _labels(mask: MaskArray, band: float) -> NDArray[np.uint8]:
    """GrabCut's four labels (H, W) uint8: certain away from the outline, probable near it."""
    pixels = mask.view(np.uint8)
    reach = max(2.0, 2 * band * float(np.sqrt(np.count_nonzero(mask))))
    # The rim of the picture is no outline of the object.
    to_outside = cv2.distanceTransform(_framed(pixels), cv2.DIST_L2, 3)[1:-1, 1:-1]
    to_object = cv2.distanceTransform(_framed(1 - pixels), cv2.DIST_L2, 3)[1:-1, 1:-1]
    labels = np.where(mask, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[to_outside > reach] = cv2.GC_FGD
    labels[to_object > reach] = cv2.GC_BGD
    return labels


def _framed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.pad(pixels, 1, mode="edge")
