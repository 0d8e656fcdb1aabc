"""Brush strokes: discs along a line, kept as the pixels they cover."""

from dataclasses import dataclass
from typing import Self

import cv2
import numpy as np
from numpy.typing import NDArray

Box = tuple[int, int, int, int]
_SUBPIXEL_BITS = 4
_SCALE = 1 << _SUBPIXEL_BITS


@dataclass(frozen=True, slots=True, eq=False)
class Stroke:
    """The pixels that a stroke covers, inside `box` (x0, y0, x1, y1), half-open.

    They become part of the mask, or with `erases` no part of it. `bits` are the rows of the box, one after
    the other, eight pixels a byte: a stroke right across a frame of 1080p takes 0.25 MB.
    """

    box: Box
    bits: NDArray[np.uint8]
    erases: bool

    @classmethod
    def of(cls, box: Box, region: NDArray[np.bool_], *, erases: bool) -> Self:
        """Pack the pixels that are True in `region` (h, w) bool, which lies at `box`."""
        return cls(box, np.packbits(region), erases)

    @classmethod
    def over(cls, mask: NDArray[np.bool_], *, erases: bool) -> Self:
        """The pixels that are True in a mask (H, W) bool, one at least."""
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        y0, y1, x0, x1 = (int(n) for n in (rows[0], rows[-1] + 1, columns[0], columns[-1] + 1))
        return cls.of((x0, y0, x1, y1), mask[y0:y1, x0:x1], erases=erases)

    @property
    def region(self) -> NDArray[np.bool_]:
        """The pixels of the box that are covered, (h, w) bool."""
        x0, y0, x1, y1 = self.box
        shape = y1 - y0, x1 - x0
        unpacked = np.unpackbits(self.bits, count=shape[0] * shape[1])
        return unpacked.reshape(shape).view(np.bool_)

    def apply(self, mask: NDArray[np.bool_]) -> None:
        """Add the pixels to a mask (H, W) bool, or take them out of it; in place."""
        paint(mask, self.box, self.region, erases=self.erases)


def paint(mask: NDArray[np.bool_], box: Box, region: NDArray[np.bool_], *, erases: bool) -> None:
    """Set the pixels of `region`, which lies at `box`, or clear them; in place."""
    x0, y0, x1, y1 = box
    part = mask[y0:y1, x0:x1]
    if erases:
        np.logical_and(part, ~region, out=part)
    else:
        np.logical_or(part, region, out=part)


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
        self.erases = erases
        self._canvas = np.zeros(size, np.uint8)
        self._diameter = max(1.0, diameter_px)
        self._keep_out = None if erases else keep_out
        self._last: tuple[float, float] | None = None
        self._box: Box | None = None

    def move_to(self, x: float, y: float, mask: NDArray[np.bool_]) -> Box:
        """Draw on to a point, into `mask` too; the box that this covers.

        Pixel centres lie at whole numbers.
        """
        start = self._last or (x, y)
        self._last = (x, y)
        box = self._box_around(start, (x, y))
        x0, y0, x1, y1 = box
        crop = np.zeros((y1 - y0, x1 - x0), np.uint8)
        if crop.size:
            self._draw(crop, (start[0] - x0, start[1] - y0), (x - x0, y - y0))
            if self._keep_out is not None:
                crop[self._keep_out[y0:y1, x0:x1]] = 0
            self._canvas[y0:y1, x0:x1] |= crop
            self._box = box if self._box is None else _around(self._box, box)
            paint(mask, box, crop.view(np.bool_), erases=self.erases)
        return box

    def stroke(self) -> Stroke:
        """Pack what was covered since the brush was put down."""
        x0, y0, x1, y1 = box = self._box or (0, 0, 0, 0)
        return Stroke.of(box, self._canvas[y0:y1, x0:x1].view(np.bool_), erases=self.erases)

    def _draw(
        self, crop: NDArray[np.uint8], start: tuple[float, float], end: tuple[float, float]
    ) -> None:
        if self._diameter <= 1.0:
            points = [(round(x), round(y)) for x, y in (start, end)]
            cv2.line(crop, points[0], points[1], 1, 1)
            return
        # A pixel is covered whose centre lies within the radius; a thick cv2.line has other ends.
        radius = self._diameter / 2 - 0.5
        for centre in (start, end):
            fixed = round(centre[0] * _SCALE), round(centre[1] * _SCALE)
            cv2.circle(crop, fixed, round(radius * _SCALE), 1, -1, cv2.LINE_8, _SUBPIXEL_BITS)
        bar = _bar(start, end, radius)
        if bar is not None:
            cv2.fillConvexPoly(crop, bar, 1, cv2.LINE_8, _SUBPIXEL_BITS)

    def _box_around(self, start: tuple[float, float], end: tuple[float, float]) -> Box:
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
    """The rectangle between two discs, in cv2's fixed-point numbers."""
    along = np.subtract(end, start)
    length = float(np.hypot(*along))
    if length == 0:
        return None
    across = np.array([-along[1], along[0]]) / length * radius
    corners = np.array([start + across, end + across, end - across, start - across])
    fixed: NDArray[np.int32] = np.rint(corners * _SCALE).astype(np.int32)
    return fixed


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
