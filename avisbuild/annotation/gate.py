"""The check before a video is handed in: every sounding cell has its mask, and every mask sounds (R17)."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from avisbuild.annotation.view import Cell, CellSign, VideoView
from avisbuild.records import Sounding


class IssueKind(StrEnum):
    """What is amiss with a cell."""

    MISSING_MASK = "missing_mask"
    STRAY_MASK = "stray_mask"
    UNSURE = "unsure"
    NO_INSTANCES = "no_instances"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One thing to mend before the video can be handed in; `cell` is None where it is the whole video."""

    kind: IssueKind
    cell: Cell | None
    text: str


def issues_of(view: VideoView, *, keep_silent_masks: bool = False) -> tuple[Issue, ...]:
    """What stands in the way of handing the video in, by second and then by instance.

    `keep_silent_masks` allows masks of visible instances in silent seconds: the layer that leaves the
    project only when asked for. A video without instances passes once all its seconds are confirmed silent.
    """
    return tuple(_issues(view, keep_silent_masks))


def _issues(view: VideoView, keep_silent_masks: bool) -> Iterator[Issue]:
    if not view.tracks and len(view.silences) < view.video.second_count:
        text = "nothing is annotated; add an instance, or confirm that every second is silent"
        yield Issue(kind=IssueKind.NO_INSTANCES, cell=None, text=text)
    for cell in view.cells():
        instance_id, second = cell
        where = f"{view.name(instance_id)}, second {second}"
        match view.sign(*cell):
            case CellSign.TODO | CellSign.PROPOSED:
                text = f"{where}: sounds and has no mask"
                yield Issue(kind=IssueKind.MISSING_MASK, cell=cell, text=text)
            case CellSign.UNSURE:
                text = f"{where}: unsure; decide whether it sounds"
                yield Issue(kind=IssueKind.UNSURE, cell=cell, text=text)
            case CellSign.STRAY:
                state = view.state_of(*cell)
                if state is Sounding.SILENT and keep_silent_masks:
                    continue
                text = f"{where}: has a mask but is {state}"
                yield Issue(kind=IssueKind.STRAY_MASK, cell=cell, text=text)
