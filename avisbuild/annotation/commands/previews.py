"""What a repair would change, before it is done (R21)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from avisbuild.annotation.commands.repairs import (
    affected_seconds,
    cell_content,
    merged,
    refuse_empty_side,
)
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import InstanceId


class Repair(StrEnum):
    """The commands that move what an instance has."""

    MERGE = "merge"
    SPLIT = "split"
    SWAP = "swap"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The seconds of each instance whose state or mask changes, and those in which two masks become one."""

    seconds: Mapping[InstanceId, tuple[int, ...]]
    united: tuple[int, ...] = ()

    @property
    def second_count(self) -> int:
        """In how many seconds of the video anything changes."""
        return len(set().union(*self.seconds.values()))


def preview_repair(
    repair: Repair,
    view: VideoView,
    instance_id: InstanceId,
    *,
    other: InstanceId | None = None,
    second: int = 0,
) -> Preview:
    """What a repair would change; `other` is what is merged into or swapped with, `second` from where on.

    Raises ProjectError where the command would.
    """
    if repair in (Repair.MERGE, Repair.SWAP):
        if other is None or other == instance_id:
            raise ProjectError("choose-another-instance", name=view.name(instance_id))
        if repair is Repair.SWAP:
            return _swap(view, instance_id, other, second)
        return _merge(view, instance_id, other)
    if repair is Repair.SPLIT:
        refuse_empty_side(view, instance_id, second)
        return Preview(seconds={instance_id: affected_seconds(view, instance_id, second)})
    return Preview(seconds={instance_id: affected_seconds(view, instance_id)})


def _merge(view: VideoView, instance_id: InstanceId, into: InstanceId) -> Preview:
    changed, united = [], []
    for second in range(view.video.second_count):
        before, after = cell_content(view, into, second), merged(view, instance_id, into, second)
        if (before.state, before.rle) != (after.state, after.rle):
            changed.append(second)
        if before.rle is not None and view.mask_at(instance_id, second) is not None:
            united.append(second)
    seconds = {instance_id: affected_seconds(view, instance_id), into: tuple(changed)}
    return Preview(seconds=seconds, united=tuple(united))


def _swap(view: VideoView, one: InstanceId, other: InstanceId, start: int) -> Preview:
    mine, theirs = view.track(one), view.track(other)
    changed = tuple(
        second
        for second in range(start, view.video.second_count)
        if (mine.states[second], mine.masks[second])
        != (theirs.states[second], theirs.masks[second])
    )
    return Preview(seconds={one: changed, other: changed})
