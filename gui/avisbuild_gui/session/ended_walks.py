"""Where propagation lost an instance, and why, until somebody has dealt with it (R46)."""

from collections.abc import Mapping

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Cell, VideoView
from avisbuild.propagation import EndReason
from avisbuild.records import InstanceId
from avisbuild_gui.session.state import SessionState


class EndedWalks(QObject):
    """The cells of the open video at which propagation ended before its time; they live in memory only.

    A cell is dealt with while it has a mask or a proposal, or needs none; undoing that brings it back.

    Signals:
        changed: mapping of cells to reasons.
    """

    changed = pyqtSignal(object)

    def __init__(self, state: SessionState) -> None:
        super().__init__(state)
        self._ended: dict[Cell, EndReason] = {}
        self._unseen: list[Cell] = []
        self._told: Mapping[Cell, EndReason] = {}
        self._state = state
        state.view_arrived.connect(lambda _: self._tell_if_changed())
        state.video_left.connect(self._clear)

    @property
    def reasons(self) -> Mapping[Cell, EndReason]:
        """Why propagation ended, by cell; of those that nobody has dealt with."""
        view = self._state.view
        if view is None:
            return {}
        return {cell: why for cell, why in self._ended.items() if _waits(view, cell)}

    def add(self, cell: Cell, reason: EndReason) -> None:
        """Propagation has lost an instance on the way to this cell; somebody may have masked it meanwhile."""
        self._ended[cell] = reason
        if cell not in self._unseen:
            self._unseen.append(cell)
        self._tell_if_changed()

    def forget(self, instance_id: InstanceId, seconds: range) -> None:
        """Propagation goes over these seconds anew."""
        for cell in list(self._ended):
            if cell[0] == instance_id and cell[1] in seconds:
                del self._ended[cell]
        self._tell_if_changed()

    def take_unseen(self) -> Cell | None:
        """The next cell that nobody has gone to yet, which counts as seen from then on; None without."""
        cell = next((each for each in self._unseen if each in self.reasons), None)
        if cell is not None:
            self._unseen.remove(cell)
        return cell

    def tell(self) -> None:
        """Say again what there is."""
        self._told = self.reasons
        self.changed.emit(self._told)

    def _clear(self) -> None:
        self._ended.clear()
        self._unseen.clear()
        if self._told:
            self._told = {}
            self.changed.emit(self._told)

    def _tell_if_changed(self) -> None:
        if self.reasons != self._told:
            self.tell()


def _waits(view: VideoView, cell: Cell) -> bool:
    """Whether a cell still needs a mask, and has no proposal of one."""
    return cell[0] in view.by_id and view.is_open(*cell) and cell not in view.proposals
