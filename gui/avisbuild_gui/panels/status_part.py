"""One part of the status line: a sign, a few words, a thin bar of progress."""

from PyQt6.QtCore import QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.theme import Theme, paint_icon


class StatusPart(QWidget):
    """One part; it stays as wide as the longest words it has shown."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = name
        self.text = ""
        self._sign = ""
        self._colour = "text"
        self._share: float | None = None
        self._width_px = 0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def show_words(
        self,
        text: str,
        *,
        sign: str = "",
        colour: str = "text_dim",
        share: float | None = None,
        hint: str = "",
    ) -> None:
        """Show words after the icon `sign` in the theme's `colour`; `share` in [0, 1] as a bar below."""
        self.text, self._sign, self._colour, self._share = text, sign, colour, share
        self.setToolTip(plain_tool_tip(hint))
        self.setAccessibleName(f"{self._name}: {text}")
        self.setAccessibleDescription(hint)
        needed = self._needed_px()
        if needed > self._width_px:
            self._width_px = needed
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(max(self._width_px, self._needed_px()), self.fontMetrics().height() + 8)

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        painter = QPainter(self)
        metrics = painter.fontMetrics()
        em, high = metrics.averageCharWidth(), metrics.height()
        x = em
        if self._sign:
            sign = QRectF(x, (self.height() - high) / 2, high, high)
            paint_icon(painter, sign, self._sign, getattr(self._theme, self._colour))
            x += high + em // 2
        painter.setPen(QColor(self._theme.text))
        room = QRect(x, 0, self.width() - x, self.height())
        painter.drawText(
            room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text
        )
        if self._share is not None:
            bar = QRect(em, self.height() - 3, self.width() - 3 * em, 2)
            painter.fillRect(bar, QColor(self._theme.line))
            bar.setWidth(round(bar.width() * self._share))
            painter.fillRect(bar, QColor(self._theme.accent))
        edge = QRect(self.width() - 1, 4, 1, self.height() - 8)
        painter.fillRect(edge, QColor(self._theme.line))

    def _needed_px(self) -> int:
        metrics = self.fontMetrics()
        em = metrics.averageCharWidth()
        sign_px = metrics.height() + em // 2 if self._sign else 0
        return metrics.horizontalAdvance(self.text) + sign_px + 3 * em
