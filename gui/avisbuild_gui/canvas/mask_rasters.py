"""Masks painted ahead of time at the size of the screen, so that those of another second are there at once.

Lines take most of the time of a mask. While nothing is done, the masks of the seconds beside are painted
into pictures of their own, for the view as it lies; in any other view a mask is painted as ever.
"""

import math
from collections import OrderedDict
from dataclasses import dataclass

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QPainter, QPixmap, QTransform

from avisbuild_gui.canvas.mask_paint import paint_mask
from avisbuild_gui.canvas.mask_style import MaskStyle
from avisbuild_gui.canvas.pixmaps import MaskPicture

_LIMIT_BYTES = 64 * 2**20
# Far zoomed in a mask is larger than the view, of which little is painted.
_LARGEST_PX = 4_000_000
_BYTES_PER_PIXEL = 4
_MARGIN = 4.0  # by the width of the widest line, which lies half outside

Key = tuple[int, str, MaskStyle, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Projection:
    """How the frame lies in the view: `zoom`, place in the window, `ratio` of the screen's pixels to its."""

    zoom: float
    x: float
    y: float
    ratio: float

    @classmethod
    def of(cls, transform: QTransform, ratio: float) -> "Projection":
        """Of a view's transform."""
        return cls(transform.m11(), transform.dx(), transform.dy(), ratio)


@dataclass(frozen=True, slots=True)
class _Raster:
    pixmap: QPixmap
    place: QPointF
    picture: MaskPicture  # held, so that no other one gets its id

    @property
    def byte_count(self) -> int:
        return self.pixmap.width() * self.pixmap.height() * _BYTES_PER_PIXEL


class MaskRasters:
    """What was painted ahead, the oldest gone when it takes too much memory."""

    def __init__(self, limit_bytes: int = _LIMIT_BYTES) -> None:
        self._limit_bytes = limit_bytes
        self._kept: OrderedDict[Key, _Raster] = OrderedDict()
        self.byte_count = 0

    def __len__(self) -> int:
        return len(self._kept)

    def draw(
        self, painter: QPainter, picture: MaskPicture, colour: str, style: MaskStyle, unit: float
    ) -> bool:
        """Draw a mask that was painted for this very view; whether there was one."""
        world = painter.worldTransform()
        ratio = painter.deviceTransform().m11() / world.m11()
        raster = self._kept.get(_key(picture, colour, style, unit, Projection.of(world, ratio)))
        if raster is None:
            return False
        painter.save()
        painter.resetTransform()
        painter.drawPixmap(raster.place, raster.pixmap)
        painter.restore()
        return True

    def prepare(
        self,
        picture: MaskPicture,
        colour: str,
        style: MaskStyle,
        unit: float,
        projection: Projection,
    ) -> None:
        """Paint a mask for a view, unless it is there, or too large to be worth it."""
        key = _key(picture, colour, style, unit, projection)
        if key in self._kept:
            self._kept.move_to_end(key)
            return
        raster = _raster(picture, colour, style, unit, projection)
        if raster is None:
            return
        self._kept[key] = raster
        self.byte_count += raster.byte_count
        while self.byte_count > self._limit_bytes:
            self.byte_count -= self._kept.popitem(last=False)[1].byte_count


def _key(picture: MaskPicture, colour: str, style: MaskStyle, unit: float, view: Projection) -> Key:
    return (id(picture), colour, style, unit, view.zoom, view.x, view.y, round(view.ratio, 6))


def _raster(
    picture: MaskPicture, colour: str, style: MaskStyle, unit: float, view: Projection
) -> _Raster | None:
    """The mask on whole pixels of the screen."""
    margin = _MARGIN * style.width * unit
    scale = view.zoom * view.ratio
    left, top = (
        math.floor((start * view.zoom + offset - margin) * view.ratio)
        for start, offset in ((picture.left, view.x), (picture.top, view.y))
    )
    right, bottom = (
        math.ceil((stop * view.zoom + offset + margin) * view.ratio)
        for stop, offset in ((picture.right, view.x), (picture.bottom, view.y))
    )
    if (right - left) * (bottom - top) > _LARGEST_PX:
        return None
    pixmap = QPixmap(right - left, bottom - top)
    pixmap.fill(Qt.GlobalColor.transparent)
    pixmap.setDevicePixelRatio(view.ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(
        QTransform.fromTranslate(view.x - left / view.ratio, view.y - top / view.ratio).scale(
            scale / view.ratio, scale / view.ratio
        )
    )
    paint_mask(painter, picture, colour, style, unit)
    painter.end()
    return _Raster(pixmap, QPointF(left / view.ratio, top / view.ratio), picture)
