"""The check before a video is handed in: every sounding cell has its mask, and every mask sounds (R17).

What becomes of the five states in a release (R16), and so what the check asks of each:

- `sounding`: the mask is exported, so there must be one, with pixels.
- `silent`: no mask is exported; one that stands here is stray, unless masks of silent instances are kept as
  the layer that leaves the project only when asked for.
- `offscreen`, `occluded`: the state is exported where the format has it, a mask never; one here is stray.
- `unsure`: refused. An exporter has no word for it; a person decides before the video is handed in.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from avisbuild import masks
from avisbuild.annotation.view import Cell, CellSign, VideoView
from avisbuild.records import Sounding


class IssueKind(StrEnum):
    """What is amiss with a cell."""

    MISSING_MASK = "missing_mask"
    STRAY_MASK = "stray_mask"
    EMPTY_MASK = "empty_mask"
    UNSURE = "unsure"
    NEVER_SOUNDS = "never_sounds"
    NO_INSTANCES = "no_instances"


_LONGEST_RUN = 7
_IN_ORDER = frozenset({CellSign.SILENT, CellSign.OFFSCREEN, CellSign.OCCLUDED})
_COUNTED = {
    IssueKind.MISSING_MASK: ("sounding cell without a mask", "sounding cells without a mask"),
    IssueKind.STRAY_MASK: (
        "mask where nothing sounds in view",
        "masks where nothing sounds in view",
    ),
    IssueKind.EMPTY_MASK: ("mask without pixels", "masks without pixels"),
    IssueKind.UNSURE: ("unsure cell", "unsure cells"),
    IssueKind.NEVER_SOUNDS: ("instance that never sounds", "instances that never sound"),
    IssueKind.NO_INSTANCES: ("video with nothing annotated", "videos with nothing annotated"),
}


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


def counts_text(issues: Iterable[Issue]) -> str:
    """`2 sounding cells without a mask, 1 unsure cell`."""
    counts = Counter(issue.kind for issue in issues)
    return ", ".join(
        f"{counts[kind]} {one if counts[kind] == 1 else many}"
        for kind, (one, many) in _COUNTED.items()
        if counts[kind]
    )


def _issues(view: VideoView, keep_silent_masks: bool) -> Iterator[Issue]:
    if not view.tracks and len(view.silences) < view.video.second_count:
        text = "nothing is annotated; add an instance, or confirm that every second is silent"
        yield Issue(kind=IssueKind.NO_INSTANCES, cell=None, text=text)
    for track in view.tracks:
        if set(track.states) == {Sounding.SILENT} and not any(track.masks):
            name = view.name(track.instance.instance_id)
            text = f"{name}: never sounds; say when it does, or delete it"
            cell = track.instance.instance_id, 0
            yield Issue(kind=IssueKind.NEVER_SOUNDS, cell=cell, text=text)
    names = [view.name(instance.instance_id) for instance in view.instances]
    signs = [view.signs(instance.instance_id) for instance in view.instances]
    for second in range(view.video.second_count):
        for instance, name, its_signs in zip(view.instances, names, signs, strict=True):
            if its_signs[second] not in _IN_ORDER:
                cell = instance.instance_id, second
                yield from _issue_of(view, cell, its_signs[second], name, keep_silent_masks)


def _issue_of(
    view: VideoView, cell: Cell, sign: CellSign, name: str, keep_silent_masks: bool
) -> Iterator[Issue]:
    where = f"{name}, second {cell[1]}"
    match sign:
        case CellSign.TODO | CellSign.PROPOSED:
            text = f"{where}: sounds and has no mask"
            yield Issue(kind=IssueKind.MISSING_MASK, cell=cell, text=text)
        case CellSign.UNSURE:
            text = f"{where}: unsure; decide whether it sounds"
            yield Issue(kind=IssueKind.UNSURE, cell=cell, text=text)
        case CellSign.MASKED:
            if _is_empty(view, cell):
                text = f"{where}: its mask has no pixels"
                yield Issue(kind=IssueKind.EMPTY_MASK, cell=cell, text=text)
        case CellSign.STRAY:
            state = view.state_of(*cell)
            if state is Sounding.UNSURE:
                text = f"{where}: unsure, with a mask; decide whether it sounds"
                yield Issue(kind=IssueKind.UNSURE, cell=cell, text=text)
            elif state is not Sounding.SILENT or not keep_silent_masks:
                text = f"{where}: has a mask but is {state}"
                yield Issue(kind=IssueKind.STRAY_MASK, cell=cell, text=text)


def _is_empty(view: VideoView, cell: Cell) -> bool:
    rle = view.mask_of(*cell)
    # Without pixels there is one run, and no run takes more characters.
    return rle is not None and len(rle.counts) <= _LONGEST_RUN and masks.area(rle) == 0
