"""`avisbuild review log`: what became of a video, move by move."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say_json, say_table
from avisbuild.cli.review import review

if TYPE_CHECKING:
    from avisbuild.records import Comment
    from avisbuild.review.history import LoggedMove


@review.command()
def log(
    name: Annotated[str, typer.Argument(metavar="VIDEO", help="Which video.")],
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Every move of a video with person, time and the hash of what was seen; then its comments."""
    from avisbuild.records import Comment, VideoId
    from avisbuild.review.history import logged_moves
    from avisbuild.store import Project

    with Project.open(project) as opened:
        video_id = opened.video(VideoId(name)).video_id
        moves = logged_moves(opened.journal.entries_of(video_id))
        comments = opened.records(Comment, video_id)
    say_table(
        video_id,
        ("entry", "when", "who", "what", "state", "review", "annotation"),
        [_cells(each) for each in moves],
        left=(1, 2, 3, 4, 6),
    )
    if comments:
        say_table(
            "comments",
            ("number", "by", "review", "second", "what", "state"),
            [_comment_cells(each) for each in comments],
            left=(1, 4, 5),
        )
    say_json(
        {
            "video_id": video_id,
            "moves": [each.document for each in moves],
            "comments": [_comment_document(each) for each in comments],
        }
    )


def _cells(move: "LoggedMove") -> tuple[object, ...]:
    from avisbuild.messages import Message

    when = datetime.fromisoformat(move.at).astimezone()
    label = f"took back: {move.label}" if move.took_back else str(move.label)
    return (
        move.sequence,
        f"{when:%Y-%m-%d %H:%M}",
        move.person or "-",
        label,
        "" if move.state is None else str(Message(move.state.value)),
        move.review or "",
        move.seen_hash[:12],
    )


def _comment_cells(comment: "Comment") -> tuple[object, ...]:
    from avisbuild.annotation.commands.comments import comment_said

    said = str(comment_said(comment))
    more = f": {comment.text}" if comment.text and comment.text != said else ""
    second = "-" if comment.second is None else comment.second
    by = f" by {comment.resolved_by}" if comment.resolved_by else ""
    state = f"resolved{by}" if comment.resolved else "open"
    review = max(0, comment.round_number - 1)
    return comment.number, comment.author, review or "-", second, f"{said}{more}", state


def _comment_document(comment: "Comment") -> dict[str, Any]:
    return {
        "number": comment.number,
        "author": comment.author,
        "made_at": comment.made_at or None,
        "review": max(0, comment.round_number - 1),
        "instance_id": comment.instance_id,
        "second": comment.second,
        "reason": comment.reason or None,
        "rule": comment.rule or None,
        "text": comment.text,
        "resolved": comment.resolved,
        "resolved_by": comment.resolved_by or None,
    }
