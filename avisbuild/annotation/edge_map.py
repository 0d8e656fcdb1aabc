"""Paths along the edges of a picture, from one anchor to any point around it (intelligent scissors)."""

from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

from avisbuild.segment import Image

Xy = tuple[float, float]
Path = tuple[Xy, ...]

# How far around an anchor paths are known; the time that it takes to find them grows with the square.
REACH_PX = 320
# Where OpenCV's detector sees an edge, and the gradient from which on one edge is as good as another.
_FAINT_EDGE, _CLEAR_EDGE, _STEEPEST = 32.0, 100.0, 200.0


class EdgeMap:
    """The cheapest path from an anchor to every pixel around it, where a step along an edge costs least.

    Pixel centres lie at whole numbers. It is made in a tenth of a second and asked in microseconds.
    """

    def __init__(
        self,
        scissors: cv2.segmentation.IntelligentScissorsMB,
        *,
        anchor: Xy,
        box_xyxy: tuple[int, int, int, int],
    ) -> None:
        self.anchor = anchor
        self._scissors = scissors
        self._box = box_xyxy

    @classmethod
    def around(cls, image: Image, anchor: Xy, *, reach_px: int = REACH_PX) -> Self:
        """Find the paths on that part of an image (H, W, 3) uint8 which lies around an anchor on it."""
        height, width = image.shape[:2]
        x = min(max(round(anchor[0]), 0), width - 1)
        y = min(max(round(anchor[1]), 0), height - 1)
        x0, y0 = max(0, x - reach_px), max(0, y - reach_px)
        x1, y1 = min(width, x + reach_px + 1), min(height, y + reach_px + 1)
        scissors = cv2.segmentation.IntelligentScissorsMB()
        scissors.setEdgeFeatureCannyParameters(_FAINT_EDGE, _CLEAR_EDGE)
        scissors.setGradientMagnitudeMaxLimit(_STEEPEST)
        scissors.applyImage(np.ascontiguousarray(image[y0:y1, x0:x1]))
        scissors.buildMap((x - x0, y - y0))
        return cls(scissors, anchor=anchor, box_xyxy=(x0, y0, x1, y1))

    def path_to(self, point: Xy) -> Path:
        """The points from the anchor to a point, both included; straight where the map ends before it."""
        x0, y0, x1, y1 = self._box
        wanted = round(point[0]), round(point[1])
        x, y = min(max(wanted[0], x0), x1 - 1), min(max(wanted[1], y0), y1 - 1)
        steps = np.add(self._scissors.getContour((x - x0, y - y0)).reshape(-1, 2), (x0, y0))
        inner = [(float(each[0]), float(each[1])) for each in _turns(steps)]
        if (x, y) != wanted:
            inner.append((float(x), float(y)))
        return (self.anchor, *inner, point)


def _turns(steps: NDArray[np.int64]) -> NDArray[np.int64]:
    """The inner points of a path of single steps, but for those on a straight piece."""
    before, after = steps[1:-1] - steps[:-2], steps[2:] - steps[1:-1]
    turns: NDArray[np.int64] = steps[1:-1][(before != after).any(axis=1)]
    return turns
