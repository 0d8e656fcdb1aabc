"""Where propagation lost an instance, and why, until somebody has dealt with it (R46)."""

from collections.abc import Mapping

from PyQt6.QtCore import QObject, pyqtSignal

from avisbuild.annotation import Cell, VideoView
from avisbuild.propagation import EndReason
from avisbuild.records import InstanceId
from avisbuild_gui.session.state import SessionState


class EndedWalks(QObject):
    """The cells of the open video at which propagation ended before its time; they live in memory only.

    A cell is dealt with when it has a mask or a proposal, or needs none any more.

    Signals:
        changed: mapping of cells to reasons.
    """

    changed = pyqtSignal(object)

    def __init__(self, state: SessionState) -> None:
        super().__init__(state)
        self._reasons: dict[Cell, EndReason] = {}
        self._unseen: list[Cell] = []
        self._state = state
        state.view_arrived.connect(self._take)
        state.video_left.connect(self._clear)

    @property
    def reasons(self) -> Mapping[Cell, EndReason]:
        """Why propagation ended, by cell."""
        return dict(self._reasons)

    def add(self, cell: Cell, reason: EndReason) -> None:
        """Propagation has lost an instance on the way to this cell; somebody may have masked it meanwhile."""
        view = self._state.view
        if view is not None and not _waits(view, cell):
            return
        self._reasons[cell] = reason
        if cell not in self._unseen:
            self._unseen.append(cell)
        self.changed.emit(self.reasons)

    def forget(self, instance_id: InstanceId, seconds: range) -> None:
        """Propagation goes over these seconds anew."""
        self._keep(
            [cell for cell in self._reasons if cell[0] != instance_id or cell[1] not in seconds]
        )

    def take_unseen(self) -> Cell | None:
        """The next cell that nobody has gone to yet, which counts as seen from then on; None without."""
        return self._unseen.pop(0) if self._unseen else None

    def tell(self) -> None:
        """Say again what there is."""
        self.changed.emit(self.reasons)

    def _take(self, view: VideoView) -> None:
        self._keep([cell for cell in self._reasons if _waits(view, cell)])

    def _clear(self) -> None:
        self._keep([])

    def _keep(self, cells: list[Cell]) -> None:
        if len(cells) == len(self._reasons):
            return
        self._reasons = {cell: self._reasons[cell] for cell in cells}
        self._unseen = [cell for cell in self._unseen if cell in self._reasons]
        self.changed.emit(self.reasons)


def _waits(view: VideoView, cell: Cell) -> bool:
    """Whether a cell still needs a mask, and has no proposal of one."""
    return cell[0] in view.by_id and view.is_open(*cell) and cell not in view.proposals
