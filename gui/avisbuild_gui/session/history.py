"""What undo and redo would do next (R13)."""

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import label_of


class History(QObject):
    """Tells the next step of undo and of redo: gestures of the draft come before edits of the video.

    Signals:
        history_changed(undo, redo): in words, "" for nothing.
    """

    history_changed = pyqtSignal(str, str)

    def __init__(self, state: SessionState, kept: KeptDrafts) -> None:
        super().__init__(state)
        self._state = state
        self._kept = kept
        state.view_arrived.connect(lambda _: self.tell())

    def tell(self) -> None:
        """Say both."""
        draft, bench = self._kept.here, self._state.workbench
        undo, redo = label_of(bench.to_undo), label_of(bench.to_redo)
        if draft is not None and draft.can_undo:
            undo = tr("the last gesture of the draft")
        if draft is not None and draft.can_redo:
            redo = tr("the next gesture of the draft")
        self.history_changed.emit(undo, redo)
