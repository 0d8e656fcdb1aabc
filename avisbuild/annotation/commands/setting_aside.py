"""Setting a video aside that is no use, and taking it back."""

from avisbuild.annotation.command import Command
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import SetAside
from avisbuild.store import Edit

_LONGEST_REASON = 200
# Suggested, so that the same is called the same; a person may say anything else.
SUGGESTED_REASONS = tuple(
    Message(kind)
    for kind in (
        "aside-no-sound-match",
        "aside-no-sounding-object",
        "aside-music-over-it",
        "aside-too-dark",
        "aside-several-scenes",
    )
)


def set_aside(view: VideoView, *, reason: str, author: str) -> Command:
    """Put a video out of everybody's way, with the reason; for `Workbench.run_as_is`.

    What is annotated in it stays, and so does its state. One that is aside already gets the new reason.
    Raises ProjectError for a reason that is empty or no line.
    """
    said = " ".join(reason.split())
    if not said or not said.isprintable() or len(said) > _LONGEST_REASON:
        raise ProjectError("set-aside-reason", most=_LONGEST_REASON, found=reason)
    video_id = view.video.video_id

    def carry_out(edit: Edit, _now: VideoView) -> None:
        edit.put(SetAside(video_id=video_id, reason=said, person=author))

    return Command(label=Message("set-aside", video=video_id, reason=said), carry_out=carry_out)


def take_back(view: VideoView) -> Command:
    """Put a video that was set aside back among the others; for `Workbench.run_as_is`.

    Raises ProjectError for one that is not aside.
    """
    video_id = view.video.video_id
    _refuse_others(view)

    def carry_out(edit: Edit, now: VideoView) -> None:
        _refuse_others(now)
        edit.drop(SetAside, video_id=video_id)

    return Command(label=Message("take-back", video=video_id), carry_out=carry_out)


def _refuse_others(view: VideoView) -> None:
    if view.set_aside is None:
        raise ProjectError("not-set-aside", video=view.video.video_id)
