"""The name of a mask, as small text on a quiet ground with a stroke of the mask's colour."""

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.theme import Theme, see_through

_GROUND_OPACITY = 0.86


class LabelItem(QGraphicsItem):
    """A name of the same size at any zoom; its position is its left top corner."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self._name = ""
        self._colour = ""
        self._font = QFont()
        self._theme: Theme | None = None
        self._size = (0.0, 0.0)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in pixels of the window."""
        return self._size

    @property
    def name(self) -> str:
        return self._name

    def show_name(self, name: str, colour: str, font: QFont, theme: Theme) -> None:
        self.prepareGeometryChange()
        self._name, self._colour, self._font, self._theme = name, colour, font, theme
        metrics = QFontMetricsF(font)
        pad = metrics.height() / 3
        self._size = (metrics.horizontalAdvance(name) + 3.0 * pad, metrics.height() + 0.5 * pad)
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *self._size)

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        if self._theme is None:
            return
        rect = self.boundingRect()
        pad = QFontMetricsF(self._font).height() / 3
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(see_through(self._theme.panel, _GROUND_OPACITY))
        painter.drawRoundedRect(rect, pad / 2, pad / 2)
        painter.setBrush(QColor(self._colour))
        stroke = QRectF(0.55 * pad, 0.5 * pad, 0.8 * pad, rect.height() - pad)
        painter.drawRoundedRect(stroke, stroke.width() / 2, stroke.width() / 2)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.text))
        painter.drawText(
            rect.adjusted(2.0 * pad, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._name
        )
