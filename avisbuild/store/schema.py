"""Which schema a database has: making it, bringing an older one up to date, refusing any other."""

import sqlite3
from collections.abc import Callable, Iterable
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from avisbuild.errors import ProjectError
from avisbuild.records import Category
from avisbuild.store.engine import begin_schema_change, has_wal, read_only_address, writing
from avisbuild.store.journal import lock_head

MIGRATIONS = Path(__file__).parent / "migrations"
# Oldest first, as the files are named; the last is the schema of tables.py and of `kinds`.
REVISIONS = tuple(sorted(each.name[1:5] for each in MIGRATIONS.glob("versions/v[0-9]*.py")))
_HEADER_BYTES = 100
_MAGIC = b"SQLite format 3\0"


def check_file(file: Path, name: str) -> None:
    """Refuse a database file that is damaged, foreign or of a newer avisbuild, without writing anything.

    Raises ProjectError.
    """
    try:
        with file.open("rb") as stream:
            header = stream.read(_HEADER_BYTES)
    except OSError as error:
        raise ProjectError(
            "database-unreadable", project=name, file=file.name, reason=error.strerror
        ) from error
    if len(header) < _HEADER_BYTES or not header.startswith(_MAGIC):
        raise ProjectError("database-no-sqlite", project=name, file=file.name)
    if not has_wal(file) and file.stat().st_size < _page_count(header) * _page_bytes(header):
        raise ProjectError("database-cut-off", project=name, file=file.name)
    try:
        connection = sqlite3.connect(read_only_address(file), uri=True)
        try:
            found = connection.execute("SELECT version_num FROM alembic_version").fetchall()
            connection.execute("SELECT sequence, hash FROM journal_head").fetchall()
        finally:
            connection.close()
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        reason = " ".join(str(error).split())
        raise ProjectError(
            "database-foreign", project=name, file=file.name, reason=reason
        ) from error
    check_revision(found[0][0] if found else "", name)


def check_revision(found: str, name: str) -> None:
    """Refuse a schema that this version does not know; raises ProjectError."""
    if found not in REVISIONS:
        raise ProjectError(
            "database-newer", project=name, found=found or "none", newest=REVISIONS[-1]
        )


def schema_revision(engine: Engine) -> str:
    """Which migration the database has come to, such as "0003"; "" for an empty database."""
    with engine.connect() as connection:
        return _revision_in(connection)


def _revision_in(connection: Connection) -> str:
    if not inspect(connection).has_table("alembic_version"):
        return ""
    return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar() or "")


def create(engine: Engine, name: str, categories: Iterable[Category]) -> None:
    """Make the newest schema in an empty database, with these categories to begin with.

       Raises ProjectError where a project is in it.
    Of two who try at once the second waits for the first, and is refused.
    """
    with writing(engine) as connection, connection.begin():
        begin_schema_change(connection)
        if _revision_in(connection):
            raise ProjectError("database-occupied", project=name)
        if names := sorted(inspect(connection).get_table_names()):
            raise ProjectError("database-not-empty", project=name, count=len(names), first=names[0])
        _upgrade(connection, categories=categories)


def migrate(
    engine: Engine,
    categories: Iterable[Category] = (),
    *,
    before: Callable[[str], None] | None = None,
) -> None:
    """Bring the schema to the newest revision, in one transaction; when others do so, after them.

    `categories` are those of its settings: what a project begins with that had no table of them yet.
    `before` is called with the older revision, when other writers are locked out and nothing has changed.
    """
    with writing(engine) as connection, connection.begin():
        begin_schema_change(connection)
        found = _revision_in(connection)
        if found and found != REVISIONS[-1]:
            # An edit of an older avisbuild that is under way ends first, and the next one waits.
            lock_head(connection)
            if before:
                before(found)
        _upgrade(connection, categories=categories)


def check_current(connection: Connection, name: str) -> None:
    """Refuse an edit where a newer avisbuild migrated since the project was opened; raises ProjectError."""
    if _revision_in(connection) != REVISIONS[-1]:
        raise ProjectError("project-brought-up", project=name)


def _upgrade(
    connection: Connection, revision: str = "head", *, categories: Iterable[Category] = ()
) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    config.attributes["categories"] = categories
    command.upgrade(config, revision)


def _page_bytes(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return 65_536 if size == 1 else size


def _page_count(header: bytes) -> int:
    return int.from_bytes(header[28:32], "big")
