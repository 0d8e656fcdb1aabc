"""What a repair of identities would touch, in a few words, told before it is done (R21)."""

from avisbuild.annotation import VideoView
from avisbuild.records import InstanceId, Sounding, Track
from avisbuild_gui.texts import tr


def delete_effect(view: VideoView, instance_id: InstanceId) -> str:
    """What goes with an identity: "40 s, 31 masks"."""
    return _amount(view.by_id[instance_id], 0)


def split_effect(view: VideoView, instance_id: InstanceId, second: int) -> str:
    """What a new identity takes over from `second` on."""
    return _amount(view.by_id[instance_id], second)


def merge_effect(view: VideoView, instance_id: InstanceId, into: InstanceId) -> str:
    """What moves into the other identity, and in how many seconds both have something."""
    one, other = view.by_id[instance_id], view.by_id[into]
    both = sum(
        _is_marked(one, second) and _is_marked(other, second) for second in range(len(one.states))
    )
    text = _amount(one, 0)
    return f"{text}, {tr('{count} s in both').format(count=both)}" if both else text


def swap_effect(view: VideoView, instance_id: InstanceId, other: InstanceId, second: int) -> str:
    """What the two exchange from `second` on."""
    one, two = view.by_id[instance_id], view.by_id[other]
    return f"{_amount(one, second)} ↔ {_amount(two, second)}"


def _amount(track: Track, start: int) -> str:
    seconds = sum(_is_marked(track, second) for second in range(start, len(track.states)))
    masks = sum(mask is not None for mask in track.masks[start:])
    return tr("{seconds} s, {masks} masks").format(seconds=seconds, masks=masks)


def _is_marked(track: Track, second: int) -> bool:
    return track.states[second] is not Sounding.SILENT or track.masks[second] is not None
