"""A mask over the frame: its inside as a picture cut out at its box, its outline as lines."""

from PyQt6.QtCore import QPointF, QRectF
from PyQt6.QtGui import QPainter
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.canvas.mask_paint import paint_mask
from avisbuild_gui.canvas.mask_rasters import MaskRasters
from avisbuild_gui.canvas.mask_style import MaskStyle
from avisbuild_gui.canvas.pixmaps import MaskPicture

# Outlines are as wide on screen at any zoom, so far out they reach over many pixels of the frame.
OUTLINE_REACH_PX = 96


class MaskItem(QGraphicsItem):
    """One mask; the item stays from frame to frame, and is given another picture."""

    def __init__(self, rasters: MaskRasters | None = None) -> None:
        super().__init__()
        self._rasters = rasters
        self._picture: MaskPicture | None = None
        self._colour = ""
        self._style: MaskStyle | None = None
        self._unit = 1.0

    @property
    def picture(self) -> MaskPicture | None:
        return self._picture

    def show_picture(
        self, picture: MaskPicture | None, colour: str, style: MaskStyle | None, unit: float
    ) -> None:
        """Show a mask in a style, with lines in units of so many pixels; nothing where one is missing."""
        if picture is not self._picture:
            self.prepareGeometryChange()
        elif (colour, style, unit) == (self._colour, self._style, self._unit):
            return
        self._picture, self._colour, self._style, self._unit = picture, colour, style, unit
        self.setVisible(picture is not None and style is not None)
        self.update()

    def contains_point(self, scene_point: QPointF) -> bool:
        """Whether a shown pixel of the mask is there."""
        picture = self._picture
        if picture is None or not self.isVisible() or not _box(picture).contains(scene_point):
            return False
        return picture.path.contains(scene_point)

    def boundingRect(self) -> QRectF:
        if self._picture is None:
            return QRectF()
        reach = OUTLINE_REACH_PX
        return _box(self._picture).adjusted(-reach, -reach, reach, reach)

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        picture, style = self._picture, self._style
        if picture is None or style is None:
            return
        if self._rasters is None or not self._rasters.draw(
            painter, picture, self._colour, style, self._unit
        ):
            paint_mask(painter, picture, self._colour, style, self._unit)


def _box(picture: MaskPicture) -> QRectF:
    return QRectF(
        picture.left, picture.top, picture.right - picture.left, picture.bottom - picture.top
    )
