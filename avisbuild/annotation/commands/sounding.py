"""Saying when an instance sounds."""

from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.wording import seconds_text
from avisbuild.annotation.view import VideoView
from avisbuild.records import InstanceId, Sounding, SoundingSpan
from avisbuild.store import Edit


def set_sounding(
    view: VideoView, instance_id: InstanceId, seconds: range, state: Sounding
) -> Command:
    """Give an instance one state in a run of seconds [start, stop); other instances are not touched.

    A second that was confirmed as silent is open again when something is said to sound in it.
    """
    span = SoundingSpan(
        instance_id=instance_id, start=seconds.start, stop=seconds.stop, state=state
    )

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.set_sounding(span)
        if state is not Sounding.SILENT:
            opened = [second for second in seconds if second in now.silences]
            edit.set_silences(now.video.video_id, opened, silent=False)

    name = view.name(instance_id)
    return Command(label=f"Mark {name} as {state}, {seconds_text(seconds)}", carry_out=carry_out)


def toggle_sounding(view: VideoView, instance_id: InstanceId, second: int) -> Command:
    """Make a sounding cell silent, and any other cell sounding."""
    sounds = view.state_of(instance_id, second) is Sounding.SOUNDING
    state = Sounding.SILENT if sounds else Sounding.SOUNDING
    return set_sounding(view, instance_id, range(second, second + 1), state)
