"""From the draft to the journal, and back: commit and go on (R10), remove, undo, redo (R13)."""

from collections.abc import Callable
from functools import partial

from avisbuild import masks
from avisbuild.annotation import Cell, Draft, VideoView, commands
from avisbuild.annotation.commands import Overlap
from avisbuild.annotation.navigation import changed_cells
from avisbuild.records import Rle, Sounding
from avisbuild_gui.drawing.draft_beginning import NOBODY
from avisbuild_gui.drawing.drafts import Drafts
from avisbuild_gui.session.edits import Edits
from avisbuild_gui.session.instances import Instances
from avisbuild_gui.session.navigation import Navigation
from avisbuild_gui.session.notices import Notices
from avisbuild_gui.session.state import SessionState
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import label_of
from avisbuild_gui.values import About


class Commits:
    """Writes masks, and takes back whatever was written.

    `accept` makes masks of the proposals of cells, and gives a single cell the state that it is told.
    """

    def __init__(
        self,
        state: SessionState,
        notices: Notices,
        edits: Edits,
        navigation: Navigation,
        *,
        instances: Instances,
        drafts: Drafts,
        accept: Callable[[list[Cell], Sounding], int],
    ) -> None:
        self._state = state
        self._notices = notices
        self._edits = edits
        self._navigation = navigation
        self._instances = instances
        self._drafts = drafts
        self._accept = accept

    def commit_and_go_on(self) -> None:
        """Commit the draft, or accept the proposal, and go to the next unfinished cell."""
        if self._commit_or_ask(then=self.commit_and_go_on):
            self._navigation.clear_selection()
            self._navigation.step_to_todo(1)

    def commit(self, state: Sounding = Sounding.SOUNDING) -> bool:
        """Commit the draft as it is shown; a proposal where there is no draft. Whether one may go on.

        The cell sounds from here on, or is silent where it is told so.

        What is left out is what others have by now, and a stroke that is under way is part of it. A draft of
        nobody is committed once its instance has been named.
        """
        return self._commit_or_ask(state, then=partial(self.commit, state))

    def commit_as_silent(self) -> None:
        """Commit a mask of what is in view and silent, where the project keeps such masks."""
        key = "keep_silent_masks"
        if self._state.project.recipe.keep_silent_masks:
            self.commit(Sounding.SILENT)
        else:
            text = tr("This project keeps no masks of what is silent ({key}).").format(key=key)
            self._notices.say(text, action_id="commit")

    def _commit_or_ask(
        self, state: Sounding = Sounding.SOUNDING, *, then: Callable[[], object]
    ) -> bool:
        self._edits.refresh()
        self._drafts.end_stroke()
        draft, mask = self._drafts.here, self._drafts.shown_mask
        if draft is None:
            return self._commit_proposal(state)
        if draft.cell[0] == NOBODY:
            self._instances.ask_new(then=then)
            return False
        if draft.needs_answer:
            self._notices.say(
                tr("The segmenter is still at work; press again when the mask is there.")
            )
            return False
        if mask is None or not mask.any():
            text = tr("The mask has no pixels; nothing was committed.")
            self._notices.warn(text, about=About.SECOND)
            return False
        return self._commit(draft, masks.encode(mask), state)

    def remove(self) -> None:
        """Remove the mask of the cell, or of every cell of the run; a draft of one cell goes instead."""
        state, selection = self._state, self._navigation.selection
        instance_id = state.instance_id
        if state.view is None or instance_id is None:
            return
        if self._drafts.drop() and len(selection) == 1:
            return
        cells = [(instance_id, each) for each in selection if state.has_mask((instance_id, each))]
        if not cells:
            self._notices.say(tr("There is no mask here to remove."))
        elif self._edits.run(lambda view: commands.remove_masks(view, cells)):
            text = tr("Removed: {count}.").format(count=len(cells))
            self._notices.say(text, action_id="undo")

    def undo(self) -> None:
        """Take back the last gesture of the draft; without one, the last edit of the video."""
        draft = self._drafts.here
        if draft is not None and draft.can_undo:
            draft.undo()
            self._drafts.ask(draft)
        else:
            self._travel(back=True)

    def redo(self) -> None:
        """Do again what was taken back."""
        draft = self._drafts.here
        if draft is not None and draft.can_redo:
            draft.redo()
            self._drafts.ask(draft)
        else:
            self._travel(back=False)

    def _commit(self, draft: Draft, rle: Rle, state: Sounding) -> bool:
        assert self._state.view is not None
        found = self._state.view.round
        provenance = draft.provenance(
            author=self._state.author,
            round_number=1 if found is None else found.number,
            seconds_spent=self._state.clock.take(),
            leaves_out_others=draft.mask is not self._drafts.shown_mask and rle != draft.rle(),
        )
        instance_id, second = draft.cell
        # What the others keep is left out of what is shown already.
        steals = self._drafts.overlap is Overlap.STEAL
        overlap = Overlap.STEAL if steals else Overlap.SHARE
        done = self._edits.run(
            lambda view: commands.commit_mask(
                view,
                instance_id,
                second,
                rle,
                provenance,
                overlap=overlap,
                # What was shared with a locked one before is shared on.
                spared=self._state.marks.locked,
                state=state,
            )
        )
        if done:
            self._drafts.drop()
        return done

    def _commit_proposal(self, state: Sounding) -> bool:
        view, cell = self._state.view, self._state.active_cell
        if view is None:
            return False
        if cell is not None and cell in view.proposals and not view.has_mask(*cell):
            return self._accept([cell], state) > 0
        return True

    def _travel(self, *, back: bool) -> None:
        before, bench = self._state.view, self._state.workbench
        if before is None:
            return
        with self._notices.attempt():
            label = bench.undo() if back else bench.redo()
            if label is None:
                self._notices.say(tr("Nothing to undo.") if back else tr("Nothing to redo."))
                return
            text = tr("Undone: {what}") if back else tr("Done again: {what}")
            step = bench.to_redo if back else bench.to_undo
            self._notices.say(text.format(what=label_of(step)))
            self._show_change(before)

    def _show_change(self, before: VideoView) -> None:
        """Go to where an undo has changed something, if that is not in sight."""
        now = self._state.view
        assert now is not None
        if self._state.instance_id is None and now.instances:
            # The only instance is back; without an active one every key would ask for a new one.
            self._state.go_to(self._state.second, now.instances[0].instance_id)
        cells = changed_cells(before, now)
        if cells and self._state.second not in {second for _, second in cells}:
            self._navigation.clear_selection()
            self._state.go_to(cells[0][1], cells[0][0])
