"""The legend: what each sign of a cell means, in one row."""

from PyQt6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent
from PyQt6.QtWidgets import QSizePolicy, QWidget

from avisbuild.annotation import CellSign
from avisbuild_gui.sounding_grid.heard_marks import paint_heard
from avisbuild_gui.sounding_grid.silence_marks import paint_confirmed, paint_suggested
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, paint_cell, sign_short_text, sign_text


class Legend(QWidget):
    """Every sign with its meaning; what does not fit is left out from the right.

    The sign of a mask that is kept though its instance is silent is shown only where the project keeps such.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Legend of the signs"))
        self._signs: tuple[CellSign, ...] = ()
        self.show_silent_masks(kept=False)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def show_silent_masks(self, *, kept: bool) -> None:
        """Whether the project on screen keeps masks of silent instances."""
        self._signs = tuple(sign for sign in CellSign if kept or sign is not CellSign.SILENT_MASKED)
        self.setAccessibleDescription("; ".join(map(sign_text, self._signs)))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, round(self.fontMetrics().height() * 1.35))

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.panel))
        em = painter.fontMetrics().averageCharWidth()
        x = 2 * em
        for sign in self._signs:
            x = self._paint_entry(painter, x, sign_short_text(sign), sign)
        x = self._paint_entry(painter, x, tr("silence confirmed"), "confirmed")
        x = self._paint_entry(painter, x, tr("silence suggested"), "suggested")
        self._paint_entry(painter, x, tr("you have listened to it"), "heard")

    def _paint_entry(self, painter: QPainter, x: int, text: str, what: CellSign | str) -> int:
        """Paint one sign and its meaning at `x` if it fits; return where the next one begins."""
        metrics = painter.fontMetrics()
        em, high = metrics.averageCharWidth(), round(metrics.height() * 0.95)
        width = round(high * 0.9)
        stop = x + width + em + metrics.horizontalAdvance(text)
        if stop > self.width() - em:
            return self.width()
        box = QRect(x, (self.height() - high) // 2, width, high)
        if isinstance(what, CellSign):
            paint_cell(painter, QRectF(box), what, self.theme)
        elif what == "heard":
            painter.fillRect(box.adjusted(0, high - 1, 0, 0), QColor(self.theme.line))
            paint_heard(painter, box, self.theme)
        else:
            paint = paint_confirmed if what == "confirmed" else paint_suggested
            row = box.adjusted(0, high // 5, 1, -high // 5)
            paint(painter, row, QRect(), self.theme)
        painter.setPen(QColor(self.theme.text_dim))
        baseline = (self.height() + metrics.ascent() - metrics.descent()) // 2
        painter.drawText(QPoint(x + width + em, baseline), text)
        return stop + round(2.4 * em)
