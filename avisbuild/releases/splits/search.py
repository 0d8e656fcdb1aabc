"""Looking for a balanced split: many short searches at once, which move whole groups and keep sizes exact.

The cost of a split is four times its largest gap and a little of all gaps' squares. A sum of squares alone
gets stuck; the largest gap alone does not say which way is better where one column holds it. All numbers are
integers, so that a seed gives the same split on every machine. (docs/decisions/0130)
"""

import numpy as np
from numpy.typing import NDArray

from avisbuild.progress import Progress, silent
from avisbuild.releases.splits.columns import UNIT
from avisbuild.releases.splits.seeded_numbers import Words, below, words

Ints = NDArray[np.int64]

# A share of one in what gaps are counted in here: thousandths of a point.
_WHOLE = 100_000
_SHIFT = 40
_LARGEST, _SQUARES = 80_000, 1
_CANDIDATES = 3
# Words that a step draws: a group, candidates, a chance.
_WORDS = _CANDIDATES + 3
_BLOCK = 250
# Every so many steps groups of several videos change places with single ones.
_SINGLES_EVERY = 5
_MOST_SINGLES = 24
# Changes that are worse by so many thousandths of a point of the largest gap are taken at first, and at last.
_HOT, _COLD = 300, 2


class Search:
    """`restarts` splits of one set of groups, improved side by side.

    counts: (G,) videos of each group; sums: (G, C) its values in each column; sizes: (3,) videos of
    each split, together with what may not move, whose sums are `fixed` (3, C).
    """

    def __init__(self, counts: Ints, sums: Ints, sizes: Ints, fixed: Ints) -> None:
        total = int(sizes.sum())
        self._counts = counts
        self._sizes = sizes
        self._fixed = fixed * total
        self._moved = sums * total
        self._whole = sums.sum(axis=0) + fixed.sum(axis=0)
        self._weight = np.array(
            [(_WHOLE << _SHIFT) // (int(size) * total * UNIT) if size else 0 for size in sizes],
            dtype=np.int64,
        )
        # Groups of one count lie together: `_low` to `_low + _many` are those that may change places.
        self._low = np.searchsorted(counts, counts, side="left").astype(np.int64)
        self._many = np.searchsorted(counts, counts, side="right").astype(np.int64) - self._low
        self._single_count = int((counts == 1).sum())
        self._large = np.flatnonzero((counts > 1) & (counts <= self._single_count // 2))

    def improve(
        self, starts: Ints, steps: int, *names: object, progress: Progress = silent
    ) -> tuple[Ints, Ints]:
        """The best split of each start (R, G) and its largest gap (R,), in thousandths of a point."""
        state = _State(self, starts.copy())
        if not self._moved.size:
            return state.best, state.best_gap
        for block, start in enumerate(range(0, steps, _BLOCK)):
            heat = _heat(start, steps)
            self._run_block(state, heat, min(_BLOCK, steps - start), (*names, block))
            progress(min(start + _BLOCK, steps), steps, "")
        return state.best, state.best_gap

    def _run_block(self, state: "_State", heat: int, steps: int, names: tuple[object, ...]) -> None:
        restarts = len(state.split)
        drawn = words(*names, count=steps * restarts * _WORDS).reshape(steps, _WORDS, restarts)
        shuffled = np.argsort(words(*names, "singles", count=self._single_count), kind="stable")
        for step in range(steps):
            if step % _SINGLES_EVERY == 0 and len(self._large):
                self._swap_with_singles(state, heat, drawn[step], shuffled)
            else:
                self._swap_equals(state, heat, drawn[step])

    def _swap_equals(self, state: "_State", heat: int, drawn: Words) -> None:
        """A group changes places with one of as many videos in another split."""
        rows = state.rows
        one = below(drawn[0], len(self._counts))
        low, many = self._low[one], self._many[one]
        others = low + below(drawn[1 : 1 + _CANDIDATES], many)
        here = state.split[rows, one]
        there = state.split[rows, others]
        chosen = np.argmax(there != here, axis=0)
        other, to = others[chosen, rows], there[chosen, rows]
        better = state.judge(here, to, self._moved[other] - self._moved[one], heat, drawn[-1]) & (
            here != to
        )
        if better.any():
            state.take(better)
            state.split[rows[better], one[better]] = to[better]
            state.split[rows[better], other[better]] = here[better]
            state.remember(better)

    def _swap_with_singles(self, state: "_State", heat: int, drawn: Words, shuffled: Ints) -> None:
        """A group of z videos changes places with z single ones of another split."""
        rows = state.rows
        one = self._large[below(drawn[0], len(self._large))]
        here = state.split[rows, one]
        to = (here + 1 + below(drawn[1], 2)) % 3
        width = min(_MOST_SINGLES, self._single_count)
        window = below(drawn[2], self._single_count) + np.arange(width)[:, None]
        singles = shuffled[window % self._single_count]
        fits = state.split[rows, singles] == to
        needed = self._counts[one]
        chosen = fits & (np.cumsum(fits, axis=0) <= needed)
        enough = chosen.sum(axis=0) == needed
        change = (self._moved[singles] * chosen[:, :, None]).sum(axis=0) - self._moved[one]
        better = state.judge(here, to, change, heat, drawn[-1]) & enough
        if better.any():
            state.take(better)
            state.split[rows[better], one[better]] = to[better]
            at, row = np.nonzero(chosen & better)
            state.split[row, singles[at, row]] = here[row]
            state.remember(better)

    def off(self, split: Ints) -> Ints:
        """(R, 3, C): how far each sum of a split is from its due, times the number of videos."""
        found = np.empty((len(split), 3, self._moved.shape[1]), dtype=np.int64)
        for part in range(3):
            due = self._whole * self._sizes[part]
            # Of whole numbers as floats the products are exact below 2^53, but not beyond: int64 it is.
            found[:, part] = (split == part).astype(np.int64) @ self._moved
            found[:, part] += self._fixed[part] - due
        return found

    def gaps(self, off: Ints, split: Ints) -> Ints:
        """(R, C): the gaps in thousandths of a point, of one split in each row."""
        return (np.abs(off) * self._weight[split][:, None]) >> _SHIFT


class _State:
    """The splits under way: where each group is, how far each sum is off, and the best met so far."""

    def __init__(self, search: Search, split: Ints) -> None:
        self.split = split
        self.rows = np.arange(len(split))
        self._search = search
        self._off = search.off(split)
        gaps = [search.gaps(self._off[:, part], np.full(len(split), part)) for part in range(3)]
        self._largest = np.stack([_largest(each) for each in gaps], axis=1)
        self._squares = np.stack([(each * each).sum(axis=1) for each in gaps], axis=1)
        self.best = split.copy()
        self.best_gap = self._largest.max(axis=1)
        self._best_cost = self._cost()

    def judge(self, here: Ints, to: Ints, change: Ints, heat: int, drawn: Words) -> Ints:
        """Whether each row takes a change: `change` is what `here` gains and `to` loses."""
        rows = self.rows
        self._here, self._to = here, to
        self._new_here = self._off[rows, here] + change
        self._new_to = self._off[rows, to] - change
        gaps_here = self._search.gaps(self._new_here, here)
        gaps_to = self._search.gaps(self._new_to, to)
        self._new_largest = np.stack([_largest(gaps_here), _largest(gaps_to)])
        self._new_squares = np.stack([(gaps_here**2).sum(axis=1), (gaps_to**2).sum(axis=1)])
        rest = 3 - here - to
        rest %= 3  # where both are one split nothing is taken anyway
        largest = np.maximum(self._new_largest.max(axis=0), self._largest[rows, rest])
        squares = self._new_squares.sum(axis=0) + self._squares[rows, rest]
        self._new_cost = largest * _LARGEST + squares * _SQUARES
        self._new_worst = largest
        # Each bit that is 0 allows as much again: worse by h with a chance of about 2^-h.
        allowed = heat * _LARGEST * _zero_bits(drawn)
        taken: Ints = self._new_cost <= self._cost() + allowed
        return taken

    def take(self, taken: Ints) -> None:
        """Make the change that was judged last in the rows that take it."""
        rows = self.rows[taken]
        here, to = self._here[taken], self._to[taken]
        self._off[rows, here], self._off[rows, to] = self._new_here[taken], self._new_to[taken]
        self._largest[rows, here], self._largest[rows, to] = self._new_largest[:, taken]
        self._squares[rows, here], self._squares[rows, to] = self._new_squares[:, taken]

    def remember(self, taken: Ints) -> None:
        """Keep the rows that are better now than ever before."""
        better = np.flatnonzero(taken & (self._new_cost < self._best_cost))
        self._best_cost[better] = self._new_cost[better]
        self.best_gap[better] = self._new_worst[better]
        self.best[better] = self.split[better]

    def _cost(self) -> Ints:
        cost: Ints = self._largest.max(axis=1) * _LARGEST + self._squares.sum(axis=1) * _SQUARES
        return cost


def _largest(gaps: Ints) -> Ints:
    found: Ints = gaps.max(axis=1, initial=0)
    return found


def _zero_bits(drawn: Words) -> Ints:
    """How many bits of a word are 0 from the lowest up, at most 16."""
    low = drawn & np.uint64(0xFFFF) | np.uint64(1 << 16)
    lowest = (low & (~low + np.uint64(1))).astype(np.float64)
    return np.log2(lowest).astype(np.int64)


def _heat(step: int, steps: int) -> int:
    """From hot to cold by halves, with straight lines between them."""
    halvings = (_HOT // _COLD).bit_length()
    at, rest = divmod(step * halvings * 1000 // steps, 1000)
    high = _HOT >> at
    return high - (high - (high >> 1)) * rest // 1000
