"""Saying when an identity sounds, cell by cell or over a run of seconds (R07, R16)."""

from avisbuild.annotation import commands
from avisbuild.records import InstanceId, Sounding
from avisbuild_gui.session.moving import Moving
from avisbuild_gui.texts import tr
from avisbuild_gui.values import Severity


class Marking(Moving):
    """Actions on sounding states; they work on the chosen run, or on the second on screen."""

    def toggle_sounding(self) -> None:
        """Sounding where it was not, silent where it was; a run follows the second on screen."""
        view, cell = self.view, self.active_cell
        if view is None or cell is None:
            self._say_no_instance()
            return
        sounds = view.state_of(*cell) is Sounding.SOUNDING
        self._mark(Sounding.SILENT if sounds else Sounding.SOUNDING)

    def mark_offscreen(self) -> None:
        """It sounds, but is not in view."""
        self._mark_or_clear(Sounding.OFFSCREEN)

    def mark_occluded(self) -> None:
        """It sounds, but is hidden."""
        self._mark_or_clear(Sounding.OCCLUDED)

    def mark_unsure(self) -> None:
        """Someone has to decide."""
        self._mark_or_clear(Sounding.UNSURE)

    def toggle_cell(self, instance_id: InstanceId, second: int) -> None:
        """One cell of the grid: sounding, or silent."""
        view = self.view
        if view is not None and instance_id in view.by_id:
            self.run(lambda view: commands.toggle_sounding(view, instance_id, second))

    def paint_span(self, instance_id: InstanceId, start: int, stop: int) -> None:
        """A run of cells of the grid takes the state that its first cell does not have."""
        view = self.view
        if view is None or instance_id not in view.by_id:
            return
        sounds = view.state_of(instance_id, start) is Sounding.SOUNDING
        state = Sounding.SILENT if sounds else Sounding.SOUNDING
        self.run(lambda view: commands.set_sounding(view, instance_id, range(start, stop), state))

    def _mark_or_clear(self, state: Sounding) -> None:
        """The state, or silence where the cell on screen has that state already."""
        view, cell = self.view, self.active_cell
        if view is None or cell is None:
            self._say_no_instance()
            return
        self._mark(Sounding.SILENT if view.state_of(*cell) is state else state)

    def _mark(self, state: Sounding) -> None:
        view, instance_id = self.view, self.instance_id
        assert view is not None
        assert instance_id is not None
        seconds = self.selection
        if self.run(lambda view: commands.set_sounding(view, instance_id, seconds, state)):
            self.clear_selection()

    def _say_no_instance(self) -> None:
        if self.view is not None:
            self.notice(
                tr("There is no identity yet."), Severity.INFO, action_id="ask_new_instance"
            )
