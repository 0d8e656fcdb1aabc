"""Renaming, flushing, linking, and the free space of a disk."""

import errno
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from avisbuild.messages import Message

# Windows renames nothing that a program has open, often a virus scanner or a viewer, for a moment.
KEEPS_OPEN_FILES = os.name == "nt"
_LONGEST_WAIT_S = 5.0
_TRY_EVERY_S = 0.1
_PLENTY = 1 << 62


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """Bytes and inodes, needed or free."""

    byte_count: int
    inode_count: int


def replace(source: Path, target: Path) -> None:
    """Give a file another name, in place of what stands there; raises OSError.

    Where an open file keeps its name (Windows) this waits for a while, and then says what to do.
    """
    _patiently(os.replace, source, target)


def rename(source: Path, target: Path) -> None:
    """Give a file or folder another name that is free, in the same way."""
    _patiently(os.rename, source, target)


def flush_file(path: Path) -> None:
    """Bring a file to the disk."""
    with _opened(path) as descriptor:
        os.fsync(descriptor)


def begin_to_flush(path: Path) -> None:
    """Say that a file's pages are not needed again, upon which Linux begins to write them."""
    if not hasattr(os, "posix_fadvise"):
        return
    # A file system may take no advice.
    with _opened(path) as descriptor, suppress(OSError):
        os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)


def flush_all() -> bool:
    """Bring all that was written to the disk; whether it is there now, as only Linux waits for it."""
    if not sys.platform.startswith("linux"):
        return False
    os.sync()
    return True


def flush_folder(folder: Path) -> None:
    """Make a rename inside `folder` last through a power cut, where folders can be opened."""
    if hasattr(os, "O_DIRECTORY"):
        flush_file(folder)


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    # Windows flushes only what is open for writing.
    descriptor = os.open(path, os.O_RDWR if KEEPS_OPEN_FILES else os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def link_open_file(source: BinaryIO, target: Path) -> None:
    """Give the very file that is open a second name, whatever stands under its name by now.

    Raises FileNotFoundError where the system cannot (only Linux can), and OSError.
    """
    name = f"/proc/self/fd/{source.fileno()}"
    if not sys.platform.startswith("linux"):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), name)
    # A folder's descriptor is given, which a whole path makes no use of, since Python follows the link
    # only then.
    os.link(name, target, src_dir_fd=source.fileno(), follow_symlinks=True)


def free_space(folder: Path) -> DiskSpace:
    """What the file system of `folder` has left for us; file systems that count no inodes have plenty."""
    if not hasattr(os, "statvfs"):
        return DiskSpace(byte_count=shutil.disk_usage(folder).free, inode_count=_PLENTY)
    state = os.statvfs(folder)
    inodes = state.f_favail if state.f_files else _PLENTY
    return DiskSpace(byte_count=state.f_bavail * state.f_frsize, inode_count=inodes)


def _patiently(call: Callable[[Path, Path], None], source: Path, target: Path) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT_S
    while True:
        try:
            return call(source, target)
        except PermissionError as error:
            if not KEEPS_OPEN_FILES:
                raise
            if time.monotonic() >= deadline:
                cure = Message("file-in-use", reason=error.strerror)
                raise PermissionError(error.errno, cure, str(target)) from error
        time.sleep(_TRY_EVERY_S)
