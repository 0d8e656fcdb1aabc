"""`avisbuild review comment` and what follows from one: listed, resolved, opened again, removed."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table
from avisbuild.cli.review.comment_output import comment_document, comment_line, status_words
from avisbuild.cli.review.group import review

if TYPE_CHECKING:
    from avisbuild.annotation import Command, VideoView
    from avisbuild.records import CommentReason, InstanceId
    from avisbuild.store import Project

_NOBODY = "reviewer"
VideoArgument = Annotated[str, typer.Argument(metavar="VIDEO", help="Which video.")]
NumberArgument = Annotated[
    int, typer.Argument(metavar="NUMBER", help="Which comment; see: avisbuild review comments.")
]


@review.command("comment")
def comment(
    video: VideoArgument,
    reason: Annotated[
        str,
        typer.Option(
            metavar="boundary|wrong_instance|wrong_sounding|missing|extra|category",
            help="What is wrong.",
        ),
    ] = "",
    instance: Annotated[
        str, typer.Option(metavar="NAME", help="The instance that it is about, such as dog_1.")
    ] = "",
    second: Annotated[int | None, typer.Option(metavar="N", help="The second.")] = None,
    point: Annotated[
        str, typer.Option(metavar="X,Y", help="The point of that second's frame, in pixels.")
    ] = "",
    rule: Annotated[
        str,
        typer.Option(metavar="ID", help="The rule that it cites; see: avisbuild review guideline."),
    ] = "",
    text: Annotated[str, typer.Option(metavar="TEXT", help="More, in one line.")] = "",
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Pin a comment on a video: with a reason, a rule of the guideline, or in words.

    The video's state stays; it cannot be accepted while a comment is open.
    """
    from avisbuild.annotation import commands

    who = author_named(author, otherwise=_NOBODY)

    def make(opened: "Project", view: "VideoView") -> "Command":
        return commands.add_comment(
            view,
            author=who,
            reason=_reason(reason),
            text=text,
            rule=_rule(opened, rule),
            instance_id=_instance(view, instance),
            second=second,
            point_xy=_point(point),
        )

    view = _changed(project, video, who, make)
    made = view.comments[-1]
    say(f"comment {made.number} on {video}: {comment_line(view, made)}")
    say_json(comment_document(view, made))


@review.command("comments")
def comments(
    video: Annotated[
        str, typer.Argument(metavar="[VIDEO]", help="Only this video's.", show_default="all")
    ] = "",
    all_: Annotated[bool, typer.Option("--all", help="The resolved ones, too.")] = False,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """What reviewers have said, open comments first."""
    from avisbuild.annotation.workbench import read_view
    from avisbuild.records import Comment, VideoId
    from avisbuild.store import Project

    with Project.open(project) as opened:
        if video:
            names = [VideoId(video)]
        else:
            names = list(dict.fromkeys(each.video_id for each in opened.records(Comment)))
        views = [read_view(opened, name) for name in names]
    found = [
        (view, each)
        for is_resolved in (False, True)
        for view in views
        for each in view.comments
        if each.resolved is is_resolved and (all_ or not is_resolved)
    ]
    rows = [
        (each.video_id, each.number, status_words(each), each.author, comment_line(view, each))
        for view, each in found
    ]
    say_table("", ("video", "number", "state", "by", "comment"), rows, left=(0, 2, 3, 4))
    open_count = sum(len(view.open_comments) for view in views)
    say(f"open: {open_count}, resolved: {sum(len(v.comments) for v in views) - open_count}")
    say_json([comment_document(view, each) for view, each in found])


@review.command("resolve")
def resolve(
    video: VideoArgument,
    number: NumberArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Say that what a comment asks for is done."""
    from avisbuild.annotation import commands

    who = author_named(author, otherwise=_NOBODY)
    view = _changed(
        project,
        video,
        who,
        lambda _, view: commands.resolve_comment(view, number, author=who),
    )
    _say_settled(view, number, "resolved")


@review.command("reopen-comment")
def reopen_comment(
    video: VideoArgument,
    number: NumberArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Say that a comment is not settled after all."""
    from avisbuild.annotation import commands

    who = author_named(author, otherwise=_NOBODY)
    view = _changed(project, video, who, lambda _, view: commands.reopen_comment(view, number))
    _say_settled(view, number, "open again")


@review.command("remove-comment")
def remove_comment(
    video: VideoArgument,
    number: NumberArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Take a comment of your own away."""
    from avisbuild.annotation import commands

    who = author_named(author, otherwise=_NOBODY)
    _changed(project, video, who, lambda _, view: commands.remove_comment(view, number, author=who))
    say(f"removed comment {number} of {video}")
    say_json({"video_id": video, "removed": number})


def _changed(
    folder: Path, video: str, author: str, make: "Callable[[Project, VideoView], Command]"
) -> "VideoView":
    """Carry out a command in a video; the video after it."""
    from avisbuild.annotation import Workbench
    from avisbuild.records import VideoId
    from avisbuild.store import Project

    with Project.open(folder) as opened:
        bench = Workbench(opened, author=author)
        bench.run_as_is(make(opened, bench.open_video(VideoId(video))))
        return bench.view


def _say_settled(view: "VideoView", number: int, how: str) -> None:
    video = view.video.video_id
    say(f"comment {number} of {video} is {how}; open: {len(view.open_comments)}")
    say_json(comment_document(view, view.comment(number)))


def _reason(word: str) -> "CommentReason | None":
    from avisbuild.errors import AvisbuildError
    from avisbuild.records import CommentReason

    known = list(CommentReason)
    if word and word not in known:
        raise AvisbuildError("comment-reason", word=word, known=", ".join(known))
    return CommentReason(word) if word else None


def _rule(project: "Project", rule_id: str) -> str:
    from avisbuild.errors import AvisbuildError

    if rule_id and project.recipe.rule(rule_id) is None:
        known = ", ".join(rule.rule_id for rule in project.recipe.guideline)
        raise AvisbuildError("comment-rule", rule=rule_id, known=known or "none")
    return rule_id


def _instance(view: "VideoView", name: str) -> "InstanceId | None":
    from avisbuild.errors import AvisbuildError

    names = {each.name(view.taxonomy): each.instance_id for each in view.instances}
    if name and name not in names:
        known = ", ".join(names) or "none"
        raise AvisbuildError("comment-instance", video=view.video.video_id, name=name, known=known)
    return names[name] if name else None


def _point(text: str) -> tuple[float, float] | None:
    from avisbuild.errors import AvisbuildError

    if not text:
        return None
    try:
        x, y = map(float, text.split(","))
    except ValueError as error:
        raise AvisbuildError("comment-point-words", found=text) from error
    return x, y
