"""What a fetch leaves to read: `failures.csv`, a row per video not had, and `summary.json`."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from avisbuild import files, inside
from avisbuild.documents.csv_text import csv_text, plain_cell
from avisbuild.errors import FormatError
from avisbuild.records import VideoId, video_id
from avisbuild.untrusted.text import table_stream

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]+")
# What others said or wrote; the rest are identifiers and our own words and numbers.
_TEXT_CELLS = frozenset({"source", "message", "hint"})
_LONGEST_MESSAGE = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why one video could not be had.

    `failure_class` is transient, blocked, permanent, permanent-here, needs-credentials, content or local;
    `row_sha256` names the manifest row that failed, so that a row that was mended is tried again, and
    `source_key` the folder of its source, "" in files of 0.2: a source that is there failed to be clipped.
    """

    video_id: VideoId
    source: str
    code: str
    failure_class: str
    attempts: int
    http_status: int | None
    message: str
    hint: str
    when: str
    row_sha256: str = ""
    source_key: str = ""


def as_columns(failure: Failure) -> dict[str, Any]:
    """A failure under the names that `failures.csv` and the JSON documents use."""
    return {_column(name): value for name, value in asdict(failure).items()}


def _column(name: str) -> str:
    return "class" if name == "failure_class" else name


_COLUMNS = tuple(_column(field.name) for field in fields(Failure))
# Columns that came later.
_MAY_LACK = frozenset({"source_key"})


def write_failures(path: Path, failures: Iterable[Failure]) -> None:
    """Replace `failures.csv`, whole or not at all, in order of video id.

    Every cell is quoted.
    """
    rows = [
        [_cell(name, value) for name, value in as_columns(failure).items()]
        for failure in sorted(failures, key=lambda failure: failure.video_id)
    ]
    inside.checked(path).parent.mkdir(parents=True, exist_ok=True)
    files.write_text(path, csv_text(_COLUMNS, rows, quote_all=True))


def read_failures(path: Path) -> dict[VideoId, Failure]:
    """The failures of earlier runs; empty without a file. Raises FormatError naming the file and the line."""
    try:
        with table_stream(path, opened=inside.reading) as stream:
            reader = csv.DictReader(stream, strict=True)
            if missing := set(_COLUMNS) - _MAY_LACK - set(reader.fieldnames or ()):
                raise FormatError("failures-columns", path=path, missing=", ".join(sorted(missing)))
            return {failure.video_id: failure for failure in _rows(reader, path)}
    except FileNotFoundError:
        return {}
    except (UnicodeDecodeError, csv.Error) as error:
        raise FormatError("failures-no-csv", path=path, reason=error) from error


def _rows(reader: "csv.DictReader[str]", path: Path) -> Iterable[Failure]:
    for cells in reader:
        try:
            row = {name: plain_cell(cells.get(name) or "") for name in _COLUMNS}
            yield Failure(
                video_id=video_id(row["video_id"]),
                source=row["source"],
                code=row["code"],
                failure_class=row["class"],
                attempts=int(row["attempts"] or 0),
                http_status=int(row["http_status"]) if row["http_status"] else None,
                message=row["message"],
                hint=row["hint"],
                when=row["when"],
                row_sha256=row["row_sha256"],
                source_key=row["source_key"],
            )
        except (KeyError, TypeError, ValueError) as error:
            raise FormatError(
                "failures-row", path=path, line=reader.line_num, reason=error
            ) from error


def _cell(name: str, value: object) -> object:
    if name not in _TEXT_CELLS or not isinstance(value, str):
        return value
    return clean_text(value)


def clean_text(text: str) -> str:
    """A message from elsewhere without control characters (but line ends), cut to a sane length."""
    return _CONTROL.sub(" ", text.replace("\r\n", "\n"))[:_LONGEST_MESSAGE]


def write_summary(path: Path, document: Mapping[str, Any]) -> None:
    """Replace `summary.json`, whole or not at all."""
    inside.checked(path).parent.mkdir(parents=True, exist_ok=True)
    files.write_json(path, document)
