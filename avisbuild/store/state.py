"""The state while it changes: the one function that carries out operations, and what they must fit.

Live edits and the replay of the journal both go through `State.apply`, so they cannot drift apart.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, cast

from sqlalchemy import Connection, bindparam, delete, insert, update

from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import Instance, Taxonomy, Video
from avisbuild.store.categories import CATEGORIES, read_taxonomy
from avisbuild.store.kind import KINDS, Key, Kind, R, Row, kind_of
from avisbuild.store.operations import Operation

# Bounds the rows in one statement; SQLite binds 32,766 values at most, a key has up to three.
MOST_ROWS = 1000
# The tables that rows of others refer to; among the others, the order of writing does not matter.
FOUNDATIONS = frozenset({"categories", "videos", "instances"})


class State:
    """The state under one open transaction: what is there, what may be, and what becomes of it."""

    def __init__(self, connection: Connection, taxonomy_name: str) -> None:
        self.connection = connection
        self._taxonomy_name = taxonomy_name
        self._taxonomy: Taxonomy | None = None
        self._known: dict[tuple[type, str], object] = {}

    @property
    def taxonomy(self) -> Taxonomy:
        """The categories that are in use now."""
        if self._taxonomy is None:
            self._taxonomy = read_taxonomy(self.connection, self._taxonomy_name)
        return self._taxonomy

    def apply(self, operations: Iterable[Operation], *, expecting: bool = False) -> None:
        """Check the operations and write them, in order.

        Raises ProjectError, after which the transaction must be rolled back: a ConflictError where rows are
        `expecting` to be what the operations say they were, and are not.
        """
        for kind, what, batch in _batches(operations):
            known = self.rows(kind, batch) if expecting else {}
            rows = []
            for key, each in batch.items():
                if expecting and known.get(key) != each.before:
                    raise ConflictError("row-changed", table=kind.name, key=str(key))
                if each.after is not None:
                    derived = kind.derive(self.check(kind, each.after))
                    rows.append({**each.after, **dict(zip(kind.derived, derived, strict=True))})
            self._write(kind, what, list(batch), rows)
            if kind.name in FOUNDATIONS:
                self._known.clear()
            if kind.name == CATEGORIES:
                self._taxonomy = None

    def rows(self, kind: Kind[Any], keys: Collection[Key]) -> dict[Key, Row]:
        """The rows with these keys that are there, without derived columns."""
        # A list for each column, not of whole keys: SQLite would read the whole table for those. It may
        # find a few rows more.
        these = [
            kind.table.c[column].in_(sorted({key[place] for key in keys}))
            for place, column in enumerate(kind.key)
        ]
        found = {kind.key_of(row): row for row in kind.rows(self.connection, *these)}
        return {key: row for key, row in found.items() if key in keys}

    def one(self, record: type[R], name: str) -> R:
        """A video or an instance by its id; raises ProjectError when it is not there."""
        if (record, name) not in self._known:
            self._known[record, name] = kind_of(record).one(self.connection, name)
        return cast(R, self._known[record, name])

    def check(self, kind: Kind[R], row: Row) -> R:
        """The record of a row; raises ProjectError for one that does not fit what is there."""
        record = kind.checked(row)
        kind.check(self, record)
        if isinstance(record, Video):
            self._check_contents(record)
        if kind.owner == "project":
            return record
        own = row["video_id"] if kind.owner == "video" else None
        name = own or self.one(Instance, str(row["instance_id"])).video_id
        misfit = _misfit(row, self.one(Video, str(name)))
        if misfit is not None:
            raise ProjectError(misfit)
        return record

    def _check_contents(self, video: Video) -> None:
        """Refuse a video that what the journal says of its seconds would not fit."""
        for name, kind in sorted(KINDS.items()):
            if "second" in kind.key and kind.is_journalled:
                rows = kind.rows(self.connection, kind.of_video(video.video_id))
                if count := sum(_misfit(row, video) is not None for row in rows):
                    said = _said(video)
                    raise ProjectError("contents-do-not-fit", count=count, table=name, **said)

    def _write(
        self, kind: Kind[Any], what: str, keys: Sequence[Key], rows: Sequence[Mapping[str, Any]]
    ) -> None:
        if what == "insert":
            self.connection.execute(insert(kind.table), rows)
            return
        if what == "delete" and kind.name in FOUNDATIONS:
            for other in KINDS.values():
                # No operation will drop what no journal knows of.
                if not other.is_journalled and f"{other.owner}s" == kind.name:
                    is_of_these = other.table.c[kind.key[0]].in_([name for (name,) in keys])
                    self.connection.execute(delete(other.table).where(is_of_these))
        statement = update(kind.table) if what == "update" else delete(kind.table)
        for place, name in enumerate(kind.key):
            statement = statement.where(kind.table.c[name] == bindparam(f"key_{place}"))
        bound = [{f"key_{place}": each for place, each in enumerate(key)} for key in keys]
        if what == "update":
            bound = [{**key, **row} for key, row in zip(bound, rows, strict=True)]
        found = self.connection.execute(statement, bound).rowcount
        if found >= 0 and found != len(keys):
            where = {"table": kind.name, "what": what}
            raise ProjectError("rows-not-there", count=len(keys), found=found, **where)


def _misfit(row: Mapping[str, Any], video: Video) -> Message | None:
    """What of a row, its second or its picture, does not fit its video."""
    second = row.get("second")
    if second is not None and not 0 <= second < video.second_count:
        return Message("second-outside", second=second, last=video.second_count - 1, **_said(video))
    if "counts" in row and (row["height_px"], row["width_px"]) != video.size:
        found = {name: row[name] for name in ("instance_id", "height_px", "width_px")}
        return Message("mask-size", second=second, **found, **_said(video))
    return None


def _place(row: Row) -> tuple[object, ...]:
    """What no two instances share: the video, the category and the number."""
    return row["video_id"], row["category_id"], row["number"]


def _said(video: Video) -> dict[str, object]:
    size = f"{video.height_px} x {video.width_px}"
    return {"video": video.video_id, "seconds": video.second_count, "size": size}


def _batches(
    operations: Iterable[Operation],
) -> Iterator[tuple[Kind[Any], str, dict[Key, Operation]]]:
    """Neighbours of one table and kind, no row twice: to be looked up, checked and written together."""
    for (name, what), run in groupby(operations, key=lambda each: (each.table, each.kind)):
        batch: dict[Key, Operation] = {}
        touched: set[tuple[object, ...]] = set()
        for each in run:
            # Instances may exchange their numbers by way of a third: such a step fits only after the last.
            moved = (name, what) == ("instances", "update")
            places = [_place(row) for row in (each.before, each.after) if row and moved]
            is_next = moved and places[-1] in touched
            if each.key in batch or len(batch) == MOST_ROWS or is_next:
                yield KINDS[name], what, batch
                batch, touched = {}, set()
            batch[each.key] = each
            touched.update(places)
        yield KINDS[name], what, batch
