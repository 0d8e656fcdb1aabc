"""From which mask a propagation starts, and how far it goes (R20)."""

from dataclasses import dataclass

from avisbuild.annotation.view import VideoView
from avisbuild.records import InstanceId


@dataclass(frozen=True, slots=True, kw_only=True)
class PropagationRange:
    """Masks go from second `start` through `seconds`, and are wanted for `wanted` of these."""

    start: int
    seconds: range
    wanted: frozenset[int]


def find_propagation_range(
    view: VideoView, instance_id: InstanceId, chosen: range, *, step: int
) -> PropagationRange | None:
    """What to propagate over a chosen run of seconds; where that is one second, up to the next mask.

    None without a mask to begin from. The seconds end with the last that sounds and has no mask; there are
    none where no such second lies in the way. `step` is 1 for forward and -1 for backward.
    """
    count = view.video.second_count
    has_mask = [rle is not None for rle in view.track(instance_id).masks]
    here = chosen.start if step > 0 else chosen.stop - 1
    behind = range(here, -1 if step > 0 else count, -step)
    start = next((each for each in behind if has_mask[each]), None)
    if start is None:
        return None
    ahead = list(range(start + step, count if step > 0 else -1, step))
    if len(chosen) > 1:
        ahead = [each for each in ahead if each in chosen]
    elif any(has_mask[each] for each in ahead):
        ahead = ahead[: next(n for n, each in enumerate(ahead) if has_mask[each])]
    wanted = [each for each in ahead if view.is_open(instance_id, each)]
    if not wanted:
        return PropagationRange(start=start, seconds=range(0), wanted=frozenset())
    low, high = sorted((start + step, wanted[-1]))
    return PropagationRange(start=start, seconds=range(low, high + 1), wanted=frozenset(wanted))
