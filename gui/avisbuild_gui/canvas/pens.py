"""Pens whose lines have the same width on screen at any zoom, and show on any picture."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from PyQt6.QtCore import Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen

DASHES = (4.0, 3.0)
DOTS = (0.01, 2.4)
BLACK, WHITE = QColor("#000000"), QColor("#ffffff")
_SHARP_FROM_ZOOM = 3.0


def window_zoom(painter: QPainter) -> float:
    """Pixels of the window per pixel of the frame."""
    return painter.worldTransform().m11()


@contextmanager
def steady_at(painter: QPainter, x: float, y: float, *, unit: float) -> Iterator[None]:
    """Paint around a pixel of the frame, whose centre is the origin, in sizes that no zoom changes."""
    painter.save()
    painter.translate(x + 0.5, y + 0.5)
    scale = unit / window_zoom(painter)
    painter.scale(scale, scale)
    yield
    painter.restore()


def smooth_pictures(painter: QPainter) -> None:
    """Smooth scaled pictures, except far zoomed in, where each pixel is shown as a square."""
    zoom = painter.deviceTransform().m11()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, zoom < _SHARP_FROM_ZOOM)


def steady_pen(
    painter: QPainter, colour: QColor, width: float, dashes: Sequence[float] = ()
) -> QPen:
    """A pen of so many pixels of the window; `dashes` are in its widths."""
    # Qt takes the width of such a pen for pixels of the screen, of which a window's pixel may have two.
    ratio = painter.deviceTransform().m11() / painter.worldTransform().m11()
    pen = QPen(colour, width * ratio)
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
    """White lines with black rims; all black is painted first, so that it covers no white."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, width in ((BLACK, 3.6), (WHITE, 1.5)):
        painter.setPen(steady_pen(painter, colour, width * unit))
        for path in paths:
            painter.drawPath(path)
