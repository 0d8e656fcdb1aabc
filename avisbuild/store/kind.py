"""The description of a table (`Kind`), and what follows from it: columns, and records as rows and back."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field
from typing import Any, Generic, Literal, TypeVar, cast

import msgspec
import sqlalchemy as sa
from msgspec import inspect

from avisbuild.errors import ProjectError
from avisbuild.records import Rle
from avisbuild.store.tables import metadata

R = TypeVar("R")
Value = str | int | float | bool | Sequence[str] | Sequence[int] | None
# By column name; JSON values only, so that the journal can keep a row as it is.
Row = Mapping[str, Value]
Key = tuple[Any, ...]

_COLUMN_TYPES: Mapping[type[inspect.Type], type[sa.types.TypeEngine[Any]]] = {
    inspect.StrType: sa.Text,
    inspect.EnumType: sa.Text,
    inspect.IntType: sa.Integer,
    inspect.FloatType: sa.Double,
    inspect.BoolType: sa.Boolean,
    inspect.LiteralType: sa.Text,
    inspect.VarTupleType: sa.JSON,
    inspect.TupleType: sa.JSON,
}
# What a value becomes, so that it is equal to what a database gives back.
_AS_KEPT: Mapping[type, Callable[[Any], Value]] = {sa.Double: float, sa.JSON: list}
# Half a surrogate pair comes from bytes on a command line, or in a JSON, that were no text.
_NO_TEXT = re.compile("[\ud800-\udfff]")
# What not every database keeps: the kind of message, and whether a value is such a one.
_REFUSED: Mapping[type, tuple[str, Callable[[Any], object]]] = {
    str: (
        "text-not-plain",
        lambda text: "\0" in text or (not text.isascii() and _NO_TEXT.search(text)),
    ),
    int: ("number-too-large", lambda number: abs(number) >= 2**31),
    float: ("number-not-finite", lambda number: not math.isfinite(number)),
}
_LACKING = {"videos": "no-such-video", "instances": "no-such-instance"}
# What a field of type Rle becomes.
_RLE_COLUMNS = msgspec.defstruct("Rle", [("height_px", int), ("width_px", int), ("counts", str)])


@dataclass(eq=False)
class Kind(Generic[R]):
    """One table of the state: a row for each `record`, whose fields are its columns.

    A field that is a record itself lends its own fields. `owner` is what a row belongs to, and what
    its first column refers to: that must be there, and a second or a picture must fit its video. `check` is
    given the `State`, and refuses what else does not fit. `derived` are columns that follow from the others,
    in order of what `derive` gives, which may refuse a record, too. Columns that came later than a row of
    the journal are filled in by `fill`, or with the fields' defaults. A table that `is_later` than 0.2, and
    columns that came `later`, count in a digest only where they hold something: what 0.2 printed still holds.
    """

    name: str
    record: type[R]
    _: KW_ONLY
    key: tuple[str, ...]
    owner: Literal["project", "video", "instance"]
    check: Callable[[Any, R], None] = lambda _state, _record: None
    derived: tuple[str, ...] = ()
    derive: Callable[[R], Sequence[int]] = lambda _record: ()
    fill: Callable[[Row], Row] = lambda _row: {}
    unique: tuple[str, ...] = ()
    is_journalled: bool = True
    is_annotation: bool = False
    outlives_rebuild: bool = False
    is_later: bool = False
    later: tuple[str, ...] = ()
    table: sa.Table = field(init=False, repr=False)
    columns: Mapping[str, sa.Column[Any]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        own = {each.name: each for each in _record_fields(self.record)}
        self._nested = {
            name: each.type.cls
            for name, each in own.items()
            if isinstance(each.type, inspect.DataclassType)
        }
        lent = {
            name: _record_fields(_RLE_COLUMNS if kind is Rle else kind)
            for name, kind in self._nested.items()
        }
        fields = [part for name, each in own.items() for part in lent.get(name, (each,))]
        columns = [self._column(each) for each in fields]
        columns += [sa.Column(name, sa.Integer, nullable=False) for name in self.derived]
        unique = [sa.UniqueConstraint(*self.unique)] if self.unique else []
        self.table = sa.Table(self.name, metadata, *columns, *unique)
        self.columns = {each.name: self.table.c[each.name] for each in fields}
        kinds = {name: type(column.type) for name, column in self.columns.items()}
        self._as_kept = {name: _AS_KEPT[kind] for name, kind in kinds.items() if kind in _AS_KEPT}
        KINDS[self.name] = BY_RECORD[self.record] = self

    def key_of(self, row: Row) -> Key:
        return tuple([row[name] for name in self.key])

    def of_video(self, video_id: str) -> sa.ColumnElement[bool]:
        """The condition on rows that they belong to a video or to its instances."""
        if self.owner != "instance":
            return self.table.c.video_id == video_id
        instances = metadata.tables["instances"].c
        inside = sa.select(instances.instance_id).where(instances.video_id == video_id)
        return self.table.c.instance_id.in_(inside)

    def rows(self, connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[Row]:
        """The rows that meet the conditions, by key (by code point, whatever the database sorts by)."""
        found = connection.execute(sa.select(*self.columns.values()).where(*conditions))
        rows = [dict(zip(self.columns, row, strict=True)) for row in found]
        return sorted(rows, key=self.key_of)

    def records(self, connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[R]:
        """The records of the rows that meet the conditions, by key."""
        return [self.read(row) for row in self.rows(connection, *conditions)]

    def one(self, connection: sa.Connection, name: str) -> R:
        """A video or an instance by its id; raises ProjectError when it is not there."""
        for found in self.records(connection, self.table.c[self.key[0]] == name):
            return found
        raise ProjectError(_LACKING[self.name], name=name)

    def row(self, record: R) -> dict[str, Any]:
        """The row of a record; numpy's numbers become Python's."""
        row: dict[str, Any] = msgspec.to_builtins(
            record, builtin_types=(bytes,), enc_hook=lambda number: number.item()
        )
        for name, kind in self._nested.items():
            part = row.pop(name)
            if kind is Rle:
                # COCO's counts use the characters 0 to o only, so JSON and databases take them as text.
                row["height_px"], row["width_px"] = map(int, part["size"])
                row["counts"] = part["counts"].decode("ascii")
            else:
                row |= part
        for name, kept in self._as_kept.items():
            row[name] = None if row[name] is None else kept(row[name])
        return row

    def read(self, row: Mapping[str, Any]) -> R:
        """The record of a row; raises ValueError where there is none."""
        if self._nested:
            row = {**row, **dict.fromkeys(self._nested, row)}
            if "rle" in row:
                size = row["height_px"], row["width_px"]
                row["rle"] = {"size": size, "counts": row["counts"].encode("ascii")}
        return msgspec.convert(row, self.record)

    def checked(self, row: Row) -> R:
        """The record of a row; raises ProjectError for what no record, or not every database, can hold."""
        try:
            record = self.read(row)
        except ValueError as error:
            raise ProjectError("row-unfit", table=self.name, reason=error) from error
        for column, value in row.items():
            kind, is_refused = _REFUSED.get(type(value), ("", bool))
            if kind and is_refused(value):
                raise ProjectError(kind, table=self.name, column=column, value=value)
        return record

    def complete(self, row: Row | None) -> Row | None:
        """A row of the journal with the columns that came after it was written."""
        if row is None or len(row) >= len(self.columns):
            return row
        return self.row(self.read({**self.fill(row), **row}))

    def _column(self, each: inspect.Field) -> sa.Column[Any]:
        kind = each.type.types[0] if isinstance(each.type, inspect.UnionType) else each.type
        refers = each.name == f"{self.owner}_id"
        return sa.Column(
            each.name,
            _COLUMN_TYPES[type(kind)],
            *([sa.ForeignKey(f"{self.owner}s.{each.name}")] if refers else []),
            primary_key=each.name in self.key,
            autoincrement=False,
            nullable=kind is not each.type,
        )


# Every table that was described, by name and by its records.
KINDS: dict[str, Kind[Any]] = {}
BY_RECORD: dict[type, Kind[Any]] = {}


def kind_of(record: type[R]) -> Kind[R]:
    """The table that keeps records of a type."""
    return BY_RECORD[record]


def _record_fields(record: type) -> tuple[inspect.Field, ...]:
    return cast(inspect.DataclassType | inspect.StructType, inspect.type_info(record)).fields
