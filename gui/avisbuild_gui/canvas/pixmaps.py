"""Arrays as pictures of Qt, and a cache of the pictures of masks."""

from collections import OrderedDict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtGui import QColor, QImage, QPainterPath, QPixmap

from avisbuild.masks.rle import run_lengths
from avisbuild.records import Rle
from avisbuild.segment import Image, MaskArray
from avisbuild_gui.canvas.outlines import Points, closed_path, contours, edge_path
from avisbuild_gui.canvas.visible_part import PackedMask

_CACHE_BYTES = 256 * 2**20
_BYTES_PER_PIXEL = 4
_BYTES_PER_CORNER = 80


def frame_pixmap(image: Image) -> QPixmap:
    """An image (H, W, 3) uint8 RGB as a pixmap with its own memory; raises ValueError for another array."""
    if image.ndim != 3 or image.shape[2] != 3 or image.dtype != np.uint8 or not image.size:
        raise ValueError(f"expected an image (H, W, 3) uint8, got {image.shape} {image.dtype}")
    return _pixmap(np.ascontiguousarray(image), QImage.Format.Format_RGB888)


def tinted_pixmap(mask: MaskArray, colour: str) -> QPixmap:
    """The mask (H, W) bool in one opaque colour, see-through elsewhere."""
    pixels: NDArray[np.uint32] = np.zeros(mask.shape, np.uint32)
    pixels[mask] = QColor(colour).rgba()
    return _pixmap(pixels, QImage.Format.Format_ARGB32_Premultiplied)


def bounding_box(mask: MaskArray) -> tuple[int, int, int, int] | None:
    """The smallest half-open box x0, y0, x1, y1 around a mask (H, W); None around an empty one."""
    rows = np.flatnonzero(mask.any(axis=1))
    if not rows.size:
        return None
    top, bottom = int(rows[0]), int(rows[-1]) + 1
    columns = np.flatnonzero(mask[top:bottom].any(axis=0))
    return int(columns[0]), top, int(columns[-1]) + 1, bottom


@dataclass(frozen=True)
class MaskPicture:
    """A mask cut out at its box, ready to paint at (left, top); outlines are in the frame's corners."""

    pixmap: QPixmap
    left: int
    top: int
    outlines: tuple[Points, ...]
    packed: PackedMask

    @property
    def right(self) -> int:
        """The column after the last."""
        return self.left + self.pixmap.width()

    @property
    def bottom(self) -> int:
        """The row after the last."""
        return self.top + self.pixmap.height()

    @property
    def byte_count(self) -> int:
        """About how much memory it holds."""
        corners = sum(len(points) for points in self.outlines)
        area = self.pixmap.width() * self.pixmap.height()
        return area * _BYTES_PER_PIXEL + corners * _BYTES_PER_CORNER + self.packed.bits.nbytes

    @cached_property
    def path(self) -> QPainterPath:
        """The outlines as closed polygons: for dashes, hatching and for telling what lies inside."""
        return closed_path(self.outlines, self.left, self.top)

    @cached_property
    def edges(self) -> QPainterPath:
        """The outlines as single lines: quick to stroke."""
        return edge_path(self.outlines, self.left, self.top)


def mask_picture(mask: MaskArray, colour: str) -> MaskPicture | None:
    """The picture of a mask (H, W) bool; None of an empty one."""
    box = bounding_box(mask)
    if box is None:
        return None
    x0, y0, x1, y1 = box
    crop = np.ascontiguousarray(mask[y0:y1, x0:x1])
    packed = PackedMask.of(crop, x0, y0)
    return MaskPicture(tinted_pixmap(crop, colour), x0, y0, tuple(contours(crop)), packed)


def occupied_columns(rle: Rle) -> tuple[int, MaskArray]:
    """The first column of a mask, and its pixels (H, W') from there to its last; W' is 0 of an empty one.

    Run lengths go down the columns, so only these are unpacked: a fraction of the frame, and of the time.
    """
    height = rle.size[0]
    bounds = np.cumsum(run_lengths(rle))
    if len(bounds) < 2:
        return 0, np.zeros((height, 0), np.bool_)
    first, stop = int(bounds[0]), int(bounds[1::2][-1])
    left, right = first // height, (stop - 1) // height + 1
    ends = np.clip(bounds, left * height, right * height)
    lengths = np.diff(ends, prepend=left * height)
    pixels = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths)
    return left, pixels.reshape(right - left, height).T


def rle_picture(rle: Rle, colour: str) -> MaskPicture | None:
    """The picture of a stored mask; None of an empty one."""
    left, pixels = occupied_columns(rle)
    picture = mask_picture(pixels, colour)
    if picture is None:
        return None
    return replace(picture, left=left, packed=replace(picture.packed, left=left))


class PictureCache:
    """The pictures of the masks that were shown last, so that going back and forth costs nothing."""

    def __init__(self, limit_bytes: int = _CACHE_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._pictures: OrderedDict[tuple[Rle, str], MaskPicture | None] = OrderedDict()
        self.byte_count = 0

    def __len__(self) -> int:
        return len(self._pictures)

    def picture(self, rle: Rle, colour: str) -> MaskPicture | None:
        """The picture of a mask in a colour, made where it is not kept; None of an empty mask."""
        key = (rle, colour)
        if key in self._pictures:
            self._pictures.move_to_end(key)
            return self._pictures[key]
        made = rle_picture(rle, colour)
        self._pictures[key] = made
        self.byte_count += _byte_count(made)
        while self.byte_count > self._limit_bytes and len(self._pictures) > 1:
            self.byte_count -= _byte_count(self._pictures.popitem(last=False)[1])
        return made


def _pixmap(pixels: NDArray[Any], form: QImage.Format) -> QPixmap:
    height, width = pixels.shape[:2]
    picture = QImage(pixels.data, width, height, pixels.nbytes // height, form)  # type: ignore[call-overload]
    # Qt shares the array's memory; the copy stays good when the array is gone.
    return QPixmap.fromImage(picture.copy())


def _byte_count(picture: MaskPicture | None) -> int:
    return 0 if picture is None else picture.byte_count
