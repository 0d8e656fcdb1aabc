"""Committing masks, and removing them."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from enum import StrEnum

from avisbuild import masks
from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.sounding import open_again
from avisbuild.annotation.commands.wording import names_said, seconds_said
from avisbuild.annotation.view import Cell, CellSign, VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import (
    InstanceId,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Rle,
    Sounding,
    SoundingSpan,
)
from avisbuild.store import Edit


class Overlap(StrEnum):
    """What becomes of pixels that another instance's mask of the same second has already."""

    SHARE = "share"
    KEEP_OTHERS = "keep_others"
    STEAL = "steal"


def commit_mask(
    view: VideoView,
    instance_id: InstanceId,
    second: int,
    rle: Rle,
    provenance: Provenance,
    *,
    overlap: Overlap = Overlap.SHARE,
    spared: Collection[InstanceId] = (),
    state: Sounding = Sounding.SOUNDING,
) -> Command:
    """Make `rle` the one mask of a cell; a cell of any other state becomes sounding, its proposals go.

    Where masks of silent instances are kept, `state` may be `SILENT`: the cell becomes that instead. A silent
    cell that has its mask already stays silent whatever is asked: its mask was mended.

    Masks are kept bit for bit as they were shown (R12). With `KEEP_OTHERS` the pixels of other instances
    are left out, with `STEAL` they are taken from them, except from those `spared`; a mask whose pixels a
    prompt alone no longer gives is then `brush`ed. Raises ProjectError for a mask without pixels.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        kept, origin = rle, provenance
        if overlap is Overlap.KEEP_OTHERS:
            kept = _without(rle, [other for _, other in _others(now, instance_id, second)])
            origin = provenance if kept == rle else _by_hand(provenance)
        if not masks.area(kept):
            raise ProjectError("mask-empty", name=now.name(instance_id), second=second)
        if overlap is Overlap.STEAL:
            _steal(edit, now, (instance_id, second), rle, spared)
        edit.put(Mask(instance_id=instance_id, second=second, rle=kept, provenance=origin))
        give_state(edit, now, instance_id, second, state)
        edit.drop(Proposal, instance_id=instance_id, second=[second])

    label = Message("set-mask", name=view.name(instance_id), seconds=seconds_said([second]))
    return Command(label=label, carry_out=carry_out)


def remove_masks(view: VideoView, cells: Collection[Cell]) -> Command:
    """Remove the masks of cells; their sounding states stay."""

    def carry_out(edit: Edit, _now: VideoView) -> None:
        for instance_id, second in cells:
            edit.drop(Mask, instance_id=instance_id, second=second)

    names = names_said(view, (instance_id for instance_id, _ in cells))
    seconds = seconds_said(second for _, second in cells)
    return Command(label=Message("remove-masks", names=names, seconds=seconds), carry_out=carry_out)


def give_state(
    edit: Edit, view: VideoView, instance_id: InstanceId, second: int, state: Sounding
) -> None:
    """A cell that gets a mask sounds in view, or is silent where such masks are kept; raises ProjectError."""
    if state is Sounding.SILENT and not view.keep_silent_masks:
        raise ProjectError("silent-masks-not-kept", key="keep_silent_masks")
    is_kept = view.sign(instance_id, second) is CellSign.SILENT_MASKED
    if is_kept or view.sounding_at(instance_id, second) is state:
        return
    edit.set_sounding(
        SoundingSpan(instance_id=instance_id, start=second, stop=second + 1, state=state)
    )
    if state is not Sounding.SILENT:
        open_again(edit, view, [second])


def _others(
    view: VideoView, instance_id: InstanceId, second: int
) -> Iterator[tuple[InstanceId, Rle]]:
    for track in view.tracks:
        mask = track.masks[second]
        if track.instance.instance_id != instance_id and mask is not None:
            yield track.instance.instance_id, mask


def _steal(
    edit: Edit, view: VideoView, cell: Cell, rle: Rle, spared: Collection[InstanceId]
) -> None:
    second = cell[1]
    for other_id, other in _others(view, *cell):
        left = other if other_id in spared else _without(other, [rle])
        if left == other:
            continue
        if masks.area(left):
            origin = _by_hand(view.provenances[other_id, second])
            edit.put(Mask(instance_id=other_id, second=second, rle=left, provenance=origin))
        else:
            edit.drop(Mask, instance_id=other_id, second=second)


def _by_hand(provenance: Provenance) -> Provenance:
    return replace(provenance, source=MaskSource.BRUSH)


def _without(rle: Rle, others: list[Rle]) -> Rle:
    """The pixels of a mask that none of the others has; the same mask where they do not meet."""
    meeting = [other for other in others if _boxes_meet(rle, other)]
    if not meeting:
        return rle
    pixels = masks.decode(rle).copy(order="F")
    for other in meeting:
        pixels &= ~masks.decode(other)
    left = masks.encode(pixels)
    # Counts that were brought in may be packed in another way than ours.
    return rle if masks.area(left) == masks.area(rle) else left


def _boxes_meet(one: Rle, other: Rle) -> bool:
    x, y, width, height = masks.box_xywh(one)
    u, v, wide, high = masks.box_xywh(other)
    return x < u + wide and u < x + width and y < v + high and v < y + height
