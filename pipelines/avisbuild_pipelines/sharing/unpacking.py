"""Making a project of a share, whoever packed that; every file is checked before it has its name."""

import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

from avisbuild import files
from avisbuild.errors import FormatError, ProjectError
from avisbuild.progress import Progress, silent
from avisbuild.records.video_folder import DATABASE_NAME, SETTINGS_NAME, SOURCES, VIDEOS
from avisbuild.store import Project
from avisbuild.store.settings import DEFAULT_DATABASE, read_settings
from avisbuild.system.temporary import temporary_folder
from avisbuild_pipelines.backup.writing import free_place, make_way
from avisbuild_pipelines.fetch.disk_space import free_space, size_text
from avisbuild_pipelines.sharing.share_file import ShareCard, ShareReader, reading_share

_SPARE_BYTES = 64 << 20
_NEEDED = frozenset({SETTINGS_NAME, DATABASE_NAME})
# What one row may take, and the entries of the journal that are read together.
_ROW_BYTES = 128 << 20
_ENTRIES_TOGETHER, _ENTRIES_BYTES = 200, 256 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpacked:
    """A project that was made of a share: its folder, and what the share said of itself."""

    folder: Path
    card: ShareCard


def unpack(share: Path, folder: Path, *, progress: Progress = silent) -> Unpacked:
    """Make the project of a share in `folder`, which is new or empty; whole, or nothing of it.

    Only what the share lists is written, each file against its hash, and nothing outside `folder`. Raises
    FormatError and ProjectError.
    """
    folder = free_place(folder)
    with reading_share(share.absolute()) as reader:
        listed = _listed(reader, share, folder)
        with files.staged_folder(folder, has_many_files=True) as partial:
            for count, (name, expected) in enumerate(listed.items(), start=1):
                (partial / name).parent.mkdir(parents=True, exist_ok=True)
                reader.extract(name, expected, partial / name)
                progress(count, len(listed), name)
            for name in (SOURCES, VIDEOS):
                (partial / name).mkdir(exist_ok=True)
            _check_project(share, partial, reader.card)
            make_way(folder)
        return Unpacked(folder=folder, card=reader.card)


@contextmanager
def project_in_share(share: Path) -> Iterator[Project]:
    """What people did in a share, without its media; gone afterwards."""
    with temporary_folder(Path(gettempdir()) / "avisbuild-share") as folder:
        with reading_share(share.absolute()) as reader:
            listed = _listed(reader, share, folder, only=_NEEDED)
            for name, expected in listed.items():
                reader.extract(name, expected, folder / name)
            _check_project(share, folder, reader.card)
        with Project.open(folder) as project:
            yield project


def _listed(
    reader: ShareReader, share: Path, folder: Path, *, only: frozenset[str] | None = None
) -> dict[str, str]:
    """What is to be written, by name with its hash; there is room for it."""
    listed: dict[str, str] = {}
    needed = 0
    for name, digest in reader.listed():
        if only is not None and name not in only:
            continue
        if name in listed:
            raise FormatError("share-name", path=share, name=name)
        listed[name] = digest
        needed += reader.size(name)
    for name in sorted(_NEEDED - listed.keys()):
        raise FormatError("share-lacks", path=share, name=name)
    free = free_space(folder).byte_count
    if needed + _SPARE_BYTES > free:
        said = {"needed": size_text(needed), "free": size_text(free)}
        raise ProjectError("unpack-no-room", folder=folder, **said)
    return listed


def _check_project(share: Path, folder: Path, card: ShareCard) -> None:
    """Open it, as whoever works in it will; its journal is the one that was packed, entry for entry."""
    _check_rows(share, folder / DATABASE_NAME)
    if read_settings(folder).database != DEFAULT_DATABASE:
        raise FormatError("share-file", path=share, name=SETTINGS_NAME, reason="another database")
    with Project.open(folder) as project:
        expected = card.journal_sequence
        try:
            is_same = 1 <= expected <= project.journal.verify()
            is_same = is_same and project.journal.entry(expected).hash == card.journal_hash
        except ProjectError as error:
            raise FormatError("share-journal", path=share) from error
        if not is_same:
            raise FormatError("share-journal", path=share)


def _check_rows(share: Path, database: Path) -> None:
    """Refuse rows that would take more memory than anybody's edits do, before any is read as such."""
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro&immutable=1", uri=True)) as copy:
        copy.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _ROW_BYTES)
        try:
            names = [
                row[0]
                for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            ]
            for name in names:
                quoted = name.replace('"', '""')
                _check_sizes(copy.execute(f'SELECT * FROM "{quoted}"'))  # noqa: S608 - their own name
        except sqlite3.Error as error:
            raise FormatError("share-file", path=share, name=DATABASE_NAME, reason=error) from error


def _check_sizes(rows: sqlite3.Cursor) -> None:
    together, last = 0, deque[int]()
    for row in rows:
        last.append(sum(len(value) for value in row if isinstance(value, str | bytes)))
        together += last[-1]
        if len(last) > _ENTRIES_TOGETHER:
            together -= last.popleft()
        if together > _ENTRIES_BYTES:
            raise sqlite3.DataError("its rows are too large")
