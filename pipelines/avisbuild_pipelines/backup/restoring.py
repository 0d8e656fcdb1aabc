"""Making a project of a backup again, whoever made that; every file is checked before it has its name."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from avisbuild import files, inside
from avisbuild.errors import FormatError, ProjectError
from avisbuild.progress import Progress, silent
from avisbuild.records.video_folder import DATABASE_NAME, SETTINGS_NAME, SOURCES, VIDEOS
from avisbuild.store import Project
from avisbuild.store.passwords import shown
from avisbuild.store.settings import DEFAULT_DATABASE, read_settings
from avisbuild_pipelines.backup.copying import copy_hashed
from avisbuild_pipelines.backup.listing import (
    FILES_NAME,
    SUMS_NAME,
    BackupCard,
    read_card,
    read_sums,
)
from avisbuild_pipelines.backup.writing import free_place, make_way
from avisbuild_pipelines.fetch.disk_space import free_space, size_text

_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A project that was made of a backup: its folder, and what the backup said of itself."""

    folder: Path
    card: BackupCard


def restore(backup: Path, folder: Path, *, progress: Progress = silent) -> Restored:
    """Make the project of a backup in `folder`, which is new or empty; whole, or nothing of it.

    Only what the backup lists is copied, each file against its hash; nothing is written outside `folder`,
    and no link of the backup is followed out of it. Raises FormatError, ProjectError and OutsideError.
    """
    backup = backup.absolute()
    inside.guard(backup)
    card = read_card(backup)
    folder = free_place(folder)
    _check_room(backup, folder)
    with files.staged_folder(folder, has_many_files=True) as partial:
        _copy_all(backup, partial, card, progress)
        for name in (SOURCES, VIDEOS):
            (partial / name).mkdir(exist_ok=True)
        _check_project(backup, partial, card)
        make_way(folder)
    return Restored(folder=folder, card=card)


def _check_room(backup: Path, folder: Path) -> None:
    """Before anything is written: a small backup of a stranger may hold a file that is all holes."""
    needed = sum(_size(backup / FILES_NAME / name) for name, _ in read_sums(backup))
    free = free_space(folder).byte_count
    if needed + _SPARE_BYTES > free:
        raise ProjectError(
            "backup-no-room", folder=folder, needed=size_text(needed), free=size_text(free)
        )


def _size(path: Path) -> int:
    try:
        return os.lstat(path).st_size
    except OSError:
        return 0


def _copy_all(backup: Path, target: Path, card: BackupCard, progress: Progress) -> None:
    listed = set[str]()
    count = 0
    for count, (name, expected) in enumerate(read_sums(backup), start=1):
        try:
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            found, _ = copy_hashed(backup / FILES_NAME / name, target / name)
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise FormatError("backup-file", folder=backup, name=name, reason=reason) from error
        if found != expected:
            raise FormatError(
                "backup-spoilt", folder=backup, name=name, expected=expected, found=found
            )
        if name in (SETTINGS_NAME, DATABASE_NAME):
            listed.add(name)
        progress(count, card.files, name)
    _refuse_lack(backup, {SETTINGS_NAME, DATABASE_NAME} - listed)
    if count != card.files:
        raise FormatError("backup-short", path=backup / SUMS_NAME, expected=card.files, found=count)


def _refuse_lack(backup: Path, missing: Iterable[str]) -> None:
    for name in sorted(missing):
        raise FormatError("backup-lacks", folder=backup, name=name)


def _check_project(backup: Path, folder: Path, card: BackupCard) -> None:
    """Open it, as whoever works in it will; its journal is the one that was backed up, entry for entry.

    Where the backup is older than this avisbuild, opening it brings it up to date.
    """
    database = read_settings(folder).database
    if database != DEFAULT_DATABASE:
        raise ProjectError(
            "backup-settings", folder=backup, expected=DEFAULT_DATABASE, found=shown(database)
        )
    with Project.open(folder) as project:
        found, expected = project.journal.verify(), card.journal_sequence
        is_same = found >= expected and (
            expected == 0 or project.journal.entry(expected).hash == card.journal_hash
        )
    if not is_same:
        raise ProjectError("backup-journal", folder=backup, expected=expected, found=found)
