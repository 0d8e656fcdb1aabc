"""The line at the window's foot."""

from collections.abc import Sequence

from PyQt6.QtWidgets import QWidget

from avisbuild_gui.theme import Theme


class StatusLine(QWidget):
    """Segmenter and how many frames it has ready, second, what is to do, whether it is saved, sound, keys."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_segmenter(self, title: str, ready: int, wanted: int, notice: str = "") -> None:
        """The segmenter's name and how many of the video's frames it has ready."""

    def show_second(self, second: int, second_count: int) -> None:
        """Which second is shown, counted from 0."""

    def show_todo(self, count: int) -> None:
        """How many cells sound and have no mask."""

    def show_saved(self, saved: bool, text: str = "") -> None:
        """Whether everything is on disk; `text` says what is wrong where it is not."""

    def show_sound(self, available: bool, text: str = "") -> None:
        """Whether sound can be heard; `text` says why not."""

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Keys and what they do, as many as fit: ("Space", "play")."""
