"""Which values a row may hold, whatever else is in the project."""

import math

from avisbuild.errors import ProjectError
from avisbuild.store.kinds.kind import Kind, R, Row

# The largest integer that every database keeps in an integer column.
_LARGEST_INTEGER = 2**31 - 1


def record_of(kind: Kind[R], row: Row) -> R:
    """The record of a row; refuses what no record, or not every database, can hold.

    Raises ProjectError.
    """
    name = kind.name
    try:
        record = kind.read(row)
    except ValueError as error:
        raise ProjectError(f"{name}: {error}") from error
    for column, value in row.items():
        if isinstance(value, str) and ("\0" in value or not _is_unicode(value)):
            raise ProjectError(f"{name}: {column}: expected plain text, got {value[:40]!r}")
        if isinstance(value, int) and abs(value) > _LARGEST_INTEGER:
            raise ProjectError(
                f"{name}: {column}: expected at most {_LARGEST_INTEGER}, got {value}"
            )
        if isinstance(value, float) and not math.isfinite(value):
            raise ProjectError(f"{name}: {column}: expected a finite number, got {value}")
    return record


def _is_unicode(text: str) -> bool:
    # Half a surrogate pair comes from bytes on a command line, or in a JSON, that were no text.
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)
