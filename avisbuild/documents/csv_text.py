"""The CSV files that we write: no cell is a formula to a spreadsheet, and each reads back as it was."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# What spreadsheets take for the start of a formula (OWASP, "CSV Injection"), also in its wide forms. An
# identifier that begins with "-", as YouTube's do, can call nothing, and must come out unaltered.
_FORMULA = re.compile(r"(?!-[A-Za-z0-9_.-]*\Z)[=+\-@\t\r\n＝＋－＠]")
_MARK = "'"


def csv_text(
    columns: Sequence[str], rows: Iterable[Sequence[object]], *, quote_all: bool = False
) -> str:
    """A whole CSV file; a text that a spreadsheet would take for a formula gets a "'" in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, quoting=csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL, lineterminator="\n"
    )
    writer.writerow(columns)
    writer.writerows(map(safe_cell, row) for row in rows)
    return text.getvalue()


def safe_cell(value: object) -> object:
    """A value as it is written; `plain_cell` gives back the text that it was made of."""
    if isinstance(value, str) and (_FORMULA.match(value) or value.startswith(_MARK)):
        return _MARK + value
    return value


def plain_cell(cell: str) -> str:
    """A cell that was read, without the "'" that makes it safe; one that a person wrote stays."""
    text = cell.removeprefix(_MARK)
    return text if safe_cell(text) == cell else cell
