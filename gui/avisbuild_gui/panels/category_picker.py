"""Choosing a category by typing a few letters of it."""

from collections.abc import Sequence

from PyQt6.QtCore import pyqtSignal
from PyQt6.QtWidgets import QFrame, QWidget

from avisbuild.records import CategoryId, Taxonomy
from avisbuild_gui.theme import Theme


class CategoryPicker(QFrame):
    """A list with a text field that floats over its parent; not modal, Esc closes it.

    Signals:
        category_chosen: the id of the category.
        closed: it was closed, with or without a choice; the keys are the window's again.
    """

    category_chosen = pyqtSignal(int)
    closed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""

    def ask(
        self,
        taxonomy: Taxonomy,
        *,
        recent: Sequence[CategoryId] = (),
        scenarios: Sequence[str] = (),
        title: str = "",
    ) -> None:
        """Open over the parent: recently used categories first, then those met in the video's scenarios."""
