"""`avisbuild fetch`: download and clip what a manifest asks for."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import HERE, MOST_JOBS, DebugOption, JsonOption, ProjectOption
from avisbuild.system.paths import quoted
from avisbuild_pipelines.commands.consent import WithoutLimitsOption, agree_to_missing_limits


def fetch(
    manifest: Annotated[
        Path, typer.Argument(metavar="MANIFEST", help="A CSV file, one row a video.")
    ],
    project: ProjectOption = HERE,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_JOBS, help="Worker processes for clipping.", show_default="usable cores"
        ),
    ] = None,
    downloads: Annotated[int, typer.Option(min=1, max=8, help="Downloads at a time.")] = 2,
    media_root: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Where local: sources lie.", show_default="the manifest's folder"
        ),
    ] = None,
    music_avqa_root: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where music-avqa: sources lie.")
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(
            metavar="HOST", help="Allow http:// and private addresses for HOST or HOST:PORT."
        ),
    ] = None,
    allow_group_leak: Annotated[
        bool, typer.Option("--allow-group-leak", help="Accept splits that cut a group.")
    ] = False,
    retry: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CLASS",
            help="Failures to try again: transient, blocked, local, content, permanent or all.",
            show_default="those that may pass by themselves",
        ),
    ] = None,
    cookies: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Cookies of an account, which using them here puts at risk."
        ),
    ] = None,
    require_license: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="Take only sources under this licence.")
    ] = None,
    max_height: Annotated[
        int | None,
        typer.Option(min=1, metavar="PX", show_default="the recipe's", help="Tallest download."),
    ] = None,
    videos_per_hour: Annotated[
        float, typer.Option(min=1, help="The budget of requests to public sites.")
    ] = 300.0,
    engine: Annotated[
        str, typer.Option(metavar="local|dask", help="Where clipping runs.")
    ] = "local",
    scheduler: Annotated[
        str, typer.Option(metavar="ADDRESS", help="The scheduler of --engine dask.")
    ] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")
    ] = False,
    without_limits: WithoutLimitsOption = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Download and clip what a manifest asks for; safe to stop and to run again.

    Every row is checked before anything is fetched. What could not be had stands in
    reports/failures.csv with the reason.
    """
    from avisbuild.store import Project
    from avisbuild_pipelines.commands.fetching import (
        fetch_settings,
        report,
        report_plan,
        run_fetch,
        say_notes,
    )
    from avisbuild_pipelines.manifest import read_manifest

    rows = read_manifest(
        manifest,
        media_root=media_root,
        music_avqa_root=music_avqa_root,
        allowed_hosts=tuple(allow_host or ()),
        allow_group_leak=allow_group_leak,
    )
    if not dry_run:
        agree_to_missing_limits(without_limits)
    with Project.open(project) as opened:
        settings = fetch_settings(
            opened,
            jobs=jobs,
            downloads=downloads,
            engine=engine,
            scheduler=scheduler,
            retry=retry or (),
            allowed_hosts=allow_host or (),
            cookies=cookies,
            required_licenses=require_license or (),
            max_height_px=max_height,
            videos_per_hour=videos_per_hour,
        )
        notes = say_notes(opened, rows)
        if dry_run:
            report_plan(opened, rows, settings, notes)
        else:
            following = f"avisbuild annotate --project {quoted(str(project))}"
            report(opened, run_fetch(opened, rows, settings), next_step=following)
