"""A picture with masks that are known, and where its pixels are now."""

from collections.abc import Hashable, Mapping
from functools import partial
from typing import Generic, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.propagation.base import EndReason, Image, MaskArray
from avisbuild.propagation.colour import outlined, shifted, stands_out
from avisbuild.propagation.confidence import ObjectConfidence, steadiness
from avisbuild.propagation.flow import Floats, FlowFinder, Gray, moved, one_after_other
from avisbuild.propagation.last_seen import LastSeen
from avisbuild.propagation.outline import fitted

Key = TypeVar("Key", bound=Hashable)

_WINDOW = 1 / 90  # the radius of the outline's windows by the picture's shorter side
_BLUR_PX = 1.5
_QUICK_PX = 4.0  # a step
_COLOUR_LEAD = 0.05  # how much better colour must do before flow, which keeps details, is left


class Anchor(Generic[Key]):
    """Objects marked on one picture; `following` has the confidence in each that is not lost.

    `image` (H, W, 3) is the picture at full size with `masks` (H, W) bool; `small` (h, w, 3) and `gray`
    (h, w) are the same at the size at which flow is found. An object that stands out by its colour is
    followed by that, too: flow is dragged along where something quick passes something still.
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
        self._now = {key: mask > 0.5 for key, mask in self._small_masks.items()}
        self._by_colour = {key for key, mask in self._now.items() if stands_out(small, mask)}
        self._is_colours: set[Key] = set()
        self.following = {
            key: ObjectConfidence.of(small, mask) for key, mask in self._now.items() if mask.any()
        }
        self._seen = {key: LastSeen(mask) for key, mask in self._now.items()}

    def drop(self, keys: frozenset[Key]) -> None:
        """Follow these objects no more."""
        self.following = {key: each for key, each in self.following.items() if key not in keys}

    def advance(
        self,
        flow: FlowFinder,
        small: Image,
        gray: Gray,
        back: Floats,
        doubt: NDArray[np.bool_],
        *,
        gap_s: float,
        is_break: bool,
    ) -> dict[Key, EndReason]:
        """Find the anchor's pixels in the next picture; what is lost there, and why.

        `back` is the flow from it to the picture before, `gap_s` how long pictures are missing between them,
        `is_break` that nothing of the one before is found in it.
        """
        lost: dict[Key, EndReason] = {}
        guess = one_after_other(self._back, back)
        self._back = flow.toward(self._gray, gray, guess)
        unlike = np.abs(moved(self._small, self._back) - small).max(axis=-1)
        unlike = np.asarray(cv2.GaussianBlur(unlike, (0, 0), _BLUR_PX), np.float32)
        for key, confidence in list(self.following.items()):
            mask = moved(self._small_masks[key], self._back) > 0.5
            likeness, steady = confidence.likeness(small, mask), steadiness(mask, unlike, doubt)
            self._is_colours.discard(key)
            if key in self._by_colour:
                found, is_like = _by_colour(self._now[key], confidence, small, back)
                if is_like > likeness * steady + _COLOUR_LEAD:
                    mask, likeness, steady = found, is_like, 1.0
                    self._is_colours.add(key)
            self._now[key] = mask
            seen = self._seen[key]
            seen.note(mask, back, likeness * steady, gap=gap_s > 0, is_break=is_break)
            if confidence.after_step(likeness, steady, gap_s=gap_s) == 0:
                del self.following[key]
                lost[key] = seen.reason(partial(confidence.look, small))
        return lost

    def mask(self, key: Key, image: Image) -> MaskArray:
        """Where an object is in `image`, the picture as it is now at full size: (H, W) bool."""
        height, width = image.shape[:2]
        if key in self._is_colours:
            soft = cv2.resize(self._now[key].astype(np.float32), (width, height))
            large: MaskArray = soft > 0.5
            return large
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


def _by_colour(
    before: MaskArray, confidence: ObjectConfidence, small: Image, back: Floats
) -> tuple[MaskArray, float]:
    """Where the object is by its colour, and how much it is like itself there.

    Looked for where the flow has taken its pixels and, if it is quick, where its middle has gone: only
    at its outline is flow dragged along.
    """
    moved_on = moved(before.astype(np.float32), back) > 0.5
    places = [moved_on]
    if moved_on.any():
        right, down = -np.median(back[moved_on], axis=0)
        if np.hypot(right, down) > _QUICK_PX:
            places.append(shifted(before, float(right), float(down)))
    found = [outlined(small, place) for place in places]
    likeness = [confidence.likeness(small, mask) for mask in found]
    best = int(np.argmax(likeness))
    return found[best], likeness[best]


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
