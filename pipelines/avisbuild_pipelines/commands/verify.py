"""`avisbuild verify`: are the files of the videos and their sources still those that were written?"""

from typing import Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption


def verify(
    videos: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VIDEO]...", help="Videos to check.", show_default="all"),
    ] = None,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Compute the hash of every frame, sound and source file again and compare it with its record."""
    from avisbuild.cli.output import progress_bar, say, say_json
    from avisbuild.errors import ExitCode
    from avisbuild.inside import OutsideError
    from avisbuild.records.video_folder import SOURCES, source_dir
    from avisbuild.store import Project
    from avisbuild_pipelines.clip import verify_clip
    from avisbuild_pipelines.commands.fetching import some_videos
    from avisbuild_pipelines.download import verify_source

    with Project.open(project) as opened, progress_bar("verify") as progress:
        wanted = some_videos(opened, videos or ())
        keys = sorted({video.source_key for video in wanted if video.source_key})
        looks = [
            *((one.video_id, verify_clip, opened.videos_dir, one.video_id) for one in wanted),
            *((f"{SOURCES}/{key}", verify_source, opened.sources_dir, key) for key in keys),
        ]
        findings: dict[str, list[str]] = {}
        for count, (name, look, parent, folder) in enumerate(looks, start=1):
            try:
                wrong = look(source_dir(parent, folder))
            except OutsideError as error:
                wrong = [str(error)]
            if wrong:
                findings[name] = wrong
            progress(count, len(looks), name)
    for name, wrong in findings.items():
        for finding in wrong:
            say(f"{name}: {finding}")
    say(
        f"{len(wanted)} videos and {len(keys)} sources checked, {len(findings)} with something wrong"
    )
    say_json({"videos": len(wanted), "sources": len(keys), "wrong": findings})
    if findings:
        raise typer.Exit(ExitCode.PARTLY_DONE)
