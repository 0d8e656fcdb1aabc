"""What lies around a click on a mask that stands, cut into patches that keep to the mask."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Image, MaskArray, Prompt
from avisbuild.segment.classical.prompting import scaled
from avisbuild.segment.classical.superpixels import Floats, Superpixels, superpixels

_LONGEST_SIDE_PX = 420
_LARGEST_SCALE = 2.5
_STEP_PX = 4
_REACH = 8.0  # of the window to each side of the click, in depths of the click
_LEAST_REACH = 0.12  # of the frame's height
_WHOLE_CLICKS = 3  # so long the window holds all that stands: what is wrong may go round it
_MARGIN, _LEAST_MARGIN = 0.2, 0.06  # of the mask's longer side; of the frame's height
_MARGIN_DEPTHS = 1.5
_LEAST_DEPTH_PX = 3.0
_DEEPEST = 0.25  # of the frame's height
_THING_DEPTHS, _LEAST_THING_PX = 1.5, 6.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Window:
    """A cut-out of the frame from (left, top), shown at `scale`: image (h, w, 3) uint8 RGB.

    `prompt` and `standing` (h, w) bool are in its pixels; its last click is the one that is answered.
    `open` (N,) are the patches that this click may turn: those outside of the mask if it is positive, else
    those inside. `depth_px` is how far the click is from those that it may not, and `thing` (N,) the share
    of each patch that goes with the click at first sight.
    """

    image: Image
    left: int
    top: int
    size: tuple[int, int]
    patches: Superpixels
    prompt: Prompt
    standing: MaskArray
    open: NDArray[np.bool_]
    depth_px: float
    thing: Floats

    @property
    def positive(self) -> bool:
        """Whether the click says that something is missing."""
        return self.prompt.positive[-1]

    @property
    def clicked(self) -> int:
        """The patch under the click."""
        return self.patches.at(*self.prompt.points_xy[-1])

    def patches_clicked(self, *, positive: bool) -> list[int]:
        """The patches under all clicks of one kind that lie in the window."""
        height, width = self.standing.shape
        return sorted(
            {
                self.patches.at(x, y)
                for (x, y), yes in zip(self.prompt.points_xy, self.prompt.positive, strict=True)
                if yes == positive and -0.5 <= x < width - 0.5 and -0.5 <= y < height - 0.5
            }
        )


def window_around(image: Image, prompt: Prompt, standing: MaskArray, thing: MaskArray) -> Window:
    """The window on the last click; `thing` (H, W) bool is what goes with the click at first sight."""
    (x, y), positive = prompt.points_xy[-1], prompt.positive[-1]
    depth = min(
        depth_at(~standing if positive else standing, x, y),
        max(_LEAST_THING_PX, _THING_DEPTHS * depth_at(thing, x, y)),
    )
    is_whole = len(prompt.points_xy) <= _WHOLE_CLICKS
    left, top, right, bottom = _sides((x, y), depth, standing, is_whole=is_whole)
    part = (slice(top, bottom), slice(left, right))
    scale = min(_LARGEST_SCALE, _LONGEST_SIDE_PX / max(right - left, bottom - top))
    mode = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    shown = np.asarray(cv2.resize(image[part], size, interpolation=mode), np.uint8)
    near = scaled(prompt, scale, left=left, top=top)
    mask = np.asarray(cv2.resize(standing[part].astype(np.float32), size, interpolation=mode)) > 0.5
    column, row = (
        min(max(round(place), 0), side - 1)
        for place, side in zip(near.points_xy[-1], size, strict=True)
    )
    mask[row, column] = not positive
    at_sight = cv2.resize(thing[part].astype(np.float32), size, interpolation=mode)
    patches = superpixels(shown, step_px=_STEP_PX, along=mask)
    return Window(
        image=shown,
        left=left,
        top=top,
        size=(bottom - top, right - left),
        patches=patches,
        prompt=near,
        standing=mask,
        open=(patches.shares(mask) > 0.5) != positive,
        depth_px=max(_LEAST_DEPTH_PX, depth * scale),
        thing=patches.shares(np.asarray(at_sight, np.float32)),
    )


def depth_at(mask: MaskArray, x: float, y: float) -> float:
    """How far a place is from what the mask does not hold, in pixels; the frame's edge is no rim."""
    height, width = mask.shape
    row, column = min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)
    depth = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 5)
    return float(min(depth[row, column], _DEEPEST * height))


def _sides(
    click_xy: tuple[float, float], depth: float, standing: MaskArray, *, is_whole: bool
) -> tuple[int, int, int, int]:
    """The window's (left, top, right, bottom) in the frame."""
    height, width = standing.shape
    reach = max(_REACH * depth, _LEAST_REACH * height)
    low, high = np.array(click_xy) - reach, np.array(click_xy) + reach
    if is_whole and standing.any():
        left, top, wide, high_px = cv2.boundingRect(standing.view(np.uint8))
        margin = max(_MARGIN * max(wide, high_px), _MARGIN_DEPTHS * depth, _LEAST_MARGIN * height)
        low = np.minimum(low, (left - margin, top - margin))
        high = np.maximum(high, (left + wide + margin, top + high_px + margin))
    size = (width, height)
    left, top = (
        int(np.clip(round(side), 0, most - 1)) for side, most in zip(low, size, strict=True)
    )
    right, bottom = (
        int(np.clip(round(side + 1), least + 1, most))
        for side, least, most in zip(high, (left, top), size, strict=True)
    )
    return left, top, right, bottom
