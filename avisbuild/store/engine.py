"""The one place that knows which database it is: connecting, locking, and naming what went wrong."""

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError, IntegrityError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records.video_folder import SETTINGS_NAME
from avisbuild.store.passwords import shown, with_password
from avisbuild.system.disk import free_space

# An edit takes milliseconds, an import's transaction may take a minute; a writer waits for both.
BUSY_TIMEOUT_S = 60
_PAUSE_S = 0.05
_WAL_KEPT_BYTES = 64 << 20
# What SQLite keeps beside a database in use, to find pages in its log.
_INDEX_BYTES = 32 << 10
# Any number, as long as all of us ask for the same one: "avis" in ASCII.
_SCHEMA_LOCK = 0x61766973
_SERVERS = ("postgresql", "postgres")
_DRIVER = "postgresql+psycopg"


def database_url(text: str, folder: Path) -> URL:
    """Read the URL in avisbuild.toml; a relative SQLite path counts from the project folder.

    Raises ProjectError.
    """
    try:
        url = make_url(text)
        url.get_dialect()
    except (ArgumentError, ValueError):  # the latter for what stands in place of a port
        found = shown(text)
        raise ProjectError("database-url", path=folder / SETTINGS_NAME, found=found) from None
    if url.get_backend_name() != "sqlite":
        # What PostgreSQL's own programs call it; the driver is ours to know.
        return url.set(drivername=_DRIVER) if url.drivername in _SERVERS else url
    if not url.database or url.database == ":memory:":
        raise ProjectError("database-no-file", path=folder / SETTINGS_NAME, found=text)
    return url.set(database=str((folder / url.database).resolve()))


def sqlite_file(url: URL) -> Path | None:
    """The database file, None where the database is a server."""
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def make_engine(url: URL, *, name: str) -> Engine:
    """Make an engine whose errors are one line about project `name`; it connects on first use."""
    file = sqlite_file(url)
    try:
        # A server may have been restarted since the last edit: such a connection is replaced unseen.
        if file is None:
            engine = create_engine(with_password(url), pool_pre_ping=True)
        else:
            engine = _sqlite_engine(file)
    except ImportError as error:
        raise ProjectError(
            "database-driver", project=name, database=url.get_backend_name(), module=error.name
        ) from error

    @event.listens_for(engine, "handle_error")
    def _explain(context: ExceptionContext) -> None:
        if context.is_pre_ping:
            return  # The connection is replaced.
        original, called = context.original_exception, context.sqlalchemy_exception
        message = explain(original, called, project=name)
        if message is not None:
            is_conflict = isinstance(called, IntegrityError)
            raise (ConflictError if is_conflict else ProjectError)(message) from original

    return engine


def writing(engine: Engine) -> Connection:
    """A connection whose transactions lock out other writers from their first statement on."""
    return engine.connect().execution_options(avisbuild_writes=True)


def reading(engine: Engine) -> Connection:
    """A connection whose transactions see one moment of the database, whatever others write."""
    connection = engine.connect()
    if engine.dialect.name == "sqlite":
        return connection
    return connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def begin_schema_change(connection: Connection) -> None:
    """Keep others from changing the schema until this transaction ends; SQLite has locked the file by now."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_SCHEMA_LOCK)))


@contextmanager
def corrupt_rows_as_errors(name: str) -> Iterator[None]:
    """Turn what a row that no avisbuild wrote leads to into a ProjectError about project `name`."""
    try:
        yield
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        ArithmeticError,
    ) as error:
        raise ProjectError(
            "database-corrupt", project=name, reason=f"{type(error).__name__}: {error!s:.200}"
        ) from error


# By words of SQLite's own, which tells no more; kinds of `messages/store.py`.
_MEANINGS = {
    "locked": "database-locked",
    "readonly": "database-read-only",
    "too big": "edit-too-large",
    "full": "disk-full",
    "malformed": "database-corrupt",
    "not a database": "database-not-sqlite",
    "unable to open": "database-not-opened",
    "disk I/O": "disk-error",
    "UTF-8": "database-corrupt",
    "no such": "database-corrupt",
}

# By SQLSTATE, the codes that the SQL standard and PostgreSQL give to errors.
_SERVER_MEANINGS = {
    "25006": "server-read-only",
    "42501": "server-forbids",
    "42P01": "database-corrupt",
    "42703": "database-corrupt",
    "53100": "server-disk-full",
    "53300": "server-busy",
}


def explain(
    error: BaseException, called: BaseException | None = None, *, project: str
) -> Message | None:
    """What a driver's error, which SQLAlchemy calls `called`, means; None for a mistake of ours."""
    text = (str(error).strip().splitlines() or [type(error).__name__])[0]
    kind = _meaning(error, called, text)
    if kind is None:
        return None
    fields: dict[str, object] = {"project": project, "reason": text}
    if kind == "database-locked":
        fields["count"] = BUSY_TIMEOUT_S
    return Message(kind, **fields)


def _meaning(error: BaseException, called: BaseException | None, text: str) -> str | None:
    """The kind of message of a driver's error."""
    if isinstance(called, IntegrityError):
        return "edit-does-not-fit"
    if isinstance(error, sqlite3.Error):
        return next((kind for word, kind in _MEANINGS.items() if word in text), None)
    kind = _SERVER_MEANINGS.get(getattr(error, "sqlstate", None) or "")
    if kind is None and isinstance(called, OperationalError):
        return "server-refuses" if "FATAL: " in text else "server-silent"
    return kind


def _sqlite_engine(file: Path) -> Engine:
    read_only = not is_writable(file) or lacks_room(file)
    address = read_only_address(file) if read_only else f"{file.as_uri()}?mode=rwc"

    def connect() -> sqlite3.Connection:
        # We begin transactions ourselves: Python's own BEGIN comes too late to lock out writers.
        return sqlite3.connect(
            address, uri=True, timeout=BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )

    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, max_overflow=-1)

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: ConnectionPoolEntry) -> None:
        connection.execute("PRAGMA foreign_keys = ON")
        if not read_only:
            connection.execute("PRAGMA synchronous = FULL")
            _log_ahead(connection)
            connection.execute(f"PRAGMA journal_size_limit = {_WAL_KEPT_BYTES}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("avisbuild_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Have a database write ahead, as all but one that was put back from a copy do already.

    Where another process uses that one, SQLite says so at once; this waits as everything else does.
    """
    until = time.monotonic() + BUSY_TIMEOUT_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > until:
                raise
        time.sleep(_PAUSE_S)


def is_writable(file: Path) -> bool:
    """Whether this process may write the database; SQLite needs the folder for its -wal file, too."""
    return os.access(file.parent, os.W_OK) and (os.access(file, os.W_OK) or not file.exists())


def lacks_room(file: Path) -> bool:
    """Whether the disk is too full even to read as usual, for which SQLite makes an index beside the file.

    Where somebody has the database open, that is there already.
    """
    index = file.with_name(file.name + "-shm")
    has_index = index.exists() and index.stat().st_size >= _INDEX_BYTES
    return file.exists() and not has_index and free_space(file.parent).byte_count < 2 * _INDEX_BYTES


def read_only_address(file: Path) -> str:
    """How to open the database without writing so much as a -wal or -shm file beside it.

    `immutable` does that, but it does not see committed pages that still lie in a -wal file; where there
    is one, its -shm file is there, too.
    """
    return f"{file.as_uri()}?mode=ro" + ("" if has_wal(file) else "&immutable=1")


def has_wal(file: Path) -> bool:
    """Whether committed pages lie beside the file: someone has it open, or was killed."""
    wal = file.with_name(file.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0
