"""The prompt: clicks as plus and minus signs in discs, the box as a line that shows on any picture."""

from PyQt6.QtCore import QLineF, QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPainterPath, QPen
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild.segment import Prompt
from avisbuild_gui.canvas.pens import BLACK, DASHES, WHITE, steady_at, steady_pen
from avisbuild_gui.theme import Theme

_RADIUS = 6.5
_ARM = 3.6
_STROKE = 2.0


class PromptItem(QGraphicsItem):
    """The clicks and the box of a prompt; the last click, which can be taken back first, has a ring."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._prompt = Prompt()
        self._band: tuple[float, float, float, float] | None = None
        self._unit = 1.0
        self._bounds = QRectF()

    def show_prompt(self, prompt: Prompt) -> None:
        self._prompt = prompt
        self.update()

    def show_band(self, box_xyxy: tuple[float, float, float, float] | None) -> None:
        """Show the box that is being dragged, instead of the prompt's."""
        self._band = box_xyxy
        self.update()

    def set_style(self, theme: Theme, unit: float) -> None:
        """The colours, and the unit of sizes in pixels of the window."""
        self._theme, self._unit = theme, unit
        self.update()

    def set_bounds(self, bounds: QRectF) -> None:
        """Where marks may be, their discs included, in the scene."""
        self.prepareGeometryChange()
        self._bounds = bounds

    def boundingRect(self) -> QRectF:
        return self._bounds

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        box = self._band or self._prompt.box_xyxy
        if box is not None:
            self._paint_box(painter, box)
        last = len(self._prompt.points_xy) - 1
        pairs = zip(self._prompt.points_xy, self._prompt.positive, strict=True)
        for number, ((x, y), positive) in enumerate(pairs):
            with steady_at(painter, x, y, unit=self._unit):
                self._paint_mark(painter, positive=positive, is_last=number == last)

    def _paint_box(self, painter: QPainter, box: tuple[float, float, float, float]) -> None:
        x0, y0, x1, y1 = box
        path = QPainterPath()
        path.addRect(QRectF(x0 + 0.5, y0 + 0.5, x1 - x0, y1 - y0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for pen in (
            steady_pen(painter, BLACK, 3.2 * self._unit),
            steady_pen(painter, WHITE, 1.6 * self._unit, DASHES),
        ):
            painter.setPen(pen)
            painter.drawPath(path)

    def _paint_mark(self, painter: QPainter, *, positive: bool, is_last: bool) -> None:
        if is_last:
            painter.setPen(QPen(BLACK, 3.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QPointF(), _RADIUS + 3, _RADIUS + 3)
            painter.setPen(QPen(WHITE, 1.4))
            painter.drawEllipse(QPointF(), _RADIUS + 3, _RADIUS + 3)
        painter.setPen(QPen(WHITE, 1.2))
        painter.setBrush(QColor(self._theme.positive if positive else self._theme.negative))
        painter.drawEllipse(QPointF(), _RADIUS, _RADIUS)
        pen = QPen(WHITE, _STROKE)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawLine(QLineF(-_ARM, 0, _ARM, 0))
        if positive:
            painter.drawLine(QLineF(0, -_ARM, 0, _ARM))
