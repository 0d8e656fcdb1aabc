"""`avisbuild videos`: the videos one by one, and those that are set aside."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table

if TYPE_CHECKING:
    from avisbuild.annotation import Command, VideoView

videos = typer.Typer(
    help="The videos of a project, one by one; set one aside with a reason, or take it back.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
VideosArgument = Annotated[list[str], typer.Argument(metavar="VIDEO...", help="Which videos.")]


@videos.command("list")
def list_(
    project: ProjectOption = HERE,
    set_aside: Annotated[
        bool, typer.Option("--set-aside", help="Only those that are set aside.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Every video with its state and person, and why it is set aside."""
    from avisbuild.annotation.summary import summary_rows
    from avisbuild.store import Project

    with Project.open(project) as opened:
        rows = summary_rows(opened.overview(), heard_share=opened.recipe.heard_share)
    rows = tuple(row for row in rows if row.is_set_aside or not set_aside)
    columns = ("video", "state", "person", "seconds", "masked", "set aside")
    say_table(
        "",
        columns,
        [
            (
                row.video_id,
                row.state.value,
                row.person or "-",
                row.second_count,
                f"{row.cells_done}/{row.cells_total}",
                row.set_aside_reason or "-",
            )
            for row in rows
        ],
        left=(0, 1, 2, 5),
    )
    say_json(
        [
            {
                "video_id": row.video_id,
                "state": row.state.value,
                "round": row.round_number,
                "person": row.person,
                "seconds": row.second_count,
                "cells_done": row.cells_done,
                "cells": row.cells_total,
                "set_aside": row.set_aside_reason or None,
            }
            for row in rows
        ]
    )


@videos.command("set-aside")
def set_aside(
    names: VideosArgument,
    reason: Annotated[
        str,
        typer.Option(
            metavar="TEXT", help='Why, in one line; usual are "no sound match" and "too dark".'
        ),
    ],
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Put videos out of everybody's way: out of the next video, of export and of what is left to do.

    They stay in the counts, with the reason, and what is annotated in them stays, too.
    """
    from avisbuild.annotation import commands

    who = author_named(author, otherwise="videos")
    _for_each(project, names, who, lambda view: commands.set_aside(view, reason=reason, author=who))
    say(f"set aside: {', '.join(names)}")
    say_json({"set_aside": list(names), "reason": " ".join(reason.split())})


@videos.command("take-back")
def take_back(
    names: VideosArgument,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Put videos that were set aside back among the others."""
    from avisbuild.annotation import commands

    _for_each(project, names, author_named(author, otherwise="videos"), commands.take_back)
    say(f"taken back: {', '.join(names)}")
    say_json({"taken_back": list(names)})


def _for_each(
    folder: Path, names: Sequence[str], author: str, make: "Callable[[VideoView], Command]"
) -> None:
    """Run a command in each of the videos, each an entry of its own; one that cannot be made refuses all."""
    from avisbuild.annotation import Workbench
    from avisbuild.records import VideoId
    from avisbuild.store import Project

    with Project.open(folder) as project:
        bench = Workbench(project, author=author)
        wanted = [VideoId(name) for name in dict.fromkeys(names)]
        made = {video_id: make(bench.open_video(video_id)) for video_id in wanted}
        for video_id, command in made.items():
            bench.open_video(video_id)
            bench.run_as_is(command)
