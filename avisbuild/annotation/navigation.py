"""Where to go next: one key each, and the seconds confirmed as silent are passed over (R15)."""

from collections.abc import Callable, Sequence

from avisbuild.annotation.view import Cell, VideoView
from avisbuild.checks.issue import Issue
from avisbuild.records import InstanceId, Sounding


def next_todo(
    view: VideoView, instance_id: InstanceId | None, second: int, *, step: int = 1
) -> Cell | None:
    """The next cell that sounds and has no mask: first this instance's, then the others' (R10).

    This instance's from here to the end, and then those it was left behind with; of the others, in order,
    each from the beginning. The cell one stands on comes last of its instance's. `step` is 1 for forward and
    -1 for back, with beginning and end exchanged. None when nothing is left.
    """
    order = [each.instance_id for each in view.instances]
    if instance_id in order:
        place = order.index(instance_id)
        order = [order[(place + step * far) % len(order)] for far in range(len(order))]
    seconds = range(view.video.second_count)[::step]
    for name in order:
        for other in _round_trip(seconds, second) if name == instance_id else seconds:
            if other not in view.silences and view.is_open(name, other):
                return name, other
    return None


def next_sounding(view: VideoView, second: int, *, step: int = 1) -> int | None:
    """The next second in which anything sounds, in view or not."""
    return _next(view, second, step, lambda other: bool(_sounding_in(view, other)))


def next_change(view: VideoView, second: int, *, step: int = 1) -> int | None:
    """The next second in which not the same instances sound as in the one before."""

    def changes(other: int) -> bool:
        return other > 0 and _sounding_in(view, other) != _sounding_in(view, other - 1)

    return _next(view, second, step, changes)


def next_issue(issues: Sequence[Issue], cell: Cell | None, *, step: int = 1) -> Issue | None:
    """The issue after (or before) the one of this cell, and round; None without issues."""
    if not issues:
        return None
    second = -1 if cell is None else cell[1]
    # One stands at an issue of one's cell, or else at one that is about the second alone.
    here = [place for place, issue in enumerate(issues) if cell and issue.cell == cell] or [
        place
        for place, issue in enumerate(issues)
        if issue.cell is None and issue.place.second == second
    ]
    if here:
        return issues[(here[0] + step) % len(issues)]
    ahead = [issue for issue in issues if issue.cell and (issue.cell[1] - second) * step > 0]
    return (ahead[0] if step > 0 else ahead[-1]) if ahead else issues[0 if step > 0 else -1]


def nearest_mask(
    view: VideoView, instance_id: InstanceId, second: int, *, step: int = 1
) -> int | None:
    """The next second, not this one, in which an instance has a mask."""
    stop = view.video.second_count if step > 0 else -1
    seconds = range(second + step, stop, step)
    return next((each for each in seconds if view.has_mask(instance_id, each)), None)


def changed_cells(before: VideoView, now: VideoView) -> list[Cell]:
    """The cells whose state or mask is another one now, by instance and then by second."""

    def content(view: VideoView, instance_id: InstanceId, second: int) -> object:
        track = view.by_id.get(instance_id)
        return None if track is None else (track.states[second], track.masks[second])

    return [
        (instance_id, second)
        for instance_id in now.by_id
        for second in range(now.video.second_count)
        if content(before, instance_id, second) != content(now, instance_id, second)
    ]


def _next(view: VideoView, second: int, step: int, wanted: Callable[[int], bool]) -> int | None:
    stop = view.video.second_count if step > 0 else -1
    for other in range(second + step, stop, step):
        if other not in view.silences and wanted(other):
            return other
    return None


def _sounding_in(view: VideoView, second: int) -> frozenset[InstanceId]:
    heard = (Sounding.SOUNDING, Sounding.OFFSCREEN, Sounding.OCCLUDED)
    return frozenset(
        track.instance.instance_id for track in view.tracks if track.states[second] in heard
    )


def _round_trip(seconds: range, here: int) -> list[int]:
    """Every second once: onward to the end, then from the beginning, and where one stands last."""
    ahead = [second for second in seconds if (second - here) * seconds.step > 0]
    behind = [second for second in seconds if (second - here) * seconds.step < 0]
    return [*ahead, *behind, here]
