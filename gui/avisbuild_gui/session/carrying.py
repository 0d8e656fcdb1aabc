"""Masks carried through the pictures in the background; each proposal is shown as it is found (R20)."""

from collections.abc import Sequence
from dataclasses import replace

from avisbuild.annotation import Cell, VideoView, commands
from avisbuild.messages import Message
from avisbuild.records import InstanceId, Proposal
from avisbuild_gui.session.background import Job
from avisbuild_gui.session.committing import Committing
from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.values import Severity
from avisbuild_pipelines.propagating import Direction, is_refusal, pictures_of, propose


class Carrying(Committing):
    """Actions that carry masks over a run; no mask is touched by them.

    What is found is shown at once, as part of `view`, and written when the carrying ends or is stopped, so
    that one step of undo takes all of it back; or before, when some of it is accepted or dropped.
    """

    def __init__(self, parts: SessionParts) -> None:
        self._carrying: Job | None = None
        self._carried_id: InstanceId | None = None
        self._found: list[Proposal] = []
        self._why_apart: Message | None = None
        self._unwritten: list[Proposal] = []
        self._joined: tuple[VideoView, VideoView] | None = None
        super().__init__(parts)

    @property
    def view(self) -> VideoView | None:
        """The video on the desk, with what is found but not written yet laid beside its masks."""
        written = super().view
        if written is None or not self._unwritten:
            return written
        if self._joined is None or self._joined[0] is not written:
            self._joined = written, with_proposals(written, self._unwritten)
        return self._joined[1]

    def propagate_forward(self) -> None:
        """Carry the mask before through the pictures between, over the run, or up to the next mask."""
        self._propagate(step=1)

    def propagate_backward(self) -> None:
        """The same backward in time, from the mask after."""
        self._propagate(step=-1)

    def escape(self) -> None:
        """Stop what is at work first, unless a question is open; what it has found is kept."""
        job = self._carrying
        if job is not None and not job.should_stop() and self._question is None:
            job.stop()
        else:
            super().escape()

    @property
    def is_working(self) -> bool:
        """Whether masks are being carried."""
        return self._carrying is not None

    def accept(self, cells: list[Cell]) -> int:
        """Accept the proposals of cells, those of a carrying that goes on, too; how many became masks."""
        return super().accept(cells) if self._write_if_among(cells) else 0

    def tell_all(self) -> None:
        """That something is at work, too."""
        super().tell_all()
        if self.is_working:
            self._tell_working()

    def _propagate(self, *, step: int) -> None:
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None:
            return
        if self.is_working:
            self.notice(tr("Masks are being carried already; Esc stops that."))
            return
        if self.project.is_read_only:
            self.notice(tr("The project is read-only; nothing can be changed."), Severity.WARNING)
            return
        found = self._stretch(view, instance_id, step)
        if found is None:
            self._say_no_mask()
        elif not found[1]:
            self.notice(tr("No sounding second without a mask lies there."))
        else:
            self._start_carrying(view, instance_id, *found, step)

    def _start_carrying(
        self, view: VideoView, instance_id: InstanceId, start: int, seconds: range, step: int
    ) -> None:
        project, video_id = self.project, view.video.video_id
        direction = Direction.FORWARD if step > 0 else Direction.BACKWARD
        wanted = {each for each in seconds if view.is_open(instance_id, each)}

        def work(job: Job) -> None:
            pictures = pictures_of(project, video_id)
            self._why_apart = pictures.notice
            for proposal in propose(
                project,
                video_id,
                [instance_id],
                from_second=start,
                seconds=seconds,
                direction=direction,
                pictures=pictures,
                should_stop=job.should_stop,
            ):
                if proposal.second in wanted:
                    job.report(proposal)

        self._found, self._carried_id = [], instance_id
        self._carrying = Job("carry", work, self)
        self._tell_working()
        self._carrying.start(done=self._carried, failed=self._not_carried, reported=self._suggested)

    def _stretch(
        self, view: VideoView, instance_id: InstanceId, step: int
    ) -> tuple[int, range] | None:
        """The second to carry from, and those to carry to: the run, or up to the next mask.

        None without a mask to begin from. The seconds end with the last that sounds and has no mask.
        """
        chosen, count = self.selection, view.video.second_count
        has_mask = [rle is not None for rle in view.by_id[instance_id].masks]
        here = chosen.start if step > 0 else chosen.stop - 1
        behind = range(here, -1 if step > 0 else count, -step)
        start = next((each for each in behind if has_mask[each]), None)
        if start is None:
            return None
        ahead = list(range(start + step, count if step > 0 else -1, step))
        if len(chosen) > 1:
            ahead = [each for each in ahead if each in chosen]
        elif any(has_mask[each] for each in ahead):
            ahead = ahead[: next(n for n, each in enumerate(ahead) if has_mask[each])]
        wanted = [each for each in ahead if view.is_open(instance_id, each)]
        if not wanted:
            return start, range(0)
        low, high = sorted((start + step, wanted[-1]))
        return start, range(low, high + 1)

    def _suggested(self, found: object) -> None:
        assert isinstance(found, Proposal)
        self._found.append(found)
        self._unwritten.append(found)
        self._joined = None
        self._tell_view()
        self._tell_working()

    def _carried(self, _: object) -> None:
        self._end_carrying()

    def _not_carried(self, text: str) -> None:
        self._end_carrying()
        self.notice(text, Severity.ERROR)

    def _end_carrying(self) -> None:
        """Keep what was found, and say how much that is."""
        self._carrying = None
        self.working_changed.emit("")
        found, self._found = self._found, []
        if not found:
            self.notice(tr("Nothing could be carried: the object was lost at once."))
        elif self._write_found():
            self._say_suggested(found)
        if self._why_apart is not None and is_refusal(self._why_apart):
            # The recording is there, and is read once the person says so.
            self.notice(text_of(self._why_apart), Severity.WARNING)

    def _write_found(self) -> bool:
        """Lay what was found beside the masks: one step of undo for all of it. Whether it is there now."""
        unwritten, self._unwritten, self._joined = self._unwritten, [], None
        view = self.view
        free = [] if view is None else [each for each in unwritten if _has_room(view, each)]
        if not free or self.run(lambda view: commands.add_proposals(view, free)):
            return True
        self._tell_view()
        return False

    def _write_if_among(self, cells: Sequence[Cell]) -> bool:
        """Have proposals of cells written that are only shown so far; False where that cannot be done."""
        shown = {(each.instance_id, each.second) for each in self._unwritten}
        return shown.isdisjoint(cells) or self._write_found()

    def _tell_working(self) -> None:
        text = tr("Carrying…")
        if self._found:
            text = tr("Carrying: {count} found; Esc stops, and keeps them.")
        self.working_changed.emit(text.format(count=len(self._found)))

    def _say_suggested(self, found: Sequence[Proposal]) -> None:
        """How many there are; and where they were only guessed from second to second, that they were."""
        from avisbuild_pipelines.propagating import JUMP_MODEL

        if any(proposal.model == JUMP_MODEL for proposal in found):
            text = tr(
                "Suggested: {count}, from frames a second apart, as the recording is not there: check each."
            )
            self.notice(text.format(count=len(found)), Severity.WARNING)
        else:
            text = tr("Suggested: {count}.")
            self.notice(text.format(count=len(found)), action_id="accept_proposals")

    def _say_no_mask(self) -> None:
        self.notice(tr("There is no mask of this identity to begin from."))

    def _tell_view(self) -> None:
        """The view is another one, though nothing was written."""
        view = self.view
        if view is not None:
            self._view_arrived(view)

    def _view_arrived(self, view: VideoView) -> None:
        if self._carrying is not None and self._carried_id not in view.by_id:
            # Whose masks they were has gone, and the proposals with it.
            self._forget_carrying(self._carrying)
        super()._view_arrived(self.view or view)

    def _forget_carrying(self, job: Job) -> None:
        self._give_up(job)
        self._carrying, self._found, self._unwritten, self._joined = None, [], [], None
        self.working_changed.emit("")

    def _leave_video(self) -> None:
        if self._carrying is not None:
            # What was found is kept, though the rest is not waited for.
            self._give_up(self._carrying)
            if self._found:
                self._end_carrying()
            else:
                self._forget_carrying(self._carrying)
        super()._leave_video()


def with_proposals(view: VideoView, found: Sequence[Proposal]) -> VideoView:
    """The view with these proposals, too, where there is no mask; the most confident one of a cell counts."""
    best = dict(view.proposals)
    free = [each for each in found if _has_room(view, each)]
    for each in free:
        known = best.get((each.instance_id, each.second))
        if known is None or each.confidence > known.confidence:
            best[each.instance_id, each.second] = each
    return replace(view, proposals=best, all_proposals=(*view.all_proposals, *free))


def _has_room(view: VideoView, proposal: Proposal) -> bool:
    """Whether the identity is still there, and its second has no mask."""
    track = view.by_id.get(proposal.instance_id)
    return track is not None and track.masks[proposal.second] is None
