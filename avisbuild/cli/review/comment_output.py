"""How `avisbuild review` says a comment: as a line, and as `--json`."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from avisbuild.annotation import VideoView
    from avisbuild.records import Comment


def comment_line(view: "VideoView", comment: "Comment") -> str:
    """`dog_1, second 3: boundary (rule visible-whole): the ear`."""
    from avisbuild.annotation.commands import comment_place, comment_said

    said = str(comment_said(comment))
    if comment.rule and comment.reason:
        said += f" (rule {comment.rule})"
    if comment.text and comment.text != said:
        said += f": {comment.text}"
    return f"{comment_place(view, comment)}: {said}"


def status_words(comment: "Comment") -> str:
    """`open`, or by whom it was resolved."""
    return f"resolved by {comment.resolved_by or 'someone'}" if comment.resolved else "open"


def comment_document(view: "VideoView", comment: "Comment") -> dict[str, Any]:
    """A comment as `--json` has it; null for what it is not about."""
    known = comment.instance_id is not None and comment.instance_id in view.by_id
    point = None if comment.point_x is None else [comment.point_x, comment.point_y]
    return {
        "video_id": comment.video_id,
        "number": comment.number,
        "resolved": comment.resolved,
        "resolved_by": comment.resolved_by or None,
        "author": comment.author,
        "made_at": comment.made_at or None,
        "review": comment.round_number - 1 if comment.round_number else None,
        "instance_id": comment.instance_id,
        "instance": view.name(comment.instance_id) if known and comment.instance_id else None,
        "second": comment.second,
        "point": point,
        "reason": comment.reason or None,
        "rule": comment.rule or None,
        "text": comment.text or None,
    }
