"""What still stands between a video and handing it in, as rows that lead there."""

from collections.abc import Sequence
from typing import Protocol

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from avisbuild_gui.theme import Theme


class IssueText(Protocol):
    """What a row needs of an issue of the gate."""

    @property
    def text(self) -> str:
        """One line."""
        ...


class IssueList(QWidget):
    """One row an issue.

    Signals:
        issue_chosen: the position of the issue that was clicked.
    """

    issue_chosen = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_issues(self, issues: Sequence[IssueText]) -> None:
        """Show these issues; none says that the video may be handed in."""

    def show_current(self, position: int | None) -> None:
        """Mark the issue one is at."""
