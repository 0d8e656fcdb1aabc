"""Reading a manifest: every row is checked before anything is fetched."""

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from avisbuild.documents.csv_text import plain_cell
from avisbuild.errors import FormatError
from avisbuild.records.leaks import LeakingGroup, find_leaking_groups, members_by_split
from avisbuild.untrusted import limits
from avisbuild.untrusted.text import named_file, read_all, table_text
from avisbuild_pipelines.manifest.music_avqa import MusicAvqa
from avisbuild_pipelines.manifest.rows import COLUMNS, REQUIRED, ManifestRow, Problem, read_row
from avisbuild_pipelines.manifest.sources import SourceRoots

__all__ = ["Manifest", "ManifestRow", "read_manifest"]

# More than anyone reads.
_MOST_TOLD = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """A manifest without a problem; `leaks` (members are lines) is empty unless the caller allowed them."""

    path: Path
    rows: tuple[ManifestRow, ...]
    leaks: tuple[LeakingGroup[int], ...] = ()


def read_manifest(
    path: Path,
    *,
    media_root: Path | None,
    music_avqa_root: Path | None,
    allowed_hosts: Collection[str] = (),
    allow_group_leak: bool = False,
) -> Manifest:
    """Read and check a manifest; `media_root` is by default the manifest's own folder.

    Raises FormatError that lists every problem, one a line, with line number and column.
    """
    text = _read_text(path)
    roots = SourceRoots(
        media_root=_folder(media_root or path.parent, "--media-root"),
        music_avqa=_music_avqa(music_avqa_root),
        allowed_hosts=tuple(allowed_hosts),
    )
    table = _read_table(text, path)
    rows: list[ManifestRow] = []
    problems = list(table.problems)
    for line, values in table.rows:
        row, found = read_row(values, line, roots)
        problems += found
        if row is not None:
            rows.append(row)
    leaks = find_leaking_groups(
        (row.group, row.split, row.line) for row in rows if row.split is not None
    )
    problems += [*_repeated_names(table), *_differing_hashes(rows)]
    if problems or (leaks and not allow_group_leak):
        report = _report(path, problems, [] if allow_group_leak else leaks)
        raise FormatError("manifest-wrong", report=report)
    if not rows:
        raise FormatError("manifest-no-rows", path=path)
    return Manifest(path=path, rows=tuple(rows), leaks=tuple(leaks))


def _leak_text(leak: LeakingGroup[int]) -> str:
    places = "; ".join(
        f"{split} (line {', '.join(map(str, lines))})" for split, lines in leak.members.items()
    )
    return f"group {leak.group} is in {places}"


def _leak_summary(leaks: Sequence[LeakingGroup[int]]) -> str:
    """How many groups are cut, and how many videos of each split that touches."""
    counts = ", ".join(
        f"{count} {split} {'video' if count == 1 else 'videos'}"
        for split, count in members_by_split(leaks).items()
    )
    groups = "1 group is" if len(leaks) == 1 else f"{len(leaks)} groups are"
    return f"{groups} in more than one split ({counts})"


def _report(path: Path, problems: list[Problem], leaks: Sequence[LeakingGroup[int]]) -> str:
    lines = [str(problem) for problem in sorted(problems)[:_MOST_TOLD]]
    if len(problems) > _MOST_TOLD:
        lines.append(f"... and {len(problems) - _MOST_TOLD} more")
    if leaks:
        lines += [_leak_text(leak) for leak in leaks]
        lines.append(
            f"{_leak_summary(leaks)}; give each group one split, or use --allow-group-leak"
        )
    count = len(problems) + len(leaks)
    what = "problem" if count == 1 else "problems"
    return "\n".join(
        [f"{path}: {count} {what}, so nothing is done", *(f"  {one}" for one in lines)]
    )


def _repeated_names(table: "_Table") -> Iterator[Problem]:
    """Names that are there twice, or that a file system could take for each other."""
    first_with: dict[str, tuple[str, int]] = {}
    for line, values in table.rows:
        name = values["video_id"].strip()
        other, other_line = first_with.setdefault(name.lower(), (name, line))
        if name and other_line != line:
            how = "is" if other == name else f"differs only by case from {other},"
            yield Problem(line, "video_id", f"{name} {how} already in line {other_line}")


def _differing_hashes(rows: Sequence[ManifestRow]) -> Iterator[Problem]:
    first_with: dict[str, ManifestRow] = {}
    for row in rows:
        first = first_with.setdefault(row.source.key, row) if row.sha256 else row
        if first.sha256 != row.sha256:
            yield Problem(
                row.line, "sha256", f"line {first.line} expects another hash of the same source"
            )


@dataclass(frozen=True, slots=True)
class _Table:
    """A CSV file as (line, cells by column), and what made a row unreadable."""

    rows: list[tuple[int, dict[str, str]]]
    problems: list[Problem]


def _read_table(text: str, path: Path) -> _Table:
    table = _Table([], [])
    header: list[str] = []
    for line, cells in _records(text, table.problems):
        if not header:
            header = _header(cells, path, line)
        elif len(cells) != len(header):
            expected = f"expected {len(header)} cells as in the header, got {len(cells)}"
            table.problems.append(Problem(line, "", expected))
        else:
            table.rows.append((line, dict(zip(header, map(plain_cell, cells), strict=True))))
    if not header and table.problems:
        raise FormatError("manifest-problem", path=path, problem=table.problems[0])
    if not header:
        raise FormatError("manifest-empty", path=path, columns=", ".join(COLUMNS))
    return table


def _header(cells: list[str], path: Path, line: int) -> list[str]:
    names = [cell.strip() for cell in cells]
    header = [name.lower() if name.lower() in COLUMNS else name for name in names]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        found = ", ".join(names)[:120]
        if len(names) == 1 and any(mark in found for mark in ";\t|"):
            raise FormatError("manifest-separator", path=path, line=line, found=found)
        raise FormatError(
            "manifest-header",
            path=path,
            line=line,
            missing=" and ".join(missing),
            found=found,
            columns=", ".join(COLUMNS),
        )
    if "" in header:
        raise FormatError(
            "manifest-column-unnamed", path=path, line=line, column=header.index("") + 1
        )
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise FormatError("manifest-column-twice", path=path, line=line, column=twice[0])
    return header


def _records(text: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """The records of a CSV with the number of their first line; blank lines are passed over."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # Where a quote went wrong, what follows cannot be told apart any more.
            problems.append(Problem(line, "", f"not readable as CSV from here on: {error}"))
            return
        if any(cell.strip() for cell in cells):
            yield line, cells


def _read_text(path: Path) -> str:
    if path.is_dir():
        raise FormatError("manifest-is-folder", path=path)
    try:
        with named_file(path) as stream:
            data = read_all(stream, path, "table-too-large", limits.TABLE_BYTES)
    except OSError as error:
        raise FormatError("manifest-unreadable", path=path, reason=error.strerror) from error
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise FormatError("manifest-utf16", path=path)
    if (place := data.find(b"\0")) >= 0:
        line = data.count(b"\n", 0, place) + 1
        raise FormatError("manifest-nul", path=path, line=line)
    try:
        return table_text(data, path)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found = data[error.start]
        raise FormatError("manifest-not-utf8", path=path, line=line, found=found) from error


def _folder(folder: Path, option: str) -> Path:
    if not folder.is_dir():
        raise FormatError("root-no-folder", option=option, folder=folder)
    return folder.resolve()


def _music_avqa(root: Path | None) -> MusicAvqa | None:
    if root is None:
        return None
    try:
        return MusicAvqa.open(_folder(root, "--music-avqa-root"))
    except OSError as error:
        raise FormatError("music-avqa-unreadable", folder=root, reason=error.strerror) from error
