"""Real counts to be like: how many things sounded in each second of published videos."""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from avisbuild.errors import FormatError

Counts = tuple[int, ...]
_COLUMN = "sounding_instances_per_second"
MOST_AT_ONCE = 8
_GOLDEN = (math.sqrt(5) - 1) / 2


@lru_cache(maxsize=4)
def read_counts(path: Path) -> tuple[Counts, ...]:
    """The rows of a counts CSV, from the least to the most sound; raises FormatError with the line."""
    try:
        with path.open(newline="") as stream:
            reader = csv.DictReader(stream)
            if _COLUMN not in (reader.fieldnames or ()):
                found = ", ".join(reader.fieldnames or ()) or "an empty file"
                raise FormatError(f"{path}: expected a column {_COLUMN}, got {found!r:.100}")
            rows = [_row(path, number, row[_COLUMN]) for number, row in enumerate(reader, start=2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError(f"{path}: cannot be read as a counts CSV: {error}") from error
    except OSError as error:
        raise FormatError(f"{path}: cannot be read: {error.strerror}") from error
    if not rows:
        raise FormatError(f"{path}: holds no row of counts")
    return tuple(sorted(rows, key=lambda row: (sum(row) / len(row), row)))


def draw_row(rows: Sequence[Counts], *, start: float, index: int) -> Counts:
    """The row for a scene: golden-ratio steps from `start` (0..1) visit all kinds of rows evenly."""
    return rows[int((start + index * _GOLDEN) % 1.0 * len(rows))]


def histogram(rows: Iterable[Sequence[int]]) -> tuple[float, ...]:
    """The share of seconds with 0, 1, 2 ... `MOST_AT_ONCE` sounding."""
    seen = Counter(count for row in rows for count in row)
    total = sum(seen.values())
    return tuple(seen[count] / total for count in range(MOST_AT_ONCE + 1))


def _row(path: Path, line: int, text: str | None) -> Counts:
    try:
        row = tuple(int(word) for word in (text or "").split())
    except ValueError:
        row = ()
    if not row or min(row) < 0 or max(row) > MOST_AT_ONCE:
        raise FormatError(
            f"{path}, line {line}, {_COLUMN}: expected whole numbers 0..{MOST_AT_ONCE}, "
            f"got {(text or '')[:60]!r}"
        )
    return row
