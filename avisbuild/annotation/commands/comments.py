"""Comments: what reviewers pin on a video, an instance, a second or a point of its picture (R24).

All are for `Workbench.run_as_is`: saying something about a video is no edit of it, and leaves its state.
"""

from dataclasses import replace
from datetime import UTC, datetime

from avisbuild.annotation.command import Command
from avisbuild.annotation.commands.wording import seconds_said
from avisbuild.annotation.view import VideoView
from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Comment, CommentReason, InstanceId
from avisbuild.store import Edit

_LONGEST_TEXT = 500
_REASONS = frozenset(CommentReason)


def add_comment(
    view: VideoView,
    *,
    author: str,
    reason: CommentReason | None = None,
    text: str = "",
    rule: str = "",
    instance_id: InstanceId | None = None,
    second: int | None = None,
    point_xy: tuple[float, float] | None = None,
) -> Command:
    """Say what is wrong, with a reason of the quick menu, a rule of the guideline, or in words.

    Raises ProjectError where it says nothing, for a text that is no line, an instance or a second that is
    not there, and a point without a second or outside its picture.
    """
    said = _checked_text(text, is_needed=not (reason or rule))
    x, y = _checked_point(view, second, point_xy)
    comment = Comment(
        video_id=view.video.video_id,
        author=author,
        text=said,
        instance_id=instance_id,
        second=second,
        reason="" if reason is None else reason.value,
        point_x=x,
        point_y=y,
        rule=rule,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )

    def carry_out(edit: Edit, now: VideoView) -> None:
        if instance_id is not None:
            now.track(instance_id)
        edit.add_comment(replace(comment, round_number=now.round.number if now.round else 0))

    label = Message("add-comment", place=comment_place(view, comment), said=comment_said(comment))
    return Command(label=label, carry_out=carry_out)


def resolve_comment(view: VideoView, number: int, *, author: str) -> Command:
    """Say that what a comment asks for is done. Raises ProjectError where it is resolved or gone."""
    _open_one(view, number)

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.put(replace(_open_one(now, number), resolved=True, resolved_by=author))

    return Command(label=Message("resolve-comment", number=number), carry_out=carry_out)


def reopen_comment(view: VideoView, number: int) -> Command:
    """Say that a comment is not settled after all. Raises ProjectError where it is open or gone."""
    _resolved_one(view, number)

    def carry_out(edit: Edit, now: VideoView) -> None:
        edit.put(replace(_resolved_one(now, number), resolved=False, resolved_by=""))

    return Command(label=Message("reopen-comment", number=number), carry_out=carry_out)


def remove_comment(view: VideoView, number: int, *, author: str) -> Command:
    """Take a comment of one's own away. Raises ProjectError for another's, or one that is gone."""
    _own_one(view, number, author)

    def carry_out(edit: Edit, now: VideoView) -> None:
        _own_one(now, number, author)
        edit.drop(Comment, video_id=now.video.video_id, number=[number])

    return Command(label=Message("remove-comment", number=number), carry_out=carry_out)


def comment_place(view: VideoView, comment: Comment) -> Message:
    """What a comment is about, as it is said: `dog_1, second 3`, `second 3`, or the video."""
    track = view.by_id.get(comment.instance_id) if comment.instance_id is not None else None
    name = None if track is None else track.instance.name(view.taxonomy)
    second = None if comment.second is None else seconds_said([comment.second])
    if name is None:
        return second or Message("whole-video")
    return (
        Message("said", text=name) if second is None else Message("cell", name=name, second=second)
    )


def comment_said(comment: Comment) -> Message:
    """What a comment says in short: its reason, else the rule it cites, else its text."""
    if comment.reason in _REASONS:
        return Message(comment.reason)
    if comment.rule:
        return Message("rule", rule=comment.rule)
    return Message("said", text=comment.text or comment.reason)


def _checked_text(text: str, *, is_needed: bool) -> str:
    said = " ".join(text.split())
    if len(said) > _LONGEST_TEXT or not said.isprintable() or (is_needed and not said):
        raise ProjectError("comment-says-nothing", most=_LONGEST_TEXT, found=text)
    return said


def _checked_point(
    view: VideoView, second: int | None, point_xy: tuple[float, float] | None
) -> tuple[float | None, float | None]:
    if point_xy is None:
        return None, None
    (x, y), (height, width) = point_xy, view.video.size
    if second is None or not (0 <= x < width and 0 <= y < height):
        said = {"video": view.video.video_id, "width": width, "height": height}
        raise ProjectError("comment-point", point=f"{x:g},{y:g}", **said)
    return round(x, 1), round(y, 1)


def _open_one(view: VideoView, number: int) -> Comment:
    comment = view.comment(number)
    if comment.resolved:
        person = comment.resolved_by or Message("someone")
        raise ProjectError("comment-resolved", video=comment.video_id, number=number, person=person)
    return comment


def _resolved_one(view: VideoView, number: int) -> Comment:
    comment = view.comment(number)
    if not comment.resolved:
        raise ProjectError("comment-open", video=comment.video_id, number=number)
    return comment


def _own_one(view: VideoView, number: int, author: str) -> Comment:
    comment = view.comment(number)
    if comment.author != author:
        said = {"video": comment.video_id, "author": comment.author}
        raise ProjectError("comment-of-another", number=number, **said)
    return comment
