"""Brush strokes: discs along a line, kept as the pixels they cover."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
_SUBPIXEL_BITS = 4
_SCALE = 1 << _SUBPIXEL_BITS


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """The pixels that a stroke covers: `region` (h, w) bool at `box` (x0, y0, x1, y1), half-open.

    They become part of the mask, or with `erases` no part of it.
    """

    box: Box
    region: NDArray[np.bool_]
    erases: bool

    def apply(self, mask: NDArray[np.bool_]) -> None:
        """Change a mask (H, W) in place."""
        x0, y0, x1, y1 = self.box
        mask[y0:y1, x0:x1][self.region] = not self.erases


class StrokePainter:
    """A stroke while it is drawn; `size` is (height, width), `keep_out` (H, W) bool is never painted."""

    def __init__(
        self,
        size: tuple[int, int],
        *,
        diameter_px: float,
        erases: bool,
        keep_out: NDArray[np.bool_] | None = None,
    ) -> None:
        self._canvas = np.zeros(size, np.uint8)
        self._diameter = max(1.0, diameter_px)
        self._erases = erases
        self._keep_out = keep_out
        self._last: tuple[float, float] | None = None
        self._box: Box | None = None

    def move_to(self, x: float, y: float) -> Stroke:
        """Draw on to a point; the part that this adds. Pixel centres lie at whole numbers."""
        start = self._last or (x, y)
        self._last = (x, y)
        box = self._box_of(start, (x, y))
        x0, y0, x1, y1 = box
        crop = np.zeros((y1 - y0, x1 - x0), np.uint8)
        if crop.size:
            self._draw(crop, (start[0] - x0, start[1] - y0), (x - x0, y - y0))
            if self._keep_out is not None and not self._erases:
                crop[self._keep_out[y0:y1, x0:x1]] = 0
            self._canvas[y0:y1, x0:x1] |= crop
            self._box = _around(self._box, box)
        return Stroke(box, crop.view(np.bool_), self._erases)

    def stroke(self) -> Stroke:
        """The whole stroke so far."""
        x0, y0, x1, y1 = self._box or (0, 0, 0, 0)
        return Stroke(
            (x0, y0, x1, y1), self._canvas[y0:y1, x0:x1].view(np.bool_).copy(), self._erases
        )

    def _draw(
        self, crop: NDArray[np.uint8], start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        radius = self._diameter / 2
        if self._diameter <= 1.0:
            points = [(round(x), round(y)) for x, y in (start, end)]
            cv2.line(crop, points[0], points[1], 1, 1)
            return
        fixed = [(round(x * _SCALE), round(y * _SCALE)) for x, y in (start, end)]
        # A line of thickness d has square ends, or round ones a pixel off: discs and a bar are exact.
        for centre in fixed:
            cv2.circle(
                crop, centre, round((radius - 0.5) * _SCALE), 1, -1, cv2.LINE_8, _SUBPIXEL_BITS
            )
        bar = _bar(start, end, radius - 0.5)
        if bar is not None:
            cv2.fillConvexPoly(crop, bar, 1, cv2.LINE_8, _SUBPIXEL_BITS)

    def _box_of(self, start: tuple[float, float], end: tuple[float, float]) -> Box:
        height, width = self._canvas.shape
        reach = self._diameter / 2 + 1
        x0 = int(np.floor(min(start[0], end[0]) - reach))
        y0 = int(np.floor(min(start[1], end[1]) - reach))
        x1 = int(np.ceil(max(start[0], end[0]) + reach)) + 1
        y1 = int(np.ceil(max(start[1], end[1]) + reach)) + 1
        x0, x1 = (min(max(0, x), width) for x in (x0, x1))
        y0, y1 = (min(max(0, y), height) for y in (y0, y1))
        return x0, y0, max(x0, x1), max(y0, y1)


def _bar(
    start: tuple[float, float], end: tuple[float, float], radius: float
) -> NDArray[np.int32] | None:
    along = np.subtract(end, start)
    length = float(np.hypot(*along))
    if length == 0:
        return None
    across = np.array([-along[1], along[0]]) / length * radius
    corners = np.array([start + across, end + across, end - across, start - across])
    fixed: NDArray[np.int32] = np.rint(corners * _SCALE).astype(np.int32)
    return fixed


def _around(one: Box | None, other: Box) -> Box:
    if one is None:
        return other
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
