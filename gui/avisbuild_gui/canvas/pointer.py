"""What shows where the pointer is: a circle of the brush's true size, crosshairs with a sign."""

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QCursor, QPainter, QPen, QPixmap
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.canvas.pens import BLACK, WHITE, steady_pen, window_zoom

_REACH = 11.0
_SMALLEST_CIRCLE_PX = 5.0


class BrushCircle(QGraphicsItem):
    """A circle of the brush's diameter in pixels of the frame, around the position of the pointer.

    It has a minus in the middle while the brush takes away, a dot where it is too small to be seen.
    """

    def __init__(self) -> None:
        super().__init__()
        self._diameter_px = 1.0
        self._is_erasing = False
        self._unit = 1.0
        self._reach = 1.0

    def set_style(self, *, diameter_px: float, is_erasing: bool, unit: float, zoom: float) -> None:
        """Diameter in pixels of the frame; what it does; unit of lines, and zoom of the window."""
        self.prepareGeometryChange()
        self._diameter_px, self._is_erasing, self._unit = diameter_px, is_erasing, unit
        self._reach = diameter_px / 2 + 8 * unit / zoom

    def boundingRect(self) -> QRectF:
        return QRectF(-self._reach, -self._reach, 2 * self._reach, 2 * self._reach)

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        zoom = window_zoom(painter)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        arm = 4 * self._unit / zoom
        is_small = self._diameter_px * zoom < _SMALLEST_CIRCLE_PX * self._unit
        for colour, width in ((BLACK, 3.0), (WHITE, 1.2)):
            painter.setPen(steady_pen(painter, colour, width * self._unit))
            painter.drawEllipse(QPointF(), self._diameter_px / 2, self._diameter_px / 2)
            if self._is_erasing:
                painter.drawLine(QLineF(-arm, 0, arm, 0))
            elif is_small:
                for dx, dy in ((arm, 0.0), (-arm, 0.0), (0.0, arm), (0.0, -arm)):
                    painter.drawLine(QLineF(dx * 1.8, dy * 1.8, dx, dy))


def point_cursor(*, positive: bool, unit: float, pixel_ratio: float) -> QCursor:
    """Crosshairs that leave the pixel under them free, with a plus or a minus beside."""
    side = round(2 * (_REACH + 3) * unit)
    picture = QPixmap(round(side * pixel_ratio), round(side * pixel_ratio))
    picture.setDevicePixelRatio(pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(side // 2, side // 2)
    painter.scale(unit, unit)
    for colour, width in ((BLACK, 3.2), (WHITE, 1.3)):
        painter.setPen(QPen(colour, width))
        for start, stop in ((-_REACH, -3.0), (3.0, _REACH)):
            painter.drawLine(QLineF(start, 0, stop, 0))
            painter.drawLine(QLineF(0, start, 0, stop))
        painter.drawLine(QLineF(5, 9, 11, 9))
        if positive:
            painter.drawLine(QLineF(8, 6, 8, 12))
    painter.end()
    return QCursor(picture, side // 2, side // 2)
