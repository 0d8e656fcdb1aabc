"""One row of a manifest: its cells checked one by one, every problem with its column."""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from avisbuild.documents.checking import problems
from avisbuild.messages.printable import printable
from avisbuild.records import Split, VideoId, video_id
from avisbuild_pipelines.manifest.sources import Source, SourceRoots, parse_source
from avisbuild_pipelines.manifest.times import milliseconds

COLUMNS = (
    "video_id",
    "source",
    "start",
    "end",
    "split",
    "group",
    "scenario",
    "labels",
    "license",
    "rights",
    "sha256",
    "frame_offset",
)
REQUIRED = ("video_id", "source")
_SHA256 = re.compile(r"[0-9a-fA-F]{64}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_MAX_CELL = 1000
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestRow:
    """A video to be made; times are milliseconds on the source's timeline, None for its ends.

    `group` is the canonical source where the manifest names none. `values` has every column as it
    was read, unknown ones too; `row_sha256` is the hash of them. `line` counts from 1.
    """

    video_id: VideoId
    source: Source
    start_ms: int | None = None
    end_ms: int | None = None
    split: Split | None = None
    group: str = ""
    scenarios: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    license: str = ""
    rights: str = ""
    sha256: str = ""
    frame_offset: float | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    row_sha256: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """What is wrong in a cell; `column` is "" when it is the whole row."""

    line: int
    column: str
    text: str

    def __str__(self) -> str:
        place = f"line {self.line}" + (f", column {self.column}" if self.column else "")
        return printable(f"{place}: {self.text}")


class _Cells:
    """Reads the cells of one row and keeps what was wrong."""

    def __init__(self, values: Mapping[str, str], line: int) -> None:
        self._values = values
        self._line = line
        self.problems: list[Problem] = []

    def text(self, column: str) -> str:
        text = self._values.get(column, "").strip()
        if len(text) > _MAX_CELL or _CONTROL.search(text):
            self.blame(column, f"expected up to {_MAX_CELL} characters in one line")
            return ""
        return text

    def read(self, column: str, reader: Callable[[str], _Value], absent: _Value) -> _Value:
        text = self.text(column)
        if not text:
            return absent
        try:
            return reader(text)
        except ValueError as error:
            self.blame(column, str(error))
            return absent

    def required(self, column: str, reader: Callable[[str], _Value]) -> _Value | None:
        if not self._values.get(column, "").strip():
            self.blame(column, "is empty, but every row needs it")
            return None
        optional: Callable[[str], _Value | None] = reader
        return self.read(column, optional, None)

    def blame(self, column: str, text: str) -> None:
        self.problems.append(Problem(self._line, column, text))


def read_row(
    values: Mapping[str, str], line: int, roots: SourceRoots
) -> tuple[ManifestRow | None, list[Problem]]:
    """Check one row; the row is None when anything in it is wrong."""
    cells = _Cells(values, line)
    name = cells.required("video_id", _video_id)
    source = cells.required("source", lambda text: parse_source(text, roots))
    start_ms = cells.read("start", _optional_ms, None)
    end_ms = cells.read("end", _optional_ms, None)
    if end_ms is not None and end_ms <= (start_ms or 0):
        cells.blame("end", f"expected an end after the start, got {values['end']!r}")
    split = cells.read("split", _split, None)
    sha256 = cells.read("sha256", _sha256, "")
    frame_offset = cells.read("frame_offset", _frame_offset, None)
    texts = {column: cells.text(column) for column in ("group", "license", "rights")}
    scenarios, labels = _listed(cells.text("scenario")), _listed(cells.text("labels"))
    if cells.problems or name is None or source is None:
        return None, cells.problems
    found = _against_schema(values, line)
    if found:
        return None, found
    row = ManifestRow(
        video_id=name,
        source=source,
        start_ms=start_ms,
        end_ms=end_ms,
        split=split,
        group=texts["group"] or source.key,
        scenarios=scenarios,
        labels=labels,
        license=texts["license"],
        rights=texts["rights"],
        sha256=sha256,
        frame_offset=frame_offset,
        values=dict(values),
        row_sha256=row_hash(values),
        line=line,
    )
    return row, []


def _against_schema(values: Mapping[str, str], line: int) -> list[Problem]:
    """What the published schema says of a row that passed; it must never be the stricter one."""
    document = {name: value.strip() for name, value in values.items() if name in COLUMNS}
    document["source"] = re.sub("^[A-Za-z-]+:", lambda found: found[0].lower(), document["source"])
    return [Problem(line, "", str(each)) for each in problems(document, "manifest-row")]


def row_hash(values: Mapping[str, str]) -> str:
    """The SHA-256 of a row's cells, whatever the order of the columns."""
    text = json.dumps(dict(values), sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _video_id(text: str) -> VideoId:
    if ".." in text or "/" in text or "\\" in text:
        raise ValueError(f"a video_id becomes a folder name, so it holds no path, got {text!r}")
    return video_id(text)


def _optional_ms(text: str) -> int | None:
    return milliseconds(text)


def _split(text: str) -> Split | None:
    try:
        return Split(text)
    except ValueError:
        raise ValueError(f"expected train, val, test or nothing, got {text!r}") from None


def _sha256(text: str) -> str:
    if _SHA256.fullmatch(text) is None:
        raise ValueError(
            f"expected 64 hexadecimal digits, got {len(text)} characters: {text[:20]!r}"
        )
    return text.lower()


def _frame_offset(text: str) -> float | None:
    if re.fullmatch(r"0|0?\.[0-9]{1,12}", text) is None:
        raise ValueError(f"expected a number from 0 to below 1, such as 0.5, got {text!r}")
    return float(text)


def _listed(text: str) -> tuple[str, ...]:
    """The parts between semicolons, without blanks and repetitions."""
    return tuple(dict.fromkeys(part.strip() for part in text.split(";") if part.strip()))
