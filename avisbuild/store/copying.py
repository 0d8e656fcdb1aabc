"""A whole copy of a project's database as it was at one moment, while others go on editing it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, delete, func, insert, select

from avisbuild.errors import ProjectError
from avisbuild.store import schema
from avisbuild.store.engine import database_url, make_engine, reading, writing
from avisbuild.store.journal import Head
from avisbuild.store.tables import metadata

_PAGES_AT_ONCE = 4096
_ROWS_AT_ONCE = 1000
# Told how many pages are copied, and of how many.
PagesCopied = Callable[[int, int], None]


def copy_database(
    engine: Engine, target: Path, *, name: str, progress: PagesCopied = lambda *_: None
) -> Head:
    """Copy the database of project `name` into a SQLite file that is not there yet, whole by itself.

    Every edit that was confirmed before is in it, and none in part; gives where its journal ends. Raises
    ProjectError.
    """
    if target.exists():
        raise FileExistsError(target)
    try:
        if engine.dialect.name == "sqlite":
            _back_up(engine, target, progress)
        else:
            copy = make_engine(database_url(f"sqlite:///{target.name}", target.parent), name=name)
            try:
                schema.create(copy, name, ())  # filled below
                copy_rows(engine, copy)
            finally:
                copy.dispose()
        return make_one_file(target)
    except sqlite3.Error as error:
        raise ProjectError("database-not-copied", project=name, reason=error) from error


def copy_rows(source: Engine, target: Engine) -> None:
    """Put the rows of another database, as they are at one moment, in place of all that are there.

    Both have the newest schema.
    """
    with (
        reading(source) as read,
        read.begin(),
        writing(target) as written,
        written.begin(),
    ):
        for table in reversed(metadata.sorted_tables):
            written.execute(delete(table))
        for table in metadata.sorted_tables:
            rows = read.execute(select(table), execution_options={"yield_per": _ROWS_AT_ONCE})
            for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
                written.execute(insert(table), [dict(row) for row in batch])


def database_bytes(engine: Engine) -> int:
    """About how much a database takes on its disk."""
    with reading(engine) as connection:
        if engine.dialect.name == "sqlite":
            pages, size = (
                connection.exec_driver_sql(f"PRAGMA {what}").scalar_one()
                for what in ("page_count", "page_size")
            )
            return int(pages * size)
        size = func.pg_database_size(func.current_database())
        return int(connection.execute(select(size)).scalar_one())


def _back_up(engine: Engine, target: Path, progress: PagesCopied) -> None:
    """SQLite's own copy, within a transaction that sees one moment: edits meanwhile do not begin it anew."""
    with reading(engine) as connection, connection.begin():
        connection.exec_driver_sql("SELECT sequence FROM journal_head").all()
        source: Any = connection.connection.driver_connection
        copy = sqlite3.connect(target)
        try:
            source.backup(
                copy,
                pages=_PAGES_AT_ONCE,
                progress=lambda _, left, total: progress(total - left, total),
            )
        finally:
            copy.close()


def make_one_file(target: Path) -> Head:
    """End its -wal file, and look whether SQLite finds it whole; where its journal ends."""
    copy = sqlite3.connect(target)
    try:
        copy.execute("PRAGMA journal_mode = DELETE")
        (found,) = copy.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)
        sequence, last_hash = copy.execute("SELECT sequence, hash FROM journal_head").fetchone()
        return Head(sequence=sequence, hash=last_hash)
    finally:
        copy.close()
