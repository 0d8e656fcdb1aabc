"""The sounding grid as one widget: the strip of sound, the lanes under it, scroll bars and legend."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from avisbuild.annotation import VideoView
from avisbuild.records import InstanceId
from avisbuild.sound import SoundAnalysis
from avisbuild_gui.theme import Theme


class SoundingGrid(QWidget):
    """Identities by seconds, under the sound of the whole video.

    Signals:
        second_chosen: a second was clicked in the strip, or a cell of it in a lane.
        instance_chosen: a lane's name, or a cell of it, was clicked.
        cell_toggled: the chosen cell was clicked once more, or any cell with Ctrl held.
        span_painted: cells of one lane were dragged over (or Shift-clicked), as the run [start, stop).
        silence_toggled: a second of the silence row was clicked.
        play_asked: a second of the strip was double-clicked.
        legend_toggled: the legend was shown or hidden.
    """

    second_chosen = pyqtSignal(int)
    instance_chosen = pyqtSignal(str)
    cell_toggled = pyqtSignal(str, int)
    span_painted = pyqtSignal(str, int, int)
    silence_toggled = pyqtSignal(int)
    play_asked = pyqtSignal(int)
    legend_toggled = pyqtSignal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_video(self, view: VideoView | None) -> None:
        """Show a video's cells; only what differs from before is painted anew."""

    def show_sound(self, analysis: SoundAnalysis | None) -> None:
        """Show the sound of the video, or that there is none yet."""

    def show_suggestions(self, seconds: frozenset[int]) -> None:
        """Show which seconds are likely silent; confirmed ones come with the video."""

    def show_place(self, second: int, instance_id: InstanceId | None) -> None:
        """Highlight the second on screen and the active identity, scrolled to if out of sight."""

    def show_selection(self, start: int, stop: int) -> None:
        """Outline the run [start, stop) in the active lane; none where start == stop."""

    def show_playhead(self, seconds: float | None) -> None:
        """Draw the line of what is heard now."""

    def show_legend(self, shown: bool) -> None:
        """Show or hide the row that explains the signs."""
