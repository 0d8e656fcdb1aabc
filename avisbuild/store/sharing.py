"""A database with some of a project's videos alone: their rows, and of the journal what concerns them.

Entries keep their times, authors and labels, and lose what they did to other videos; those that did nothing
to these are left out. So whoever gets it can undo, and sees who did what. A last entry marks where in the
project's own journal the copy was made.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, update

from avisbuild.store import schema
from avisbuild.store.categories import CATEGORIES
from avisbuild.store.copying import make_one_file
from avisbuild.store.engine import database_url, make_engine, reading, writing
from avisbuild.store.journal import Entry, Head, Heading, append, read_entries, read_head
from avisbuild.store.kind import KINDS, Kind
from avisbuild.store.kinds.videos import INSTANCES, VIDEOS
from avisbuild.store.operations import canonical
from avisbuild.store.tables import first_categories, journal, journal_head

# What the mark is called in the journal; its fields are `sequence` and `hash` of the head it was made at.
MARK = "pack-share"
_ENTRIES_AT_ONCE = 500
_ROWS_AT_ONCE = 1000


def copy_videos(
    engine: Engine, target: Path, videos: Collection[str], *, name: str, author: str
) -> tuple[Head, Head]:
    """Write the database of a share into a SQLite file that is not there yet; raises ProjectError.

    Gives where the journal of project `name` ended when it was made, and where that of the share does.
    """
    if target.exists():
        raise FileExistsError(target)
    copy = make_engine(database_url(f"sqlite:///{target.name}", target.parent), name=name)
    try:
        schema.create(copy, name, ())  # filled below
        with reading(engine) as read, read.begin(), writing(copy) as written, written.begin():
            head = read_head(read)
            _copy_rows(read, written, sorted(videos))
            last = _copy_journal(written, filtered(read_entries(read), videos))
            append(written, last, _mark(head, author), [])
    finally:
        copy.dispose()
    return head, make_one_file(target)


def filtered(entries: Iterable[Entry], videos: Collection[str]) -> Iterator[Entry]:
    """The entries that concern these videos or the categories, chained anew; oldest first.

    Equal beginnings of a journal give equal beginnings of this, hash for hash.
    """
    instances: dict[str, str] = {}
    previous, count = "", 0
    numbers: dict[int, int] = {}
    for entry in entries:
        kept = [each for each in entry.kept_operations if _is_of(each, videos, instances)]
        if not kept and entry.kind != MARK:
            continue
        count += 1
        numbers[entry.sequence] = count
        text = "[" + ",".join(canonical(each) for each in kept) + "]"
        unchained = replace(
            entry,
            sequence=count,
            operations_text=text,
            takes_back=numbers.get(entry.takes_back, 0),
        )
        previous = unchained.hash_after(previous)
        yield replace(unchained, hash=previous)


def _is_of(operation: Any, videos: Collection[str], instances: dict[str, str]) -> bool:
    """Whether an operation, as the journal keeps it, is about these videos; `instances` counts along."""
    table, before, after = operation
    row: Mapping[str, Any] = after or before
    if table == INSTANCES.name:
        instances[row["instance_id"]] = row["video_id"]
    if table == CATEGORIES:
        return True
    owner = row.get("video_id")
    return (instances.get(row["instance_id"]) if owner is None else owner) in videos


def _mark(head: Head, author: str) -> Heading:
    return Heading(
        author=author,
        action="Pack a share",
        kind=MARK,
        fields={"sequence": head.sequence, "hash": head.hash},
    )


def _copy_rows(read: Connection, written: Connection, videos: list[str]) -> None:
    whole = [first_categories, KINDS[CATEGORIES].table]
    queries = [(table, select(table)) for table in whole]
    others = [kind for _, kind in sorted(KINDS.items()) if kind.owner != "project"]
    of_videos: list[Kind[Any]] = [VIDEOS, INSTANCES, *others]
    seen = set[str]()
    for kind in of_videos:
        if kind.name in seen or not (kind.is_journalled or kind.outlives_rebuild):
            continue  # locks are of windows that are open here
        seen.add(kind.name)
        queries += [(kind.table, select(kind.table).where(kind.of_video(each))) for each in videos]
    for table, query in queries:
        rows = read.execute(query, execution_options={"yield_per": _ROWS_AT_ONCE})
        for batch in rows.mappings().partitions(_ROWS_AT_ONCE):
            written.execute(insert(table), [dict(row) for row in batch])


def _copy_journal(written: Connection, entries: Iterable[Entry]) -> Head:
    last, batch = Head(sequence=0, hash=""), list[dict[str, Any]]()
    for entry in entries:
        batch.append(_journal_row(entry))
        last = entry.head
        if len(batch) == _ENTRIES_AT_ONCE:
            written.execute(insert(journal), batch)
            batch = []
    if batch:
        written.execute(insert(journal), batch)
    where = {"sequence": last.sequence, "hash": last.hash, "sequence_again": last.sequence}
    written.execute(update(journal_head).values(where))
    return last


def _journal_row(entry: Entry) -> dict[str, Any]:
    return {
        "sequence": entry.sequence,
        "written_at": entry.written_at,
        "author": entry.author,
        "action": entry.action,
        "operations": entry.operations_text,
        "hash": entry.hash,
        "video_id": entry.video_id,
        "takes_back": entry.takes_back,
        "kind": entry.kind,
        "fields": entry.fields_text,
    }
