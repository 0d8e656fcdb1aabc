"""Saying when an instance sounds."""

from collections.abc import Collection, Iterable

from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.wording import names_said, seconds_said
from avisbuild.annotation.view import Cell, VideoView
from avisbuild.messages import Message
from avisbuild.records import InstanceId, Silence, Sounding, SoundingSpan
from avisbuild.store import Edit


def set_sounding(
    view: VideoView, instance_id: InstanceId, seconds: range, state: Sounding
) -> Command:
    """Give an instance one state in a run of seconds [start, stop); other instances are not touched.

    A mask that stands in such a second stays. A second that was confirmed as silent is open again when
    something is said to sound in it.
    """
    return set_cells(view, [(instance_id, second) for second in seconds], state)


def set_cells(view: VideoView, cells: Collection[Cell], state: Sounding) -> Command:
    """Like `set_sounding`, for cells of several instances and without an order; one step of undo."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        for instance_id, second in cells:
            edit.set_sounding(
                SoundingSpan(instance_id=instance_id, start=second, stop=second + 1, state=state)
            )
        if state is not Sounding.SILENT:
            open_again(edit, now, (second for _, second in cells))

    names = names_said(view, (instance_id for instance_id, _ in cells))
    seconds = seconds_said(second for _, second in cells)
    label = Message("set-sounding", names=names, state=Message(state.value), seconds=seconds)
    return Command(label=label, carry_out=carry_out)


def toggle_sounding(view: VideoView, instance_id: InstanceId, second: int) -> Command:
    """Make a sounding cell silent, and any other cell sounding."""
    sounds = view.sounding_at(instance_id, second) is Sounding.SOUNDING
    state = Sounding.SILENT if sounds else Sounding.SOUNDING
    return set_sounding(view, instance_id, range(second, second + 1), state)


def mark_heard(view: VideoView, instance_id: InstanceId, seconds: Collection[int]) -> Command:
    """Somebody heard the instance in these seconds (R44): its silent and unsure cells sound from here on.

    A cell that already says how it sounds (in view, offscreen, occluded) stays. A second that was confirmed
    as silent is open again where a cell of it changes.
    """
    changed = markable_seconds(view, instance_id, seconds)

    def carry_out(edit: Edit, now: VideoView) -> None:
        wanted = markable_seconds(now, instance_id, changed)
        for second in wanted:
            edit.set_sounding(SoundingSpan(instance_id=instance_id, start=second, stop=second + 1))
        open_again(edit, now, wanted)

    name, said = view.name(instance_id), seconds_said(changed)
    return Command(label=Message("mark-heard", name=name, seconds=said), carry_out=carry_out)


def markable_seconds(
    view: VideoView, instance_id: InstanceId, seconds: Collection[int]
) -> tuple[int, ...]:
    """Those of the seconds in which `mark_heard` changes the instance's cell."""
    states = view.track(instance_id).states
    return tuple(
        second for second in sorted(seconds) if states[second] in (Sounding.SILENT, Sounding.UNSURE)
    )


def open_again(edit: Edit, view: VideoView, seconds: Iterable[int]) -> None:
    """Something sounds in these seconds: whoever confirmed that nothing does is overruled."""
    confirmed = sorted(view.silences.intersection(seconds))
    edit.drop(Silence, video_id=view.video.video_id, second=confirmed)
