"""`avisbuild clip`: make videos again from kept sources."""

from typing import Annotated

import typer

from avisbuild.cli.options import HERE, MOST_JOBS, DebugOption, JsonOption, ProjectOption
from avisbuild_pipelines.commands.consent import WithoutLimitsOption, agree_to_missing_limits


def clip(
    videos: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VIDEO]...", help="Videos to make again.", show_default="all"),
    ] = None,
    project: ProjectOption = HERE,
    jobs: Annotated[
        int | None,
        typer.Option(min=1, max=MOST_JOBS, help="Worker processes.", show_default="usable cores"),
    ] = None,
    engine: Annotated[
        str, typer.Option(metavar="local|dask", help="Where clipping runs.")
    ] = "local",
    without_limits: WithoutLimitsOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make videos again from their kept sources, as their clip.json says; no network is used.

    An annotated video whose source is not the one it was made from is refused.
    """
    from avisbuild.store import Project
    from avisbuild_pipelines.commands.fetching import report, run_clips, some_videos

    agree_to_missing_limits(without_limits)
    with Project.open(project) as opened:
        wanted = some_videos(opened, videos or ())
        report(opened, run_clips(opened, wanted, jobs=jobs, engine=engine))
