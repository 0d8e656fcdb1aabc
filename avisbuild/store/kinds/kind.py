"""What a description of a table says, and what follows from it: columns, rows of records, records of rows."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields, is_dataclass
from enum import StrEnum
from functools import cached_property
from types import NoneType
from typing import Any, Generic, Literal, Protocol, TypeVar, get_args, get_origin, get_type_hints

import msgspec
from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Double,
    ForeignKey,
    Integer,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.types import TypeEngine

from avisbuild.records import Category, Rle, Video
from avisbuild.store.tables import metadata

R = TypeVar("R")
Value = str | int | float | bool | Sequence[str] | None
# By column name; JSON values only, so that the journal can keep a row as it is.
Row = Mapping[str, Value]
Key = tuple[Any, ...]

# One for all: json.dumps would make one a call.
_ENCODER = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False)
_COLUMN_TYPES: dict[type, type[TypeEngine[Any]]] = {
    str: Text,
    int: Integer,
    float: Double,
    bool: Boolean,
    tuple: JSON,
}
# What the records' fields of type Rle become.
_RLE_COLUMNS: dict[str, type] = {"height_px": int, "width_px": int, "counts": str}


class Facts(Protocol):
    """What a row must fit: the state as it is at that moment; each call raises ProjectError."""

    def video(self, video_id: str) -> Video:
        """A video that must exist."""

    def video_of_instance(self, instance_id: str) -> Video:
        """The video of an instance that must exist."""

    def category(self, category_id: int) -> Category:
        """A category that the taxonomy must have."""

    def select(self, name: str, *conditions: Any) -> list[Row]:
        """The rows of a table that meet the conditions."""

    def check_contents(self, video: Video) -> None:
        """Refuse a video that what belongs to it would not fit."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind(Generic[R]):
    """One table of the state: a row for each `record`, whose fields are its columns.

    A field that is a record itself lends its own fields. `owner` is what a row belongs to, and what
    its first column refers to. `derived` are columns that follow from the others, in order of what
    `derive` gives, which may refuse a record, too. `check` refuses what does not fit the rest of the
    project. Columns that came later than a row of the journal are filled in by `fill`, or with the
    fields' defaults.
    """

    name: str
    record: type[R]
    key: tuple[str, ...]
    owner: Literal["project", "video", "instance"]
    check: Callable[[Facts, R], None]
    derived: tuple[str, ...] = ()
    derive: Callable[[R], Sequence[int]] | None = None
    fill: Callable[[Row], Row] = lambda _row: {}
    unique: tuple[str, ...] = ()
    is_journalled: bool = True
    is_annotation: bool = False
    outlives_rebuild: bool = False
    table: Table = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "table", self._make_table())

    @cached_property
    def columns(self) -> tuple[Column[Any], ...]:
        """The columns of a row, without the derived ones."""
        return tuple(each for each in self.table.columns if each.name not in self.derived)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of `columns`."""
        return tuple(self._flat)

    def found(self, rows: Iterable[Sequence[Any]]) -> list[Row]:
        """Rows of `columns` that a database gave."""
        return [dict(zip(self.names, row, strict=True)) for row in rows]

    def key_of(self, row: Row) -> Key:
        """The primary key of a row."""
        return tuple([row[name] for name in self.key])

    def key_of_record(self, record: R) -> Key:
        """The primary key of a record's row."""
        return tuple([getattr(record, name) for name in self.key])

    def row(self, record: R) -> Row:
        """The row of a record."""
        row = msgspec.to_builtins(record, builtin_types=(bytes,), enc_hook=_plain)
        for name in self._nested:
            part = row.pop(name)
            row |= _row_of_rle(part) if name == self._rle_field else part
        for name in self._float_names:
            row[name] = None if row[name] is None else float(row[name])
        for name in self._list_names:
            row[name] = list(row[name])
        made: Row = row
        return made

    def read(self, row: Mapping[str, Any]) -> R:
        """The record of a row; raises ValueError where there is none."""
        if self._nested:
            row = {**row, **dict.fromkeys(self._nested, row)}
            if self._rle_field:
                size = row["height_px"], row["width_px"]
                row[self._rle_field] = {"size": size, "counts": row["counts"].encode("ascii")}
        return msgspec.convert(row, self.record)

    def complete(self, row: Row | None) -> Row | None:
        """A row of the journal with the columns that came after it was written."""
        if row is None or len(row) >= len(self.names):
            return row
        return {**self._defaults, **self.fill(row), **row}

    def stored(self, row: Row) -> dict[str, Value]:
        """What is written of a row: its derived columns, too."""
        if self.derive is None:
            return dict(row)
        return dict(row) | dict(zip(self.derived, self.derive(self.read(row)), strict=True))

    @cached_property
    def _flat(self) -> dict[str, tuple[Any, Any]]:
        """Each column's type and default."""
        return dict(_flat_fields(self.record))

    @cached_property
    def _nested(self) -> tuple[str, ...]:
        return tuple(
            name for name, hint in get_type_hints(self.record).items() if is_dataclass(hint)
        )

    @cached_property
    def _rle_field(self) -> str:
        hints = get_type_hints(self.record)
        return next((name for name in self._nested if hints[name] is Rle), "")

    @cached_property
    def _float_names(self) -> tuple[str, ...]:
        return tuple(name for name, (hint, _) in self._flat.items() if _plain_type(hint) is float)

    @cached_property
    def _list_names(self) -> tuple[str, ...]:
        return tuple(name for name, (hint, _) in self._flat.items() if _plain_type(hint) is tuple)

    @cached_property
    def _defaults(self) -> Row:
        return {
            name: default for name, (_, default) in self._flat.items() if default is not MISSING
        }

    def _make_table(self) -> Table:
        columns = [self._column(name, hint) for name, (hint, _) in self._flat.items()]
        columns += [Column(name, Integer, nullable=False) for name in self.derived]
        unique = [UniqueConstraint(*self.unique)] if self.unique else []
        return Table(self.name, metadata, *columns, *unique)

    def _column(self, name: str, hint: Any) -> Column[Any]:
        refers = name == f"{self.owner}_id"
        return Column(
            name,
            _COLUMN_TYPES[_plain_type(hint)],
            *([ForeignKey(f"{self.owner}s.{name}")] if refers else []),
            primary_key=name in self.key,
            autoincrement=False,
            nullable=NoneType in get_args(hint),
        )


def canonical(value: object) -> str:
    """JSON in the one way that gives equal values equal bytes: sorted keys, no spaces, ASCII."""
    return _ENCODER.encode(value)


def _flat_fields(record: Any) -> Iterator[tuple[str, tuple[Any, Any]]]:
    hints = get_type_hints(record)
    for each in fields(record):
        hint = hints[each.name]
        if hint is Rle:
            yield from ((name, (kind, MISSING)) for name, kind in _RLE_COLUMNS.items())
        elif is_dataclass(hint):
            yield from _flat_fields(hint)
        else:
            yield each.name, (hint, _default(each))


def _default(each: Field[Any]) -> Any:
    value = each.default
    return list(value) if isinstance(value, tuple) else value


def _plain_type(hint: Any) -> type:
    """The type among the keys of `_COLUMN_TYPES` that a field's type comes down to."""
    for part in get_args(hint):
        if part is not NoneType and get_origin(hint) is not tuple:
            return _plain_type(part)
    plain: type = getattr(hint, "__supertype__", get_origin(hint) or hint)
    return str if issubclass(plain, StrEnum) else plain


def _row_of_rle(rle: Mapping[str, Any]) -> Row:
    # COCO's compressed counts use the characters 0 to o only, so JSON and databases take them as text.
    height_px, width_px = rle["size"]
    return {
        "height_px": int(height_px),
        "width_px": int(width_px),
        "counts": rle["counts"].decode("ascii"),
    }


def _plain(value: Any) -> Any:
    """What numpy's numbers are in Python."""
    return value.item()
