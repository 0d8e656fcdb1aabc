"""The journal: every edit in order, each entry chained to the one before by its hash.

The store only ever adds to it. An entry's hash is SHA-256 of the hash before it (64 hexadecimal digits,
none for the first) and of the entry's canonical text: its header as JSON, a line feed, its operations as
JSON. An entry about one video has that and what it takes back in its header, too, and one with a kind or
fields all four. So a changed, lost or exchanged entry breaks every hash from there on.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Engine,
    Row,
    Select,
    case,
    func,
    insert,
    select,
    update,
)

from avisbuild.errors import ProjectError
from avisbuild.messages import TEMPLATES, Message
from avisbuild.records import VideoId
from avisbuild.store.engine import corrupt_rows_as_errors, reading
from avisbuild.store.operations import Operation, canonical
from avisbuild.store.tables import journal, journal_head

_ENTRIES_AT_ONCE = 200
_READ_AT_ONCE = 10
# The columns that every schema has.
_HEAD = select(journal_head.c.sequence, journal_head.c.hash)

# What an edit did, to be counted and to be said in any language: names of one kind's own, and plain values.
# One that is a message itself is an object with its kind and its fields.
Fields = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where the journal ends: the number and the hash of its last entry, 0 and "" without one."""

    sequence: int
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What an edit says of itself: who, what, and of an edit of one video that, and what it takes back.

    `takes_back` is the number of the entry whose inverse this is, 0 for none: an undo takes back an
    edit, and a redo an undo. `kind` and `fields` say in short what `action` says in words.
    """

    author: str
    action: str
    video_id: str = ""
    takes_back: int = 0
    kind: str = ""
    fields: Fields = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One edit: who did what and when (UTC, ISO 8601), and its operations as canonical JSON."""

    sequence: int
    written_at: str
    author: str
    action: str
    operations_text: str
    hash: str
    video_id: str = ""
    takes_back: int = 0
    kind: str = ""
    fields_text: str = ""

    @property
    def fields(self) -> Fields:
        """What is said of the edit beside its kind."""
        return _fields_from_text(self.fields_text)

    @property
    def head(self) -> Head:
        """The end of a journal that ends with this entry."""
        return Head(sequence=self.sequence, hash=self.hash)

    @property
    def step(self) -> "Step":
        """The entry without its operations, which the history of undo does not need."""
        return Step(
            self.sequence, self.author, self.action, self.takes_back, self.kind, self.fields
        )

    @property
    def operations(self) -> tuple[Operation, ...]:
        """What the edit did, in order."""
        return tuple(Operation.of(*parts) for parts in json.loads(self.operations_text))

    @property
    def kept_operations(self) -> list[list[Any]]:
        """The operations as they were written: a table, and a row before and after."""
        kept: list[list[Any]] = json.loads(self.operations_text)
        return kept

    @property
    def inverse(self) -> tuple[Operation, ...]:
        """What takes the edit back, in order."""
        return tuple(operation.inverse for operation in reversed(self.operations))

    def hash_after(self, previous: str) -> str:
        """Hash the entry together with the hash of the one before it: a change breaks all that follow."""
        parts: list[object] = [self.sequence, self.written_at, self.author, self.action]
        if self.kind or self.fields_text:
            parts += [self.video_id, self.takes_back, self.kind, self.fields_text]
        elif self.video_id or self.takes_back:
            parts += [self.video_id, self.takes_back]
        header = canonical(parts)
        digest = hashlib.sha256(f"{previous}{header}\n".encode())
        digest.update(self.operations_text.encode())
        return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Step:
    """One entry of the journal about one video, as the history of its edits needs it."""

    sequence: int
    author: str
    action: str
    takes_back: int
    kind: str = ""
    fields: Fields = field(default_factory=dict, hash=False)

    @property
    def label(self) -> Message:
        """What the edit is called; one that was written without a kind has its English label only."""
        if self.kind in TEMPLATES:
            return Message.of_document(self.kind, self.fields)
        return Message("said", text=self.action)


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

    def entries_and_taken_back(self) -> Iterator[tuple[Entry, bool]]:
        """Every entry, oldest first, with whether it was taken back and not done again."""
        with reading(self._engine) as connection, connection.begin():
            taken_back = read_taken_back(connection)
            for entry in read_entries(connection, at_once=_READ_AT_ONCE):
                yield entry, entry.sequence in taken_back

    def entry(self, sequence: int) -> Entry:
        """One entry by its number; raises ProjectError when it is not there."""
        with reading(self._engine) as connection:
            row = connection.execute(
                select(journal).where(journal.c.sequence == sequence)
            ).one_or_none()
        if row is None:
            raise ProjectError("no-journal-entry", project=self._name, number=sequence)
        return _entry_from_row(row)

    def steps(self, video_id: VideoId, *, after: int = 0) -> list[Step]:
        """The entries about one video after the `after`-th, oldest first, without what they did."""
        with reading(self._engine) as connection:
            return read_steps(connection, video_id, after=after)

    def entries_of(self, video_id: VideoId) -> Iterator[Entry]:
        """The entries about one video with what they did, oldest first, read a few at a time."""
        with reading(self._engine) as connection:
            yield from read_entries(connection, about=video_id)

    def verify(self) -> int:
        """Check every entry against its hash and the chain against its head; the number of entries.

        Raises ProjectError naming the first entry that is wrong.
        """
        with corrupt_rows_as_errors(self._name), reading(self._engine) as connection:
            head, count, previous = read_head(connection), 0, ""
            for count, entry in enumerate(read_entries(connection), start=1):
                if entry.sequence != count:
                    raise ProjectError(
                        "entry-missing", project=self._name, number=count, found=entry.sequence
                    )
                if entry.hash_after(previous) != entry.hash:
                    raise ProjectError("entry-changed", project=self._name, number=count)
                previous = entry.hash
            if head != Head(sequence=count, hash=previous):
                raise ProjectError(
                    "journal-cut-off",
                    project=self._name,
                    number=count,
                    expected=head.sequence,
                    hash=head.hash[:12],
                )
            return count


def read_head(connection: Connection) -> Head:
    """Where the journal ends, as this transaction sees it."""
    return _read_head(connection, _HEAD)


def has_held(connection: Connection, head: Head) -> bool:
    """Whether the journal ended with `head` once; not so where another copy of it was put in its place."""
    query = select(journal.c.hash).where(journal.c.sequence == head.sequence)
    return head.sequence == 0 or connection.execute(query).scalar_one_or_none() == head.hash


def read_entries(
    connection: Connection,
    after: int = 0,
    *,
    about: str | None = None,
    touching: str = "",
    newest_first: bool = False,
    at_once: int = _ENTRIES_AT_ONCE,
) -> Iterator[Entry]:
    """The entries after the `after`-th, as this transaction sees them.

    Only those that say they are `about` a video, or with "" about no single one; with `touching`, only
    those in whose operations that table is named. `at_once` are fetched at a time, in order or
    `newest_first`.
    """
    place = journal.c.sequence
    query = select(journal).where(place > after).order_by(place.desc() if newest_first else place)
    if about is not None:
        query = query.where(journal.c.video_id == about)
    if touching:
        query = query.where(journal.c.operations.contains(f'"{touching}"', autoescape=True))
    for row in connection.execute(query, execution_options={"yield_per": at_once}):
        yield _entry_from_row(row)


def read_taken_back(connection: Connection) -> frozenset[int]:
    """The numbers of the entries that were taken back; an edit that was done again is none of them."""
    columns = journal.c.sequence, journal.c.takes_back
    query = select(*columns).where(columns[1] > 0).order_by(columns[0].desc())
    taken_back: set[int] = set()
    for sequence, takes_back in connection.execute(query):
        # An undo that was taken back, which is a redo, takes nothing back.
        if sequence not in taken_back:
            taken_back.add(takes_back)
    return frozenset(taken_back)


def read_steps(connection: Connection, video_id: VideoId, *, after: int = 0) -> list[Step]:
    """The entries about one video after the `after`-th, as this transaction sees them."""
    names = ("sequence", "author", "action", "takes_back", "kind", "fields")
    columns = (journal.c[name] for name in names)
    query = (
        select(*columns)
        .where(journal.c.video_id == video_id, journal.c.sequence > after)
        .order_by(journal.c.sequence)
    )
    return [
        Step(
            row.sequence,
            row.author,
            row.action,
            row.takes_back,
            row.kind,
            _fields_from_text(row.fields),
        )
        for row in connection.execute(query)
    ]


def read_last_entries(
    connection: Connection, *, after: int, most_characters: int
) -> tuple[Entry, ...] | None:
    """The entries after the `after`-th, of all videos; None when there are many, or together too long."""
    text = journal.c.operations
    is_short = func.length(text) <= most_characters
    columns = [each for each in journal.c if each is not text]
    query = (
        select(*columns)
        .add_columns(case((is_short, text)).label("operations"))
        .where(journal.c.sequence > after)
        .order_by(journal.c.sequence)
        .limit(_ENTRIES_AT_ONCE)
    )
    entries: list[Entry] = []
    characters = 0
    # A few at a time, so that no more is fetched than is worth following.
    with connection.execute(query, execution_options={"yield_per": _READ_AT_ONCE}) as rows:
        for row in rows:
            characters += most_characters + 1 if row.operations is None else len(row.operations)
            if characters > most_characters:
                return None
            entries.append(_entry_from_row(row))
    return None if len(entries) == _ENTRIES_AT_ONCE else tuple(entries)


def _entry_from_row(row: Row[Any]) -> Entry:
    return Entry(
        sequence=row.sequence,
        written_at=row.written_at,
        author=row.author,
        action=row.action,
        operations_text=row.operations,
        hash=row.hash,
        video_id=row.video_id,
        takes_back=row.takes_back,
        kind=row.kind,
        fields_text=row.fields,
    )


def _fields_from_text(text: str) -> Fields:
    fields: Fields = json.loads(text) if text else {}
    return fields


def lock_head(connection: Connection) -> Head:
    """Keep other writers out until this transaction ends.

    SQLite has locked the file by now and knows no FOR UPDATE; a server locks the row.
    """
    return _read_head(connection, _HEAD.with_for_update())


def _read_head(connection: Connection, query: Select[int, str]) -> Head:
    row = connection.execute(query).one_or_none()
    if row is None:
        raise ProjectError("journal-headless")
    return Head(sequence=row.sequence, hash=row.hash)


def append(connection: Connection, head: Head, heading: Heading, operations: Sequence[str]) -> Head:
    """Write the entry that follows `head`; `operations` are canonical JSON each."""
    entry = Entry(
        sequence=head.sequence + 1,
        written_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        author=heading.author,
        action=heading.action,
        video_id=heading.video_id,
        takes_back=heading.takes_back,
        kind=heading.kind,
        fields_text=canonical(dict(heading.fields)) if heading.fields else "",
        operations_text="[" + ",".join(operations) + "]",
        hash="",
    )
    after = Head(sequence=entry.sequence, hash=entry.hash_after(head.hash))
    connection.execute(
        insert(journal).values(
            sequence=entry.sequence,
            written_at=entry.written_at,
            author=entry.author,
            action=entry.action,
            operations=entry.operations_text,
            hash=after.hash,
            video_id=entry.video_id,
            takes_back=entry.takes_back,
            kind=entry.kind,
            fields=entry.fields_text,
        )
    )
    connection.execute(
        update(journal_head).values(
            sequence=after.sequence, hash=after.hash, sequence_again=after.sequence
        )
    )
    return after
