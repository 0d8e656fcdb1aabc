"""Prompts in other pixels than the frame's, and masks that keep to the clicks."""

import cv2
import numpy as np

from avisbuild.segment.base import MaskArray, Prompt


def scaled(prompt: Prompt, scale: float, *, left: float = 0.0, top: float = 0.0) -> Prompt:
    """The prompt in the pixels of a cut-out from (left, top) of the frame, shown `scale` times as large."""

    def point(x: float, y: float) -> tuple[float, float]:
        # Pixel centres lie at whole numbers, so edges lie half a pixel beside them.
        return (x - left + 0.5) * scale - 0.5, (y - top + 0.5) * scale - 0.5

    box = prompt.box_xyxy
    return Prompt(
        points_xy=tuple(point(x, y) for x, y in prompt.points_xy),
        positive=prompt.positive,
        box_xyxy=None if box is None else (*point(box[0], box[1]), *point(box[2], box[3])),
    )


def honour(mask: MaskArray, prompt: Prompt) -> None:
    """Set the very pixels that were clicked, the last click on a pixel last."""
    height, width = mask.shape
    for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
        row, column = round(y), round(x)
        if 0 <= row < height and 0 <= column < width:
            mask[row, column] = positive


def under_clicks(mask: MaskArray, prompt: Prompt) -> MaskArray:
    """The parts of a mask that hold a positive click; all of it where none does."""
    height, width = mask.shape
    count, parts = cv2.connectedComponents(mask.view(np.uint8))
    kept = np.zeros(count, np.bool_)
    for (x, y), positive in zip(prompt.points_xy, prompt.positive, strict=True):
        row, column = min(max(round(y), 0), height - 1), min(max(round(x), 0), width - 1)
        if positive:
            kept[parts[row, column]] = True
    kept[0] = False
    chosen: MaskArray = kept[parts]
    return chosen if kept.any() else mask
