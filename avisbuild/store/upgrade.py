"""Bringing a project of an older avisbuild up to date: a copy first, and on a server only when asked."""

import logging
import os
import shutil
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import Engine, text

from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Category
from avisbuild.store import schema
from avisbuild.store.engine import read_only_address
from avisbuild.system import disk

_log = logging.getLogger(__name__)
# What the migration itself may write: new columns cost nothing, new tables a page each.
_MARGIN_BYTES = 16 << 20

_CONNECTED = text(
    "SELECT coalesce(usename, '?') AS who, coalesce(nullif(application_name, ''), '?') AS program, "
    "to_char(backend_start, 'YYYY-MM-DD HH24:MI') AS since FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend' "
    "ORDER BY backend_start"
)


def upgrade_file(engine: Engine, file: Path, name: str, categories: Iterable[Category]) -> None:
    """Migrate a SQLite database, after a copy of it was made beside it; raises ProjectError.

    The copy is made while other writers are locked out: no edit falls between it and the migration.
    """

    def keep(revision: str) -> None:
        copy = copy_beside(file, revision, name)
        _log.warning("%s: brought up to date; as it was: %s", name, copy.name)

    schema.migrate(engine, categories, before=keep)


def upgrade_server(
    engine: Engine, name: str, categories: Iterable[Category], *, migrate: bool
) -> None:
    """Migrate a database that others may be connected to; raises ProjectError unless it was asked for."""
    if not migrate:
        raise ProjectError("server-old", project=name, connected=_connected(engine))
    schema.migrate(engine, categories)


def copy_beside(file: Path, revision: str, name: str) -> Path:
    """A whole copy of the database, named after its revision; an older copy is kept and this one numbered.

    The caller locks out other writers. Raises ProjectError, where the disk lacks room before anything is
    written.
    """
    _check_room(file, name)
    partial = file.with_name(f".{file.name}.v{revision}.partial")
    target = _free_name(file, revision)
    try:
        partial.unlink(missing_ok=True)
        # Exclusive: what lies there now, even a link, is not written through.
        os.close(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            _back_up(file, partial)
            shutil.copymode(file, partial)
            disk.flush_file(partial)
            disk.rename(partial, target)
        except BaseException:
            partial.unlink(missing_ok=True)
            raise
        disk.flush_folder(target.parent)
    except (OSError, sqlite3.Error) as error:
        raise ProjectError("copy-not-made", project=name, reason=error) from error
    return target


def _back_up(file: Path, partial: Path) -> None:
    source = sqlite3.connect(read_only_address(file), uri=True)
    copy = sqlite3.connect(partial)
    try:
        source.backup(copy)
        # One file that is whole by itself, without a -wal beside it.
        copy.execute("PRAGMA journal_mode = DELETE")
    finally:
        copy.close()
        source.close()


def _check_room(file: Path, name: str) -> None:
    wal = file.with_name(f"{file.name}-wal")
    needed = file.stat().st_size + (wal.stat().st_size if wal.exists() else 0) + _MARGIN_BYTES
    free = shutil.disk_usage(file.parent).free
    if free < needed:
        raise ProjectError("copy-lacks-room", project=name, needed=_mb(needed), free=_mb(free))


def _mb(size_bytes: int) -> int:
    return -(-size_bytes // 1_000_000)


def _free_name(file: Path, revision: str) -> Path:
    target, number = file.with_name(f"{file.name}.v{revision}"), 1
    while os.path.lexists(target):
        number += 1
        target = file.with_name(f"{file.name}.v{revision}.{number}")
    return target


def _connected(engine: Engine) -> str | Message:
    with engine.connect() as connection:
        rows = connection.execute(_CONNECTED).all()
    who = ", ".join(f"{row.who} ({row.program}, since {row.since})" for row in rows)
    return who or Message("nobody-else")
