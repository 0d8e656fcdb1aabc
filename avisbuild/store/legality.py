"""Which values a row may hold, whatever else is in the project."""

import math
from collections.abc import Callable

from avisbuild.errors import FormatError, ProjectError
from avisbuild.masks.rle import run_lengths
from avisbuild.store.rows import (
    Row,
    comment_of,
    instance_of,
    mask_of,
    proposal_of,
    rle_of,
    round_of,
    silence_of,
    span_of,
    video_of,
)

# The largest integer that every database keeps in an integer column.
_LARGEST_INTEGER = 2**31 - 1

_RECORD_OF: dict[str, Callable[[Row], object]] = {
    "videos": video_of,
    "instances": instance_of,
    "sounding": span_of,
    "masks": mask_of,
    "proposals": proposal_of,
    "rounds": round_of,
    "silences": silence_of,
    "comments": comment_of,
}


def check_values(name: str, row: Row) -> None:
    """Refuse what no record, or not every database, can hold; raises ProjectError."""
    try:
        _RECORD_OF[name](row)
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


def _is_unicode(text: str) -> bool:
    # Half a surrogate pair comes from bytes on a command line, or in a JSON, that were no text.
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def check_counts(row: Row) -> None:
    """Refuse run lengths that do not fit their size; raises ProjectError."""
    # pycocotools would read outside its memory on counts that do not fit their size.
    try:
        run_lengths(rle_of(row))
    except FormatError as error:
        raise ProjectError(
            f"instance {row['instance_id']}, second {row['second']}: {error}"
        ) from error
