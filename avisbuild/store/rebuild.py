"""Building the state anew from the journal, and digests that tell whether two states are equal."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path
from tempfile import gettempdir
from typing import Any

from sqlalchemy import Connection, delete, select

from avisbuild.errors import ProjectError
from avisbuild.records import VideoId
from avisbuild.store import tables
from avisbuild.store.categories import CATEGORIES, beginning, first_rows
from avisbuild.store.engine import database_url, make_engine, writing
from avisbuild.store.journal import Entry, read_entries
from avisbuild.store.kind import KINDS, Key, Kind, Row
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.operations import Operation, canonical
from avisbuild.store.state import State
from avisbuild.system.temporary import temporary_folder

_ROWS_AT_ONCE = 1000


def table_digests(connection: Connection, first: Collection[Row]) -> dict[str, str]:
    """Each table of the state with a digest of its rows, whatever order the database keeps them in.

    Of the categories, those that are no longer as at `first`; the table is left out where none is.
    """
    digests = {}
    for name, kind in sorted(KINDS.items()):
        if not kind.is_journalled:
            continue
        total = 0
        found = connection.execute(
            select(kind.table), execution_options={"yield_per": _ROWS_AT_ONCE}
        )
        count = 0
        for row in found.mappings():
            if name == CATEGORIES and dict(row) in first:
                continue
            count += 1
            known = {
                column: value
                for column, value in row.items()
                if value != "" or column not in kind.later
            }
            total += int.from_bytes(hashlib.sha256(canonical(known).encode()).digest(), "big")
        if count or not kind.is_later:
            digests[name] = f"{total % (1 << 256):064x}"
    return digests


def annotation_hash(connection: Connection, video_id: VideoId) -> str:
    """SHA-256 of all that is annotated of a video: equal for equal annotation, on any database."""
    video = VIDEOS.one(connection, video_id)
    tables = read_annotation(connection, video.video_id)
    return rows_hash({name: list(rows.values()) for name, rows in tables.items()})


def read_annotation(connection: Connection, video_id: VideoId) -> dict[str, dict[Key, Row]]:
    """The rows of all that is annotated of a video, by table and key."""
    return {
        name: {kind.key_of(row): row for row in kind.rows(connection, kind.of_video(video_id))}
        for name, kind in sorted(KINDS.items())
        if kind.is_annotation
    }


def rows_hash(rows: Mapping[str, Sequence[Row]]) -> str:
    """The hash of what is annotated, given as rows by key."""
    parts = [[name, rows[name]] for name in sorted(rows)]
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def rebuild(connection: Connection, taxonomy_name: str) -> None:
    """Put in place of the state what the journal adds up to; keep what outlives that, and drop locks."""
    kept = {name: kind.records(connection) for name, kind in KINDS.items() if kind.outlives_rebuild}
    for table in reversed(tables.metadata.sorted_tables):
        if table.name in KINDS:
            connection.execute(delete(table))
    state = State(connection, taxonomy_name)
    replay(read_entries(connection), first_rows(connection), state)
    for name, records in kept.items():
        kind = KINDS[name]
        rows = [row for each in records if _fits(state, kind, row := kind.row(each))]
        state.apply(Operation(name, None, row) for row in rows)


def _fits(state: State, kind: Kind[Any], row: Row) -> bool:
    """Whether what a row belongs to is still there, and long enough for it."""
    try:
        state.check(kind, row)
    except ProjectError:
        return False
    return True


def replay(entries: Iterable[Entry], first: Iterable[Row], state: State) -> None:
    """Apply the entries to an empty state, in order, after the `first` categories were put into it.

    Raises ProjectError where one does not fit.
    """
    state.apply(beginning(first))
    for entry in entries:
        state.apply(entry.operations)


def replayed_digest(
    entries: Iterable[Entry], first: Sequence[Row], taxonomy_name: str
) -> dict[str, str]:
    """The digest of the state that the entries add up to, made in a database of its own."""
    with temporary_folder(Path(gettempdir()) / "avisbuild-replay") as folder:
        engine = make_engine(database_url("sqlite:///replay.db", folder), name="replay")
        try:
            with writing(engine) as connection, connection.begin():
                tables.metadata.create_all(connection)
                replay(entries, first, State(connection, taxonomy_name))
                return table_digests(connection, first)
        finally:
            engine.dispose()
