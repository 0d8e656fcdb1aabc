"""Building the state anew from the journal, and saying in a few bytes what a state is."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, delete, select

from avisbuild.records import Taxonomy, VideoId
from avisbuild.store import tables
from avisbuild.store.engine import database_url, make_engine, writing
from avisbuild.store.journal import Entry, read_entries
from avisbuild.store.kinds import KINDS
from avisbuild.store.kinds.kind import Row, canonical
from avisbuild.store.operations import Operation
from avisbuild.store.reading import read_rows, read_video
from avisbuild.store.state import State

_ROWS_AT_ONCE = 1000


def digest_of(connection: Connection) -> dict[str, str]:
    """Each table of the state with a digest of its rows, whatever order the database keeps them in."""
    digests = {}
    for name, kind in KINDS.items():
        if not kind.is_journalled:
            continue
        total = 0
        found = connection.execute(
            select(kind.table), execution_options={"yield_per": _ROWS_AT_ONCE}
        )
        for row in found.mappings():
            total += int.from_bytes(hashlib.sha256(canonical(dict(row)).encode()).digest(), "big")
        digests[name] = f"{total % (1 << 256):064x}"
    return digests


def annotation_hash(connection: Connection, video_id: VideoId) -> str:
    """SHA-256 of all that is annotated of a video: equal for equal annotation, on any database."""
    video = read_video(connection, video_id)
    parts = [
        [name, read_rows(connection, kind, video.video_id)]
        for name, kind in sorted(KINDS.items())
        if kind.is_annotation
    ]
    return hashlib.sha256(canonical(parts).encode()).hexdigest()


def rebuild(connection: Connection, taxonomy: Taxonomy) -> None:
    """Put in place of the state what the journal adds up to; keep what outlives that, and drop locks."""
    state = State(connection, taxonomy)
    kept = {name: state.select(name) for name, kind in KINDS.items() if kind.outlives_rebuild}
    for table in reversed(tables.metadata.sorted_tables):
        if table.name in KINDS:
            connection.execute(delete(table))
    replay(read_entries(connection), connection, taxonomy)
    for name, rows in kept.items():
        state.apply([Operation(name, None, row) for row in rows if _has_place(state, row)])


def _has_place(state: State, row: Row) -> bool:
    """Whether the video of a row is still there, and long enough for its second."""
    found = state.rows("videos", [(row["video_id"],)])
    return any(int(str(row["second"])) < int(str(each["second_count"])) for each in found.values())


def replay(entries: Iterable[Entry], connection: Connection, taxonomy: Taxonomy) -> None:
    """Apply the entries to an empty state, in order; raises ProjectError where one does not fit."""
    state = State(connection, taxonomy)
    for entry in entries:
        state.apply(entry.operations)


def replayed_digest(entries: Iterable[Entry], taxonomy: Taxonomy) -> dict[str, str]:
    """The digest of the state that the entries add up to, made in a database of its own."""
    with TemporaryDirectory(prefix="avisbuild-") as folder:
        engine = make_engine(database_url("sqlite:///replay.db", Path(folder)), name="replay")
        try:
            with writing(engine) as connection, connection.begin():
                tables.metadata.create_all(connection)
                replay(entries, connection, taxonomy)
                return digest_of(connection)
        finally:
            engine.dispose()
