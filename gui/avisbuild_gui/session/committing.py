"""From the draft to the journal, and back: commit and go on (R10), remove, undo, redo (R13)."""

from avisbuild import masks
from avisbuild.annotation import Cell, Command, Draft, VideoView, commands
from avisbuild.annotation.commands import Overlap
from avisbuild.records import InstanceId, Rle
from avisbuild_gui.session.drafting import NOBODY, Drafting
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import label_of
from avisbuild_gui.values import Severity


class Committing(Drafting):
    """Actions that write masks, and take back whatever was written."""

    def commit_and_next(self) -> None:
        """Commit the draft, or accept the proposal, and go to the next unfinished cell."""
        if self.commit():
            self._go_on()

    def commit(self) -> bool:
        """Commit the draft as it is shown; a proposal where there is no draft. Whether one may go on."""
        draft = self.draft
        if draft is None:
            return self._commit_nothing()
        if draft.cell[0] == NOBODY:
            self.ask_new_instance()
            return False
        mask = self.shown_mask
        if draft.needs_answer or mask is None or not mask.any():
            self._say_empty(draft)
            return False
        return self._commit(draft, masks.encode(mask))

    def remove_mask(self) -> None:
        """Remove the mask of the cell, or of every cell of the run."""
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None:
            return
        if self.drop_draft() and len(self.selection) == 1:
            return
        cells = [
            (instance_id, each) for each in self.selection if self._has_mask(instance_id, each)
        ]
        if not cells:
            self.notice(tr("There is no mask here to remove."))
        elif self.run(lambda view: commands.remove_masks(view, cells)):
            text = tr("Removed: {count}.").format(count=len(cells))
            self.notice(text, action_id="undo")

    def undo(self) -> None:
        """Take back the last gesture of the draft; without one, the last edit of the video."""
        draft = self.draft
        if draft is not None and draft.can_undo:
            draft.undo()
            self._ask(draft)
        else:
            self._travel(back=True)

    def redo(self) -> None:
        """Do again what was taken back."""
        draft = self.draft
        if draft is not None and draft.can_redo:
            draft.redo()
            self._ask(draft)
        else:
            self._travel(back=False)

    def hand_in(self) -> None:
        """Hand the video in, if nothing is amiss; else go to what is (R17)."""
        if self.view is None:
            return
        if self.waiting_seconds:
            if self.second not in self.waiting_seconds:
                self.choose_second(self.waiting_seconds[0])
            self.notice(
                tr("A draft is open: commit it with Enter, or drop it with Esc."), Severity.WARNING
            )
        elif self.issues:
            text = tr("{count} to mend before the video can be handed in.")
            if self.active_cell not in [issue.cell for issue in self.issues]:
                self.choose_issue(0)
            self.notice(
                text.format(count=len(self.issues)), Severity.WARNING, action_id="next_issue"
            )
        elif self.run(lambda view: commands.submit(view, author=self.parts.author), as_is=True):
            self.notice(tr("Handed in."), action_id="next_open_video")

    def escape(self) -> None:
        """Drop the question, the draft, the run; stop what plays. Nothing is ever committed by it."""
        dropped = self.drop_question() or self.drop_draft()
        if not dropped:
            self.clear_selection()
        self.player.stop()

    def _commit(self, draft: Draft, rle: Rle) -> bool:
        assert self.view is not None
        number = 1 if self.view.round is None else self.view.round.number
        provenance = draft.provenance(
            author=self.parts.author, round_number=number, seconds_spent=self.clock.take()
        )
        instance_id, second = draft.cell
        # What the others keep is left out of what is shown already.
        overlap = Overlap.STEAL if self.overlap is Overlap.STEAL else Overlap.SHARE
        done = self.run(
            lambda view: commands.commit_mask(
                view, instance_id, second, rle, provenance, overlap=overlap
            )
        )
        if done:
            self.drop_draft()
        return done

    def _tell_history(self) -> None:
        draft = self.draft
        undo = label_of(self.workbench.to_undo)
        redo = label_of(self.workbench.to_redo)
        if draft is not None and draft.can_undo:
            undo = tr("the last gesture of the draft")
        if draft is not None and draft.can_redo:
            redo = tr("the next gesture of the draft")
        self.history_changed.emit(undo, redo)

    def _commit_nothing(self) -> bool:
        view, cell = self.view, self.active_cell
        if view is None:
            return False
        if cell is not None and cell in view.proposals and not self._has_mask(*cell):
            return self.accept([cell]) > 0
        return True

    def accept(self, cells: list[Cell]) -> int:
        """Accept the proposals of cells; how many became masks."""
        spent, author = self.clock.take(), self.parts.author
        accepted = 0

        def make(view: VideoView) -> Command:
            nonlocal accepted
            accepted = len(commands.acceptable(view, cells))
            return commands.accept_proposals(view, cells, author=author, seconds_spent=spent)

        return accepted if self.run(make) else 0

    def _say_empty(self, draft: Draft) -> None:
        if draft.needs_answer:
            self.notice(tr("The segmenter is still at work; press again when the mask is there."))
        else:
            self.notice(tr("The mask has no pixels; nothing was committed."), Severity.WARNING)

    def _go_on(self) -> None:
        self.clear_selection()
        self.next_todo()

    def _travel(self, *, back: bool) -> None:
        before = self.view
        if before is None:
            return
        with self._telling():
            label = self.workbench.undo() if back else self.workbench.redo()
            if label is None:
                self.notice(tr("Nothing to undo.") if back else tr("Nothing to redo."))
                return
            text = tr("Undone: {what}") if back else tr("Done again: {what}")
            step = self.workbench.to_redo if back else self.workbench.to_undo
            self.notice(text.format(what=label_of(step)))
            self._show_change(before)

    def _show_change(self, before: VideoView) -> None:
        """Go to where an undo has changed something, if that is not in sight."""
        now = self.view
        assert now is not None
        cells = [
            (instance_id, second)
            for instance_id, track in now.by_id.items()
            for second in range(now.video.second_count)
            if _content(before, instance_id, second) != (track.states[second], track.masks[second])
        ]
        seconds = {second for _, second in cells}
        if cells and self.second not in seconds:
            self.clear_selection()
            self.go_to(cells[0][1], cells[0][0])


def _content(view: VideoView, instance_id: InstanceId, second: int) -> object:
    track = view.by_id.get(instance_id)
    return None if track is None else (track.states[second], track.masks[second])
