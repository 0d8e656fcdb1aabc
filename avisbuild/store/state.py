"""The state while it changes: the one function that carries out operations, and what they must fit.

Live edits and the replay of the journal both go through `State.apply`, so they cannot drift apart.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from avisbuild.errors import ProjectError
from avisbuild.masks import area, box_xywh
from avisbuild.records import Category, CategoryId, Taxonomy, Video
from avisbuild.store import tables
from avisbuild.store.legality import check_counts, check_values
from avisbuild.store.operations import Key, Operation, key_of
from avisbuild.store.rows import Row, rle_of, video_of


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
            self._write(tables.STATE[name], kind, batch)
            if name in ("videos", "instances"):
                self._videos.clear()
                self._video_of.clear()

    def rows(self, name: str, keys: Collection[Key]) -> dict[Key, Row]:
        """The rows with these keys that are there, without derived columns."""
        table, wanted = tables.STATE[name], set(keys)
        # A list for each column, not of whole keys: SQLite would read the whole table for those. It may
        # find a few rows more.
        these = [
            column.in_(sorted({key[place] for key in wanted}))
            for place, column in enumerate(table.primary_key)
        ]
        found = {key_of(table, row): row for row in self.select(name, *these)}
        return {key: row for key, row in found.items() if key in wanted}

    def select(self, name: str, *conditions: Any) -> list[Row]:
        """The rows of a table that meet the conditions, by key, without derived columns."""
        table = tables.STATE[name]
        columns = [column for column in table.columns if column.name not in tables.DERIVED]
        query = select(*columns).where(*conditions).order_by(*table.primary_key)
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def video(self, video_id: str) -> Video:
        """A video that must exist; raises ProjectError."""
        if video_id not in self._videos:
            found = self.rows("videos", [(video_id,)])
            if not found:
                raise ProjectError(f"there is no video {video_id!r} in this project; add it first")
            self._videos[video_id] = video_of(found[(video_id,)])
        return self._videos[video_id]

    def video_of_instance(self, instance_id: str) -> Video:
        """The video of an instance that must exist; raises ProjectError."""
        if instance_id not in self._video_of:
            found = self.rows("instances", [(instance_id,)])
            if not found:
                raise ProjectError(
                    f"there is no instance {instance_id!r} in this project; add it first"
                )
            self._video_of[instance_id] = found[(instance_id,)]["video_id"]
        return self.video(self._video_of[instance_id])

    def check(self, name: str, row: Row) -> None:
        """Refuse a row that does not fit what is there; raises ProjectError."""
        check_values(name, row)
        _CHECKS[name](self, row)

    def category(self, category_id: int) -> Category:
        """A category of the project's taxonomy; raises ProjectError."""
        known = self._taxonomy.by_id.get(CategoryId(category_id))
        if known is None:
            raise ProjectError(f"taxonomy {self._taxonomy.name} has no category {category_id}")
        return known

    def _write(self, table: Table, kind: str, batch: Sequence[Operation]) -> None:
        if kind == "insert":
            self._connection.execute(insert(table), [_stored(each) for each in batch])
            return
        keys = [column == bindparam(f"key_{column.name}") for column in table.primary_key]
        bound = [_bound_key(table, each) for each in batch]
        if kind == "delete":
            statement = delete(table).where(*keys)
            result = self._connection.execute(statement, bound)
        else:
            values = [{**key, **_stored(each)} for key, each in zip(bound, batch, strict=True)]
            result = self._connection.execute(update(table).where(*keys), values)
        if result.rowcount >= 0 and result.rowcount != len(batch):
            raise ProjectError(
                f"table {table.name}: expected to {kind} {len(batch)} rows, found {result.rowcount}"
            )


def _batches(operations: Sequence[Operation]) -> Iterator[tuple[str, str, list[Operation]]]:
    """Neighbours of one table and kind, to be checked and then written together."""
    for (name, kind), run in groupby(operations, key=lambda each: (each.table, each.kind)):
        if (name, kind) == ("instances", "update"):
            # Instances may exchange their numbers by way of a third: each step fits only after the last.
            yield from ((name, kind, [each]) for each in run)
        else:
            yield name, kind, list(run)


def _bound_key(table: Table, operation: Operation) -> dict[str, Any]:
    columns = [column.name for column in table.primary_key]
    return {f"key_{name}": value for name, value in zip(columns, operation.key, strict=True)}


def _stored(operation: Operation) -> dict[str, Any]:
    row = dict(operation.after or {})
    if operation.table in ("masks", "proposals"):
        check_counts(row)
    if operation.table == "masks":
        rle = rle_of(row)
        x, y, width, height = box_xywh(rle)
        row |= {
            "area": area(rle),
            "box_x": int(x),
            "box_y": int(y),
            "box_width": int(width),
            "box_height": int(height),
        }
    return row


def _check_video(state: State, row: Row) -> None:
    """A video may change as long as its masks and sounding cells still fit."""
    video = video_of(row)
    known = state.rows("videos", [(video.video_id,)])
    if not known:
        return
    inside = select(tables.instances.c.instance_id).where(
        tables.instances.c.video_id == video.video_id
    )
    for name in ("masks", "proposals", "sounding", "silences"):
        table = tables.STATE[name]
        misfit = table.c.second >= video.second_count
        if name in ("masks", "proposals"):
            misfit |= (table.c.height_px != video.height_px) | (table.c.width_px != video.width_px)
        belongs = (
            table.c.video_id == video.video_id
            if name == "silences"
            else table.c.instance_id.in_(inside)
        )
        rows = state.select(name, belongs, misfit)
        if rows:
            raise ProjectError(
                f"video {video.video_id}: {len(rows)} {name} would not fit {video.second_count} seconds of "
                f"{video.height_px} x {video.width_px}; remove them first"
            )


def _check_instance(state: State, row: Row) -> None:
    state.video(row["video_id"])
    category = state.category(row["category_id"])
    table = tables.instances
    twins = state.select(
        "instances",
        table.c.video_id == row["video_id"],
        table.c.category_id == row["category_id"],
        table.c.number == row["number"],
        table.c.instance_id != row["instance_id"],
    )
    if twins:
        raise ProjectError(
            f"video {row['video_id']} has a {category.name}_{row['number']} already; choose another number"
        )


def _check_cell(state: State, row: Row) -> None:
    video = state.video_of_instance(row["instance_id"])
    if not 0 <= row["second"] < video.second_count:
        raise ProjectError(
            f"video {video.video_id}: expected a second from 0 to {video.second_count - 1}, "
            f"got {row['second']} for instance {row['instance_id']}"
        )


def _check_picture(state: State, row: Row) -> None:
    _check_cell(state, row)
    video = state.video_of_instance(row["instance_id"])
    if (row["height_px"], row["width_px"]) != video.size:
        raise ProjectError(
            f"video {video.video_id}: expected masks of {video.height_px} x {video.width_px}, "
            f"got {row['height_px']} x {row['width_px']} for instance {row['instance_id']}, "
            f"second {row['second']}"
        )


def _check_round(state: State, row: Row) -> None:
    state.video(row["video_id"])
    if row["number"] < 1:
        raise ProjectError(f"video {row['video_id']}: expected a round from 1, got {row['number']}")


def _check_silence(state: State, row: Row) -> None:
    video = state.video(row["video_id"])
    if not 0 <= row["second"] < video.second_count:
        raise ProjectError(
            f"video {video.video_id}: expected a second from 0 to {video.second_count - 1}, "
            f"got {row['second']}"
        )


def _check_comment(state: State, row: Row) -> None:
    video = state.video(row["video_id"])
    if row["second"] is not None and not 0 <= row["second"] < video.second_count:
        raise ProjectError(
            f"video {video.video_id}: expected a second from 0 to {video.second_count - 1}, "
            f"got {row['second']}"
        )
    if row["instance_id"] is not None and state.video_of_instance(row["instance_id"]) != video:
        raise ProjectError(f"instance {row['instance_id']} is not in video {video.video_id}")


_CHECKS: dict[str, Callable[[State, Row], None]] = {
    "videos": _check_video,
    "instances": _check_instance,
    "sounding": _check_cell,
    "masks": _check_picture,
    "proposals": _check_picture,
    "rounds": _check_round,
    "silences": _check_silence,
    "comments": _check_comment,
}
