"""The state while it changes: the one function that carries out operations, and what they must fit.

Live edits and the replay of the journal both go through `State.apply`, so they cannot drift apart.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from avisbuild.errors import ProjectError
from avisbuild.records import Category, CategoryId, Taxonomy, Video
from avisbuild.store.kinds import KINDS
from avisbuild.store.kinds.instances import INSTANCES
from avisbuild.store.kinds.kind import Key, Kind, Row
from avisbuild.store.kinds.videos import VIDEOS
from avisbuild.store.operations import Operation
from avisbuild.store.row_checks import record_of


class State:
    """The state under one open transaction: what is there, what may be, and what becomes of it."""

    def __init__(self, connection: Connection, taxonomy: Taxonomy) -> None:
        self._connection = connection
        self._taxonomy = taxonomy
        self._videos: dict[str, Video] = {}
        self._video_of: dict[str, str] = {}

    def apply(self, operations: Sequence[Operation]) -> None:
        """Check the operations and write them, in order.

        Raises ProjectError, after which the transaction must be rolled back.
        """
        for name, kind, batch in _batches(operations):
            for each in batch:
                if each.after is not None:
                    self.check(name, each.after)
            self._write(KINDS[name], kind, batch)
            if name in ("videos", "instances"):
                self._videos.clear()
                self._video_of.clear()

    def rows(self, name: str, keys: Collection[Key]) -> dict[Key, Row]:
        """The rows with these keys that are there, without derived columns."""
        known, wanted = KINDS[name], set(keys)
        # A list for each column, not of whole keys: SQLite would read the whole table for those. It may
        # find a few rows more.
        these = [
            known.table.c[column].in_(sorted({key[place] for key in wanted}))
            for place, column in enumerate(known.key)
        ]
        found = {known.key_of(row): row for row in self.select(name, *these)}
        return {key: row for key, row in found.items() if key in wanted}

    def select(self, name: str, *conditions: Any) -> list[Row]:
        """The rows of a table that meet the conditions, by key, without derived columns."""
        known = KINDS[name]
        query = select(*known.columns).where(*conditions).order_by(*known.table.primary_key)
        return known.found(self._connection.execute(query))

    def video(self, video_id: str) -> Video:
        """A video that must exist; raises ProjectError."""
        if video_id not in self._videos:
            found = self.rows("videos", [(video_id,)])
            if not found:
                raise ProjectError(f"there is no video {video_id!r} in this project; add it first")
            self._videos[video_id] = VIDEOS.read(found[(video_id,)])
        return self._videos[video_id]

    def video_of_instance(self, instance_id: str) -> Video:
        """The video of an instance that must exist; raises ProjectError."""
        if instance_id not in self._video_of:
            found = self.rows("instances", [(instance_id,)])
            if not found:
                raise ProjectError(
                    f"there is no instance {instance_id!r} in this project; add it first"
                )
            self._video_of[instance_id] = str(found[(instance_id,)]["video_id"])
        return self.video(self._video_of[instance_id])

    def check(self, name: str, row: Row) -> None:
        """Refuse a row that does not fit what is there; raises ProjectError."""
        known = KINDS[name]
        known.check(self, record_of(known, row))

    def category(self, category_id: int) -> Category:
        """A category of the project's taxonomy; raises ProjectError."""
        known = self._taxonomy.by_id.get(CategoryId(category_id))
        if known is None:
            raise ProjectError(f"taxonomy {self._taxonomy.name} has no category {category_id}")
        return known

    def check_contents(self, video: Video) -> None:
        """Refuse a video that what the journal says of its seconds would not fit; raises ProjectError."""
        if not self.rows("videos", [(video.video_id,)]):
            return
        inside = select(INSTANCES.table.c.instance_id).where(
            INSTANCES.table.c.video_id == video.video_id
        )
        for name, known in KINDS.items():
            if "second" not in known.key or not known.is_journalled:
                continue
            column = known.table.c
            misfit = column.second >= video.second_count
            if "height_px" in column:
                misfit |= (column.height_px != video.height_px) | (
                    column.width_px != video.width_px
                )
            belongs = (
                column.video_id == video.video_id
                if known.owner == "video"
                else column.instance_id.in_(inside)
            )
            rows = self.select(name, belongs, misfit)
            if rows:
                raise ProjectError(
                    f"video {video.video_id}: {len(rows)} {name} would not fit {video.second_count} "
                    f"seconds of {video.height_px} x {video.width_px}; remove them first"
                )

    def _write(self, known: Kind[Any], what: str, batch: Sequence[Operation]) -> None:
        table = known.table
        if what == "insert":
            self._connection.execute(insert(table), [_stored(known, each) for each in batch])
            return
        keys = [table.c[name] == bindparam(f"key_{name}") for name in known.key]
        bound = [_bound_key(known, each) for each in batch]
        if what == "delete":
            if known is VIDEOS:
                self._forget([each.key[0] for each in batch])
            result = self._connection.execute(delete(table).where(*keys), bound)
        else:
            values = [
                {**key, **_stored(known, each)} for key, each in zip(bound, batch, strict=True)
            ]
            result = self._connection.execute(update(table).where(*keys), values)
        if result.rowcount >= 0 and result.rowcount != len(batch):
            raise ProjectError(
                f"table {known.name}: expected to {what} {len(batch)} rows, found {result.rowcount}"
            )

    def _forget(self, video_ids: Sequence[str]) -> None:
        """Drop what no operation will drop, as no journal knows of it."""
        for known in KINDS.values():
            if not known.is_journalled:
                column = known.table.c.video_id
                self._connection.execute(delete(known.table).where(column.in_(video_ids)))


def _batches(operations: Sequence[Operation]) -> Iterator[tuple[str, str, list[Operation]]]:
    """Neighbours of one table and kind, to be checked and then written together."""
    for (name, kind), run in groupby(operations, key=lambda each: (each.table, each.kind)):
        if (name, kind) == ("instances", "update"):
            # Instances may exchange their numbers by way of a third: each step fits only after the last.
            yield from ((name, kind, [each]) for each in run)
        else:
            yield name, kind, list(run)


def _bound_key(known: Kind[Any], operation: Operation) -> dict[str, Any]:
    return {f"key_{name}": value for name, value in zip(known.key, operation.key, strict=True)}


def _stored(known: Kind[Any], operation: Operation) -> dict[str, Any]:
    return known.stored(operation.after or {})
