"""`avisbuild export`: write a release."""

from collections import Counter
from collections.abc import Collection
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, MOST_JOBS, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say, say_aside, say_json, say_table
from avisbuild.cli.split_options import (
    ByUploaderOption,
    KeepOption,
    LeakAcceptedOption,
    MethodOption,
    TableOption,
)
from avisbuild.errors import AvisbuildError, ReleaseError
from avisbuild.records import RoundState
from avisbuild.system.paths import quoted
from avisbuild_pipelines.commands.export_ov import (
    NamesOption,
    NovelRuleOption,
    OwnCountsOption,
    PieceSecondsOption,
    read_ov_options,
    read_piece_seconds,
)

if TYPE_CHECKING:
    from avisbuild.store import Project


class ReleaseFormat(StrEnum):
    """The formats of releases; those but the first come in later versions."""

    AVISEG = "aviseg"
    AVSBENCH_OV = "avsbench-ov"
    AVSBENCH = "avsbench"
    YTVIS = "ytvis"
    COCO = "coco"


def export(
    project: ProjectOption = HERE,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="The release folder itself; it must not exist.",
            show_default="the next PROJECT/releases/<recipe>-<n>",
        ),
    ] = None,
    split: Annotated[
        bool,
        typer.Option(
            "--split", help="Split the videos; without it they go where the manifest says."
        ),
    ] = False,
    format_: Annotated[
        ReleaseFormat, typer.Option("--format", help="The format.")
    ] = ReleaseFormat.AVISEG,
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
    seed: Annotated[
        int | None, typer.Option(help="Another seed gives another split.", show_default="0")
    ] = None,
    table: TableOption = None,
    keep: KeepOption = None,
    by_uploader: ByUploaderOption = False,
    leak_accepted: LeakAcceptedOption = False,
    include: Annotated[
        list[RoundState] | None,
        typer.Option(
            metavar="STATE", help="Release videos in this state too, not only accepted ones."
        ),
    ] = None,
    annotations_only: Annotated[
        bool, typer.Option("--annotations-only", help="Leave frames, sound and features out.")
    ] = False,
    with_silent: Annotated[
        bool,
        typer.Option(
            "--with-silent",
            help="Write masks of visible silent instances, too, as files of their own.",
        ),
    ] = False,
    piece_seconds: PieceSecondsOption = None,
    novel_rule: NovelRuleOption = None,
    names: NamesOption = None,
    own_counts: OwnCountsOption = "",
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_JOBS, help="Processes that trace polygons.", show_default="one a core"
        ),
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Write the accepted videos as a release: immutable, with a checksum for every file."""
    from avisbuild.checks.exportable import NotExportableError
    from avisbuild.checks.wording import counts_message, issue_in_video
    from avisbuild.releases import read_sizes
    from avisbuild.releases.splits.requests import SplitOptions
    from avisbuild.store import Project
    from avisbuild_pipelines.exporting import export_release

    if format_ in (ReleaseFormat.YTVIS, ReleaseFormat.COCO):
        raise AvisbuildError("format-not-yet", format=format_)
    label_maps_of_s = None
    if format_ is ReleaseFormat.AVSBENCH:
        label_maps_of_s, piece_seconds = read_piece_seconds(piece_seconds), None
    open_vocabulary = read_ov_options(
        is_ov=format_ is ReleaseFormat.AVSBENCH_OV,
        piece_seconds=piece_seconds,
        novel_rule=novel_rule,
        names=names,
        own_counts=own_counts,
    )
    options = SplitOptions(
        method=method,
        sizes=read_sizes(sizes) if sizes else None,
        as_ratios=ratios,
        seed=seed or 0,
        table=table,
        keep=keep,
        by_uploader=by_uploader,
        leak_accepted=leak_accepted,
    )
    if not split and (sizes or ratios or seed is not None):
        raise AvisbuildError("split-options-alone")
    if not split and options != SplitOptions():
        raise AvisbuildError("split-method-alone")
    where = quoted(str(project))
    with Project.open(project) as opened, progress_bar("export") as progress:
        aside = len(opened.set_aside())
        _check_there_is_something(opened, {RoundState.ACCEPTED, *(include or ())}, where)
        try:
            done = export_release(
                opened,
                out=out,
                split=options if split else None,
                also_include=include or (),
                annotations_only=annotations_only,
                with_silent=with_silent,
                open_vocabulary=open_vocabulary,
                label_maps_of_s=label_maps_of_s,
                jobs=jobs,
                progress=progress,
            )
        except NotExportableError as error:
            for issue in error.issues:
                say_aside(str(issue_in_video(issue)))
            counts = counts_message(error.issues)
            raise ReleaseError("export-stopped", counts=counts, project=where) from error
    counts = done.card["counts"]
    columns = ("videos", "frames", "instances", "masks")
    rows = [(name, *(part[column] for column in columns)) for name, part in counts.items()]
    say_table("", ("split", *columns), rows)
    for name, part in done.card.get("silent", {}).items():
        say(f"{name}_silent.json: {part['masks']} masks of {part['instances']} silent instances")
    for note in (*done.card["notes"], *done.notes):
        say(f"note: {note}")
    if aside:
        say(f"note: set aside and left out: {aside} (avisbuild videos list --set-aside)")
    if left_out := done.card["left_out"]:
        say(
            f"note: {len(left_out)} instances that never sound in view are left out (see release.json)"
        )
    say(f"wrote {done.folder}; next: avisbuild validate {quoted(str(done.folder))}")
    say_json({"release": str(done.folder), **done.card})


def _check_there_is_something(
    project: "Project", included: Collection[RoundState], where: str
) -> None:
    """Raise ReleaseError with the next step where no video is in a state that is wanted."""
    aside = project.set_aside()
    states = Counter(state for name, state in project.states().items() if name not in aside)
    if any(states[state] for state in included):
        return
    handed_in = [state for state in RoundState if states[state] and not state.is_open]
    if not states and aside:
        raise ReleaseError("export-all-aside", count=len(aside), project=where)
    if not states:
        raise ReleaseError("export-no-videos", project=where)
    if not handed_in:
        raise ReleaseError("export-none-accepted", project=where)
    count = sum(states[state] for state in handed_in)
    raise ReleaseError("export-all-handed-in", count=count, states=" --include ".join(handed_in))
