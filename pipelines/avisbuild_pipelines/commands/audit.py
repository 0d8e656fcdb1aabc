"""`avisbuild audit`: find videos that show or sound the same thing on two sides of a split."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, MOST_JOBS, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import plain_progress, progress_bar, say, say_json
from avisbuild.errors import ExitCode

if TYPE_CHECKING:
    from avisbuild.progress import Progress
    from avisbuild.releases.audit.audit import Found
    from avisbuild_pipelines.auditing import AuditOptions


def audit(
    target: Annotated[
        Path | None,
        typer.Argument(
            metavar="RELEASE|SPLITS.csv",
            help="A release folder, or a table with video_id (or video) and split.",
            show_default="the project",
        ),
    ] = None,
    project: ProjectOption = HERE,
    media: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="The release or project with the table's frames and sounds."
        ),
    ] = None,
    names_only: Annotated[
        bool,
        typer.Option("--names-only", help="Look at names and sources, not at frames and sounds."),
    ] = False,
    by_uploader: Annotated[
        bool, typer.Option("--by-uploader", help="Recordings of one uploader belong together, too.")
    ] = False,
    decided: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Pairs that people decided: a,b,decision,by,note.",
            show_default="of a project, its decided.csv",
        ),
    ] = None,
    to_decide: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Write a line for each open pair, to be decided and given to --decided.",
        ),
    ] = None,
    report: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write an HTML page with each pair side by side."),
    ] = None,
    cache: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Keep fingerprints there, so that a second run is quick.",
            show_default="of a project, its cache",
        ),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="End with 1 where a group is cut.")
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option(
            min=1, max=MOST_JOBS, help="Processes that look and listen.", show_default="one a core"
        ),
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Find leaks between splits: by name and source, by picture, by sound.

    A leak is a finding, not a failure: the command ends with 0 unless --strict is given. It ends with 1 where
    videos could not be read.
    """
    from avisbuild.releases.audit.decisions import to_decide as open_pairs
    from avisbuild.releases.audit.document import document_of
    from avisbuild_pipelines.auditing import AuditOptions, check_may_be_written, write_new
    from avisbuild_pipelines.commands.audit_table import say_found

    for option, path in {"--report": report, "--to-decide": to_decide, "--cache": cache}.items():
        if path is not None:
            check_may_be_written(path, option, is_file=path is not cache)
    options = AuditOptions(
        names_only=names_only, by_uploader=by_uploader, decided=decided, cache=cache, jobs=jobs
    )
    show = progress_bar if sys.stderr.isatty() else plain_progress
    with show("audit") as progress:
        found = _run(target, project, media, options, progress)
    say_found(found)
    if to_decide is not None:
        write_new(to_decide, open_pairs(found.pairs, found.keys), "--to-decide")
        say(f"wrote {to_decide}: fill in the column decision, then give it to --decided")
    if report is not None:
        from avisbuild.releases.audit.report import report_page

        title = str(target or project.absolute())
        write_new(report, report_page(found, title=title), "--report")
        say(f"wrote {report}")
    say_json(document_of(found))
    if found.problems or (strict and found.cut):
        raise typer.Exit(ExitCode.PARTLY_DONE)


def _run(
    target: Path | None,
    project: Path,
    media: Path | None,
    options: "AuditOptions",
    progress: "Progress",
) -> "Found":
    from avisbuild_pipelines.auditing import audit_project, audit_release, audit_table

    if target is None:
        return audit_project(project, options, progress=progress)
    if target.is_dir():
        return audit_release(target, options, media=media, progress=progress)
    return audit_table(target, options, media=media, progress=progress)
