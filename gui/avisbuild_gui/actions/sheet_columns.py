"""How the sheet of all keys is divided into columns: plain lists and numbers, no window."""

from collections.abc import Callable, Sequence
from itertools import combinations, pairwise

Line = tuple[str, str]
Section = tuple[str, list[Line]]
Column = list[Section]

MOST_COLUMNS = 4
# A heading takes its own line, and room above it.
_HEADING_LINES = 2


def columns_within(
    blocks: Sequence[Section], room_px: int, width_of: Callable[[Column], int]
) -> list[Column]:
    """The blocks in as many columns as fit beside each other into `room_px`; one, where not even two do."""
    for count in range(min(MOST_COLUMNS, len(blocks)), 1, -1):
        columns = evenly(blocks, count)
        if sum(map(width_of, columns)) <= room_px:
            return columns
    return [list(blocks)]


def evenly(blocks: Sequence[Section], count: int) -> list[Column]:
    """The blocks one after another in `count` columns, none cut in two, the longest as short as can be."""
    cuts = ((0, *inner, len(blocks)) for inner in combinations(range(1, len(blocks)), count - 1))
    divided = ([list(blocks[start:stop]) for start, stop in pairwise(cut)] for cut in cuts)
    return min(divided, key=lambda columns: sorted(map(_length, columns), reverse=True))


def _length(column: Column) -> int:
    return sum(len(lines) + _HEADING_LINES for _, lines in column)
