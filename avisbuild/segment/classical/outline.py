"""A mask too small, or too large, all around: how far beside its outline the picture's edges lie."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import Image, MaskArray, Prompt
from avisbuild.segment.classical.grabcut import decided
from avisbuild.segment.classical.prompting import scaled

_LONGEST_SIDE_PX = 420
_LARGEST_SCALE = 2.5
_FARTHEST = 2.5  # that the outline moves, in depths of the click
_DEEPEST = 0.5  # of what lies beyond the outline at the most
_MARGIN_PX = 4
_SOFT_PX = 1.0
_STRONGEST = 12.0  # a step in Lab above which edges are alike
_LEAST_STEP = 2.5
_CLEARER = 1.6  # than the edges under the outline as it stands
_AT_OUTLINE_PX, _LEAST_MOVE_PX = 1.0, 1.5
_PER_PX = 2  # places along the way, at each of which this many pixels count at least:
_FEWEST_PX = 20
_UNSURE = 0.5  # of the way: so far to each side of its end the outline is looked for
_DISC_PX = 2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Surroundings:
    """A mask at close range: image (h, w, 3) uint8 RGB from (left, top) of the frame, at some scale.

    `beyond` (h, w) float32 is how far each pixel lies beyond the outline in its pixels, less than 0 on the
    other side: outside for a positive click, inside for a negative one. `prompt` is in its pixels, too.
    """

    image: Image
    left: int
    top: int
    size: tuple[int, int]
    prompt: Prompt
    beyond: NDArray[np.float32]

    def at_clicks(self, *, positive: bool) -> list[float]:
        """How far beyond the outline the clicks of one kind lie."""
        height, width = self.beyond.shape
        return [
            float(self.beyond[min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)])
            for (x, y), yes in zip(self.prompt.points_xy, self.prompt.positive, strict=True)
            if yes == positive
        ]


def moved(image: Image, prompt: Prompt, standing: MaskArray) -> MaskArray | None:
    """The mask with its whole outline moved outwards for a plus-click, inwards for a minus-click.

    None where the outline lies on edges as clear as those beside it, so that most of it is right.
    """
    around = _surroundings(image, prompt, standing)
    if (way_px := _way_px(around)) is None:
        return None
    turned = _turned(around, way_px)
    height, width = around.size
    soft = cv2.resize(turned.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    answer = standing.copy()
    part = answer[around.top : around.top + height, around.left : around.left + width]
    part[np.asarray(soft) > 0.5] = prompt.positive[-1]
    return answer


def _surroundings(image: Image, prompt: Prompt, standing: MaskArray) -> Surroundings:
    (x, y), positive = prompt.points_xy[-1], prompt.positive[-1]
    depth = float(_distances(standing != positive)[round(y), round(x)])
    margin = _MARGIN_PX + (round(_FARTHEST * depth) if positive else 0)
    left, top, wide, high = cv2.boundingRect(standing.view(np.uint8))
    part = (
        slice(max(0, top - margin), top + high + margin),
        slice(max(0, left - margin), left + wide + margin),
    )
    height, width = standing[part].shape
    scale = min(_LARGEST_SCALE, _LONGEST_SIDE_PX / max(height, width))
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    mode = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    mask = np.asarray(cv2.resize(standing[part].astype(np.float32), size, interpolation=mode)) > 0.5
    to_turn, turned = mask != positive, mask == positive
    beyond = np.where(to_turn, _distances(to_turn) - 0.5, 0.5 - _distances(turned))
    return Surroundings(
        image=np.asarray(cv2.resize(image[part], size, interpolation=mode), np.uint8),
        left=part[1].start,
        top=part[0].start,
        size=(height, width),
        prompt=scaled(prompt, scale, left=part[1].start, top=part[0].start),
        beyond=beyond.astype(np.float32),
    )


def _way_px(around: Surroundings) -> float | None:
    """How far beyond the outline the clearest edges lie all around, where those are no matter of doubt."""
    positive = around.prompt.positive[-1]
    farthest = min(
        _FARTHEST * around.at_clicks(positive=positive)[-1], _DEEPEST * float(around.beyond.max())
    )
    if farthest < _LEAST_MOVE_PX:
        return None
    places, steps = _steps_along(around, farthest)
    here = float(steps[np.abs(places) <= _AT_OUTLINE_PX].max())
    best = int(steps.argmax())
    way_px = float(places[best])
    if way_px < _LEAST_MOVE_PX or steps[best] < max(_LEAST_STEP, _CLEARER * here):
        return None
    if any(0 < each <= way_px for each in around.at_clicks(positive=not positive)):
        return None
    return way_px


def _steps_along(
    around: Surroundings, farthest: float
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Places beyond the outline, in pixels, and how much colours change across it there on average."""
    colours = np.asarray(
        cv2.cvtColor(around.image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32
    )
    slopes = [_slope(colours, axis) * _slope(around.beyond, axis)[..., None] for axis in (0, 1)]
    steps = np.minimum(np.linalg.norm(slopes[0] + slopes[1], axis=2), _STRONGEST)
    nearest = -round(2 * _AT_OUTLINE_PX * _PER_PX)
    count = round(farthest * _PER_PX) - nearest + 1
    number = np.round(around.beyond * _PER_PX).astype(np.intp) - nearest
    there = (number >= 0) & (number < count)
    three = np.ones(3)
    pixels = np.convolve(np.bincount(number[there], minlength=count), three, "same")
    total = np.convolve(np.bincount(number[there], steps[there], minlength=count), three, "same")
    mean = np.where(pixels < _FEWEST_PX, 0, total / np.maximum(pixels, 1))
    return (np.arange(count) + nearest) / _PER_PX, mean


def _turned(around: Surroundings, way_px: float) -> MaskArray:
    """The pixels (h, w) between the outline as it stands and where it moves to."""
    beyond, positive = around.beyond, around.prompt.positive[-1]
    is_object = (beyond <= way_px) == positive
    labels = np.where(is_object, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    near, far = beyond <= (1 - _UNSURE) * way_px, beyond > (1 + _UNSURE) * way_px
    labels[near] = cv2.GC_FGD if positive else cv2.GC_BGD
    labels[far] = cv2.GC_BGD if positive else cv2.GC_FGD
    for (x, y), yes in zip(around.prompt.points_xy, around.prompt.positive, strict=True):
        certain = cv2.GC_FGD if yes else cv2.GC_BGD
        if yes != positive:
            cv2.circle(labels, (round(x), round(y)), _DISC_PX, certain, -1)
    found = decided(around.image, labels)
    turned: MaskArray = ((is_object if found is None else found) == positive) & (beyond > 0)
    return turned


def _slope(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    """How fast soft values (h, w) or (h, w, 3) change along an axis, a pixel."""
    soft = cv2.GaussianBlur(values, (0, 0), _SOFT_PX)
    return np.asarray(cv2.Sobel(soft, cv2.CV_32F, axis, 1 - axis, ksize=3) / 8, np.float32)


def _distances(mask: MaskArray) -> NDArray[np.float32]:
    """How far each pixel of a mask is from what is not of it; the picture's edge is no rim."""
    framed = np.pad(mask.astype(np.uint8), 1, mode="edge")
    return np.asarray(cv2.distanceTransform(framed, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)
