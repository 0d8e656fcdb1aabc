"""How labels of commands say which seconds and whose: in runs, as people do."""

from collections.abc import Iterable

from avisbuild.annotation.view import VideoView
from avisbuild.messages import Message
from avisbuild.records import InstanceId

_MOST_RUNS = 3
_MOST_NAMES = 3


def seconds_said(seconds: Iterable[int]) -> Message:
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
        return Message("second-count", count=count)
    parts = [str(first) if first == last else f"{first}-{last}" for first, last in runs]
    if count == 1:
        return Message("second", second=runs[0][0])
    return Message("seconds", seconds=", ".join(parts))


def names_said(view: VideoView, instance_ids: Iterable[InstanceId]) -> str | Message:
    """`dog_1, person_2`, in the video's order; more than three are counted instead.

    Raises ProjectError where one is not in the video.
    """
    wanted = {instance_id: view.name(instance_id) for instance_id in instance_ids}
    names = [wanted[each.instance_id] for each in view.instances if each.instance_id in wanted]
    if len(names) > _MOST_NAMES:
        return Message("instance-count", count=len(names))
    return ", ".join(names)
