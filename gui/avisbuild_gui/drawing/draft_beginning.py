"""Where a draft is begun: from nothing, on a proposal that is seen, on a mask that is opened."""

from collections.abc import Callable

from avisbuild.annotation import Cell, Draft, VideoView
from avisbuild.annotation.commands.proposals import source_of_proposed
from avisbuild.records import InstanceId, Provenance, Rle
from avisbuild_gui.session.kept_drafts import KeptDrafts
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr

# A draft may be made before there is an instance; it is of this one until one is chosen.
NOBODY = InstanceId("")


class DraftBeginning:
    """Gives gestures the draft that they change; `begun` is called when there was none before.

    A mask that is committed is locked (R31): a draft of it is begun by `open_mask` alone. A proposal is not:
    whatever is done on it begins a draft that stands on it (R41).
    """

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        kept: KeptDrafts,
        *,
        begun: Callable[[], None],
    ) -> None:
        self._state = state
        self._notices = notices
        self._kept = kept
        self._begun = begun

    def may_draw(self) -> bool:
        """Whether something may be drawn on this second; what stands in the way is said."""
        state, cell = self._state, self._state.active_cell
        if state.view is None or state.image is None or self._notices.refuses_change():
            return False
        if cell is not None and not self._may_change(cell):
            return False
        if self._kept.here is None and cell is not None and state.has_mask(cell):
            self.say_locked()
            return False
        return True

    def draft_to_change(self, *, on_proposal: bool = True) -> Draft | None:
        """The draft of this second, begun if there is none; None where nothing may be drawn.

        `on_proposal`: where a proposal is seen the draft goes on from it.
        """
        state, view, cell = self._state, self._state.view, self._state.active_cell
        if view is None or not self.may_draw():
            return None
        state.clock.tick()
        if self._kept.here is None:
            if on_proposal and cell is not None and self.proposal is not None:
                self._keep(_draft_on_proposal(view, cell, is_opened=False))
            else:
                self._keep(Draft(cell or (NOBODY, state.second), view.video.size))
        return self._kept.here

    def open_mask(self) -> None:
        """Make a draft of the mask that stands, or of the proposal, so that clicks and brush change it."""
        view, cell = self._state.view, self._state.active_cell
        if view is None or cell is None or self._kept.here is not None:
            return
        if not self._may_change(cell):
            return
        rle = view.mask_at(*cell)
        if rle is not None:
            origin = view.provenances.get(cell)
            self._keep(Draft(cell, view.video.size, base=rle, base_provenance=origin))
        elif self.proposal is not None:
            self._keep(_draft_on_proposal(view, cell, is_opened=True))
        else:
            self._notices.say(tr("There is no mask here to edit."))

    @property
    def proposal(self) -> Rle | None:
        """The active instance's proposal, where it is seen: no mask stands there."""
        view, cell = self._state.view, self._state.active_cell
        if view is None or cell is None or cell not in view.proposals or view.has_mask(*cell):
            return None
        return view.proposals[cell].rle

    def say_locked(self) -> None:
        """Say that the active instance has its mask here, and how it is changed."""
        view, instance_id = self._state.view, self._state.instance_id
        if view is not None and instance_id is not None:
            text = tr("{name} has its mask here, and it is locked.")
            self._notices.say(text.format(name=view.name(instance_id)), action_id="edit_mask")

    def _may_change(self, cell: Cell) -> bool:
        """Whether the person has not locked the instance of a cell; it is said, else."""
        view, is_locked = self._state.view, cell[0] in self._state.marks.locked
        if is_locked and view is not None:
            text = tr("{name} is locked: nothing changes it until it is unlocked.")
            self._notices.say(text.format(name=view.name(cell[0])), action_id="toggle_locked")
        return not is_locked

    def _keep(self, draft: Draft) -> None:
        self._kept.keep(draft)
        self._begun()


def _draft_on_proposal(view: VideoView, cell: Cell, *, is_opened: bool) -> Draft:
    """A draft that goes on from the proposal of a cell."""
    proposal = view.proposals[cell]
    origin = Provenance(source=source_of_proposed(proposal), model=proposal.model)
    return Draft(
        cell, view.video.size, base=proposal.rle, base_provenance=origin, is_opened=is_opened
    )
