"""Instances: adding, naming and removing them (R11)."""

from dataclasses import replace

from avisbuild.annotation.command import Command
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import CategoryId, Instance, InstanceId, new_instance_id
from avisbuild.store import Edit


def new_instance(view: VideoView, category_id: CategoryId) -> Instance:
    """An instance of a category with its next free number; not in the project yet.

    It comes after those that are there, whose number keys and colours stay what they are (R11).
    """
    return Instance(
        instance_id=new_instance_id(view.video.video_id),
        video_id=view.video.video_id,
        category_id=category_id,
        number=next_number(view, category_id),
        position=1 + max((each.position for each in view.instances), default=0),
    )


def add_instance(view: VideoView, instance: Instance) -> Command:
    """Put `instance` into the video; where somebody has taken its number since, it gets the next free one."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.add(with_free_number(now, instance))

    return Command(label=Message("add-instance", name=_name(view, instance)), carry_out=carry_out)


def change_category(view: VideoView, instance_id: InstanceId, category_id: CategoryId) -> Command:
    """Say that an instance is of another category; it gets that one's next number."""
    old = view.track(instance_id).instance
    changed = old
    if category_id != old.category_id:
        changed = replace(old, category_id=category_id, number=next_number(view, category_id))

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.change(with_free_number(now, changed))

    label = Message("rename-instance", name=view.name(instance_id), new=_name(view, changed))
    return Command(label=label, carry_out=carry_out)


def renumber_instance(view: VideoView, instance_id: InstanceId, number: int) -> Command:
    """Give an instance another number of its category; the one that has it takes the old number.

    Raises ProjectError for a number below 1.
    """
    if number < 1:
        raise ProjectError("instance-number", name=view.name(instance_id), number=number)
    changed = replace(view.track(instance_id).instance, number=number)

    def carry_out(edit: Edit, now: VideoView) -> None:
        old = now.track(instance_id).instance
        holder = _holder(now, old.category_id, number)
        if holder is not None and holder != old:
            # No two may have one number, not even for a moment.
            edit.change(replace(old, number=next_number(now, old.category_id)))
            edit.change(replace(holder, number=old.number))
        edit.change(replace(old, number=number))

    label = Message("rename-instance", name=view.name(instance_id), new=_name(view, changed))
    return Command(label=label, carry_out=carry_out)


def remove_instance(view: VideoView, instance_id: InstanceId) -> Command:
    """Remove an instance with all its states, masks and proposals."""

    def carry_out(edit: Edit, _now: VideoView) -> None:
        edit.drop(Instance, instance_id=instance_id)

    return Command(
        label=Message("delete-instance", name=view.name(instance_id)), carry_out=carry_out
    )


def next_number(view: VideoView, category_id: CategoryId) -> int:
    """The number after the highest that an instance of a category has here."""
    used = [each.number for each in view.instances if each.category_id == category_id]
    return max(used, default=0) + 1


def with_free_number(view: VideoView, instance: Instance) -> Instance:
    """The instance, with the next number if someone else has taken its own meanwhile."""
    holder = _holder(view, instance.category_id, instance.number)
    if holder is None or holder.instance_id == instance.instance_id:
        return instance
    return replace(instance, number=next_number(view, instance.category_id))


def _holder(view: VideoView, category_id: CategoryId, number: int) -> Instance | None:
    for each in view.instances:
        if (each.category_id, each.number) == (category_id, number):
            return each
    return None


def _name(view: VideoView, instance: Instance) -> str:
    if instance.category_id not in view.taxonomy.by_id:
        raise ProjectError(
            "no-such-category", taxonomy=view.taxonomy.name, category_id=instance.category_id
        )
    return instance.name(view.taxonomy)
