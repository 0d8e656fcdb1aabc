"""What each state of a cell looks like: a colour and a drawn sign, so that nothing hangs on colour alone."""

import math
from collections.abc import Callable

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from avisbuild.annotation import CellSign
from avisbuild_gui.texts import tr
from avisbuild_gui.theme.colour_mixing import mixed
from avisbuild_gui.theme.palette import Theme

# Below this width there is no room for a drawn sign; how the cell is filled tells the state instead.
NARROW_PX = 6.0
# How much of a state's colour stands behind its sign; a masked cell is filled whole.
_TINT = {
    CellSign.TODO: 0.22,
    CellSign.PROPOSED: 0.16,
    CellSign.STRAY: 0.14,
    CellSign.SILENT_MASKED: 0.14,
    CellSign.OFFSCREEN: 0.32,
    CellSign.OCCLUDED: 0.32,
    CellSign.UNSURE: 0.32,
}
# Vertical runs (from, to) of a narrow cell that are filled, as shares of its height.
_NARROW_RUNS: dict[CellSign, tuple[tuple[float, float], ...]] = {
    CellSign.MASKED: ((0.0, 1.0),),
    CellSign.TODO: ((0.0, 0.2), (0.8, 1.0)),
    CellSign.PROPOSED: ((0.0, 0.2), (0.4, 0.6), (0.8, 1.0)),
    CellSign.STRAY: ((0.0, 0.4), (0.6, 1.0)),
    CellSign.SILENT_MASKED: ((0.25, 0.4), (0.6, 0.75)),
    CellSign.SILENT: (),
    CellSign.OFFSCREEN: ((0.0, 0.35),),
    CellSign.OCCLUDED: ((0.65, 1.0),),
    CellSign.UNSURE: ((0.35, 0.65),),
}


def sign_colour(sign: CellSign, theme: Theme) -> str:
    """The colour of a state, "#rrggbb"."""
    return {
        CellSign.MASKED: theme.cell_masked,
        CellSign.TODO: theme.cell_todo,
        CellSign.PROPOSED: theme.cell_proposed,
        CellSign.STRAY: theme.cell_stray,
        CellSign.SILENT_MASKED: theme.cell_masked,
        CellSign.SILENT: theme.cell_silent,
        CellSign.OFFSCREEN: theme.cell_offscreen,
        CellSign.OCCLUDED: theme.cell_occluded,
        CellSign.UNSURE: theme.cell_unsure,
    }[sign]


def sign_text(sign: CellSign) -> str:
    """What a state means, in a few words: "sounding, no mask yet"."""
    return {
        CellSign.MASKED: tr("sounding, masked"),
        CellSign.TODO: tr("sounding, no mask yet"),
        CellSign.PROPOSED: tr("sounding, mask proposed"),
        CellSign.STRAY: tr("mask, but not sounding in view"),
        CellSign.SILENT_MASKED: tr("silent, masked"),
        CellSign.SILENT: tr("silent"),
        CellSign.OFFSCREEN: tr("sounding, offscreen"),
        CellSign.OCCLUDED: tr("sounding, occluded"),
        CellSign.UNSURE: tr("unsure"),
    }[sign]


def sign_short_text(sign: CellSign) -> str:
    """The same in a word or two, for the legend: "to do"."""
    return {
        CellSign.MASKED: tr("masked"),
        CellSign.TODO: tr("to do"),
        CellSign.PROPOSED: tr("proposed"),
        CellSign.STRAY: tr("stray mask"),
        CellSign.SILENT_MASKED: tr("masked, silent"),
        CellSign.SILENT: tr("silent"),
        CellSign.OFFSCREEN: tr("offscreen"),
        CellSign.OCCLUDED: tr("occluded"),
        CellSign.UNSURE: tr("unsure"),
    }[sign]


def paint_cell(painter: QPainter, cell: QRectF, sign: CellSign, theme: Theme) -> None:
    """Paint one cell, background and sign; all of `cell` is covered."""
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(cell, QColor(theme.cell_silent))
    if cell.width() < NARROW_PX:
        _paint_narrow(painter, cell, sign, theme)
    elif sign is CellSign.MASKED:
        painter.fillRect(cell, mixed(theme.cell_masked, theme.cell_silent, 0.86))
    else:
        _paint_wide(painter, cell, sign, theme)
    painter.restore()


def _paint_narrow(painter: QPainter, cell: QRectF, sign: CellSign, theme: Theme) -> None:
    colour = QColor(sign_colour(sign, theme))
    for start, stop in _NARROW_RUNS[sign]:
        top = cell.top() + start * cell.height()
        height = (stop - start) * cell.height()
        painter.fillRect(QRectF(cell.left(), top, cell.width(), height), colour)


def _paint_wide(painter: QPainter, cell: QRectF, sign: CellSign, theme: Theme) -> None:
    colour = sign_colour(sign, theme)
    if sign in _TINT:
        painter.fillRect(cell, mixed(colour, theme.cell_silent, _TINT[sign]))
    side = min(cell.width() - 2, cell.height() * 0.56)
    stroke = max(1.3, side / 6.5)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = mixed(colour, theme.text, 0.62) if sign in _TINT else QColor(theme.text_dim)
    pen = QPen(ink, stroke)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    box = QRectF(0, 0, side - stroke, side - stroke)
    box.moveCenter(cell.center())
    if sign in (CellSign.TODO, CellSign.STRAY):
        _paint_frame(painter, cell, QColor(colour), max(1.0, stroke * 0.8))
    if sign is CellSign.PROPOSED:
        _paint_hatch(painter, cell, QColor(colour), max(1.0, stroke * 0.75))
    else:
        _SHAPES[sign](painter, box)


def _paint_frame(painter: QPainter, cell: QRectF, colour: QColor, width: float) -> None:
    path = QPainterPath()
    path.addRect(cell)
    inner = QPainterPath()
    inner.addRect(cell.adjusted(width, width, -width, -width))
    painter.fillPath(path.subtracted(inner), colour)


def _paint_hatch(painter: QPainter, cell: QRectF, colour: QColor, width: float) -> None:
    """Rising lines, the same distance apart in every cell, so that neighbours run on."""
    painter.save()
    painter.setClipRect(cell)
    painter.setPen(QPen(colour, width))
    gap = max(4.0, cell.height() / 5)
    start = cell.left() - cell.height()
    while start < cell.right():
        painter.drawLine(QPointF(start, cell.bottom()), QPointF(start + cell.height(), cell.top()))
        start += gap
    painter.restore()
    _paint_frame(painter, cell, colour, width)


def _ring(painter: QPainter, box: QRectF) -> None:
    painter.drawEllipse(box)


def _cross(painter: QPainter, box: QRectF) -> None:
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.topRight(), box.bottomLeft())


def _block(painter: QPainter, box: QRectF) -> None:
    """Filled like a masked cell, but less than a cell: the mask is there, the sound is not."""
    painter.fillRect(box, painter.pen().color())


def _dot(painter: QPainter, box: QRectF) -> None:
    radius = max(1.0, box.width() * 0.12)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawEllipse(box.center(), radius, radius)


def _chevron(painter: QPainter, box: QRectF) -> None:
    quarter = box.width() / 4
    left, right = box.left() + quarter, box.right() - quarter
    middle = box.center().y()
    painter.drawPolyline(
        QPolygonF([QPointF(left, box.top()), QPointF(right, middle), QPointF(left, box.bottom())])
    )


def _wave(painter: QPainter, box: QRectF) -> None:
    points = []
    for step in range(17):
        share = step / 16
        y = box.center().y() - math.sin(share * 2 * math.pi) * box.height() * 0.24
        points.append(QPointF(box.left() + share * box.width(), y))
    painter.drawPolyline(QPolygonF(points))


def _question(painter: QPainter, box: QRectF) -> None:
    bow = QRectF(0, 0, box.width() * 0.66, box.height() * 0.52)
    bow.moveCenter(QPointF(box.center().x(), box.top() + bow.height() / 2))
    path = QPainterPath()
    path.arcMoveTo(bow, 170)
    path.arcTo(bow, 170, -215)
    path.lineTo(box.center().x(), box.top() + box.height() * 0.70)
    painter.drawPath(path)
    painter.drawPoint(QPointF(box.center().x(), box.bottom()))


_SHAPES: dict[CellSign, Callable[[QPainter, QRectF], None]] = {
    CellSign.TODO: _ring,
    CellSign.STRAY: _cross,
    CellSign.SILENT_MASKED: _block,
    CellSign.SILENT: _dot,
    CellSign.OFFSCREEN: _chevron,
    CellSign.OCCLUDED: _wave,
    CellSign.UNSURE: _question,
}
