"""Identities: adding, naming, and mending them (R11, R21)."""

import uuid
from dataclasses import replace

from avisbuild import masks
from avisbuild.annotation.command import Command
from avisbuild.annotation.view import VideoView, place_of
from avisbuild.errors import ProjectError
from avisbuild.records import (
    CategoryId,
    Instance,
    InstanceId,
    Mask,
    MaskSource,
    Proposal,
    Provenance,
    Rle,
    Sounding,
    SoundingSpan,
    Track,
)
from avisbuild.store import Edit


def new_instance(view: VideoView, category_id: CategoryId) -> Instance:
    """An instance of a category with its next free number; not in the project yet.

    It comes after those that are there, whose number keys and colours stay what they are (R11).
    """
    place = 1 + max((place_of(each.instance_id) for each in view.instances), default=0)
    return Instance(
        instance_id=InstanceId(f"{view.video.video_id}/{place:04d}-{uuid.uuid4().hex[:8]}"),
        video_id=view.video.video_id,
        category_id=category_id,
        number=_next_number(view, category_id),
    )


def add_instance(view: VideoView, instance: Instance) -> Command:
    """Add an instance that `new_instance` made."""

    def carry_out(edit: Edit, _now: VideoView) -> None:
        edit.add_instance(instance)

    return Command(label=f"Add {instance.name(view.taxonomy)}", carry_out=carry_out)


def change_category(view: VideoView, instance_id: InstanceId, category_id: CategoryId) -> Command:
    """Say that an instance is of another category; it gets that one's next number."""
    old = view.by_id[instance_id].instance
    number = _next_number(view, category_id)
    changed = replace(old, category_id=category_id, number=number)

    def carry_out(edit: Edit, _now: VideoView) -> None:
        if category_id != old.category_id:
            edit.change_instance(changed)

    new_name = changed.name(view.taxonomy)
    return Command(label=f"Rename {view.name(instance_id)} to {new_name}", carry_out=carry_out)


def renumber_instance(view: VideoView, instance_id: InstanceId, number: int) -> Command:
    """Give an instance another number of its category; the one that has it takes the old number."""
    old = view.by_id[instance_id].instance
    changed = replace(old, number=number)

    def carry_out(edit: Edit, now: VideoView) -> None:
        holder = next(
            (
                each
                for each in now.instances
                if (each.category_id, each.number) == (old.category_id, number)
            ),
            None,
        )
        if holder is None or holder == old:
            edit.change_instance(changed)
            return
        edit.change_instance(replace(old, number=_next_number(now, old.category_id)))
        edit.change_instance(replace(holder, number=old.number))
        edit.change_instance(changed)

    new_name = changed.name(view.taxonomy)
    return Command(label=f"Rename {view.name(instance_id)} to {new_name}", carry_out=carry_out)


def remove_instance(view: VideoView, instance_id: InstanceId) -> Command:
    """Remove an instance with all its states, masks and proposals."""

    def carry_out(edit: Edit, _now: VideoView) -> None:
        edit.remove_instance(instance_id)

    return Command(label=f"Delete {view.name(instance_id)}", carry_out=carry_out)


def merge_instances(view: VideoView, instance_id: InstanceId, into: InstanceId) -> Command:
    """Make two instances one: nothing is lost, for where both have a mask it is their union.

    A second has the state of `into`, or of the other where `into` is silent.
    """
    if instance_id == into:
        raise ProjectError(
            f"{view.name(into)} cannot be merged into itself; choose another instance"
        )

    def carry_out(edit: Edit, now: VideoView) -> None:
        gone, kept = now.by_id[instance_id], now.by_id[into]
        for second in range(now.video.second_count):
            if kept.states[second] is Sounding.SILENT:
                _set_state(edit, into, second, gone.states[second], before=Sounding.SILENT)
            _merge_masks(edit, now, gone, kept, second)
            _copy_proposal(edit, now, instance_id, into, second)
        edit.remove_instance(instance_id)

    label = f"Merge {view.name(instance_id)} into {view.name(into)}"
    return Command(label=label, carry_out=carry_out)


def split_instance(view: VideoView, instance_id: InstanceId, second: int) -> Command:
    """From `second` on, be another instance of the same category, with the next number.

    Raises ProjectError at second 0, where nothing would be left.
    """
    if second <= 0:
        raise ProjectError(f"{view.name(instance_id)} cannot be split at its first second")
    other = new_instance(view, view.by_id[instance_id].instance.category_id)

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.add_instance(other)
        for later in range(second, now.video.second_count):
            _exchange(edit, now, instance_id, None, later, other.instance_id)

    name = other.name(view.taxonomy)
    label = f"Split {view.name(instance_id)} at {second} s: {name}"
    return Command(label=label, carry_out=carry_out)


def swap_instances(view: VideoView, one: InstanceId, other: InstanceId, second: int) -> Command:
    """Exchange two instances from `second` on: states, masks and proposals."""
    if one == other:
        raise ProjectError(
            f"{view.name(one)} cannot be swapped with itself; choose another instance"
        )

    def carry_out(edit: Edit, now: VideoView) -> None:
        for later in range(second, now.video.second_count):
            _exchange(edit, now, one, other, later, other)

    label = f"Swap {view.name(one)} and {view.name(other)} from {second} s"
    return Command(label=label, carry_out=carry_out)


def affected_seconds(view: VideoView, instance_id: InstanceId, start: int = 0) -> tuple[int, ...]:
    """The seconds from `start` on in which an instance has a state or a mask: what a repair would move."""
    track = view.by_id[instance_id]
    return tuple(
        second
        for second in range(start, view.video.second_count)
        if track.states[second] is not Sounding.SILENT or track.masks[second] is not None
    )


def _next_number(view: VideoView, category_id: CategoryId) -> int:
    used = [each.number for each in view.instances if each.category_id == category_id]
    return max(used, default=0) + 1


def _merge_masks(edit: Edit, view: VideoView, gone: Track, kept: Track, second: int) -> None:
    found = gone.masks[second]
    if found is None:
        return
    into = kept.instance.instance_id
    provenance = view.provenances[gone.instance.instance_id, second]
    there = kept.masks[second]
    if there is not None:
        found = masks.union([found, there], view.video.size)
        provenance = replace(view.provenances[into, second], prompts="")
    edit.set_mask(Mask(instance_id=into, second=second, rle=found, provenance=provenance))


def _exchange(
    edit: Edit,
    view: VideoView,
    one: InstanceId,
    other: InstanceId | None,
    second: int,
    target: InstanceId,
) -> None:
    """In one second, give `target` what `one` has, and `one` what `other` has: nothing if that is None."""
    mine, theirs = _content(view, one, second), _content(view, other, second)
    _give(edit, target, second, mine, before=theirs)
    _give(edit, one, second, theirs, before=mine)


Content = tuple[Sounding, Rle | None, Provenance | None, Proposal | None]
_NOTHING: Content = (Sounding.SILENT, None, None, None)


def _content(view: VideoView, instance_id: InstanceId | None, second: int) -> Content:
    if instance_id is None:
        return _NOTHING
    cell = instance_id, second
    return (
        view.state_of(*cell),
        view.mask_of(*cell),
        view.provenances.get(cell),
        view.proposals.get(cell),
    )


def _give(
    edit: Edit,
    instance_id: InstanceId,
    second: int,
    content: Content,
    *,
    before: Content,
) -> None:
    state, rle, provenance, proposal = content
    _set_state(edit, instance_id, second, state, before=before[0])
    if rle is not None:
        origin = provenance or Provenance(source=MaskSource.IMPORTED)
        edit.set_mask(Mask(instance_id=instance_id, second=second, rle=rle, provenance=origin))
    elif before[1] is not None:
        edit.remove_mask(instance_id, second)
    if before[3] is not None:
        edit.drop_proposals(instance_id, seconds=[second])
    if proposal is not None:
        edit.add_proposal(replace(proposal, instance_id=instance_id))


def _set_state(
    edit: Edit, instance_id: InstanceId, second: int, state: Sounding, *, before: Sounding
) -> None:
    if state is not before:
        edit.set_sounding(
            SoundingSpan(instance_id=instance_id, start=second, stop=second + 1, state=state)
        )


def _copy_proposal(
    edit: Edit, view: VideoView, source: InstanceId, into: InstanceId, second: int
) -> None:
    proposal = view.proposals.get((source, second))
    if proposal is not None and view.mask_of(into, second) is None:
        edit.add_proposal(replace(proposal, instance_id=into))
