"""The list of videos: state, progress and person, with a filter."""

from collections.abc import Sequence
from dataclasses import dataclass

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from avisbuild.records import RoundState, VideoId
from avisbuild_gui.theme import Theme


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRow:
    """One video of the list; cells count those that sound in view, `cells_done` those with a mask."""

    video_id: VideoId
    state: RoundState
    cells_done: int
    cells_total: int
    person: str = ""
    seconds: int = 0


class VideoList(QWidget):
    """All videos of the project, lazily painted.

    Signals:
        video_chosen: the id of the video that was clicked.
    """

    video_chosen = pyqtSignal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_rows(self, rows: Sequence[VideoRow]) -> None:
        """Show these videos, in this order; the filter and the scroll position stay."""

    def show_row(self, row: VideoRow) -> None:
        """Show one video's row anew."""

    def show_current(self, video_id: VideoId | None) -> None:
        """Mark the video on the desk and bring it into sight."""

    def focus_filter(self) -> None:
        """Put the text cursor into the filter; Esc or Enter gives the keys back."""
