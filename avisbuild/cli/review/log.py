"""`avisbuild review log`: what became of a video, move by move."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say_json, say_table
from avisbuild.cli.review.comment_output import comment_document, comment_line, status_words
from avisbuild.cli.review.group import review

if TYPE_CHECKING:
    from avisbuild.annotation import VideoView
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
    from avisbuild.annotation import read_view
    from avisbuild.records import VideoId
    from avisbuild.review.history import logged_moves
    from avisbuild.store import Project

    with Project.open(project) as opened:
        view = read_view(opened, VideoId(name))
        video_id = view.video.video_id
        moves = logged_moves(opened.journal.entries_of(video_id))
    say_table(
        video_id,
        ("entry", "when", "who", "what", "state", "review", "annotation"),
        [_cells(each) for each in moves],
        left=(1, 2, 3, 4, 6),
    )
    if view.comments:
        say_table(
            "comments",
            ("number", "by", "review", "what", "state"),
            [_comment_cells(view, each) for each in view.comments],
            left=(1, 3, 4),
        )
    say_json(
        {
            "video_id": video_id,
            "moves": [each.document for each in moves],
            "comments": [comment_document(view, each) for each in view.comments],
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


def _comment_cells(view: "VideoView", comment: "Comment") -> tuple[object, ...]:
    review = max(0, comment.round_number - 1)
    said = comment_line(view, comment)
    return comment.number, comment.author, review or "-", said, status_words(comment)
