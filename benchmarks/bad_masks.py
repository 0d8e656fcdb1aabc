"""Masks as they come from a program that was wrong: eroded, half missing, leaked, of the wrong object."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment import Image, MaskArray
from avisbuild.segment.classical.superpixels import Superpixels, superpixels

KINDS = ("eroded", "half missing", "leaked", "of the wrong object")
_KEPT_OF_ERODED = 0.55  # of the area
_LEAK = (0.5, 1.0)  # of the object's area
_PATCH_PX = 9


def bad_masks(
    image: Image, masks: dict[str, MaskArray], name: str, rng: np.random.Generator
) -> Iterator[tuple[str, MaskArray]]:
    """A bad mask (H, W) bool of each kind for one object; none of another object where it is alone."""
    truth = masks[name]
    yield KINDS[0], eroded(truth)
    yield KINDS[1], half_missing(truth, rng)
    yield KINDS[2], leaked(truth, superpixels(image, step_px=_PATCH_PX), rng)
    others = [mask for other, mask in masks.items() if other != name]
    if others:
        yield KINDS[3], max(others, key=np.count_nonzero)


def eroded(truth: MaskArray) -> MaskArray:
    """What lies deepest inside of the object."""
    depth = cv2.distanceTransform(np.pad(truth, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    kept: MaskArray = depth > np.quantile(depth[truth], 1 - _KEPT_OF_ERODED)
    return kept


def half_missing(truth: MaskArray, rng: np.random.Generator) -> MaskArray:
    """The object on one side of a line through its middle, in any direction."""
    rows, columns = np.indices(truth.shape)
    angle = rng.uniform(0, 2 * np.pi)
    along = columns * np.cos(angle) + rows * np.sin(angle)
    kept: MaskArray = truth & (along > np.median(along[truth]))
    return kept


def leaked(truth: MaskArray, patches: Superpixels, rng: np.random.Generator) -> MaskArray:
    """The object and what is beside one place of its outline, in patches that follow the edges there."""
    outline = np.argwhere(_outline(truth))
    row, column = outline[rng.integers(len(outline))]
    wanted = rng.uniform(*_LEAK) * np.count_nonzero(truth)
    x, y = (patches.centres_xy - (column, row)).T
    turn = rng.uniform(0, np.pi)
    along, across = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    beyond = np.bincount(patches.labels.ravel(), ~truth.ravel(), minlength=patches.count)
    nearest = np.argsort(along**2 + 3 * across**2)
    taken = nearest[: 1 + int(np.searchsorted(np.cumsum(beyond[nearest]), wanted))]
    mask: MaskArray = truth | np.isin(patches.labels, taken)
    return mask


def _outline(truth: MaskArray) -> NDArray[np.bool_]:
    inner = cv2.erode(truth.astype(np.uint8), np.ones((3, 3), np.uint8))
    rim: NDArray[np.bool_] = truth & (inner == 0)
    return rim
