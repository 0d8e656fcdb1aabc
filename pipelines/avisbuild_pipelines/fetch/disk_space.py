"""How much space on the disk a fetch will need, and whether it is there."""

import errno
from collections.abc import Iterable
from pathlib import Path

from avisbuild.errors import ProjectError
from avisbuild.system import disk
from avisbuild.system.disk import DiskSpace
from avisbuild_pipelines.manifest import ManifestRow

# A second of 720p: one JPEG and 16 kHz mono PCM16, kept twice when seconds are files of their own.
_FRAME_BYTES = 120_000
_SECOND_OF_SOUND_BYTES = 32_044
_SOURCE_BYTES = 20_000_000
_SECONDS_UNLESS_SAID = 60
_FILES_PER_VIDEO = 6
_FILES_PER_SOURCE = 4
# What a run may leave: below this the database and the system have no air.
_RESERVE_BYTES = 64 << 20
_FULL = ("disk-full", "server-disk-full")


def space_needed(
    rows: Iterable[ManifestRow], *, download_count: int, second_wavs: bool
) -> DiskSpace:
    """A rough estimate for rows still to be made, `download_count` sources among them still remote."""
    seconds = [_seconds(row) for row in rows]
    a_second = _FRAME_BYTES + _SECOND_OF_SOUND_BYTES * (2 if second_wavs else 1)
    return DiskSpace(
        byte_count=sum(seconds) * a_second + download_count * _SOURCE_BYTES,
        inode_count=sum(seconds) * (2 if second_wavs else 1)
        + len(seconds) * _FILES_PER_VIDEO
        + download_count * _FILES_PER_SOURCE,
    )


def free_space(folder: Path) -> DiskSpace:
    """What the file system of `folder` has left for us.

    A folder that is not there yet will be where its parent is.
    """
    while not folder.exists():
        folder = folder.parent
    return disk.free_space(folder)


def check_space(folder: Path, needed: DiskSpace) -> None:
    """Raise ProjectError when there is clearly too little: less than half of a rough estimate."""
    free = free_space(folder)
    if free.byte_count < needed.byte_count // 2 + _RESERVE_BYTES:
        raise ProjectError(
            "fetch-no-room",
            folder=folder,
            needed=size_text(needed.byte_count),
            spare=size_text(_RESERVE_BYTES),
            free=size_text(free.byte_count),
        )
    if free.inode_count < needed.inode_count // 2:
        raise ProjectError(
            "fetch-no-inodes", folder=folder, needed=needed.inode_count, free=free.inode_count
        )


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, or what caused it, says that the disk or the quota is used up."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
            return True
        # A database passes no number on; what its error means is known by kind.
        if getattr(cause, "code", None) == "disk-full" or getattr(cause, "kind", None) in _FULL:
            return True
        cause = cause.__cause__
    return False


def size_text(byte_count: int) -> str:
    """A size for people: 12.3 GB."""
    size = float(byte_count)
    for unit in ("B", "kB", "MB", "GB"):
        if size < 1000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1000
    return f"{size:.1f} TB"


def _seconds(row: ManifestRow) -> int:
    if row.end_ms is None:
        return _SECONDS_UNLESS_SAID
    return max(1, (row.end_ms - (row.start_ms or 0)) // 1000)
