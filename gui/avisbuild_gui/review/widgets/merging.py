"""Merging a share from the window: which share, and the dialog of its conflicts."""

from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QFileDialog, QWidget

from avisbuild_gui.review.conflicts import Conflicts
from avisbuild_gui.review.widgets.conflict_dialog import ConflictDialog
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme
from avisbuild_pipelines.sharing import opened_share


class MergeWindow(QObject):
    """Shows the conflicts of a share over a window, and keeps the share open until it is merged or left."""

    def __init__(self, conflicts: Conflicts, window: QWidget, theme: Callable[[], Theme]) -> None:
        super().__init__(window)
        self._conflicts = conflicts
        self._window = window
        self._theme = theme
        self._held = ExitStack()
        self.dialog: ConflictDialog | None = None
        conflicts.begun.connect(self._show)
        conflicts.ended.connect(self._let_go)

    def choose(self) -> None:
        """Ask which file is to be merged, and begin."""
        title, kinds = tr("Merge a share"), tr("Shares of a project (*)")
        name, _ = QFileDialog.getOpenFileName(self._window, title, "", kinds)
        if name:
            self.begin(Path(name))

    def begin(self, path: Path) -> None:
        """Open a share, a file or a folder, and look at its conflicts; what is wrong with it is a notice."""
        self._held.close()
        with self._conflicts.attempt():
            share = self._held.enter_context(opened_share(path, self._conflicts.project))
            self._conflicts.begin(share)

    def close(self) -> None:
        """Merge nothing, and let go of the share."""
        if self.dialog is not None:
            self.dialog.close()
        self._let_go()

    def _show(self) -> None:
        self.dialog = ConflictDialog(self._conflicts, self._theme(), self._window)
        self.dialog.merge_wanted.connect(self._conflicts.merge)
        self.dialog.left.connect(self._conflicts.leave)
        self.dialog.open()

    def _let_go(self) -> None:
        self._held.close()
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None
