"""A robot annotates a whole video without a window, through the commands that a person's gestures run.

It knows the truth and has a segmenter; it clicks where the largest error is, as annotators do, and takes the
brush where clicks do not get there. It counts what a person would have had to do.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from annotation_scene import best_click, pixels_at
from numpy.typing import NDArray

from avisbuild import masks
from avisbuild.annotation import Cell, Draft, Workbench, commands, navigation
from avisbuild.records import InstanceId, Sounding, Track, sounding_spans
from avisbuild.segment import Image, Segmenter

Pixels = NDArray[np.bool_]


@dataclass
class Effort:
    """What a person would have done: `keys` and `clicks` while masking, and gestures before it."""

    masks: int = 0
    clicks: int = 0
    keys: int = 0
    strokes: int = 0
    marks: int = 0


class AnnotationRobot:
    """Annotates the open video of a workbench; `truth` are its tracks, those never heard included.

    A mask is good enough at `target_iou`; after `most_clicks` the brush makes it the truth. `frame_of`
    gives the picture of a second.
    """

    def __init__(
        self,
        workbench: Workbench,
        truth: Sequence[Track],
        segmenter: Segmenter,
        frame_of: Callable[[int], Image],
        *,
        target_iou: float = 0.9,
        most_clicks: int = 5,
    ) -> None:
        self.workbench = workbench
        self.effort = Effort()
        self.ids: dict[InstanceId, InstanceId] = {}
        self._truth = truth
        self._heard = [track for track in truth if set(track.states) != {Sounding.SILENT}]
        self._segmenter = segmenter
        self._frame_of = frame_of
        self._target_iou = target_iou
        self._most_clicks = most_clicks
        self._embedding: tuple[int, Any] | None = None

    def annotate(self) -> Effort:
        """From an empty video to one that is handed in."""
        self.add_instances()
        self.mark_states()
        self.mask_all()
        self.workbench.run_as_is(commands.submit(self.workbench.view, author=self.workbench.author))
        return self.effort

    def add_instances(self) -> None:
        """An instance for each that sounds."""
        for track in self._heard:
            made = commands.new_instance(self.workbench.view, track.instance.category_id)
            self.workbench.run(commands.add_instance(self.workbench.view, made))
            self.ids[track.instance.instance_id] = made.instance_id
            self.effort.marks += 1

    def mark_states(self) -> None:
        """One gesture a run of seconds of one state, and one for all silence."""
        for track in self._heard:
            name = self.ids[track.instance.instance_id]
            for span in sounding_spans(name, track.states):
                if span.state is not Sounding.SILENT:
                    seconds = range(span.start, span.stop)
                    self.workbench.run(
                        commands.set_sounding(self.workbench.view, name, seconds, span.state)
                    )
                    self.effort.marks += 1
        quiet = [
            second
            for second in range(self.workbench.view.video.second_count)
            if all(track.states[second] is Sounding.SILENT for track in self._heard)
        ]
        if quiet:
            self.workbench.run(commands.accept_silences(self.workbench.view, quiet))
            self.effort.marks += 1

    def mask_all(self) -> None:
        """Mask, commit, go on, until nothing is left to do."""
        first = self.workbench.view.instances[0].instance_id
        cell = navigation.next_todo(self.workbench.view, first, -1)
        while cell is not None:
            self.mask(cell)
            cell = navigation.next_todo(self.workbench.view, *cell)

    def mask(self, cell: Cell) -> None:
        """Make the mask of one cell and commit it."""
        wanted = self._wanted(cell)
        draft = Draft(cell, self.workbench.view.video.size)
        for _ in range(self._most_clicks):
            point, positive = self._next_click(cell, wanted, draft.mask)
            draft.add_point(*point, positive=positive)
            self.effort.clicks += 1
            self._answer(draft)
            self._choose_best(draft, wanted)
            if iou(draft.mask, wanted) >= self._target_iou:
                break
        else:
            self._brush(draft, wanted)
        rle = draft.rle()
        assert rle is not None
        told = draft.provenance(author=self.workbench.author, round_number=1, seconds_spent=1.0)
        self.workbench.run(commands.commit_mask(self.workbench.view, *cell, rle, told))
        self.effort.keys += 1
        self.effort.masks += 1

    def _wanted(self, cell: Cell) -> Pixels:
        for track in self._heard:
            rle = track.masks[cell[1]]
            if self.ids[track.instance.instance_id] == cell[0] and rle is not None:
                return masks.decode(rle)
        raise AssertionError(f"{cell} has no mask in truth")

    def _next_click(
        self, cell: Cell, wanted: Pixels, shown: Pixels | None
    ) -> tuple[tuple[float, float], bool]:
        """The deepest point of the largest error, and whether it belongs to the object."""
        if shown is None or not shown.any():
            return best_click(wanted, pixels_at(self._truth, cell[1])), True
        _, labels, stats, _ = cv2.connectedComponentsWithStats((shown != wanted).astype(np.uint8))
        largest = labels == 1 + int(stats[1:, cv2.CC_STAT_AREA].argmax())
        x, y = best_click(largest)
        return (x, y), bool(wanted[int(y), int(x)])

    def _answer(self, draft: Draft) -> None:
        second = draft.cell[1]
        if self._embedding is None or self._embedding[0] != second:
            self._embedding = second, self._segmenter.embed(self._frame_of(second))
        found = self._segmenter.segment(self._embedding[1], draft.question)
        assert draft.receive(
            draft.question,
            found,
            segmenter=self._segmenter.name,
            weights_sha256=self._segmenter.weights_sha256,
        )

    def _choose_best(self, draft: Draft, wanted: Pixels) -> None:
        assert draft.merged_candidates is not None
        scores = [iou(mask, wanted) for mask in draft.merged_candidates.masks]
        best = int(np.argmax(scores))
        if best != draft.chosen and scores[best] > scores[draft.chosen] + 0.02:
            self.effort.keys += (best - draft.chosen) % len(scores)
            draft.choose(best)

    def _brush(self, draft: Draft, wanted: Pixels) -> None:
        """Make it the truth, run by run along the rows, with the smallest brush."""
        shown = np.zeros_like(wanted) if draft.mask is None else draft.mask.copy()
        for erases, wrong in ((False, wanted & ~shown), (True, shown & ~wanted)):
            edges = np.diff(np.pad(wrong, ((0, 0), (1, 1))).astype(np.int8), axis=1)
            starts, stops = np.argwhere(edges == 1), np.argwhere(edges == -1)
            for (y, x0), (_, x1) in zip(starts.tolist(), stops.tolist(), strict=True):
                draft.begin_stroke(x0, y, diameter_px=1, erases=erases)
                draft.extend_stroke(x1 - 1, y)
                draft.end_stroke()
                self.effort.strokes += 1


def iou(one: Pixels | None, other: Pixels) -> float:
    """Intersection over union of two masks (H, W)."""
    if one is None:
        return 0.0
    union = np.count_nonzero(one | other)
    return np.count_nonzero(one & other) / union if union else 1.0
