"""The mask that is being made: repainted only where a brush has just been."""

from itertools import product

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QRectF
from PyQt6.QtGui import QColor, QImage, QPainter, QPainterPath
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild.segment import MaskArray
from avisbuild_gui.canvas.mask_item import OUTLINE_REACH_PX
from avisbuild_gui.canvas.outlines import edge_path_within
from avisbuild_gui.canvas.pens import smooth_pictures, stroke_double
from avisbuild_gui.canvas.pixmaps import bounding_box

Box = tuple[int, int, int, int]

_TILE_PX = 96
_LINE_PX = 5.0


class DraftItem(QGraphicsItem):
    """A mask (H, W) in one colour, with a white and black outline that shows on any picture.

    Its pixels are those of one picture of the frame's size, and its outline is kept in tiles, so a stroke
    costs what it covers, whatever the mask's size.
    """

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemUsesExtendedStyleOption)
        self._image = QImage()
        self._pixels: NDArray[np.uint32] = np.zeros((0, 0), np.uint32)
        self._colour = 0
        self._box: Box | None = None
        self._edges: dict[tuple[int, int], QPainterPath] = {}
        self._fill = 1.0
        self._unit = 1.0
        self._zoom = 1.0

    def show_mask(self, mask: MaskArray | None, colour: str) -> None:
        """Show another mask (H, W) in the colour "#rrggbb", or none."""
        self.update()
        if mask is None:
            self.setVisible(False)
            self._edges, self._box = {}, None
            return
        if mask.shape != self._pixels.shape:
            self._take_size(mask.shape[1], mask.shape[0])
        elif self._box is not None:
            x0, y0, x1, y1 = self._box
            self._pixels[y0:y1, x0:x1] = 0
        self._colour = QColor(colour).rgba()
        self._edges, self._box = {}, None
        box = bounding_box(mask)
        if box is not None:
            self._take(mask, box)
        self.setVisible(True)

    def update_mask(self, mask: MaskArray, box: Box) -> None:
        """The mask on show changed, but only within a half-open box; raises ValueError for another size."""
        if mask.shape != self._pixels.shape:
            raise ValueError(
                f"expected a mask of the draft's size {self._pixels.shape}, got {mask.shape}"
            )
        height, width = mask.shape
        box = (max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3]))
        if box[0] >= box[2] or box[1] >= box[3]:
            return
        self._take(mask, box)
        reach = _LINE_PX * self._unit / self._zoom + 1
        area = QRectF(box[0], box[1], box[2] - box[0], box[3] - box[1])
        self.update(area.adjusted(-reach, -reach, reach, reach))

    def set_style(self, *, fill: float, unit: float) -> None:
        """The opacity of the inside, and the unit of lines in pixels of the window."""
        self._fill, self._unit = fill, unit
        self.update()

    def set_zoom(self, zoom: float) -> None:
        """How many pixels of the window a pixel of the frame has: how far lines reach."""
        self._zoom = zoom

    def boundingRect(self) -> QRectF:
        # That of the frame, not of the mask: a box that grows with a stroke would repaint all of it.
        height, width = self._pixels.shape
        reach = OUTLINE_REACH_PX
        return QRectF(-reach, -reach, width + 2 * reach, height + 2 * reach)

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        assert option is not None
        if self._box is None:
            return
        if self._fill:
            x0, y0, x1, y1 = self._box
            area = QRectF(x0, y0, x1 - x0, y1 - y0)
            smooth_pictures(painter)
            painter.setOpacity(self._fill)
            painter.drawImage(area, self._image, area)
            painter.setOpacity(1.0)
        reach = _LINE_PX * self._unit / self._zoom + 1
        exposed = option.exposedRect.adjusted(-reach, -reach, reach, reach)
        paths = [path for tile, path in self._edges.items() if exposed.intersects(_tile_rect(tile))]
        stroke_double(painter, paths, self._unit)

    def _take_size(self, width: int, height: int) -> None:
        self.prepareGeometryChange()
        self._image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        self._image.fill(0)
        memory = self._image.bits()
        assert memory is not None
        memory.setsize(self._image.sizeInBytes())
        # The picture's own memory, which it keeps as long as it lives; nobody else holds a copy of it.
        self._pixels = np.frombuffer(memory, np.uint32).reshape(height, width)  # type: ignore[call-overload]

    def _take(self, mask: MaskArray, box: Box) -> None:
        x0, y0, x1, y1 = box
        self._pixels[y0:y1, x0:x1] = mask[y0:y1, x0:x1] * np.uint32(self._colour)
        self._box = box if self._box is None else _around(self._box, box)
        # An edge belongs to the pixel right of it or below, so it may be a tile further.
        columns = range(x0 // _TILE_PX, min(x1, mask.shape[1] - 1) // _TILE_PX + 1)
        rows = range(y0 // _TILE_PX, min(y1, mask.shape[0] - 1) // _TILE_PX + 1)
        for tile in product(rows, columns):
            path = edge_path_within(mask, _tile_box(tile, mask.shape))
            if path.isEmpty():
                self._edges.pop(tile, None)
            else:
                self._edges[tile] = path


def _tile_box(tile: tuple[int, int], shape: tuple[int, ...]) -> Box:
    row, column = tile
    x0, y0 = column * _TILE_PX, row * _TILE_PX
    return x0, y0, min(x0 + _TILE_PX, shape[1]), min(y0 + _TILE_PX, shape[0])


def _tile_rect(tile: tuple[int, int]) -> QRectF:
    row, column = tile
    return QRectF(column * _TILE_PX, row * _TILE_PX, _TILE_PX, _TILE_PX)


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )
