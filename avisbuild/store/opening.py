"""Opening a project: what its folder and its settings lead to, and the database that they name."""

import logging
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine

from avisbuild import inside
from avisbuild.errors import DatabaseOutsideError, ProjectError
from avisbuild.messages import Message
from avisbuild.records.video_folder import PROJECT_FILES, PROJECT_FOLDERS
from avisbuild.store import permissions, schema, upgrade
from avisbuild.store.engine import database_url, is_writable, lacks_room, make_engine, sqlite_file
from avisbuild.store.permissions import may_open_database, note_share
from avisbuild.store.settings import Settings
from avisbuild.system.mounts import network_share
from avisbuild.system.paths import quoted

_log = logging.getLogger(__name__)
# SQLite's own files beside a database.
SQLITE_ENDINGS = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDatabase:
    """A database that may be used, of the newest schema.

    `refusal` is what is said to whoever would write where it can only be read, else "".
    """

    engine: Engine
    refusal: str


def open_database(folder: Path, settings: Settings, *, migrate: bool) -> OpenDatabase:
    """Connect to the database that a project's settings name, and bring an older one up to date.

    One on a server only if `migrate`; one whose files cannot be written never. Raises ProjectError.
    """
    name, url = str(folder), database_url(settings.database, folder)
    categories = settings.recipe.taxonomy
    file = sqlite_file(url)
    _check_database(folder, settings.database, file)
    if file is not None:
        schema.check_file(file, name)
    refusal = _why_not_written(file) if file is not None else ""
    if file is not None and (kind := network_share(file)) and note_share(folder, kind):
        _log.warning("%s", Message("project-on-share", folder=folder, kind=kind))
    engine = make_engine(url, name=name)
    try:
        found = schema.schema_revision(engine)
        schema.check_revision(found, name)
        if found != schema.REVISIONS[-1]:
            if refusal:
                raise ProjectError("database-old", project=name)
            if file is None:
                upgrade.upgrade_server(engine, name, categories, migrate=migrate)
            else:
                upgrade.upgrade_file(engine, file, name, categories)
    except BaseException:
        engine.dispose()
        raise
    return OpenDatabase(engine=engine, refusal=refusal)


def _why_not_written(file: Path) -> str:
    if not is_writable(file):
        return "project-read-only"
    return "project-disk-full" if lacks_room(file) else ""


def guard_project(folder: Path) -> None:
    """Let no link in a project lead out of it, but where this person allowed it; raises ProjectError."""
    permissions.guard(folder)
    inside.check_layout(folder, PROJECT_FILES, PROJECT_FOLDERS)


def _check_database(folder: Path, text: str, file: Path | None) -> None:
    """Refuse a database outside the project that this person never named; raises ProjectError."""
    if may_open_database(folder, text):
        return
    project = quoted(str(folder))
    if file is None:
        raise DatabaseOutsideError("database-on-server", folder=folder, project=project)
    if not inside.may_lead_to(folder, file):
        raise DatabaseOutsideError("database-outside", folder=folder, file=file, project=project)
    inside.check_layout(file.parent, tuple(file.name + end for end in SQLITE_ENDINGS), ())
