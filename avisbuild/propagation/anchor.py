"""A picture with masks that are known, and where its pixels are now."""

from collections.abc import Hashable, Mapping
from typing import Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.propagation.base import Image, MaskArray
from avisbuild.propagation.flow import Floats, FlowFinder, Gray, moved, one_after_other
from avisbuild.propagation.outline import fitted
from avisbuild.propagation.trust import Trust

Key = TypeVar("Key", bound=Hashable)

_WINDOW = 1 / 90  # the radius of the outline's windows by the picture's shorter side
_BLUR_PX = 1.5


class Anchor(Generic[Key]):
    """Objects marked on one picture; `following` has the trust in each that is not lost.

    `image` (H, W, 3) is the picture at full size with `masks` (H, W) bool; `small` (h, w, 3) and `gray`
    (h, w) are the same at the size at which flow is found.
    """

    def __init__(
        self, image: Image, small: Image, gray: Gray, masks: Mapping[Key, MaskArray]
    ) -> None:
        self._image = image
        self._small = small.astype(np.float32)
        self._gray = gray
        self._masks = {key: mask.astype(np.float32) for key, mask in masks.items()}
        self._small_masks = {key: _shrunk(mask, gray.shape) for key, mask in self._masks.items()}
        self._back: Floats = np.zeros((*gray.shape, 2), np.float32)
        self.following = {
            key: Trust.of(small, mask > 0.5)
            for key, mask in self._small_masks.items()
            if (mask > 0.5).any()
        }

    def drop(self, keys: frozenset[Key]) -> None:
        """Follow these objects no more."""
        self.following = {key: each for key, each in self.following.items() if key not in keys}

    def advance(
        self, flow: FlowFinder, small: Image, gray: Gray, back: Floats, doubt: NDArray[np.bool_]
    ) -> None:
        """Find the anchor's pixels in the next picture; `back` is the flow from it to the one before."""
        guess = one_after_other(self._back, back)
        self._back = flow.toward(self._gray, gray, guess)
        unlike = np.abs(moved(self._small, self._back) - small).max(axis=-1)
        unlike = np.asarray(cv2.GaussianBlur(unlike, (0, 0), _BLUR_PX), np.float32)
        for key, trust in list(self.following.items()):
            mask = moved(self._small_masks[key], self._back) > 0.5
            if trust.after(small, mask, unlike, doubt) == 0:
                del self.following[key]

    def mask(self, key: Key, image: Image) -> MaskArray:
        """Where an object is in `image`, the picture as it is now at full size: (H, W) bool."""
        height, width = image.shape[:2]
        whole: MaskArray = np.zeros((height, width), np.bool_)
        radius_px = max(2, round(_WINDOW * min(height, width)))
        part = self._part(key, (height, width), margin_px=3 * radius_px)
        places = _places_in(part, self._back, (height, width))
        moved_mask = _sampled(self._masks[key], places)
        moved_image = _sampled(self._image.astype(np.float32), places)
        now = image[part].astype(np.float32)
        whole[part] = fitted(moved_image, moved_mask, now, radius_px=radius_px) > 0.5
        return whole

    def _part(self, key: Key, size: tuple[int, int], *, margin_px: int) -> tuple[slice, slice]:
        """The part of the full picture that an object is in now, with a margin."""
        small = moved(self._small_masks[key], self._back) > 0.01
        left, top, width, height = cv2.boundingRect(small.view(np.uint8))
        down, across = size[0] / small.shape[0], size[1] / small.shape[1]
        rows = slice(
            max(0, int(top * down) - margin_px),
            min(size[0], int((top + height) * down) + margin_px),
        )
        columns = slice(
            max(0, int(left * across) - margin_px),
            min(size[1], int((left + width) * across) + margin_px),
        )
        return rows, columns


def _shrunk(mask: Floats, size: tuple[int, ...]) -> Floats:
    if mask.shape == size:
        return mask
    shrunk = cv2.resize(mask, (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(shrunk, np.float32)


def _places_in(part: tuple[slice, slice], back: Floats, size: tuple[int, int]) -> Floats:
    """Where each pixel of a part of the full picture was on the anchor, as (x, y): (h, w, 2) float32."""
    rows, columns = np.mgrid[part].astype(np.float32)
    scale = np.array([size[1] / back.shape[1], size[0] / back.shape[0]], np.float32)
    x, y = (columns + 0.5) / scale[0] - 0.5, (rows + 0.5) / scale[1] - 0.5
    flow = cv2.remap(back, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(np.stack([columns, rows], axis=-1) + flow * scale, np.float32)


def _sampled(values: Floats, places: Floats) -> Floats:
    found = cv2.remap(
        values, places[..., 0], places[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(found, np.float32)
