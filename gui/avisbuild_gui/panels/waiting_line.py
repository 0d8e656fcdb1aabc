"""A line over the list of videos that says how many wait for the person at the window, and shows these."""

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from avisbuild_gui.panels.video_rows import RETURNED, TO_REVIEW, Waiting, Wanted
from avisbuild_gui.texts import tr


class WaitingLine(QWidget):
    """A button for what waits for one's review, and one for what came back; neither where there is nothing.

    Signals:
        chosen: what the list is to show.
    """

    chosen = pyqtSignal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[Wanted, QToolButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self.fontMetrics().height() // 4)
        for wanted in (TO_REVIEW, RETURNED):
            button = QToolButton()
            button.setObjectName("framed")
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, wanted=wanted: self.chosen.emit(wanted))
            row.addWidget(button)
            self._buttons[wanted] = button
        self.show_waiting(Waiting())

    def button(self, wanted: Wanted) -> QToolButton:
        """The button that chooses these; raises KeyError."""
        return self._buttons[wanted]

    def show_waiting(self, waiting: Waiting) -> None:
        """Say how many wait."""
        for wanted, text in (
            (TO_REVIEW, tr("{count} to review")),
            (RETURNED, tr("{count} returned")),
        ):
            count = len(waiting.of(wanted) or ())
            self._buttons[wanted].setText(text.format(count=count))
            self._buttons[wanted].setVisible(bool(count))
        self.setVisible(bool(waiting.to_review or waiting.returned))
