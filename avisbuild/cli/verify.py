"""`avisbuild verify`: are the files of the videos still those that were written?"""

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
    """Compute the hash of every frame and sound file again and compare it with clip.json."""
    from avisbuild.cli.fetching import some_videos
    from avisbuild.cli.output import progress_bar, say, say_json
    from avisbuild.errors import ExitCode
    from avisbuild.store import Project
    from avisbuild_pipelines.clip import verify_clip

    with Project.open(project) as opened, progress_bar("verify") as progress:
        wanted = some_videos(opened, videos or ())
        findings: dict[str, list[str]] = {}
        for count, video in enumerate(wanted, start=1):
            if wrong := verify_clip(opened.video_dir(video.video_id)):
                findings[video.video_id] = wrong
            progress(count, len(wanted), video.video_id)
    for video_id, wrong in findings.items():
        for finding in wrong:
            say(f"{video_id}: {finding}")
    say(f"{len(wanted)} videos checked, {len(findings)} with something wrong")
    say_json({"videos": len(wanted), "wrong": findings})
    if findings:
        raise typer.Exit(ExitCode.PARTLY_DONE)
