"""How balanced a split is: the share of everything in each split against its share in all, in points."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from avisbuild.records import Split, SplitPlan, VideoId
from avisbuild.releases.splits.columns import columns_of, sums_by_group
from avisbuild.releases.splits.filling import fill_at_random
from avisbuild.releases.splits.groups import Groups
from avisbuild.releases.splits.items import SplitItem

RANDOM_SPLITS = 1000
_PERCENT = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class BalanceRow:
    """One column of the balance; what is told by split is train, val, test, None for a split without videos.

    `counts` are videos (for the silent share: silent seconds), `shares` and `gaps` are in points, a gap with
    its sign. `relative` is the gap in percent of the share, `attainable` the least that whole videos allow.
    `p_value` is the part of random grouped splits whose largest gap here is at least as large.
    """

    kind: str
    name: str
    counts: tuple[int, ...]
    share: float
    shares: tuple[float | None, ...]
    gaps: tuple[float | None, ...]
    relative: tuple[float | None, ...]
    attainable: tuple[float | None, ...]
    p_value: float | None = None

    @property
    def largest_gap(self) -> float:
        """The largest of the gaps, without its sign."""
        return max((abs(gap) for gap in self.gaps if gap is not None), default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """The balance of a split; `p_value` is that of the largest gap of all."""

    rows: tuple[BalanceRow, ...]
    p_value: float | None = None
    random_count: int = 0

    @property
    def largest(self) -> BalanceRow | None:
        """The row with the largest gap; None where nothing can be balanced."""
        return max(self.rows, key=lambda row: row.largest_gap, default=None)

    def largest_of(self, kind: str) -> float | None:
        """The largest gap of the rows of a kind, such as category."""
        gaps = [row.largest_gap for row in self.rows if row.kind == kind]
        return max(gaps, default=None)


def balance_of(
    items: Sequence[SplitItem],
    plan: SplitPlan,
    groups: Groups,
    *,
    random_count: int = RANDOM_SPLITS,
) -> Balance:
    """The balance of a plan, against so many random splits of the same groups into the same sizes."""
    table = _Table(items, groups)
    split = np.array([list(Split).index(plan.assignment[name]) for name in table.names])
    chosen = [split == part for part in range(len(Split))]
    rows = table.rows([each.astype(np.int64)[None, :] for each in chosen])
    randoms = table.at_random([int(each.sum()) for each in chosen], random_count, plan.seed)
    if randoms is None or not rows:
        return Balance(rows=tuple(rows))
    own = np.array([row.largest_gap for row in rows])
    at_least = randoms >= own - 1e-9
    with_p = tuple(replace(row, p_value=_p_value(at_least[:, at])) for at, row in enumerate(rows))
    overall = randoms.max(axis=1) >= own.max() - 1e-9
    return Balance(rows=with_p, p_value=_p_value(overall), random_count=random_count)


def _p_value(at_least: NDArray[np.bool_]) -> float:
    return (int(at_least.sum()) + 1) / (len(at_least) + 1)


class _Table:
    """The values of the items in order of id: (N, C), and what they are measured against."""

    def __init__(self, items: Sequence[SplitItem], groups: Groups) -> None:
        in_order = sorted(items, key=lambda item: item.video_id)
        self.names: list[VideoId] = [item.video_id for item in in_order]
        self._columns = columns_of(in_order)
        position = {name: at for at, name in enumerate(self.names)}
        self._members = [[position[name] for name in group.members] for group in groups.all]
        silent = [item.silent_seconds or 0 for item in in_order]
        seconds = [item.seconds or 0 for item in in_order]
        counted = [
            [int(value > 0) for value in column.values] if column.is_count else silent
            for column in self._columns
        ]
        of_what = [[1] * len(in_order) if column.is_count else seconds for column in self._columns]
        self._counted = np.array(counted, dtype=np.int64).reshape(len(counted), len(in_order)).T
        self._of_what = np.array(of_what, dtype=np.int64).reshape(len(of_what), len(in_order)).T
        self._share = self._counted.sum(axis=0) / np.maximum(1, self._of_what.sum(axis=0))

    def rows(self, chosen: Sequence[NDArray[np.int64]]) -> list[BalanceRow]:
        """A row a column, of the videos that each split has (3 arrays (1, N) of 0 and 1)."""
        counts = [(each @ self._counted)[0] for each in chosen]
        wholes = [(each @ self._of_what)[0] for each in chosen]
        return [self._row(at, counts, wholes) for at in range(len(self._columns))]

    def _row(
        self, at: int, counts: Sequence[NDArray[np.int64]], wholes: Sequence[NDArray[np.int64]]
    ) -> BalanceRow:
        column, share = self._columns[at], float(self._share[at])
        found = [
            (int(count[at]), int(whole[at])) for count, whole in zip(counts, wholes, strict=True)
        ]
        shares = [_PERCENT * count / whole if whole else None for count, whole in found]
        gaps = [None if each is None else each - _PERCENT * share for each in shares]
        return BalanceRow(
            kind=column.kind,
            name=column.name,
            counts=tuple(count for count, _ in found),
            share=_PERCENT * share,
            shares=tuple(shares),
            gaps=tuple(gaps),
            relative=tuple(None if gap is None or not share else gap / share for gap in gaps),
            attainable=tuple(
                _least_gap(share, whole) if whole and column.is_count else None
                for _, whole in found
            ),
        )

    def at_random(self, sizes: Sequence[int], count: int, seed: int) -> NDArray[np.float64] | None:
        """(count, C): the largest gap in points of each column in random splits; None where none is found."""
        numbers = [len(members) for members in self._members]
        found = np.zeros((count, len(self._columns)))
        group_counted = sums_by_group(self._counted, self._members)
        group_of_what = sums_by_group(self._of_what, self._members)
        for at in range(count):
            split = fill_at_random(numbers, sizes, seed, "random", at)
            if split is None:
                return None
            for part, size in enumerate(sizes):
                if size:
                    here = (split == part).astype(np.int64)
                    share = (here @ group_counted) / np.maximum(1, here @ group_of_what)
                    found[at] = np.maximum(found[at], np.abs(share - self._share))
        return found * _PERCENT


def _least_gap(share: float, size: int) -> float:
    """How near a whole number of `size` videos can come to a share, in points."""
    due = share * size
    return _PERCENT * min(due - int(due), int(due) + 1 - due) / size


def balance_document(balance: Balance) -> dict[str, object]:
    """The balance as JSON: points with four decimals, by split."""
    largest = balance.largest
    return {
        "largest_gap": _points(largest.largest_gap if largest else 0.0),
        "largest_category_gap": _points(balance.largest_of("category")),
        "p_value": _points(balance.p_value),
        "random_splits": balance.random_count,
        "columns": [_row_document(row) for row in balance.rows],
    }


def _row_document(row: BalanceRow) -> Mapping[str, object]:
    return {
        "kind": row.kind,
        "name": row.name,
        "counts": _by_split(row.counts),
        "share": _points(row.share),
        "shares": _by_split(map(_points, row.shares)),
        "gaps": _by_split(map(_points, row.gaps)),
        "relative_gaps": _by_split(map(_points, row.relative)),
        "attainable_gaps": _by_split(map(_points, row.attainable)),
        "p_value": _points(row.p_value),
    }


def _by_split(values: Iterable[float | None]) -> dict[str, float | None]:
    return dict(zip(map(str, Split), values, strict=True))


def _points(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
