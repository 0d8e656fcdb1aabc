"""Proposals: masks carried from annotated seconds, in a layer of their own (R19, R20)."""

from collections.abc import Sequence

import numpy as np

from avisbuild import masks
from avisbuild.annotation import Cell, CellSign, VideoView, commands
from avisbuild.annotation.commands.proposals import CARRIED_MODEL
from avisbuild.records import InstanceId, Proposal
from avisbuild.segment import MaskArray, Prompt
from avisbuild_gui.panels import Severity
from avisbuild_gui.session.background import Job
from avisbuild_gui.session.committing import Committing
from avisbuild_gui.session.core import SessionParts
from avisbuild_gui.texts import tr
from avisbuild_pipelines.propagating import Direction, propose


class Proposing(Committing):
    """Actions that suggest; nothing here writes a mask, and no mask is touched by it."""

    def __init__(self, parts: SessionParts) -> None:
        self._carrying: Job | None = None
        self._found: list[Proposal] = []
        super().__init__(parts)

    def carry_previous(self) -> None:
        """Suggest the mask of the annotated second before, as it is."""
        self._copy(step=-1)

    def carry_next(self) -> None:
        """Suggest the mask of the annotated second after, as it is."""
        self._copy(step=1)

    def prompt_from_previous(self) -> None:
        """Ask the segmenter with the box and the middle of the mask before."""
        source = self._nearest(step=-1)
        if source is None:
            self._say_no_mask()
            return
        assert self.view is not None
        rle = self.view.mask_of(*source)
        assert rle is not None
        self.use_prompt(prompt_around(masks.decode(rle)))

    def propagate_forward(self) -> None:
        """Carry the mask before through the pictures between, over the run, or up to the next mask."""
        self._propagate(step=1)

    def propagate_backward(self) -> None:
        """The same backward in time, from the mask after."""
        self._propagate(step=-1)

    def accept_proposal(self) -> None:
        """Make the proposal of the cell a mask, and go to the next unfinished cell."""
        cell = self.active_cell
        if cell is not None and self.accept([cell]):
            self._go_on()

    def accept_proposals(self) -> None:
        """Make every proposal of the run a mask; without a run, every one of the identity."""
        cells = self._proposed_cells()
        if cells and self.accept(cells):
            self.notice(tr("Accepted: {count}.").format(count=len(cells)), action_id="undo")
        elif not cells:
            self._say_no_proposal()

    def drop_proposals(self) -> None:
        """Take the proposals of the run away; without a run, every one of the identity."""
        cells = self._proposed_cells()
        if not cells:
            self._say_no_proposal()
        else:
            self.run(lambda view: commands.drop_proposals(view, cells))

    def escape(self) -> None:
        """Stop what is at work first; what it has found is kept."""
        if self._carrying is not None:
            self._carrying.stop()
        else:
            super().escape()

    @property
    def is_working(self) -> bool:
        """Whether masks are being carried."""
        return self._carrying is not None

    def _copy(self, *, step: int) -> None:
        source, cell = self._nearest(step=step), self.active_cell
        if source is None or cell is None:
            self._say_no_mask()
            return
        assert self.view is not None
        rle = self.view.mask_of(*source)
        assert rle is not None
        if self._has_mask(*cell):
            self._say_locked(self.view)
            return
        found = Proposal(
            instance_id=cell[0], second=cell[1], rle=rle, model=CARRIED_MODEL, confidence=0.5
        )
        self.run(lambda view: commands.add_proposals(view, [found]))

    def _nearest(self, *, step: int) -> Cell | None:
        """The active identity's nearest second with a mask, not this one."""
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None:
            return None
        stop = view.video.second_count if step > 0 else -1
        for second in range(self.second + step, stop, step):
            if view.mask_of(instance_id, second) is not None:
                return instance_id, second
        return None

    def _propagate(self, *, step: int) -> None:
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None or self._carrying is not None:
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
        wanted = {each for each in seconds if _is_open(view, instance_id, each)}

        def work(job: Job) -> None:
            for proposal in propose(
                project,
                video_id,
                [instance_id],
                from_second=start,
                seconds=seconds,
                direction=direction,
                should_stop=job.should_stop,
            ):
                if proposal.second in wanted:
                    job.report(proposal)

        self._found = []
        self._carrying = Job("carry", work, self)
        self.working_changed.emit(tr("Carrying…"))
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
        wanted = [each for each in ahead if _is_open(view, instance_id, each)]
        if not wanted:
            return start, range(0)
        low, high = sorted((start + step, wanted[-1]))
        return start, range(low, high + 1)

    def _suggested(self, found: object) -> None:
        assert isinstance(found, Proposal)
        self._found.append(found)
        text = tr("Carrying: {count} found; Esc stops, and keeps them.")
        self.working_changed.emit(text.format(count=len(self._found)))

    def _carried(self, _: object) -> None:
        self._keep_found()

    def _not_carried(self, text: str) -> None:
        self._keep_found()
        self.notice(text, Severity.ERROR)

    def _keep_found(self) -> None:
        """Lay what was found beside the masks: one step of undo for all of it."""
        self._carrying = None
        self.working_changed.emit("")
        found, self._found = self._found, []
        if not found:
            self.notice(tr("Nothing could be carried: the object was lost at once."))
        elif self.run(lambda view: commands.add_proposals(view, found)):
            self._say_suggested(found)

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

    def _proposed_cells(self) -> list[Cell]:
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None:
            return []
        seconds: Sequence[int] = self.selection
        if len(seconds) == 1:
            seconds = range(view.video.second_count)
        return [(instance_id, each) for each in seconds if (instance_id, each) in view.proposals]

    def _say_no_mask(self) -> None:
        self.notice(tr("There is no mask of this identity to begin from."))

    def _say_no_proposal(self) -> None:
        self.notice(tr("There is no proposal."))

    def _leave_video(self) -> None:
        if self._carrying is not None:
            # What was found is kept, though the rest is not waited for.
            self._carrying.abandon()
            self._jobs.append(self._carrying)
            if self._found:
                self._keep_found()
            self._carrying = None
            self.working_changed.emit("")
        super()._leave_video()


def prompt_around(mask: MaskArray) -> Prompt:
    """The box of a mask (H, W) bool, and a click on the point of it that is farthest from its edge."""
    import cv2

    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    # A border of background, so that the picture's edge counts as an edge.
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), mask.shape)
    box = (float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1]))
    return Prompt(box_xyxy=box).with_point(float(x), float(y), positive=True)


def _is_open(view: VideoView, instance_id: InstanceId, second: int) -> bool:
    return view.sign(instance_id, second) in (CellSign.TODO, CellSign.PROPOSED)
