"""`avisbuild review begin|accept|return|undo`: the moves of a video, by one person."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.review.group import review
from avisbuild.cli.review.several import VideosArgument, in_each

if TYPE_CHECKING:
    from collections.abc import Callable

    from avisbuild.annotation import VideoView, Workbench
    from avisbuild.cli.review.several import Outcome
    from avisbuild.review.rules import ReviewRules

OTHERWISE = "review"


@review.command()
def begin(
    names: VideosArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Begin to review videos that were handed in; `review next --begin` chooses one."""
    from avisbuild.review.moves import begin_review

    outcome, who = _moved(
        project,
        names,
        author,
        lambda bench, view, rules: bench.run_as_is(
            begin_review(view, author=bench.author, rules=rules)
        ),
    )
    outcome.tell(
        {
            name: f"{name}: review {each['review']} begun by {who}"
            for name, each in outcome.done.items()
        }
    )


@review.command()
def accept(
    names: VideosArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Accept videos that you review, as they are; after its last review a video is accepted for good."""
    from avisbuild.review.moves import accept as accept_review

    outcome, _ = _moved(
        project,
        names,
        author,
        lambda bench, view, rules: bench.run_as_is(
            accept_review(view, author=bench.author, rules=rules)
        ),
    )
    outcome.tell({name: _accepted(name, each) for name, each in outcome.done.items()})


@review.command("return")
def return_(
    names: VideosArgument,
    project: ProjectOption = HERE,
    reason: Annotated[
        str,
        typer.Option(
            metavar="TEXT",
            help="What to change, in one line; needed where no comment on the video is open.",
        ),
    ] = "",
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Send videos that you review back to their annotators; the reason becomes a comment on each."""
    from avisbuild.review.moves import return_ as return_review

    outcome, _ = _moved(
        project,
        names,
        author,
        lambda bench, view, _rules: bench.run_as_is(
            return_review(view, author=bench.author, reason=reason)
        ),
    )
    outcome.tell(
        {
            name: f"{name}: returned for changes in review {each['review']}"
            for name, each in outcome.done.items()
        }
    )


@review.command()
def undo(
    names: VideosArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Take back your last move of videos: the beginning of a review, a verdict, a hand-in, a comment.

    Edits of the annotation are undone in the window, and so are moves that come before them.
    """
    taken_back: dict[str, str] = {}

    def take_back(bench: "Workbench", view: "VideoView", _rules: "ReviewRules") -> None:
        taken_back[view.video.video_id] = _undo_move(bench, view)

    outcome, _ = _moved(project, names, author, take_back)
    outcome.tell(
        {
            name: f'{name}: "{taken_back[name]}" is taken back; its state is now {_state(each)}'
            for name, each in outcome.done.items()
        },
        taken_back=taken_back,
    )


def _undo_move(bench: "Workbench", view: "VideoView") -> str:
    from avisbuild.errors import ProjectError
    from avisbuild.store.kind import KINDS

    step, video_id = bench.to_undo, view.video.video_id
    if step is None:
        raise ProjectError("no-move-to-undo", video=video_id, person=bench.author)
    operations = bench.project.journal.entry(step.sequence).operations
    if any(KINDS[each.table].is_annotation for each in operations):
        raise ProjectError("last-is-no-move", video=video_id, action=step.label)
    return bench.undo() or ""


def _moved(
    folder: Path,
    names: list[str],
    author: str,
    move: "Callable[[Workbench, VideoView, ReviewRules], object]",
) -> "tuple[Outcome, str]":
    """Make the move in each video, and who made it."""
    from avisbuild.annotation import Workbench
    from avisbuild.review.rules import ReviewRules
    from avisbuild.store import Project

    who = author_named(author, otherwise=OTHERWISE)
    with Project.open(folder) as project:
        rules = ReviewRules.of(project.recipe)
        bench = Workbench(project, author=who)
        return in_each(bench, names, lambda bench, view: move(bench, view, rules)), who


def _accepted(name: str, found: dict[str, Any]) -> str:
    if found["state"] == "accepted":
        return f"{name}: accepted"
    return (
        f"{name}: accepted in review {found['review'] - 1}; it waits for review {found['review']}"
    )


def _state(found: dict[str, Any]) -> str:
    from avisbuild.messages import Message

    return str(Message(found["state"]))
