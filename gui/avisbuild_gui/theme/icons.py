"""The window's icons, drawn as lines in a square of 24: sharp at every size, in the theme's colours."""

from functools import lru_cache

from PyQt6.QtCore import QPointF, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap, QPolygonF

from avisbuild_gui.theme.palette import Theme

# A stroke is ("line" | "fill", x, y, x, y, ...), ("ring" | "disc", x, y, radius) or
# ("arc", x, y, radius, start, span) in degrees, anticlockwise from three o'clock.
Stroke = tuple[str | float, ...]
_SIZES_PX = (16, 20, 24, 32, 40, 48, 64, 96)
_LINE = 1.9

STROKES: dict[str, tuple[Stroke, ...]] = {
    "play": (("fill", 8, 5, 19, 12, 8, 19),),
    "stop": (("fill", 7, 7, 17, 7, 17, 17, 7, 17),),
    "loop": (
        ("arc", 12, 12, 7, 60, 250),
        ("line", 12.3, 2.6, 15.6, 6, 12, 9),
    ),
    "point": (("ring", 12, 12, 7), ("disc", 12, 12, 2.4)),
    "box": (("line", 5, 7, 19, 7, 19, 17, 5, 17, 5, 7),),
    "brush": (
        ("line", 19.5, 4.5, 11, 13),
        ("fill", 4, 20, 5.5, 14.5, 9, 12.5, 11.5, 15, 9.5, 18.5),
    ),
    "eraser": (
        ("line", 9, 19, 4.5, 14.5, 13.5, 5.5, 19.5, 11.5, 12, 19, 9, 19),
        ("line", 9, 10, 15, 16),
        ("line", 12, 19, 20, 19),
    ),
    "lasso": (
        ("arc", 12, 10, 7.5, -60, 300),
        ("line", 8, 16.5, 9.5, 19, 6.5, 21.5),
        ("disc", 8.2, 16.6, 1.8),
    ),
    "polygon": (
        ("line", 5, 18, 7.5, 6.5, 18.5, 5.5, 17.5, 17, 5, 18),
        ("disc", 5, 18, 2),
        ("disc", 7.5, 6.5, 2),
        ("disc", 18.5, 5.5, 2),
        ("disc", 17.5, 17, 2),
    ),
    "scissors": (
        ("ring", 7, 17.5, 3),
        ("ring", 17, 17.5, 3),
        ("line", 8.6, 15, 15.5, 3.5),
        ("line", 15.4, 15, 8.5, 3.5),
    ),
    "pan": (
        ("line", 12, 4, 12, 20),
        ("line", 4, 12, 20, 12),
        ("line", 9.5, 6.5, 12, 4, 14.5, 6.5),
        ("line", 9.5, 17.5, 12, 20, 14.5, 17.5),
        ("line", 6.5, 9.5, 4, 12, 6.5, 14.5),
        ("line", 17.5, 9.5, 20, 12, 17.5, 14.5),
    ),
    "undo": (
        ("line", 9, 5, 4.5, 9.5, 9, 14),
        ("line", 5, 9.5, 14, 9.5),
        ("arc", 14, 14, 4.5, 90, -180),
    ),
    "redo": (
        ("line", 15, 5, 19.5, 9.5, 15, 14),
        ("line", 19, 9.5, 10, 9.5),
        ("arc", 10, 14, 4.5, 90, 180),
    ),
    "ring": (("ring", 12, 12, 7),),
    "check": (("line", 5, 12.5, 10, 17.5, 19.5, 7),),
    "plus": (("line", 12, 5, 12, 19), ("line", 5, 12, 19, 12)),
    "minus": (("line", 5, 12, 19, 12),),
    "close": (("line", 6.5, 6.5, 17.5, 17.5), ("line", 17.5, 6.5, 6.5, 17.5)),
    "info": (("ring", 12, 12, 8.5), ("line", 12, 11.5, 12, 16.5), ("disc", 12, 7.8, 1.3)),
    "warning": (
        ("line", 12, 4, 21, 19.5, 3, 19.5, 12, 4),
        ("line", 12, 10, 12, 14),
        ("disc", 12, 16.9, 1.2),
    ),
    "error": (
        (
            "line",
            8.5,
            3.5,
            15.5,
            3.5,
            20.5,
            8.5,
            20.5,
            15.5,
            15.5,
            20.5,
            8.5,
            20.5,
            3.5,
            15.5,
            3.5,
            8.5,
            8.5,
            3.5,
        ),
        ("line", 9, 9, 15, 15),
        ("line", 15, 9, 9, 15),
    ),
    "eye": (("arc", 12, 17, 10.5, 32, 116), ("arc", 12, 7, 10.5, -32, -116), ("disc", 12, 12, 2.8)),
    "eye_off": (
        ("arc", 12, 17, 10.5, 32, 116),
        ("arc", 12, 7, 10.5, -32, -116),
        ("line", 5, 20, 19, 4),
    ),
    "lock": (
        ("fill", 6, 11.5, 18, 11.5, 18, 19.5, 6, 19.5),
        ("line", 8.5, 11.5, 8.5, 8.5),
        ("line", 15.5, 11.5, 15.5, 8.5),
        ("arc", 12, 8.5, 3.5, 0, 180),
    ),
    "unlock": (
        ("line", 6, 11.5, 18, 11.5, 18, 19.5, 6, 19.5, 6, 11.5),
        ("line", 8.5, 11.5, 8.5, 8.5),
        ("arc", 12, 8.5, 3.5, 30, 150),
    ),
    "outline": (("ring", 12, 12, 7.5), ("disc", 12, 4.5, 1.9), ("disc", 12, 19.5, 1.9)),
    "search": (("ring", 10.5, 10.5, 5.5), ("line", 14.8, 14.8, 20, 20)),
    "speaker": (
        ("fill", 4, 9.5, 8, 9.5, 12.5, 5.5, 12.5, 18.5, 8, 14.5, 4, 14.5),
        ("arc", 12.5, 12, 4, -50, 100),
        ("arc", 12.5, 12, 7.5, -50, 100),
    ),
    "speaker_off": (
        ("fill", 4, 9.5, 8, 9.5, 12.5, 5.5, 12.5, 18.5, 8, 14.5, 4, 14.5),
        ("line", 15.5, 9.5, 20.5, 14.5),
        ("line", 20.5, 9.5, 15.5, 14.5),
    ),
    "theme": (
        ("ring", 12, 12, 8),
        ("fill", 12, 4, 16, 5.2, 19, 8.2, 20, 12, 19, 15.8, 16, 18.8, 12, 20),
    ),
    "help": (
        ("ring", 12, 12, 8.5),
        ("arc", 12, 9.9, 2.7, 170, -215),
        ("line", 13.9, 11.8, 12, 13.8),
        ("disc", 12, 16.8, 1.2),
    ),
    "merge": (
        ("line", 6, 4, 6, 8, 12, 14, 12, 20),
        ("line", 18, 4, 18, 8, 12, 14),
        ("line", 9, 17, 12, 20, 15, 17),
    ),
    "split": (("line", 12, 4, 12, 10, 6, 16, 6, 20), ("line", 12, 10, 18, 16, 18, 20)),
    "swap": (("line", 4, 8.5, 20, 8.5, 16.5, 5), ("line", 20, 15.5, 4, 15.5, 7.5, 19)),
    "delete": (
        ("line", 5, 7, 19, 7),
        ("line", 9.5, 7, 9.5, 4.5, 14.5, 4.5, 14.5, 7),
        ("line", 7, 7, 8, 20, 16, 20, 17, 7),
    ),
    "rename": (("line", 5, 19, 5.8, 15, 16, 4.8, 19.2, 8, 9, 18.2, 5, 19),),
    "previous": (("line", 15, 5, 8, 12, 15, 19),),
    "next": (("line", 9, 5, 16, 12, 9, 19),),
    "next_todo": (("line", 4, 6, 10, 12, 4, 18), ("ring", 16.5, 12, 4)),
    "comment": (
        ("line", 4, 5, 20, 5, 20, 16, 12.5, 16, 8, 20.5, 8, 16, 4, 16, 4, 5),
        ("line", 8, 9, 16, 9),
        ("line", 8, 12.3, 13, 12.3),
    ),
    "copy": (
        ("line", 4, 6, 10, 6, 10, 18, 4, 18, 4, 6),
        ("line", 13, 12, 20.5, 12),
        ("line", 17, 8.5, 20.5, 12, 17, 15.5),
    ),
    "fit": (
        ("line", 4, 9, 4, 4, 9, 4),
        ("line", 15, 4, 20, 4, 20, 9),
        ("line", 20, 15, 20, 20, 15, 20),
        ("line", 9, 20, 4, 20, 4, 15),
    ),
    "submit": (
        ("line", 5, 20, 19, 20),
        ("line", 12, 16, 12, 4.5),
        ("line", 7.5, 9, 12, 4.5, 16.5, 9),
    ),
}


@lru_cache(maxsize=256)
def icon(name: str, theme: Theme, colour: str = "") -> QIcon:
    """An icon in `colour` (the theme's text colour without one), dimmed where it is disabled.

    Raises KeyError for a name that is not there.
    """
    result = QIcon()
    for size in _SIZES_PX:
        normal = icon_pixmap(name, colour or theme.text, size)
        result.addPixmap(normal, QIcon.Mode.Normal)
        dimmed = icon_pixmap(name, theme.line, size)
        result.addPixmap(dimmed, QIcon.Mode.Disabled)
    return result


def icon_pixmap(name: str, colour: str, size_px: int) -> QPixmap:
    """An icon as a square pixmap of `size_px` device pixels."""
    pixmap = QPixmap(QSize(size_px, size_px))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_icon(painter, QRectF(0, 0, size_px, size_px), name, colour)
    painter.end()
    return pixmap


def paint_icon(painter: QPainter, box: QRectF, name: str, colour: str) -> None:
    """Paint an icon into a square of any size."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(box.width() / 24, box.height() / 24)
    pen = QPen(QColor(colour), _LINE)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    for stroke in STROKES[name]:
        _paint_stroke(painter, stroke, QColor(colour))
    painter.restore()


def _paint_stroke(painter: QPainter, stroke: Stroke, colour: QColor) -> None:
    kind, numbers = stroke[0], [float(number) for number in stroke[1:]]
    painter.setBrush(colour if kind in ("fill", "disc") else Qt.BrushStyle.NoBrush)
    if kind == "line":
        painter.drawPolyline(_polygon(numbers))
    elif kind == "fill":
        painter.drawPolygon(_polygon(numbers))
    elif kind == "ring":
        painter.drawEllipse(QPointF(numbers[0], numbers[1]), numbers[2], numbers[2])
    elif kind == "disc":
        painter.save()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(QPointF(numbers[0], numbers[1]), numbers[2], numbers[2])
        painter.restore()
    else:
        x, y, radius, start, span = numbers
        box = QRectF(x - radius, y - radius, 2 * radius, 2 * radius)
        painter.drawArc(box, round(start * 16), round(span * 16))


def _polygon(numbers: list[float]) -> QPolygonF:
    pairs = zip(numbers[::2], numbers[1::2], strict=True)
    return QPolygonF([QPointF(x, y) for x, y in pairs])
