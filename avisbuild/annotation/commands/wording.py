"""How labels of commands say which seconds and whose: in runs, as people do."""

from collections.abc import Iterable

from avisbuild.annotation.view import VideoView
from avisbuild.records import InstanceId

_MOST_RUNS = 3
_MOST_NAMES = 3


def seconds_text(seconds: Iterable[int]) -> str:
    """`second 3`, `seconds 3-7, 12`; more than three runs are counted instead: `12 seconds`."""
    runs: list[list[int]] = []
    count = 0
    for second in sorted(set(seconds)):
        count += 1
        if runs and second == runs[-1][1] + 1:
            runs[-1][1] = second
        else:
            runs.append([second, second])
    if len(runs) > _MOST_RUNS or not runs:
        return f"{count} seconds"
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    return f"{'second' if count == 1 else 'seconds'} {', '.join(parts)}"


def names_text(view: VideoView, instance_ids: Iterable[InstanceId]) -> str:
    """`dog_1, person_2`, in the video's order; more than three are counted instead.

    Raises ProjectError where one is not in the video.
    """
    wanted = {instance_id: view.name(instance_id) for instance_id in instance_ids}
    names = [wanted[each.instance_id] for each in view.instances if each.instance_id in wanted]
    return ", ".join(names) if len(names) <= _MOST_NAMES else f"{len(names)} instances"
