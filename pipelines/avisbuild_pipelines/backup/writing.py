"""Writing a backup: the database as it is at one moment, then the files of what is in it."""

import os
import shutil
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

import tomlkit

import avisbuild
from avisbuild import files, inside
from avisbuild.errors import ProjectError
from avisbuild.progress import Progress, silent
from avisbuild.records.video_folder import DATABASE_NAME, SETTINGS_NAME
from avisbuild.store import Project
from avisbuild.store.settings import DEFAULT_DATABASE
from avisbuild.system.paths import lies_in
from avisbuild_pipelines.backup.contents import Part, ProjectFile, files_of, units_of
from avisbuild_pipelines.backup.copying import copy_hashed
from avisbuild_pipelines.backup.listing import (
    CARD_NAME,
    FILES_NAME,
    SUMS_NAME,
    BackupCard,
    sum_line,
)
from avisbuild_pipelines.fetch.disk_space import free_space, size_text

# A video that is clipped again while it is copied is copied again.
_ATTEMPTS = 3
# SQLite's copy, the list of files, and air.
_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupPlan:
    """What a backup would hold: files and bytes of each part, how large the database is, what is free."""

    parts: dict[str, tuple[int, int]]
    database_bytes: int
    free_bytes: int

    @property
    def file_count(self) -> int:
        return sum(count for count, _ in self.parts.values()) + 2

    @property
    def byte_count(self) -> int:
        return sum(size for _, size in self.parts.values()) + self.database_bytes

    @property
    def has_room(self) -> bool:
        return self.byte_count + _SPARE_BYTES <= self.free_bytes


def plan_backup(project: Project, target: Path, parts: Collection[Part]) -> BackupPlan:
    """Look at what a backup in the folder `target` would hold, and change nothing.

    Raises ProjectError where `target` is in the project, or holds anything.
    """
    _check_target(project, target)
    counted = {}
    for part in sorted(parts):
        found = [
            each.byte_count
            for unit in units_of(project.folder, [part])
            for each in files_of(project.folder, unit)
        ]
        counted[part.value] = (len(found), sum(found))
    return BackupPlan(
        parts=counted,
        database_bytes=project.database_bytes(),
        free_bytes=free_space(target.absolute()).byte_count,
    )


def back_up(
    project: Project,
    target: Path,
    parts: Collection[Part],
    *,
    progress: Progress = silent,
) -> BackupCard:
    """Copy a project into the folder `target`, which is new or empty; others may go on editing it.

    Every edit that was confirmed before is in the copy. It is written under another name and takes its own
    when it is whole and on the disk. Raises ProjectError, and OutsideError for a link out of the project.
    """
    plan = plan_backup(project, target, parts)
    target = free_place(target)
    if not plan.has_room:
        raise ProjectError(
            "backup-no-room",
            folder=target,
            needed=size_text(plan.byte_count),
            free=size_text(plan.free_bytes),
        )
    with files.staged_folder(target, has_many_files=True) as partial:
        writer = _Writer(project, partial, plan.file_count, progress)
        with (partial / SUMS_NAME).open("xb") as sums:
            card = writer.write(sums, parts)
        files.write_json(partial / CARD_NAME, card.document)
        make_way(target)
    return card


def back_up_beside(project: Project) -> Path:
    """Copy what people made, and no media, into a new folder beside the project; where that is.

    Raises ProjectError.
    """
    folder = Path(os.path.realpath(project.folder))
    number = 1
    while os.path.lexists(target := folder.with_name(f"{folder.name}-backup-{number}")):
        number += 1
    back_up(project, target, [Part.GUIDELINE, Part.REPORTS])
    return target


def _check_target(project: Project, target: Path) -> None:
    if lies_in(os.path.realpath(target), os.path.realpath(project.folder)):
        raise ProjectError("backup-in-project", folder=target, project=project.folder)
    free_place(target)


def free_place(folder: Path) -> Path:
    """The real path of a folder that is new or holds nothing at all; raises ProjectError for any other."""
    if os.path.lexists(folder) and not folder.is_dir():
        raise ProjectError("project-is-file", folder=folder)
    found = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    if found:
        raise ProjectError("project-not-empty", folder=folder, name=found[0])
    if os.path.ismount(folder):
        # What is written beside it is on another disk, and cannot take its place.
        raise ProjectError("folder-is-disk", folder=folder)
    return Path(os.path.realpath(folder))


def make_way(folder: Path) -> None:
    """Remove an empty folder in whose place a new one comes; one that was filled meanwhile is refused."""
    free_place(folder)
    with suppress(FileNotFoundError):
        folder.rmdir()


class _Writer:
    """Copies into one folder, and counts."""

    def __init__(self, project: Project, folder: Path, total: int, progress: Progress) -> None:
        self._project = project
        self._folder = folder / FILES_NAME
        self._folder.mkdir()
        self._total = total
        self._progress = progress
        self._count = self._bytes = 0

    def write(self, sums: BinaryIO, parts: Collection[Part]) -> BackupCard:
        """The database first: what is in it has its files by then, for `fetch` writes them before."""
        database = self._folder / DATABASE_NAME

        def tell(done: int, total: int) -> None:
            self._progress(0, self._total, f"database {100 * done // max(1, total)} %")

        head = self._project.copy_database(database, progress=tell)
        self._note(sums, DATABASE_NAME, files.sha256_of(database), database.stat().st_size)
        settings = self._folder / SETTINGS_NAME
        files.write_text(settings, own_settings(self._project.folder / SETTINGS_NAME))
        self._note(sums, SETTINGS_NAME, files.sha256_of(settings), settings.stat().st_size)
        for unit in units_of(self._project.folder, parts):
            for each, digest in self._copied(unit):
                self._note(sums, each.name, digest, each.byte_count)
        return BackupCard(
            avisbuild=avisbuild.__version__,
            recipe=self._project.recipe.name,
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            parts=tuple(sorted(part.value for part in parts)),
            files=self._count,
            bytes=self._bytes,
            journal_sequence=head.sequence,
            journal_hash=head.hash,
        )

    def _copied(self, unit: str) -> list[tuple[ProjectFile, str]]:
        """Copy a video, a source, a release or a report; again where it was replaced meanwhile."""
        for _ in range(_ATTEMPTS):
            before = identity_of(self._project.folder / unit)
            if before is None:
                return []  # removed since it was listed
            try:
                copied = [self._copy(each) for each in files_of(self._project.folder, unit)]
            except FileNotFoundError:
                copied = []
            else:
                if identity_of(self._project.folder / unit) == before:
                    return copied
            place = self._folder / unit
            shutil.rmtree(place) if place.is_dir() else place.unlink(missing_ok=True)
        raise ProjectError("backup-changing", name=unit, project=self._project.folder)

    def _copy(self, each: ProjectFile) -> tuple[ProjectFile, str]:
        target = self._folder / each.name
        target.parent.mkdir(parents=True, exist_ok=True)
        digest, count = copy_hashed(self._project.folder / each.name, target)
        return ProjectFile(each.name, count), digest

    def _note(self, sums: BinaryIO, name: str, digest: str, byte_count: int) -> None:
        sums.write(sum_line(digest, name))
        self._count += 1
        self._bytes += byte_count
        self._progress(self._count, self._total, name)


def identity_of(path: Path) -> tuple[int, int] | None:
    """Which folder or file this is; a successor is another one."""
    try:
        state = inside.checked(path).stat()
    except FileNotFoundError:
        return None
    return state.st_dev, state.st_ino


def own_settings(path: Path) -> str:
    """The settings as they are, but for the database: the copy has its own."""
    document = tomlkit.parse(inside.read_bytes(path).decode())
    document["database"] = DEFAULT_DATABASE
    return tomlkit.dumps(document)
