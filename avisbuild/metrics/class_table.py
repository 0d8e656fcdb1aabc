"""Which labels are base and which are novel, and which of them a video may have."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.metadata import CATEGORIES, UID, listed_categories
from avisbuild.records.bundled import load_taxonomy
from avisbuild.untrusted.text import read_table

_BASE_LETTERS = "fc"
_NOVEL_LETTERS = "rn"
_LABEL = re.compile(r"[0-9]{1,9}")
# Every pair of labels is counted: this takes 0.1 GB.
_LARGEST_LABEL = 4095


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTable:
    """Names of the labels (0 is background) and whether each is a base category."""

    names: Mapping[int, str]
    is_base: Mapping[int, bool]

    @property
    def base(self) -> list[int]:
        """Labels of base categories, ascending."""
        return [label for label in sorted(self.is_base) if self.is_base[label]]

    @property
    def novel(self) -> list[int]:
        """Labels of novel categories, ascending."""
        return [label for label in sorted(self.is_base) if not self.is_base[label]]


def avsbench_classes() -> ClassTable:
    """AVSBench-OV's 40 base and 30 novel categories."""
    taxonomy = load_taxonomy("avsbench")
    return ClassTable(
        names={int(category.category_id): category.name for category in taxonomy},
        is_base={int(category.category_id): category.is_base for category in taxonomy},
    )


def read_classes(path: Path) -> ClassTable:
    """A CSV with the columns `id`, `name` and `split` (base or novel) or `frequency` (f, c, r, n).

    Raises FormatError.
    """
    names: dict[int, str] = {}
    is_base: dict[int, bool] = {}
    for number, row in _rows(path):
        where: dict[str, object] = {"path": path, "line": number}
        label = row.get("id") or ""
        if not _LABEL.fullmatch(label) or not 1 <= int(label) <= _LARGEST_LABEL:
            raise FormatError("classes-id", largest=_LARGEST_LABEL, found=label, **where)
        if int(label) in names:
            raise FormatError("classes-id-twice", found=label, **where)
        name = row.get("name") or label
        if name in names.values():
            raise FormatError("classes-name-twice", found=name, **where)
        names[int(label)] = name
        is_base[int(label)] = _is_base(row, where)
    if not names:
        raise FormatError("classes-none", path=path)
    return ClassTable(names=names, is_base=is_base)


def _is_base(row: Mapping[str, str], where: Mapping[str, object]) -> bool:
    split, letter = row.get("split") or "", row.get("frequency") or ""
    if split in ("base", "novel"):
        return split == "base"
    if letter and letter in _BASE_LETTERS + _NOVEL_LETTERS:
        return letter in _BASE_LETTERS
    raise FormatError("classes-part", found=split or letter, **where)


def read_video_labels(path: Path, classes: ClassTable) -> dict[str, frozenset[int]]:
    """The labels of each video in AVSBench's metadata.csv: `uid` and the categories joined by `_`.

    Raises FormatError for a category that the table lacks.
    """
    by_name = {name: label for label, name in classes.names.items()}
    labels: dict[str, frozenset[int]] = {}
    for number, cells in enumerate(_lines(path), start=1):
        if number == 1:
            continue
        if len(cells) <= CATEGORIES:
            raise FormatError("metadata-columns", path=path, line=number, found=len(cells))
        names = listed_categories(cells[CATEGORIES])
        unknown = [name for name in names if name not in by_name]
        if unknown:
            raise FormatError("metadata-category", path=path, line=number, found=unknown[0])
        own = frozenset(by_name[name] for name in names)
        if labels.setdefault(cells[UID], own) != own:
            raise FormatError("metadata-video-twice", path=path, line=number, found=cells[UID])
    return labels


def _rows(path: Path) -> Iterator[tuple[int, Mapping[str, str]]]:
    header: list[str] = []
    for number, cells in enumerate(_lines(path), start=1):
        if not header:
            header = [cell.strip() for cell in cells]
        else:
            yield number, dict(zip(header, cells, strict=False))


def _lines(path: Path) -> Iterator[list[str]]:
    try:
        yield from csv.reader(read_table(path).splitlines())
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise FormatError("table-unreadable", path=path, reason=error) from error
