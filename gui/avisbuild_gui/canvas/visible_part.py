"""Which part of a mask is in view, for what is to stand beside it."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.segment import MaskArray
from avisbuild_gui.canvas.camera import Camera, Size, Xy, to_frame, to_view

Rect = tuple[float, float, float, float]

# At most so many places along each side of the view are looked at, and of these each fourth for a label.
_PLACES = 128
_LABEL_STEP = 4


@dataclass(frozen=True)
class PackedMask:
    """A mask cut out at its box, at (left, top): `width` pixels wide, eight to a byte of `bits` (H, W/8)."""

    left: int
    top: int
    width: int
    bits: NDArray[np.uint8]

    @classmethod
    def of(cls, crop: MaskArray, left: int, top: int) -> "PackedMask":
        """That of a mask (H, W) bool."""
        return cls(left, top, crop.shape[1], np.packbits(crop, axis=1))

    def pixels(self, rows: range, columns: range) -> MaskArray:
        """Some rows and columns of it, counted from its own corner."""
        first = columns.start // 8
        stop = (columns.stop + 7) // 8
        part = np.unpackbits(self.bits[rows.start : rows.stop : rows.step, first:stop], axis=1)
        start = columns.start - 8 * first
        return part[:, start : start + columns.stop - columns.start : columns.step].astype(bool)


def box_in_view(box: Rect, camera: Camera, view: Size) -> Rect:
    """A half-open box of the frame's pixels, in pixels of the view."""
    x0, y0 = to_view(camera, (box[0] - 0.5, box[1] - 0.5), view)
    x1, y1 = to_view(camera, (box[2] - 0.5, box[3] - 0.5), view)
    return x0, y0, x1, y1


def visible_part(mask: PackedMask, camera: Camera, view: Size) -> tuple[Rect, list[Xy]] | None:
    """The box around what of a mask is in view, and points on it from the top; None where nothing is.

    Both are in pixels of the view.
    """
    left, top = to_frame(camera, (0, 0), view)
    right, bottom = to_frame(camera, view, view)
    columns = _sampled(left + 0.5 - mask.left, right + 0.5 - mask.left, mask.width)
    rows = _sampled(top + 0.5 - mask.top, bottom + 0.5 - mask.top, mask.bits.shape[0])
    pixels = mask.pixels(rows, columns)
    found_rows = np.flatnonzero(pixels.any(axis=1))
    found_columns = np.flatnonzero(pixels.any(axis=0))
    if not found_rows.size:
        return None
    box = box_in_view(
        (
            mask.left + columns[int(found_columns[0])],
            mask.top + rows[int(found_rows[0])],
            mask.left + columns[int(found_columns[-1])] + 1,
            mask.top + rows[int(found_rows[-1])] + 1,
        ),
        camera,
        view,
    )
    seen = (
        max(0.0, box[0]),
        max(0.0, box[1]),
        min(box[2], float(view[0])),
        min(box[3], float(view[1])),
    )
    return seen, _points(pixels, rows, columns, mask, camera, view)


def _points(
    pixels: MaskArray, rows: range, columns: range, mask: PackedMask, camera: Camera, view: Size
) -> list[Xy]:
    """Where a label may stand: a pixel in four of those looked at, row by row, the middle first."""
    ys, xs = np.nonzero(pixels[::_LABEL_STEP, ::_LABEL_STEP])
    if not len(xs):
        ys, xs = (each[:1] for each in np.nonzero(pixels))
    else:
        ys, xs = ys * _LABEL_STEP, xs * _LABEL_STEP
    order = np.lexsort((np.abs(xs - xs.mean()), ys))
    return [
        to_view(camera, (mask.left + columns[int(xs[at])], mask.top + rows[int(ys[at])]), view)
        for at in order
    ]


def _sampled(start: float, stop: float, side: int) -> range:
    """Whole positions within [start, stop) and [0, side), thinned out where they are many."""
    first, last = max(0, math.floor(start)), min(side, math.ceil(stop))
    return range(first, max(first, last), max(1, (last - first) // _PLACES))
