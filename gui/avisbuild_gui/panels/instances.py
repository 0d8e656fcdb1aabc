"""The identities of the video: number keys, colours, names and how far each has come."""

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QWidget

from avisbuild.annotation import VideoView
from avisbuild.records import InstanceId
from avisbuild_gui.theme import Theme


class InstancePanel(QWidget):
    """One row an identity, and "+ new".

    Signals (all instance ids are strings):
        instance_chosen(id), add_asked(), category_asked(id), merge_asked(from, into), split_asked(id): at the
        second shown, swap_asked(id, other): from the second shown onward, delete_asked(id);
        effect_previewed(text): what the menu entry under the pointer would change, "" for none.
    """

    instance_chosen = pyqtSignal(str)
    add_asked = pyqtSignal()
    category_asked = pyqtSignal(str)
    merge_asked = pyqtSignal(str, str)
    split_asked = pyqtSignal(str)
    swap_asked = pyqtSignal(str, str)
    delete_asked = pyqtSignal(str)
    effect_previewed = pyqtSignal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def show_view(
        self, view: VideoView | None, instance_id: InstanceId | None = None, second: int = 0
    ) -> None:
        """Show a video's identities, which one is active, and which second splits and swaps start at."""
