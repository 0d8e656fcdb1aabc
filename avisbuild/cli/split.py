"""`avisbuild split`: plan a split without exporting."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say, say_json
from avisbuild.cli.split_options import (
    ByUploaderOption,
    KeepOption,
    LeakAcceptedOption,
    MethodOption,
    TableOption,
)
from avisbuild.errors import AvisbuildError
from avisbuild.records import RoundState, SplitMethod

if TYPE_CHECKING:
    from avisbuild.releases.splits import SplitItem
    from avisbuild.releases.splits.requests import SplitDefaults


def split(
    videos: Annotated[
        Path | None,
        typer.Argument(
            metavar="VIDEOS.csv",
            help="A line a video: video_id, and of source, uploader, group, labels, seconds,"
            " silent_seconds, instances what there is.",
            show_default="the accepted videos of --project",
        ),
    ] = None,
    project: ProjectOption = HERE,
    sizes: Annotated[
        str,
        typer.Option(
            metavar="TRAIN/VAL/TEST",
            help="Number of videos of each split.",
            show_default="the recipe's",
        ),
    ] = "",
    ratios: Annotated[
        bool, typer.Option("--ratios", help="Scale the sizes to the number of videos there are.")
    ] = False,
    method: MethodOption = None,
    seed: Annotated[int, typer.Option(help="Another seed gives another split.")] = 0,
    table: TableOption = None,
    keep: KeepOption = None,
    by_uploader: ByUploaderOption = False,
    leak_accepted: LeakAcceptedOption = False,
    include: Annotated[
        list[RoundState] | None,
        typer.Option(metavar="STATE", help="Of a project: videos in this state, too."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write the table here, the plan beside it as JSON and a page as HTML.",
            show_default="nothing is written",
        ),
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Plan which videos are for training, validation and test; nothing is exported."""
    from avisbuild.cli.split_output import show_split
    from avisbuild.releases.splits import read_sizes
    from avisbuild.releases.splits.plan_document import plan_document
    from avisbuild.releases.splits.planning import plan_split
    from avisbuild.releases.splits.requests import SplitOptions, request_of
    from avisbuild.releases.splits.split_files import check_free, write_split

    if videos is not None and project != HERE:
        raise AvisbuildError("split-two-inputs")
    if out is not None:
        check_free(out)
    items, found = _from_table(videos) if videos else _from_project(project, include or ())
    options = SplitOptions(
        method=method,
        sizes=read_sizes(sizes) if sizes else None,
        as_ratios=ratios,
        seed=seed,
        table=table,
        keep=keep,
        by_uploader=by_uploader,
        leak_accepted=leak_accepted,
    )
    request = request_of(options, found)
    with progress_bar("split") as progress:
        planned = plan_split(items, request, progress=progress)
    show_split(planned)
    for note in found.notes(method):
        say(f"note: {note}")
    if out is not None:
        written = write_split(planned, out)
        say(f"wrote {', '.join(map(str, written))}")
    say_json({"out": str(out) if out else None, **plan_document(planned)})


def _from_table(path: Path) -> "tuple[Sequence[SplitItem], SplitDefaults]":
    from avisbuild.releases.splits import read_items
    from avisbuild.releases.splits.requests import SplitDefaults

    return read_items(path), SplitDefaults(method=SplitMethod.GROUPED)


def _from_project(
    folder: Path, include: Sequence[RoundState]
) -> "tuple[Sequence[SplitItem], SplitDefaults]":
    from avisbuild.errors import ReleaseError
    from avisbuild.releases.splits import items_of
    from avisbuild.releases.splits.requests import defaults_of
    from avisbuild.store import Project

    with Project.open(folder) as project:
        snapshot = project.snapshot({RoundState.ACCEPTED, *include})
        if not snapshot.videos:
            raise ReleaseError("release-no-videos")
        return items_of(snapshot), defaults_of(project, snapshot)
