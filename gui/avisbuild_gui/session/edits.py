"""The one way to change the project: a command at a time (decision 74)."""

from collections.abc import Callable

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Command, VideoView
from avisbuild.annotation.instance_marks import keeping
from avisbuild.records import RoundState
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.values import About

_UNFINISHED = (RoundState.TODO, RoundState.ANNOTATING)


class Edits(QObject):
    """Carries commands out, each one journal entry and one step of undo.

    Signals:
        others_edited: another window or program has edited the project, which was read anew.
        refused: an edit was not done.
    """

    others_edited = pyqtSignal()
    refused = pyqtSignal()

    def __init__(self, state: SessionState, notices: Notices) -> None:
        super().__init__(state)
        self._state = state
        self._notices = notices

    def run(self, make: Callable[[VideoView], Command], *, as_is: bool = False) -> bool:
        """Carry out the command that `make` makes for the video as it is now; whether it was done.

        What cannot be done becomes a notice, and everything stays as it was (R35). Without a video nothing is
        done; what would change a locked instance is refused. `as_is` leaves the round to the command.
        """
        bench = self._state.workbench
        if not bench.has_video or self._notices.refuses_edit():
            return False
        self.refresh()
        before = bench.view.state
        with self._notices.attempt() as outcome:
            command = keeping(make(bench.view), self._state.marks.locked)
            (bench.run_as_is if as_is else bench.run)(command)
        if not outcome.is_good:
            self.refused.emit()
        self._state.clock.tick()
        if before not in _UNFINISHED and bench.view.state is RoundState.ANNOTATING:
            text = tr("The video was handed in; it is being annotated again.")
            self._notices.warn(text, action_id="undo")
        return outcome.is_good

    def refresh(self) -> None:
        """Read the video anew if someone else has edited the project, and say so."""
        with self._notices.attempt():
            if self._state.workbench.refresh():
                text = tr("Someone else has edited this project; it is shown as it is now.")
                self._notices.say(text, about=About.PROJECT)
                self.others_edited.emit()
