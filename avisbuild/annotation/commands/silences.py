"""Confirming seconds in which nothing sounds, as the level rule suggests them (R14)."""

from collections.abc import Collection

from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.wording import seconds_said
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Silence, Sounding, SoundingSpan
from avisbuild.store import Edit


def accept_silences(view: VideoView, seconds: Collection[int]) -> Command:
    """Confirm that nothing sounds in these seconds: every instance is silent in them.

    A second in which an instance has a mask is refused and left as it is; `refused_silences` says which. A
    mask that is kept though its instance is silent refuses nothing. Raises ProjectError where that is all of
    them.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        refused = refused_silences(now, seconds)
        quiet = [second for second in seconds if second not in refused]
        if not quiet:
            raise ProjectError("masks-in-silence", seconds=seconds_said(seconds))
        edit.put(*(Silence(video_id=now.video.video_id, second=each) for each in quiet))
        for track in now.tracks:
            for second in quiet:
                if track.states[second] is not Sounding.SILENT:
                    edit.set_sounding(
                        SoundingSpan(
                            instance_id=track.instance.instance_id,
                            start=second,
                            stop=second + 1,
                            state=Sounding.SILENT,
                        )
                    )

    refused = refused_silences(view, seconds)
    quiet = [second for second in seconds if second not in refused]
    label = Message("confirm-silence", seconds=seconds_said(quiet))
    if refused:
        label = Message(
            "confirm-silence-partly", seconds=seconds_said(quiet), refused=seconds_said(refused)
        )
    return Command(label=label, carry_out=carry_out)


def reopen_silences(view: VideoView, seconds: Collection[int]) -> Command:
    """Take back that nothing sounds in these seconds."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.drop(Silence, video_id=now.video.video_id, second=seconds)

    confirmed = [second for second in seconds if second in view.silences]
    return Command(
        label=Message("reopen-silence", seconds=seconds_said(confirmed)), carry_out=carry_out
    )


def refused_silences(view: VideoView, seconds: Collection[int]) -> tuple[int, ...]:
    """Those of the seconds that cannot be confirmed as silent, since masks stand there."""
    return tuple(second for second in sorted(set(seconds)) if has_masks(view, second))


def has_masks(view: VideoView, second: int) -> bool:
    """Whether any instance has a mask in a second, but for those that are kept where it is silent."""
    return any(
        track.masks[second] is not None
        and not (view.keep_silent_masks and track.states[second] is Sounding.SILENT)
        for track in view.tracks
    )
