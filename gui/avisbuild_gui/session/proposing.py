"""Proposals: suggested one at a time, accepted or dropped (R19, R20)."""

from collections.abc import Sequence

import numpy as np

from avisbuild import masks
from avisbuild.annotation import Cell, commands
from avisbuild.annotation.commands.proposals import COPIED_MODEL
from avisbuild.records import Proposal
from avisbuild.segment import MaskArray, Prompt
from avisbuild_gui.session.carrying import Carrying
from avisbuild_gui.texts import tr


class Proposing(Carrying):
    """Actions that suggest; nothing here writes a mask, and no mask is touched by it."""

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

    def accept_proposal(self) -> None:
        """Make the proposal of the cell a mask, and go to the next unfinished cell."""
        cell = self.active_cell
        if cell is not None and self.accept([cell]):
            self._go_on()

    def accept_proposals(self) -> None:
        """Make masks of the proposals of the run whose cells sound; without a run, of the identity's."""
        cells = self._proposed_cells()
        if not cells:
            self._say_no_proposal()
        elif count := self.accept(cells):
            text = tr("Accepted: {count}.").format(count=count)
            if left := len(cells) - count:
                text += " " + tr(
                    "Left as proposals, since nothing sounds in view there: {count}."
                ).format(count=left)
            self.notice(text, action_id="undo")

    def drop_proposals(self) -> None:
        """Take the proposals of the run away; without a run, every one of the identity."""
        cells = self._proposed_cells()
        if not cells:
            self._say_no_proposal()
        elif self._write_if_among(cells):
            self.run(lambda view: commands.drop_proposals(view, cells))

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
            instance_id=cell[0], second=cell[1], rle=rle, model=COPIED_MODEL, confidence=0.5
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

    def _proposed_cells(self) -> list[Cell]:
        view, instance_id = self.view, self.instance_id
        if view is None or instance_id is None:
            return []
        seconds: Sequence[int] = self.selection
        if len(seconds) == 1:
            seconds = range(view.video.second_count)
        return [(instance_id, each) for each in seconds if (instance_id, each) in view.proposals]

    def _say_no_proposal(self) -> None:
        self.notice(tr("There is no proposal."))


def prompt_around(mask: MaskArray) -> Prompt:
    """The box of a mask (H, W) bool, and a click on the point of it that is farthest from its edge."""
    import cv2

    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    # A border of background, so that the picture's edge counts as an edge.
    depth = cv2.distanceTransform(np.pad(mask, 1).astype(np.uint8), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), mask.shape)
    box = (float(columns[0]), float(rows[0]), float(columns[-1]), float(rows[-1]))
    return Prompt(box_xyxy=box).with_point(float(x), float(y), positive=True)
