"""Lines that are as wide on screen at any zoom, and visible on any picture."""

from collections.abc import Sequence

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen

DASHES = (4.0, 3.0)
DOTS = (0.01, 2.4)
BLACK, WHITE = QColor("#000000"), QColor("#ffffff")
_SHARP_FROM_ZOOM = 3.0


def window_zoom(painter: QPainter) -> float:
    """Pixels of the window per pixel of the frame."""
    return painter.worldTransform().m11()


def smooth_pictures(painter: QPainter) -> None:
    """Smooth pictures, but far zoomed in show each pixel as the square it is."""
    zoom = painter.deviceTransform().m11()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < _SHARP_FROM_ZOOM)


def steady_pen(colour: QColor, width: float, dashes: Sequence[float] = ()) -> QPen:
    """A pen of so many pixels of the window; `dashes` are in its widths."""
    pen = QPen(colour, width)
    pen.setCosmetic(True)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    if dashes:
        pen.setCapStyle(
            Qt.PenCapStyle.RoundCap if tuple(dashes) == DOTS else Qt.PenCapStyle.FlatCap
        )
        pen.setDashPattern(list(dashes))
    else:
        pen.setCapStyle(Qt.PenCapStyle.SquareCap)
    return pen


def stroke_double(painter: QPainter, paths: Sequence[QPainterPath], unit: float) -> None:
    """White lines with black rims; all the black first, so that it cuts no white."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for pen in (steady_pen(BLACK, 3.6 * unit), steady_pen(WHITE, 1.5 * unit)):
        painter.setPen(pen)
        for path in paths:
            painter.drawPath(path)
