"""Comments on points of the frame: numbered pins of one size at any zoom, whose tips are the points."""

from collections.abc import Sequence

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.canvas.camera import Camera, Size, Xy, to_view
from avisbuild_gui.canvas.pens import BLACK, WHITE, steady_at
from avisbuild_gui.theme import Theme
from avisbuild_gui.values import ShownPin

# In pixels of the window: the head's radius, and how high its middle stands over the point.
_RADIUS, _HEIGHT = 10.0, 17.0
_CURRENT_RADIUS = 14.0
# How far from its point a pin is painted at the smallest zoom, in pixels of the frame.
PIN_REACH_PX = 2_000.0


class PinItem(QGraphicsItem):
    """All pins of the second: filled while they are open, hollow and paler once resolved.

    The current one is larger and lies over the others.
    """

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._pins: tuple[ShownPin, ...] = ()
        self._unit = 1.0
        self._font = QFont()
        self._bounds = QRectF()

    @property
    def pins(self) -> tuple[ShownPin, ...]:
        """The pins on show, the one on top last."""
        return self._pins

    def show_pins(self, pins: Sequence[ShownPin]) -> None:
        """Show these pins and no others."""
        self._pins = tuple(sorted(pins, key=lambda pin: (pin.is_current, not pin.is_resolved)))
        self.update()

    def set_style(self, theme: Theme, unit: float, font: QFont) -> None:
        """The colours, the unit of sizes in pixels of the window, and the font of the numbers."""
        self._theme, self._unit, self._font = theme, unit, font
        self.update()

    def set_bounds(self, bounds: QRectF) -> None:
        """Where pins may be, their heads included, in the scene."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def pin_at(self, view_xy: Xy, camera: Camera, view: Size) -> int:
        """The number of the pin whose head is at a point of the window; 0 where none is."""
        for pin in reversed(self._pins):
            x, y = to_view(camera, (pin.x, pin.y), view)
            away_x, away_y = view_xy[0] - x, view_xy[1] - (y - _HEIGHT * self._unit)
            if away_x**2 + away_y**2 <= (_radius(pin) * self._unit) ** 2:
                return pin.number
        return 0

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for pin in self._pins:
            with steady_at(painter, pin.x, pin.y, unit=self._unit):
                self._paint_pin(painter, pin)

    def _paint_pin(self, painter: QPainter, pin: ShownPin) -> None:
        colour = QColor(self._theme.good if pin.is_resolved else self._theme.error)
        shape = _shape(_radius(pin))
        painter.setPen(QPen(BLACK, 3.4))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(shape)
        painter.setPen(QPen(colour if pin.is_resolved else WHITE, 1.6))
        painter.setBrush(QColor(self._theme.panel) if pin.is_resolved else colour)
        painter.drawPath(shape)
        font = QFont(self._font)
        font.setBold(True)
        font.setPixelSize(round(_radius(pin) * (1.15 if pin.number < 100 else 0.85)))
        painter.setFont(font)
        painter.setPen(QColor(self._theme.text) if pin.is_resolved else _on(colour))
        head = QRectF(-_RADIUS * 2, -_HEIGHT - _RADIUS, _RADIUS * 4, _RADIUS * 2)
        painter.drawText(head, Qt.AlignmentFlag.AlignCenter, str(pin.number))


def _radius(pin: ShownPin) -> float:
    return _CURRENT_RADIUS if pin.is_current else _RADIUS


def _shape(radius: float) -> QPainterPath:
    """A disc over a tip that ends at the origin."""
    tip = QPainterPath(QPointF(0, 0))
    tip.lineTo(-radius * 0.62, -_HEIGHT + radius * 0.6)
    tip.lineTo(radius * 0.62, -_HEIGHT + radius * 0.6)
    tip.closeSubpath()
    head = QPainterPath()
    head.addEllipse(QPointF(0, -_HEIGHT), radius, radius)
    return head.united(tip)


def _on(colour: QColor) -> QColor:
    """Black or white, whichever is read better on a colour."""
    return BLACK if colour.lightnessF() > 0.6 else WHITE
