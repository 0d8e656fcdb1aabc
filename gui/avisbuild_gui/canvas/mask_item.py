"""A mask over the frame: its inside as a picture cut out at its box, its outline as lines."""

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.canvas.mask_style import MaskStyle
from avisbuild_gui.canvas.pens import smooth_pictures, steady_pen, window_zoom
from avisbuild_gui.canvas.pixmaps import MaskPicture

# Outlines are as wide on screen at any zoom, so far out they reach over many pixels of the frame.
OUTLINE_REACH_PX = 96
_CASING_PX = 1.6
_CASING_DARKNESS = 300
# So far apart and so thin that the picture between the lines is seen as it is.
_HATCH_PX, _HATCH_LINE_PX = 18, 1.1


class MaskItem(QGraphicsItem):
    """One mask; the item stays from frame to frame, and is given another picture."""

    def __init__(self) -> None:
        super().__init__()
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
        if style.fill:
            smooth_pictures(painter)
            painter.setOpacity(style.fill)
            painter.drawPixmap(picture.left, picture.top, picture.pixmap)
            painter.setOpacity(1.0)
        if style.is_hatched:
            self._paint_hatch(painter, picture)
        self._paint_outline(painter, picture, style)

    def _paint_outline(self, painter: QPainter, picture: MaskPicture, style: MaskStyle) -> None:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        colour = QColor(self._colour)
        if style.is_cased:
            width = (style.width + _CASING_PX) * self._unit
            painter.setPen(steady_pen(painter, colour.darker(_CASING_DARKNESS), width))
            painter.drawPath(picture.edges)
        painter.setPen(steady_pen(painter, colour, style.width * self._unit, style.dashes))
        painter.drawPath(picture.path if style.dashes else picture.edges)

    def _paint_hatch(self, painter: QPainter, picture: MaskPicture) -> None:
        zoom = window_zoom(painter)
        brush = QBrush(_hatch(self._colour, self._unit))
        # As dense at any zoom, but fixed to the frame, so that it moves along with it.
        brush.setTransform(QTransform.fromScale(1 / zoom, 1 / zoom))
        painter.fillPath(picture.path, brush)


_hatches: dict[tuple[str, float], QPixmap] = {}


def _hatch(colour: str, unit: float) -> QPixmap:
    """A tile of rising lines, kept for each colour."""
    key = (colour, unit)
    if key not in _hatches:
        side = round(_HATCH_PX * unit)
        tile = QPixmap(side, side)
        tile.fill(Qt.GlobalColor.transparent)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colour), _HATCH_LINE_PX * unit))
        for shift in (-side, 0, side):
            painter.drawLine(QPointF(shift - 1, side + 1), QPointF(shift + side + 1, -1))
        painter.end()
        _hatches[key] = tile
    return _hatches[key]


def _box(picture: MaskPicture) -> QRectF:
    return QRectF(
        picture.left, picture.top, picture.right - picture.left, picture.bottom - picture.top
    )
