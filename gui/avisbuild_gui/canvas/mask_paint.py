"""How one mask is painted: its inside, the hatching of what is proposed, its outline."""

from PyQt6.QtCore import QPointF, Qt
from PyQt6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap, QTransform

from avisbuild_gui.canvas.mask_style import MaskStyle
from avisbuild_gui.canvas.pens import smooth_pictures, steady_pen, window_zoom
from avisbuild_gui.canvas.pixmaps import MaskPicture

_CASING_PX = 1.6
_CASING_DARKNESS = 300
# So far apart and so thin that the picture between the lines is seen as it is.
_HATCH_PX, _HATCH_LINE_PX = 18, 1.1


def paint_mask(
    painter: QPainter, picture: MaskPicture, colour: str, style: MaskStyle, unit: float
) -> None:
    """Paint a mask in its style, with lines in units of so many pixels of the window."""
    if style.fill:
        smooth_pictures(painter)
        painter.setOpacity(style.fill)
        painter.drawPixmap(picture.left, picture.top, picture.pixmap)
        painter.setOpacity(1.0)
    if style.is_hatched:
        _paint_hatch(painter, picture, colour, unit)
    _paint_outline(painter, picture, QColor(colour), style, unit)


def _paint_outline(
    painter: QPainter, picture: MaskPicture, colour: QColor, style: MaskStyle, unit: float
) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if style.is_cased:
        width = (style.width + _CASING_PX) * unit
        painter.setPen(steady_pen(painter, colour.darker(_CASING_DARKNESS), width))
        painter.drawPath(picture.edges)
    painter.setPen(steady_pen(painter, colour, style.width * unit, style.dashes))
    painter.drawPath(picture.path if style.dashes else picture.edges)


def _paint_hatch(painter: QPainter, picture: MaskPicture, colour: str, unit: float) -> None:
    zoom = window_zoom(painter)
    brush = QBrush(_hatch(colour, unit))
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
