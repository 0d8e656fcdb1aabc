"""Building the state anew from the journal, and saying in a few bytes what a state is."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, select

from avisbuild.records import Taxonomy
from avisbuild.store import tables
from avisbuild.store.engine import database_url, make_engine, writing
from avisbuild.store.journal import Entry
from avisbuild.store.rows import canonical
from avisbuild.store.state import State

_ROWS_AT_ONCE = 1000


def digest_of(connection: Connection) -> dict[str, str]:
    """Each table of the state with a digest of its rows, whatever order the database keeps them in."""
    digests = {}
    for name, table in tables.STATE.items():
        total = 0
        query = select(table)
        for row in connection.execution_options(yield_per=_ROWS_AT_ONCE).execute(query).mappings():
            total += int.from_bytes(hashlib.sha256(canonical(dict(row)).encode()).digest(), "big")
        digests[name] = f"{total % (1 << 256):064x}"
    return digests


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
