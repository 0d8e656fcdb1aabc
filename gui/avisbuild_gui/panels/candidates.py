"""The segmenter's answers to one prompt, side by side."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from avisbuild.segment import Candidates, Image
from avisbuild_gui.theme import Theme


class CandidatePanel(QWidget):
    """Up to three candidates with their scores.

    Signals:
        candidate_chosen: the position of the candidate that was clicked.
    """

    candidate_chosen = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_candidates(
        self, candidates: Candidates | None, chosen: int = 0, image: Image | None = None
    ) -> None:
        """Show the candidates over the frame `image` (H, W, 3) uint8, or that there are none."""

    def show_chosen(self, chosen: int) -> None:
        """Mark another candidate."""
