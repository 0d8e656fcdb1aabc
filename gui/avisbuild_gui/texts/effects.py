"""What a repair of instances would touch, in a few words, told before it is done (R21)."""

from collections.abc import Callable, Iterable

from avisbuild.annotation import VideoView
from avisbuild.annotation.commands import Repair, preview_repair
from avisbuild.errors import ProjectError
from avisbuild.records import InstanceId
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.amounts import masks_text
from avisbuild_gui.values import NUMBER_KEYS


def delete_effect(view: VideoView, instance_id: InstanceId) -> str:
    """What goes with an instance: "40 s, 31 masks"."""
    preview = preview_repair(Repair.REMOVE, view, instance_id)
    return _amount(view, instance_id, preview.seconds[instance_id])


def split_effect(view: VideoView, instance_id: InstanceId, second: int) -> str:
    """What a new instance takes over from `second` on; "" where a side would be left with nothing."""
    try:
        preview = preview_repair(Repair.SPLIT, view, instance_id, second=second)
    except ProjectError:
        return ""
    return _amount(view, instance_id, preview.seconds[instance_id])


def merge_effect(view: VideoView, instance_id: InstanceId, into: InstanceId) -> str:
    """What moves into the other instance, and in how many seconds two masks become one."""
    preview = preview_repair(Repair.MERGE, view, instance_id, other=into)
    text = _amount(view, instance_id, preview.seconds[instance_id])
    both = len(preview.united)
    return f"{text}, {tr('{count} s in both').format(count=both)}" if both else text


def swap_effect(view: VideoView, instance_id: InstanceId, other: InstanceId, second: int) -> str:
    """What the two exchange from `second` on."""
    preview = preview_repair(Repair.SWAP, view, instance_id, other=other, second=second)
    sides = (_amount(view, each, preview.seconds[each]) for each in (instance_id, other))
    return " ↔ ".join(sides)


def merge_effects(view: VideoView, instance_id: InstanceId) -> str:
    """What each number key would merge: "2 guitar_2: 40 s, 31 masks, 3 s in both"."""
    return _by_number(view, instance_id, lambda other: merge_effect(view, instance_id, other))


def swap_effects(view: VideoView, instance_id: InstanceId, second: int) -> str:
    """What each number key would swap from `second` on."""
    return _by_number(
        view, instance_id, lambda other: swap_effect(view, instance_id, other, second)
    )


def _by_number(
    view: VideoView, instance_id: InstanceId, effect: Callable[[InstanceId], str]
) -> str:
    others = enumerate((each.instance_id for each in view.instances[:NUMBER_KEYS]), start=1)
    return "; ".join(
        f"{number} {view.name(other)}: {effect(other)}"
        for number, other in others
        if other != instance_id
    )


def _amount(view: VideoView, instance_id: InstanceId, seconds: Iterable[int]) -> str:
    """How many of these seconds an instance has something in, and how many masks."""
    track = view.track(instance_id)
    marked = [second for second in seconds if track.is_marked(second)]
    masks = sum(track.masks[second] is not None for second in marked)
    return tr("{seconds} s, {masks}").format(seconds=len(marked), masks=masks_text(masks))
