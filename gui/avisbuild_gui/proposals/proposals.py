"""Proposals: suggested one at a time, accepted or dropped (R19, R20)."""

from collections.abc import Sequence

from avisbuild import masks
from avisbuild.annotation import Cell, Command, VideoView, commands, navigation
from avisbuild.annotation.commands.proposals import COPIED_MODEL
from avisbuild.annotation.prompts import prompt_around
from avisbuild.records import Proposal, Rle, Sounding
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.proposals.propagation import Propagation
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr


class Proposals:
    """Suggests, which writes no mask and touches none; and makes masks of what is accepted."""

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        drafts: Drafts,
        propagation: Propagation,
    ) -> None:
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._drafts = drafts
        self._propagation = propagation

    def copy_nearest(self, step: int) -> None:
        """Suggest the mask of the annotated second before (-1) or after (1), as it is."""
        rle, cell = self._nearest(step), self._state.active_cell
        if rle is None or cell is None:
            self._say_no_mask()
        elif self._state.has_mask(cell):
            self._drafts.say_locked()
        else:
            found = Proposal(
                instance_id=cell[0], second=cell[1], rle=rle, model=COPIED_MODEL, confidence=0.5
            )
            self._edits.run(lambda view: commands.add_proposals(view, [found]))

    def prompt_from_previous(self) -> None:
        """Ask the segmenter with the box and the middle of the mask before."""
        rle = self._nearest(-1)
        if rle is None:
            self._say_no_mask()
        else:
            self._drafts.use_prompt(prompt_around(masks.decode(rle)))

    def accept_here(self) -> None:
        """Make the proposal of the cell a mask, and go to the next unfinished cell."""
        cell = self._state.active_cell
        if self._drafts.is_editing:
            text = tr(
                "It is being mended: Enter commits it as it is shown, Esc leaves it as it was."
            )
            self._notices.say(text, action_id="commit_and_next")
        elif cell is not None and self.accept([cell]):
            self._navigation.clear_selection()
            self._navigation.step_to_todo(1)

    def accept_all(self) -> None:
        """Make masks of the proposals of the run whose cells sound; without a run, of the instance's."""
        cells = self._proposed_cells()
        if not cells:
            self._say_no_proposal()
        elif count := self.accept(cells):
            text = tr("Accepted: {count}.").format(count=count)
            if left := len(cells) - count:
                text += " " + tr(
                    "Left as proposals, since nothing sounds in view there: {count}."
                ).format(count=left)
            self._notices.say(text, action_id="undo")

    def accept(self, cells: list[Cell], state: Sounding = Sounding.SOUNDING) -> int:
        """Accept the proposals of cells, those of a propagation that goes on, too; how many became masks.

        A cell that is accepted by itself gets the `state`.
        """
        if not self._propagation.write_if_among(cells):
            return 0
        spent, author = self._state.clock.take(), self._state.author
        accepted = 0

        def make(view: VideoView) -> Command:
            nonlocal accepted
            accepted = len(commands.acceptable(view, cells))
            return commands.accept_proposals(
                view, cells, author=author, seconds_spent=spent, state=state
            )

        return accepted if self._edits.run(make) else 0

    def drop_all(self) -> None:
        """Take the proposals of the run away; without a run, every one of the instance."""
        cells = self._proposed_cells()
        if not cells:
            self._say_no_proposal()
        elif self._propagation.write_if_among(cells):
            self._edits.run(lambda view: commands.drop_proposals(view, cells))

    def _nearest(self, step: int) -> Rle | None:
        """The active instance's mask that is nearest in this direction."""
        state, view = self._state, self._state.view
        if view is None or state.instance_id is None:
            return None
        found = navigation.nearest_mask(view, state.instance_id, state.second, step=step)
        return None if found is None else view.mask_at(state.instance_id, found)

    def _proposed_cells(self) -> list[Cell]:
        view, instance_id = self._state.view, self._state.instance_id
        if view is None or instance_id is None:
            return []
        seconds: Sequence[int] = self._navigation.selection
        if len(seconds) == 1:
            seconds = range(view.video.second_count)
        return [(instance_id, each) for each in seconds if (instance_id, each) in view.proposals]

    def _say_no_mask(self) -> None:
        self._notices.say(tr("There is no mask of this instance to begin from."))

    def _say_no_proposal(self) -> None:
        self._notices.say(tr("There is no proposal."), action_id="propagate_forward")
