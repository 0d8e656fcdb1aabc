"""Following by colour: the outline found anew in every picture, for objects that stand out from the rest."""

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.propagation.base import Image, MaskArray

_BAND_PX = 6
_MARGIN_PX = 14
_SEED = 20_260_101
_TRIED_SHIFTS_PX = ((4, 0), (-4, 0), (0, 4), (0, -4))
_LEAST_IOU = 0.9


def outlined(image: Image, mask: MaskArray) -> MaskArray:
    """The mask with its outline found within a band by one round of grabCut.

    image (h, w, 3) uint8 RGB, mask (h, w) bool. Gives the mask back where there is nothing to decide.
    """
    part = _around(mask)
    labels = _labels(mask[part])
    if not labels.size or not (labels & 1).any() or (labels & 1).all():
        return mask
    cv2.setRNGSeed(_SEED)  # grabCut's clusters begin at random
    models = np.zeros((1, 65)), np.zeros((1, 65))
    try:
        cv2.grabCut(
            np.ascontiguousarray(image[part]),
            labels,
            (0, 0, 1, 1),
            *models,
            1,
            cv2.GC_INIT_WITH_MASK,
        )
    except cv2.error:
        return mask
    found = np.zeros_like(mask)
    found[part] = labels & 1
    return found


def stands_out(image: Image, mask: MaskArray) -> bool:
    """Whether colour alone brings back this mask, made by a person, when it is pushed a little aside."""
    return all(
        _iou(outlined(image, shifted(mask, *shift)), mask) >= _LEAST_IOU
        for shift in _TRIED_SHIFTS_PX
    )


def _around(mask: MaskArray) -> tuple[slice, slice]:
    left, top, width, height = cv2.boundingRect(mask.view(np.uint8))
    margin = _BAND_PX + _MARGIN_PX
    return (
        slice(max(0, top - margin), top + height + margin),
        slice(max(0, left - margin), left + width + margin),
    )


def _labels(mask: MaskArray) -> NDArray[np.uint8]:
    """GrabCut's labels (h, w) uint8: certain beyond the band, probable in it."""
    pixels = np.pad(mask.astype(np.uint8), 1, mode="edge")
    if not pixels.any():
        return np.zeros((0, 0), np.uint8)
    within = cv2.distanceTransform(pixels, cv2.DIST_L2, 3)[1:-1, 1:-1]
    beyond = cv2.distanceTransform(1 - pixels, cv2.DIST_L2, 3)[1:-1, 1:-1]
    labels = np.where(mask, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[within > _BAND_PX] = cv2.GC_FGD
    labels[beyond > _BAND_PX] = cv2.GC_BGD
    return labels


def shifted(mask: MaskArray, right: float, down: float) -> MaskArray:
    """The mask moved aside by so many pixels."""
    by = np.array([[1, 0, right], [0, 1, down]], np.float32)
    height, width = mask.shape
    moved = cv2.warpAffine(mask.view(np.uint8), by, (width, height), flags=cv2.INTER_NEAREST)
    return np.asarray(moved, np.uint8).astype(np.bool_)


def _iou(one: MaskArray, other: MaskArray) -> float:
    return int(np.count_nonzero(one & other)) / max(1, int(np.count_nonzero(one | other)))
