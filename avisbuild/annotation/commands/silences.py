"""Confirming seconds in which nothing sounds, as the level rule suggests them (R14)."""

from collections.abc import Collection

from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.wording import seconds_text
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.records import Sounding, SoundingSpan
from avisbuild.store import Edit


def accept_silences(view: VideoView, seconds: Collection[int]) -> Command:
    """Confirm that nothing sounds in these seconds: every instance is silent in them.

    A second in which an instance has a mask is refused and left as it is; `refused_silences` says which.
    Raises ProjectError where that is all of them.
    """

    def carry_out(edit: Edit, now: VideoView) -> None:
        refused = refused_silences(now, seconds)
        quiet = [second for second in seconds if second not in refused]
        if not quiet:
            raise ProjectError(
                f"{seconds_text(seconds)}: masks stand there; remove them before saying that it is silent"
            )
        edit.set_silences(now.video.video_id, quiet, silent=True)
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
    label = f"Confirm silence, {seconds_text(quiet)}"
    if refused:
        label += f" (not {seconds_text(refused)}: masks stand there)"
    return Command(label=label, carry_out=carry_out)


def reopen_silences(view: VideoView, seconds: Collection[int]) -> Command:
    """Take back that nothing sounds in these seconds."""

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.set_silences(now.video.video_id, seconds, silent=False)

    confirmed = [second for second in seconds if second in view.silences]
    return Command(label=f"Open silence again, {seconds_text(confirmed)}", carry_out=carry_out)


def refused_silences(view: VideoView, seconds: Collection[int]) -> tuple[int, ...]:
    """Those of the seconds that cannot be confirmed as silent, since masks stand there."""
    return tuple(second for second in sorted(set(seconds)) if has_masks(view, second))


def has_masks(view: VideoView, second: int) -> bool:
    """Whether any instance has a mask in a second."""
    return any(track.masks[second] is not None for track in view.tracks)
