"""How many things sounded in each second of published videos, for scenes that are to be like them."""

import csv
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.untrusted.text import table_stream

Counts = tuple[int, ...]
_COLUMN = "sounding_instances_per_second"
MOST_AT_ONCE = 8
_GOLDEN = (math.sqrt(5) - 1) / 2


@lru_cache(maxsize=4)
def read_counts(path: Path) -> tuple[Counts, ...]:
    """The rows of a counts CSV, from the least to the most sound; raises FormatError with the line."""
    try:
        with table_stream(path) as stream:
            reader = csv.DictReader(stream)
            if _COLUMN not in (reader.fieldnames or ()):
                found = ", ".join(reader.fieldnames or ()) or "an empty file"
                raise FormatError("counts-column", path=path, column=_COLUMN, found=found)
            rows = [_row(path, number, row[_COLUMN]) for number, row in enumerate(reader, start=2)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("counts-no-csv", path=path, reason=error) from error
    except OSError as error:
        raise FormatError("counts-unreadable", path=path, reason=error.strerror) from error
    if not rows:
        raise FormatError("counts-empty", path=path)
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
            "counts-number",
            path=path,
            line=line,
            column=_COLUMN,
            most=MOST_AT_ONCE,
            found=(text or "")[:60],
        )
    return row
