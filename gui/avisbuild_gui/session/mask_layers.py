"""The masks that lie on the frame of the second on screen."""

from collections.abc import Collection

from PyQt6.QtCore import QObject, QTimer, pyqtSignal

from avisbuild.annotation import VideoView
from avisbuild.records import InstanceId, Sounding
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.theme import instance_colour
from avisbuild_gui.values import MaskKind, MaskLayer

_REST_MS = 50


class MaskLayers(QObject):
    """Lays masks and proposals on the frame; what is being edited is shown as its draft instead.

    Signals:
        masks_changed(tuple of MaskLayer).
        masks_coming(tuple of MaskLayer): those of the seconds beside, told when one has come to rest.
    """

    masks_changed = pyqtSignal(object)
    masks_coming = pyqtSignal(object)

    def __init__(self, state: SessionState, kept: KeptDrafts) -> None:
        super().__init__(state)
        self._state = state
        self._kept = kept
        self._moving: int | None = None
        # A step to another second has them told twice, by itself and by the draft that waits there.
        self._view: VideoView | None = None
        self._asked: tuple[object, ...] = ()
        self._layers: tuple[MaskLayer, ...] = ()
        state.view_arrived.connect(lambda _: self.tell())
        state.place_arrived.connect(lambda _: self.tell())
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._tell_coming)
        for signal in (state.view_arrived, state.place_arrived):
            signal.connect(lambda _: self._rest.start())

    def lay_on(self, moving: int | None) -> None:
        """Say the layers of the second whose picture moves, or of the one on screen again."""
        self._moving = moving
        self.tell()

    def tell(self) -> None:
        """Say the layers of the second that is seen; without a frame there is nothing to lay them on."""
        state, view = self._state, self._state.view
        if view is None or state.second < 0:
            return
        second = state.second if self._moving is None else self._moving
        without = self._kept.covered if second == state.second else None
        asked = (second, state.instance_id, without, frozenset(state.marks.hidden))
        if asked != self._asked or view is not self._view:
            self._asked, self._view = asked, view
            self._layers = layers_of(
                view, second, state.instance_id, without=without, hidden=state.marks.hidden
            )
        self.masks_changed.emit(() if state.image is None else self._layers)

    def _tell_coming(self) -> None:
        """The seconds that a key leads to."""
        state, view = self._state, self._state.view
        if view is None or state.second < 0:
            return
        beside = [second for second in (state.second + 1, state.second - 1) if second >= 0]
        self.masks_coming.emit(
            tuple(
                layer
                for second in beside
                if second < view.video.second_count
                for layer in layers_of(view, second, state.instance_id, hidden=state.marks.hidden)
            )
        )


def layers_of(
    view: VideoView,
    second: int,
    active: InstanceId | None,
    *,
    without: InstanceId | None = None,
    hidden: Collection[InstanceId] = (),
) -> tuple[MaskLayer, ...]:
    """The layers of one second in order of instances, the active one last, so that it lies on top.

    `without` is the instance whose mask is being edited and therefore shown as a draft; a
    person wants to see none of the `hidden`.
    """
    found = []
    for position, instance in enumerate(view.instances):
        instance_id = instance.instance_id
        mask = view.mask_at(instance_id, second)
        proposal = view.proposals.get((instance_id, second))
        if instance_id == without or instance_id in hidden or (mask is None and proposal is None):
            continue
        silent = view.sounding_at(instance_id, second) is not Sounding.SOUNDING
        kind = MaskKind.SILENT if silent else MaskKind.COMMITTED
        if mask is None:
            assert proposal is not None
            mask, kind = proposal.rle, MaskKind.PROPOSAL
        found.append(
            MaskLayer(
                instance_id=instance_id,
                rle=mask,
                colour=instance_colour(position),
                kind=kind,
                name=view.name(instance_id),
                is_active=instance_id == active,
            )
        )
    return tuple(sorted(found, key=lambda layer: layer.is_active))
