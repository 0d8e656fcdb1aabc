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


def open_again(edit: Edit, view: VideoView, seconds: Iterable[int]) -> None:
    """Something sounds in these seconds: whoever confirmed that nothing does is overruled."""
    confirmed = sorted(view.silences.intersection(seconds))
    edit.drop(Silence, video_id=view.video.video_id, second=confirmed)
