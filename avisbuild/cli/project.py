"""`avisbuild project`: what concerns a project as a whole."""

from pathlib import Path
from typing import Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json
from avisbuild.errors import AvisbuildError

project = typer.Typer(
    help="What a project may use outside its folder.",
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
