"""What a split balances: a column a category, for silence, and for bins of length and of instance count."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from avisbuild.releases.splits.items import SplitItem

# One video in a column of counts; finer than one, so that silent seconds can be told in the same unit.
UNIT = 1024
# A video of a thousand silent hours must not push the sums beyond 64 bits.
_MOST = 32 * UNIT
_BINS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One thing to balance; `values` has a whole number an item, in units of 1/1024 video.

    `kind` is category, silence, length or instances. Of a silent share the values are how much more silent
    the item is than all together, in mean lengths; of the others whether the item has it.
    """

    kind: str
    name: str
    values: tuple[int, ...]

    @property
    def is_count(self) -> bool:
        """Whether each item has it or has it not."""
        return self.kind != "silent share"


def columns_of(items: Sequence[SplitItem]) -> tuple[Column, ...]:
    """The columns of items in their order; what all items have, or none, cannot be out of balance."""
    found = [
        _has("category", label, [label in item.labels for item in items])
        for label in sorted({label for item in items for label in item.labels})
    ]
    found += _silence(items)
    found += _bins("length", "s", items, lambda item: item.seconds)
    found += _bins("instances", "", items, lambda item: item.instances)
    return tuple(column for column in found if len(set(column.values)) > 1)


def matrix(columns: Sequence[Column], groups: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """(groups, columns) int64: the sums over the items, told by position, of each group."""
    if not columns:
        return np.zeros((len(groups), 0), dtype=np.int64)
    return sums_by_group(np.array([column.values for column in columns], dtype=np.int64).T, groups)


def sums_by_group(values: NDArray[np.int64], groups: Sequence[Sequence[int]]) -> NDArray[np.int64]:
    """(groups, columns): the sums of the values (items, columns) over the items of each group."""
    sums = [values[list(members)].sum(axis=0) for members in groups]
    return np.array(sums, dtype=np.int64).reshape(len(groups), values.shape[1])


def _has(kind: str, name: str, has: Sequence[bool]) -> Column:
    return Column(kind=kind, name=name, values=tuple(UNIT if each else 0 for each in has))


def _silence(items: Sequence[SplitItem]) -> list[Column]:
    seconds = [item.seconds for item in items if item.seconds is not None]
    silent = [item.silent_seconds for item in items if item.silent_seconds is not None]
    found = []
    if len(silent) == len(items):
        found.append(_has("silence", "any", [quiet > 0 for quiet in silent]))
    total, silent_total, count = sum(seconds), sum(silent), len(items)
    if total > 0 and len(silent) == len(seconds) == count:
        values = [
            (quiet * total - silent_total * length) * count * UNIT // (total * total)
            for quiet, length in zip(silent, seconds, strict=True)
        ]
        capped = tuple(max(-_MOST, min(_MOST, value)) for value in values)
        found.append(Column(kind="silent share", name="silent seconds", values=capped))
    return found


def _bins(
    kind: str, unit: str, items: Sequence[SplitItem], number: Callable[[SplitItem], int | None]
) -> list[Column]:
    """Three bins with a third of the items each, as nearly as equal numbers allow."""
    numbers = [found for item in items if (found := number(item)) is not None]
    if len(numbers) < len(items) or not numbers:
        return []
    in_order = sorted(numbers)
    edges = sorted({in_order[len(numbers) * part // _BINS] for part in range(_BINS)})
    bounds = list(zip(edges, [*edges[1:], in_order[-1] + 1], strict=True))
    return [
        _has(kind, _bin_name(low, high - 1, unit), [low <= each < high for each in numbers])
        for low, high in bounds
    ]


def _bin_name(low: int, high: int, unit: str) -> str:
    numbers = f"{low}" if low == high else f"{low}-{high}"
    return f"{numbers} {unit}".strip()
