"""A table of names with LVIS's letters, by which other taxonomies are parted into base and novel."""

import csv
from pathlib import Path
from typing import get_args

from avisbuild.documents.csv_text import plain_cell
from avisbuild.errors import FormatError
from avisbuild.records.category import Frequency
from avisbuild.records.category_names import folded
from avisbuild.untrusted.text import table_stream

NAME_COLUMNS = ("name", "frequency")
_LETTERS: dict[str, Frequency] = {letter: letter for letter in get_args(Frequency)}


def read_names(path: Path) -> dict[str, Frequency]:
    """The letter of each name in a CSV of `name` and `frequency`; any other columns are ignored.

    Names that differ in case or in how words are joined are one. Raises FormatError with the line that is
    wrong, and OSError.
    """
    names: dict[str, Frequency] = {}
    firsts: dict[str, str] = {}
    try:
        with table_stream(path) as stream:
            reader = csv.DictReader(stream, strict=True)
            if not set(NAME_COLUMNS) <= set(reader.fieldnames or ()):
                raise FormatError(
                    "lvis-names-columns", file=path.name, columns=", ".join(NAME_COLUMNS)
                )
            for row in reader:
                where: dict[str, object] = {"file": path.name, "line": reader.line_num}
                name = plain_cell((row["name"] or "").strip())
                letter = _LETTERS.get((row["frequency"] or "").strip())
                if not name:
                    raise FormatError("lvis-names-no-name", **where)
                if letter is None:
                    found = row["frequency"] or ""
                    raise FormatError(
                        "lvis-names-letter", known=", ".join(_LETTERS), found=found, **where
                    )
                if firsts.setdefault(folded(name), name) in names:
                    raise FormatError("lvis-names-twice", name=name, **where)
                names[name] = letter
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("lvis-names-unreadable", file=path.name, reason=error) from error
    if not names:
        raise FormatError("lvis-names-none", file=path.name)
    return names
