"""One line of message inside the window, instead of a dialog."""

from enum import StrEnum

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QWidget

from avisbuild_gui.theme import Theme


class Severity(StrEnum):
    """How much a notice matters; only `INFO` goes away by itself."""

    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class NoticeBar(QFrame):
    """A message with an optional action; floats over its parent's top, so that nothing moves.

    Signals:
        action_asked: its action was clicked. dismissed: it was closed, or went away.
    """

    action_asked = pyqtSignal()
    dismissed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_notice(
        self, text: str, severity: Severity = Severity.INFO, *, action: str = ""
    ) -> None:
        """Show one line; `action` is the text of its button."""

    def clear(self) -> None:
        """Take the line away."""
