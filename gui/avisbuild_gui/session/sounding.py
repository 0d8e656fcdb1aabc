"""Saying when an instance sounds, cell by cell or over a run of seconds (R07, R16)."""

from avisbuild.annotation import commands
from avisbuild.records import InstanceId, Sounding
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class SoundingStates:
    """Sets sounding states of the chosen run, or of the second on screen."""

    def __init__(
        self, state: SessionState, notices: Notices, edits: Edits, navigation: Navigation
    ) -> None:
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation

    def toggle(self) -> None:
        """Sounding where any of the run was not, silent where all of it was."""
        self.mark(Sounding.SOUNDING)

    def mark(self, wanted: Sounding) -> None:
        """Mark the run so; or as silent, where all of it is marked so already."""
        view, cell = self._state.view, self._state.active_cell
        if view is None:
            return
        if cell is None:
            self._notices.say(tr("There is no instance yet."), action_id="ask_new_instance")
            return
        seconds = self._navigation.selection
        has_all = all(view.sounding_at(cell[0], each) is wanted for each in seconds)
        state = Sounding.SILENT if has_all else wanted
        if self._edits.run(lambda view: commands.set_sounding(view, cell[0], seconds, state)):
            self._navigation.clear_selection()

    def toggle_cell(self, instance_id: InstanceId, second: int) -> None:
        """Toggle one cell of the grid."""
        view = self._state.view
        if view is not None and instance_id in view.by_id:
            self._edits.run(lambda view: commands.toggle_sounding(view, instance_id, second))

    def paint_span(self, instance_id: InstanceId, start: int, stop: int) -> None:
        """Give a run of cells of the grid the state that its first cell does not have."""
        view = self._state.view
        if view is None or instance_id not in view.by_id:
            return
        sounds = view.sounding_at(instance_id, start) is Sounding.SOUNDING
        state = Sounding.SILENT if sounds else Sounding.SOUNDING
        seconds = range(start, stop)
        self._edits.run(lambda view: commands.set_sounding(view, instance_id, seconds, state))
