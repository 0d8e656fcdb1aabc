"""Packing a share: the database of some videos, the settings, and what their folders hold."""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import avisbuild
from avisbuild import files, inside
from avisbuild.errors import ProjectError
from avisbuild.progress import Progress, silent
from avisbuild.records import VideoId
from avisbuild.records.video_folder import DATABASE_NAME, SETTINGS_NAME, VIDEOS
from avisbuild.store import Project
from avisbuild.store.journal import Head
from avisbuild.system.temporary import temporary_folder
from avisbuild_pipelines.backup.contents import Part, ProjectFile, files_of, units_of
from avisbuild_pipelines.backup.writing import identity_of, own_settings
from avisbuild_pipelines.fetch.disk_space import free_space, size_text
from avisbuild_pipelines.sharing.share_file import ShareCard, ShareWriter

_SPARE_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SharePlan:
    """What a share would hold: the files of each video and of the guideline, and about how large it gets."""

    videos: tuple[VideoId, ...]
    media: Mapping[str, tuple[ProjectFile, ...]]
    database_bytes: int
    free_bytes: int

    @property
    def file_count(self) -> int:
        return sum(map(len, self.media.values())) + 2

    @property
    def media_bytes(self) -> int:
        return sum(each.byte_count for found in self.media.values() for each in found)

    @property
    def byte_count(self) -> int:
        return self.media_bytes + self.database_bytes

    @property
    def has_room(self) -> bool:
        # The database is made beside the file, and packed into it.
        return self.byte_count + self.database_bytes + _SPARE_BYTES <= self.free_bytes


def plan_share(
    project: Project, target: Path, videos: Sequence[VideoId], *, has_media: bool
) -> SharePlan:
    """Look at what a share of these videos would hold, and change nothing.

    Raises ProjectError where `target` is there, and OutsideError for a link out of the project.
    """
    if os.path.lexists(target):
        raise ProjectError("share-target-there", path=target)
    units = [f"{VIDEOS}/{video_id}" for video_id in (videos if has_media else ())]
    units += units_of(project.folder, [Part.GUIDELINE])
    media = {unit: _files_of(project.folder, unit) for unit in units}
    share = len(videos) / max(1, len(project.videos()))
    return SharePlan(
        videos=tuple(videos),
        media=media,
        database_bytes=int(share * project.database_bytes()),
        free_bytes=free_space(target.absolute().parent).byte_count,
    )


def _files_of(folder: Path, unit: str) -> tuple[ProjectFile, ...]:
    """The files of a video or of the guideline; none of a video that was never clipped here."""
    try:
        return tuple(files_of(folder, unit))
    except FileNotFoundError:
        return ()


def pack(
    project: Project,
    target: Path,
    videos: Sequence[VideoId],
    *,
    author: str,
    has_media: bool = True,
    progress: Progress = silent,
) -> ShareCard:
    """Write a share of these videos into a file that is not there yet; others may go on editing.

    It has its name when it is whole and on the disk. Raises ProjectError and OutsideError.
    """
    target = target.absolute()
    plan = plan_share(project, target, videos, has_media=has_media)
    if not plan.has_room:
        needed, free = size_text(plan.byte_count), size_text(plan.free_bytes)
        raise ProjectError("share-no-room", path=target, needed=needed, free=free)
    target.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(target) as aside, files.replacing(target) as stream:
        database = aside / DATABASE_NAME
        head, own = project.copy_videos(database, videos, author=author)
        writer = ShareWriter(stream)
        with database.open("rb") as source:
            writer.add(DATABASE_NAME, source, is_packed=True)
        settings = aside / SETTINGS_NAME
        files.write_text(settings, own_settings(project.folder / SETTINGS_NAME))
        with settings.open("rb") as source:
            writer.add(SETTINGS_NAME, source, is_packed=True)
        for unit, found in plan.media.items():
            _add(project, writer, unit, found)
            progress(writer.file_count, plan.file_count, unit)
        card = _card(project, plan, writer, head, own, author, has_media=has_media)
        writer.finish(card)
        if os.path.lexists(target):
            raise ProjectError("share-target-there", path=target)
    return card


def _add(project: Project, writer: ShareWriter, unit: str, found: Iterable[ProjectFile]) -> None:
    """Put the files of a video into a share; raises ProjectError where it is clipped anew meanwhile."""
    before = identity_of(project.folder / unit)
    try:
        for each in found:
            with inside.reading(project.folder / each.name) as source:
                writer.add(each.name, source)
    except FileNotFoundError as error:
        raise ProjectError("backup-changing", name=unit, project=project.folder) from error
    if identity_of(project.folder / unit) != before:
        raise ProjectError("backup-changing", name=unit, project=project.folder)


def _card(
    project: Project,
    plan: SharePlan,
    writer: ShareWriter,
    head: Head,
    own: Head,
    author: str,
    *,
    has_media: bool,
) -> ShareCard:
    return ShareCard(
        avisbuild=avisbuild.__version__,
        recipe=project.recipe.name,
        made_at=datetime.now(UTC).isoformat(timespec="seconds"),
        made_by=author,
        videos=plan.videos,
        has_media=has_media,
        files=writer.file_count,
        bytes=writer.byte_count,
        journal_sequence=own.sequence,
        journal_hash=own.hash,
        project_sequence=head.sequence,
        project_hash=head.hash,
    )
