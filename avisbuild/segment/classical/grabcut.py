"""The outline to the pixel: one round of grabCut in a narrow band, with clicks as certain."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Image, MaskArray, Prompt

_SEED = 20_260_101
_NOWHERE = (0, 0, 1, 1)
_SPARSE = 3
_FEWEST_PX = 200
_RIM = 0.15
_LEAST_RIM_PX = 12
_BESIDE_PX = 2


def refined(
    image: Image,
    mask: MaskArray,
    prompt: Prompt,
    *,
    band: float,
    disc_px: int,
    changed: MaskArray | None = None,
) -> MaskArray:
    """The mask with its outline moved to the edges of colour nearby; image (H, W, 3) uint8 RGB.

    Only a band along the outline is in question, as wide as `band` times the side of a square of the
    mask's area. Where nothing is left to decide between, the mask comes back as it was. `changed` (H, W)
    says what of the mask is new: the band goes around that, and nothing that was decided before turns.
    """
    labels = _labels(mask, band) if changed is None else _labels_around(changed, mask, band)
    for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
        certain = cv2.GC_FGD if positive else cv2.GC_BGD
        cv2.circle(labels, (round(x), round(y)), disc_px, certain, -1)
    found = decided(image, labels)
    return mask if found is None else found


def decided(image: Image, labels: NDArray[np.uint8]) -> MaskArray | None:
    """The object (H, W) by one round of grabCut from its four labels; None where nothing is to decide."""
    part = _around_band(labels)
    cut = np.ascontiguousarray(labels[part])
    if not (cut & 1).any() or (cut & 1).all():
        return None
    try:
        models = _colour_models(image[part], cut)
        part = _in_question(labels)
        cut = np.ascontiguousarray(labels[part])
        colours = np.ascontiguousarray(image[part])
        cv2.grabCut(colours, cut, _NOWHERE, *models, 1, cv2.GC_EVAL_FREEZE_MODEL)
    except cv2.error:
        return None
    whole = labels.copy()
    whole[part] = cut
    found: MaskArray = (whole & 1).astype(np.bool_)
    return found


def _around_band(labels: NDArray[np.uint8]) -> tuple[slice, slice]:
    """The part of the picture that holds the object and a rim of what is around it."""
    left, top, width, height = cv2.boundingRect((labels != cv2.GC_BGD).view(np.uint8))
    margin = max(_LEAST_RIM_PX, round(_RIM * max(width, height)))
    return (
        slice(max(0, top - margin), top + height + margin),
        slice(max(0, left - margin), left + width + margin),
    )


def _in_question(labels: NDArray[np.uint8]) -> tuple[slice, slice]:
    """The part of the picture that holds all that is not certain; what is beyond it has no say."""
    probable = (labels == cv2.GC_PR_BGD) | (labels == cv2.GC_PR_FGD)
    left, top, width, height = cv2.boundingRect(probable.view(np.uint8))
    return (
        slice(max(0, top - _BESIDE_PX), top + height + _BESIDE_PX),
        slice(max(0, left - _BESIDE_PX), left + width + _BESIDE_PX),
    )


def _colour_models(
    image: Image, labels: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The colours outside and inside, as grabCut keeps them; learnt from one pixel of `_SPARSE` squared.

    Finding clusters takes three quarters of a grabCut, and a ninth of the pixels gives the same ones.
    Raises cv2.error where one side has too few pixels.
    """
    sparse = np.ascontiguousarray(labels[::_SPARSE, ::_SPARSE])
    step = _SPARSE
    if min(np.count_nonzero(sparse & 1), np.count_nonzero(~sparse & 1)) < _FEWEST_PX:
        sparse, step = labels.copy(), 1
    outside, inside = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.setRNGSeed(_SEED)  # its clusters begin at random
    colours = np.ascontiguousarray(image[::step, ::step])
    cv2.grabCut(colours, sparse, _NOWHERE, outside, inside, 1, cv2.GC_INIT_WITH_MASK)
    return outside, inside


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


def _labels_around(changed: MaskArray, mask: MaskArray, band: float) -> NDArray[np.uint8]:
    """GrabCut's four labels (H, W) uint8: the outline of what has changed, but where it stood."""
    in_question = np.isin(_labels(changed, band), (cv2.GC_PR_FGD, cv2.GC_PR_BGD))
    became_object = bool(mask[changed].any())
    in_question &= changed | (mask != became_object)
    certain = np.where(mask, cv2.GC_FGD, cv2.GC_BGD)
    possible = np.where(mask, cv2.GC_PR_FGD, cv2.GC_PR_BGD)
    return np.where(in_question, possible, certain).astype(np.uint8)


def _framed(pixels: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.pad(pixels, 1, mode="edge")
