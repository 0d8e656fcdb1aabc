"""A person who clicks, simulated: each click in the middle of the largest error, as is usual in the field.

With it, segmenters are compared by the number of clicks (NoC) until a mask is right, and a robot annotates.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment.base import MaskArray, Prompt

MOST_CLICKS = 20
Answer = Callable[[Prompt], MaskArray]


@dataclass(frozen=True, slots=True)
class Click:
    """A click at (x, y) in pixels of the frame."""

    x: int
    y: int
    positive: bool


def next_click(truth: MaskArray, mask: MaskArray | None = None) -> Click | None:
    """Where to click next: the place deepest inside of what is missing or too much; None if all is right.

    truth and mask: (H, W) bool. A click on something missing is positive.
    """
    shown = np.zeros_like(truth) if mask is None else mask
    missing, surplus = _depth(truth & ~shown), _depth(shown & ~truth)
    positive = bool(missing.max() >= surplus.max())
    depth = missing if positive else surplus
    if depth.max() == 0:
        return None
    row, column = np.unravel_index(int(depth.argmax()), depth.shape)
    return Click(int(column), int(row), positive)


def tight_box(truth: MaskArray) -> tuple[float, float, float, float]:
    """The tight box around a mask that is not empty, as `Prompt.box_xyxy`."""
    left, top, width, height = cv2.boundingRect(truth.view(np.uint8))
    return float(left), float(top), float(left + width), float(top + height)


def click_through(
    answer: Answer,
    truth: MaskArray,
    *,
    least_clicks: int = 1,
    most_clicks: int = MOST_CLICKS,
    enough: float = 1.0,
) -> list[float]:
    """The IoU after each click, until one so far was `enough` or there is nothing left to click at.

    At least `least_clicks` are made where there is something to click at. `answer` gives the mask
    (H, W) bool for a prompt.
    """
    prompt, mask, ious = Prompt(), None, list[float]()
    while len(ious) < most_clicks:
        click = next_click(truth, mask)
        if click is None:
            break
        prompt = prompt.with_point(click.x, click.y, positive=click.positive)
        mask = answer(prompt)
        ious.append(iou(mask, truth))
        if len(ious) >= least_clicks and max(ious) >= enough:
            break
    return ious


def clicks_to(ious: Sequence[float], wanted: float) -> int:
    """How many clicks it took to an IoU of `wanted`; MOST_CLICKS where that was never reached."""
    reached = (count for count, each in enumerate(ious, start=1) if each >= wanted)
    return min(next(reached, MOST_CLICKS), MOST_CLICKS)


def iou(one: MaskArray, other: MaskArray) -> float:
    """Intersection over union of masks (H, W) bool; 1 for two empty ones."""
    union = int(np.count_nonzero(one | other))
    return int(np.count_nonzero(one & other)) / union if union else 1.0


def _depth(wrong: MaskArray) -> NDArray[np.float32]:
    """How far each pixel is from the rim of what is wrong; the frame's edge is a rim, too."""
    padded = np.pad(wrong.astype(np.uint8), 1)
    return np.asarray(cv2.distanceTransform(padded, cv2.DIST_L2, 5)[1:-1, 1:-1], np.float32)
