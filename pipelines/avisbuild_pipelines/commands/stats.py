"""`avisbuild stats`: the figures of a data paper."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say_json, say_table
from avisbuild.errors import AvisbuildError
from avisbuild.records import RoundState
from avisbuild_pipelines.commands.funnel_table import funnel_or_nothing, say_funnel
from avisbuild_pipelines.commands.plotting import draw_plots, plot_options, refuse_alone

if TYPE_CHECKING:
    from avisbuild.releases import PartStats
    from avisbuild_pipelines.funnel import FunnelStage


def stats(
    release: Annotated[
        Path | None,
        typer.Argument(
            metavar="RELEASE",
            help="A release folder or one truth JSON.",
            show_default="the project",
        ),
    ] = None,
    project: ProjectOption = HERE,
    include: Annotated[
        list[RoundState] | None,
        typer.Option(
            metavar="STATE", help="Of a project, count videos in these states.", show_default="all"
        ),
    ] = None,
    plots: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Draw a data paper's figures and tables into this folder, and one page of them.",
            show_default="none",
        ),
    ] = None,
    bins: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,...",
            help="Of --plots: edges of the bins of lengths, in seconds.",
            show_default="the paper's",
        ),
    ] = None,
    log: Annotated[
        bool, typer.Option("--log", help="Of --plots: categories on a logarithmic axis.")
    ] = False,
    scores: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MODEL=FILE",
            help="Of --plots: a row of Table 2, from what evaluate --out wrote.",
            show_default="none",
        ),
    ] = None,
    no_frames: Annotated[
        bool,
        typer.Option(
            "--no-frames", help="Of --plots: read no pictures; camera motion stays unknown."
        ),
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Count videos, frames, masks and instances; silent, single and multi shares; lengths; categories.

    Of a project, also how many videos were found, fetched, clipped, handed in and accepted, and why each of
    the others fell out.
    """
    if release is not None and include:
        raise AvisbuildError("include-with-release")
    if plots is None:
        refuse_alone(
            {
                "--bins": bins is not None,
                "--log": log,
                "--scores": bool(scores),
                "--no-frames": no_frames,
            }
        )
    else:
        from avisbuild.releases.plots.writing import check_plots_folder

        check_plots_folder(plots)
        options = plot_options(bins, scores or (), is_log=log, with_frames=not no_frames)
    with progress_bar("stats") as progress:
        if release is not None:
            from avisbuild.releases import count_stats

            parts = count_stats(release, progress=progress)
        else:
            from avisbuild_pipelines.project_stats import stats_by_state

            parts = stats_by_state(project, include or tuple(RoundState), progress=progress)
    stages = () if release is not None else _funnel_of(project)
    _say_parts(parts)
    _say_categories(parts)
    say_funnel(stages)
    told: dict[str, object] = {"funnel": [stage.document for stage in stages]} if stages else {}
    if plots is not None:
        drawn = draw_plots(release, project, include or tuple(RoundState), plots, options)
        told["plots"] = [str(path) for path in drawn]
    say_json({**{name: part.as_json() for name, part in parts.items()}, **told})


def _funnel_of(folder: Path) -> "tuple[FunnelStage, ...]":
    from avisbuild.store import Project

    with Project.open(folder) as project:
        return funnel_or_nothing(project)


def _say_parts(parts: Mapping[str, "PartStats"]) -> None:
    figures = {name: part.as_json() for name, part in parts.items()}
    rows = [
        (what, *(each[what] for each in figures.values()))
        for what in ("videos", "frames", "masks", "instances")
    ]
    rows += [
        (f"{kind} %", *(_rounded(each[f"{kind}_percent"], 2) for each in figures.values()))
        for kind in ("silent", "single", "multi")
    ]
    rows += [
        (f"seconds, {which}", *(_rounded(each["seconds"][which], 1) for each in figures.values()))
        for which in ("mean", "median", "min", "max")
    ]
    say_table("", ("", *figures), rows)


def _say_categories(parts: Mapping[str, "PartStats"]) -> None:
    total = list(parts.values())[-1]
    by_masks = sorted(total.categories.items(), key=lambda item: (-item[1].masks, item[0]))
    rows = [(name, each.videos, each.instances, each.masks) for name, each in by_masks]
    say_table("", ("category", "videos", "instances", "masks"), rows)


def _rounded(value: float | None, digits: int) -> str:
    return "-" if value is None else f"{value:.{digits}f}"
