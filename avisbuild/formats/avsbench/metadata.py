"""`metadata.csv`: the videos of AVSBench-semantic with their subset, split and categories, read and written.

The published code takes three columns by their place (uid, categories, label) and `split` by its name.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from avisbuild import inside
from avisbuild.documents.csv_text import csv_text
from avisbuild.errors import FormatError
from avisbuild.records import Split, VideoId, video_id
from avisbuild.untrusted.text import table_stream

METADATA_FILE = "metadata.csv"
HEADER = ("vid", "uid", "s_min", "s_sec", "a_obj", "split", "label")
BACKGROUND_NAME = "background"
UID, CATEGORIES = 1, 4
_LABEL = 6
_JOINT = "_"


class Subset(StrEnum):
    """The three parts of AVSBench-semantic: five seconds and one source, five and several, ten."""

    V1S = "v1s"
    V1M = "v1m"
    V2 = "v2"


# Of videos of which every second has its label map, as those of v1s in training have not.
SUBSET_OF_LENGTH = {5: Subset.V1M, 10: Subset.V2}


@dataclass(frozen=True, slots=True, kw_only=True)
class MetadataRow:
    """One video: its folder is `<label>/<uid>`; `categories` are as the file spells them, none for silence.

    `source` and `start` are where it was cut from, which no published code reads; `line` where it was read.
    """

    uid: VideoId
    label: Subset
    split: Split
    categories: tuple[str, ...]
    source: str = ""
    start: int = 0
    line: int = field(default=0, compare=False)

    @property
    def folder(self) -> str:
        """Where its frames, label maps and sound are, under the data set."""
        return f"{self.label}/{self.uid}"


def published_name(name: str) -> str:
    """A category as AVSBench spells it: dashes and lower case, because `_` stands between categories."""
    return name.replace(_JOINT, "-").replace(" ", "-").lower()


def metadata_text(rows: Iterable[MetadataRow]) -> str:
    """The text of the file. A video without a category has `background`, which label2idx.json has, too."""
    cells = (
        (
            row.source or row.uid,
            row.uid,
            str(row.start // 60),
            str(row.start % 60),
            _JOINT.join(row.categories) or BACKGROUND_NAME,
            row.split.value,
            row.label.value,
        )
        for row in rows
    )
    return csv_text(HEADER, cells)


def listed_categories(cell: str) -> tuple[str, ...]:
    """The names in the cell of a video's categories; the background is none."""
    return tuple(name for name in cell.split(_JOINT) if name != BACKGROUND_NAME)


def read_metadata(path: Path) -> list[MetadataRow]:
    """Every video, in the order of the file; a row that stands there again counts once.

    Raises FormatError with the line of what is wrong.
    """
    rows: dict[VideoId, MetadataRow] = {}
    split_at = -1
    for line, cells in _lines(path):
        if split_at < 0:
            split_at = _split_column(path, cells)
            continue
        if len(cells) < len(HEADER):
            raise FormatError("metadata-columns", path=path, line=line, found=len(cells))
        row = _read_row(path, line, cells, split_at)
        if rows.setdefault(row.uid, row) != row:
            raise FormatError("metadata-uid-twice", path=path, line=line, found=row.uid)
    if not rows:
        raise FormatError("metadata-none", path=path)
    return list(rows.values())


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    try:
        reader = csv.reader(table_stream(path, opened=inside.reading))
        yield from ((reader.line_num, cells) for cells in reader if cells)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FormatError("table-unreadable", path=path, reason=error) from error


def _split_column(path: Path, header: list[str]) -> int:
    """Where the split stands; names that are where the published code does not look are a mistake."""
    names = [cell.strip() for cell in header]
    if len(names) < len(HEADER):
        raise FormatError("metadata-columns", path=path, line=1, found=len(names))
    for name, place in (("uid", UID), ("a_obj", CATEGORIES), ("label", _LABEL)):
        if name in names and names.index(name) != place:
            raise FormatError("metadata-place", path=path, name=name, place=place + 1)
    if "split" not in names:
        raise FormatError("metadata-no-split", path=path, found=", ".join(names))
    return names.index("split")


def _read_row(path: Path, line: int, cells: list[str], split_at: int) -> MetadataRow:
    try:
        uid = video_id(cells[UID])
    except ValueError as error:
        raise FormatError("metadata-uid", path=path, line=line, reason=error) from error
    found = cells[_LABEL].strip()
    if found not in list(Subset):
        raise FormatError("metadata-label", path=path, line=line, found=found)
    split = cells[split_at].strip() if split_at < len(cells) else ""
    if split not in list(Split):
        raise FormatError("metadata-split", path=path, line=line, found=split)
    return MetadataRow(
        uid=uid,
        label=Subset(found),
        split=Split(split),
        categories=listed_categories(cells[CATEGORIES].strip()),
        source=cells[0].strip(),
        line=line,
    )
