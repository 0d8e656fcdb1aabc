"""The journal: every edit in order, each entry chained to the one before by its hash.

The store only ever adds to it. An entry's hash is SHA-256 of the hash before it (64 hexadecimal digits,
none for the first) and of the entry's canonical text: its header as JSON, a line feed, its operations as
JSON. So a changed, lost or exchanged entry breaks every hash from there on.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, Engine, insert, select, update

from avisbuild.errors import ProjectError
from avisbuild.store.engine import reading
from avisbuild.store.operations import Operation
from avisbuild.store.rows import canonical
from avisbuild.store.tables import journal, journal_head

_ENTRIES_AT_ONCE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the journal ends: the number and the hash of its last entry, 0 and "" without one."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One edit: who did what and when (UTC, ISO 8601), and its operations as canonical JSON."""

    sequence: int
    written_at: str
    author: str
    action: str
    operations_text: str
    hash: str

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What the edit did, in order."""
        return tuple(Operation(*parts) for parts in json.loads(self.operations_text))

    @property
    def inverse(self) -> tuple[Operation, ...]:
        """What takes the edit back, in order."""
        return tuple(operation.inverse for operation in reversed(self.operations))

    def hash_after(self, previous: str) -> str:
        """The hash that this entry must have when it follows `previous`."""
        header = canonical([self.sequence, self.written_at, self.author, self.action])
        digest = hashlib.sha256(f"{previous}{header}\n".encode())
        digest.update(self.operations_text.encode())
        return digest.hexdigest()


class Journal:
    """Reads the journal of a project; only edits write to it."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    def head(self) -> Head:
        """The last entry's number and hash."""
        with reading(self._engine) as connection:
            return read_head(connection)

    def entries(self, after: int = 0) -> Iterator[Entry]:
        """The entries after the `after`-th, oldest first, read a few at a time."""
        with reading(self._engine) as connection:
            yield from read_entries(connection, after=after)

    def verify(self) -> int:
        """Check every entry against its hash and the chain against its head; the number of entries.

        Raises ProjectError naming the first entry that is wrong.
        """
        with reading(self._engine) as connection:
            head, count, previous = read_head(connection), 0, ""
            for count, entry in enumerate(read_entries(connection), start=1):
                if entry.sequence != count:
                    raise ProjectError(
                        f"{self._name}: journal entry {count} is missing (found: {entry.sequence}); "
                        "restore a copy"
                    )
                if entry.hash_after(previous) != entry.hash:
                    raise ProjectError(
                        f"{self._name}: journal entry {count} was changed after it was written: its hash "
                        "does not fit; restore a copy"
                    )
                previous = entry.hash
            if head != Head(sequence=count, hash=previous):
                raise ProjectError(
                    f"{self._name}: the journal ends at entry {count}, expected {head.sequence} with hash "
                    f"{head.hash[:12]}; restore a copy"
                )
            return count


def read_head(connection: Connection) -> Head:
    """Where the journal ends, as this transaction sees it."""
    row = connection.execute(select(journal_head.c.sequence, journal_head.c.hash)).one_or_none()
    if row is None:
        raise ProjectError("the journal has lost its head; restore a copy of the database")
    return Head(sequence=row.sequence, hash=row.hash)


def read_entries(connection: Connection, after: int = 0) -> Iterator[Entry]:
    """The entries after the `after`-th, as this transaction sees them."""
    query = select(journal).where(journal.c.sequence > after).order_by(journal.c.sequence)
    for row in connection.execution_options(yield_per=_ENTRIES_AT_ONCE).execute(query):
        yield Entry(
            sequence=row.sequence,
            written_at=row.written_at,
            author=row.author,
            action=row.action,
            operations_text=row.operations,
            hash=row.hash,
        )


def lock_head(connection: Connection) -> Head:
    """Keep other writers out until this transaction ends.

    SQLite has locked the file by now and knows no FOR UPDATE; a server locks the row.
    """
    row = connection.execute(select(journal_head).with_for_update()).one_or_none()
    if row is None:
        raise ProjectError("the journal has lost its head; restore a copy of the database")
    return Head(sequence=row.sequence, hash=row.hash)


def append(
    connection: Connection, head: Head, *, author: str, action: str, operations: Sequence[str]
) -> Head:
    """Write the entry that follows `head`; `operations` are canonical JSON each."""
    entry = Entry(
        sequence=head.sequence + 1,
        written_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        author=author,
        action=action,
        operations_text="[" + ",".join(operations) + "]",
        hash="",
    )
    after = Head(sequence=entry.sequence, hash=entry.hash_after(head.hash))
    connection.execute(
        insert(journal).values(
            sequence=entry.sequence,
            written_at=entry.written_at,
            author=author,
            action=action,
            operations=entry.operations_text,
            hash=after.hash,
        )
    )
    connection.execute(update(journal_head).values(sequence=after.sequence, hash=after.hash))
    return after
