"""The line below the issues that counts seconds nobody has listened to; a click leads to the first (R45)."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import QLabel, QSizePolicy, QWidget


class UnheardLine(QLabel):
    """Quiet words, no issue: a video may be handed in unheard where the recipe does not forbid it.

    Signals:
        clicked: go to the first of these seconds.
    """

    clicked = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("dim")
        self.setTextFormat(Qt.TextFormat.PlainText)
        # Words that do not fit go on below; they must not widen the column.
        self.setWordWrap(True)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_words("")

    def show_words(self, text: str) -> None:
        """Show this line; none where it is empty."""
        self.setText(text)
        self.setVisible(bool(text))

    def mousePressEvent(self, ev: QMouseEvent | None) -> None:
        if ev is not None and ev.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()
