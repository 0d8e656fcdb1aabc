"""`avisbuild project`: what concerns a project as a whole."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import progress_bar, say, say_json, say_table
from avisbuild.errors import AvisbuildError
from avisbuild.system.paths import quoted

if TYPE_CHECKING:
    from avisbuild_pipelines.backup import BackupPlan

project = typer.Typer(
    help="A project as a whole: backup, restore, and what it may use outside its folder.",
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


@project.callback()
def _group() -> None:
    pass


@project.command()
def allow(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="DIR", help="A folder that links in the project may lead into."),
    ] = None,
    project: ProjectOption = HERE,
    remove: Annotated[bool, typer.Option("--remove", help="Take it back.")] = False,
    database: Annotated[
        bool, typer.Option("--database", help="Allow the database that the settings name.")
    ] = False,
    listed: Annotated[bool, typer.Option("--list", help="Only say what is allowed.")] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Let a project read and write below DIR, or open a database elsewhere.

    It is kept in your own settings: no project can allow itself anything, and a copy of it elsewhere may
    not use it. Nothing is ever deleted there but what avisbuild made.
    """
    from avisbuild.store import permissions
    from avisbuild.store.settings import read_settings

    project = project.absolute()
    text = read_settings(project).database
    if sum((folder is not None, database, listed)) != 1 or (remove and folder is None):
        raise AvisbuildError("allow-what")
    if folder is not None and remove:
        found = permissions.forbid_folder(project, folder.absolute())
    elif folder is not None:
        found = permissions.allow_folder(project, folder)
    elif database:
        found = permissions.allow_database(project, text)
    else:
        found = permissions.granted_permissions(project)
    has_database = permissions.is_named(found, text)
    for one in found.folders:
        say(f"{project} may use {one}")
    if found.media_files:
        say(f"{project} may read {len(found.media_files)} media files that you fetched")
    if has_database:
        say(f"{project} may open the database that its settings name")
    if not (found.folders or has_database or found.media_files):
        say(f"{project} may use nothing outside its folder")
    say_json(
        {
            "project": str(project),
            "folders": list(found.folders),
            "media_files": list(found.media_files),
            "database_allowed": has_database,
        }
    )


@project.command()
def backup(
    target: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    project: ProjectOption = HERE,
    with_sources: Annotated[
        bool, typer.Option("--with-sources", help="The recordings as downloaded, too.")
    ] = False,
    with_releases: Annotated[
        bool, typer.Option("--with-releases", help="The releases below the project, too.")
    ] = False,
    without_videos: Annotated[
        bool,
        typer.Option("--without-videos", help="No frames and no sound: only what people made."),
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would be copied, and copy nothing.")
    ] = False,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Copy a project into DIR while others go on editing: database, settings, reports and videos.

    Every edit that was confirmed before is in it, from a database on a server, too. Files are copied, never
    linked; caches stay behind, since they can be made again.
    """
    from avisbuild.store import Project
    from avisbuild_pipelines.backup import Part, back_up, plan_backup
    from avisbuild_pipelines.fetch.disk_space import size_text

    target = target.absolute()  # while the folder that we are in is there
    wanted = {Part.GUIDELINE: True, Part.REPORTS: True, Part.VIDEOS: not without_videos}
    wanted |= {Part.SOURCES: with_sources, Part.RELEASES: with_releases}
    parts = [part for part, is_wanted in wanted.items() if is_wanted]
    with Project.open(project) as opened:
        if dry_run:
            _say_plan(target, plan_backup(opened, target, parts))
            return
        with progress_bar("backup") as progress:
            card = back_up(opened, target, parts, progress=progress)
    say(
        f"backed up {card.files} files, {size_text(card.bytes)}, up to edit {card.journal_sequence}; "
        f"restore: avisbuild project restore {quoted(str(target))} NEW-DIR"
    )
    say_json({"backup": str(target), **card.document})


@project.command()
def restore(
    backup: Annotated[
        Path, typer.Argument(metavar="BACKUP", help="What `avisbuild project backup` wrote.")
    ],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that is new or empty.")],
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Make the project of a backup in DIR; every file is checked against its hash, and so is the journal.

    Its database is a file in DIR, also where the project's was on a server.
    """
    from avisbuild_pipelines.backup import restore as restore_into
    from avisbuild_pipelines.fetch.disk_space import size_text

    with progress_bar("restore") as progress:
        done = restore_into(backup, folder, progress=progress)
    # What makes frames and sound again where the backup was made --without-videos.
    step = "status" if "videos" in done.card.parts else "fetch MANIFEST"
    say(
        f"restored {done.card.files} files, {size_text(done.card.bytes)}, up to edit "
        f"{done.card.journal_sequence}; next: avisbuild {step} --project {quoted(str(done.folder))}"
    )
    say_json({"project": str(done.folder), **done.card.document})


def _say_plan(target: Path, plan: "BackupPlan") -> None:
    from avisbuild_pipelines.fetch.disk_space import size_text

    rows = [(name, count, size_text(size)) for name, (count, size) in plan.parts.items()]
    rows += [
        ("database", 1, size_text(plan.database_bytes)),
        ("settings", 1, "-"),
        ("all", plan.file_count, size_text(plan.byte_count)),
    ]
    say_table("", ("part", "files", "size"), rows)
    say(f"{target}: {size_text(plan.free_bytes)} free" + ("" if plan.has_room else ": too little"))
    say_json(
        {
            "parts": {
                name: {"files": count, "bytes": size} for name, (count, size) in plan.parts.items()
            },
            "database_bytes": plan.database_bytes,
            "files": plan.file_count,
            "bytes": plan.byte_count,
            "bytes_free": plan.free_bytes,
            "has_room": plan.has_room,
        }
    )


# Adds its commands to the group above.
from avisbuild_pipelines.commands import shares  # noqa: E402,F401
