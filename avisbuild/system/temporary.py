"""Temporary files and folders beside what they become: held while they are made, and gone at the next try.

Whoever makes one holds its lock, which the system lets go of however the process ends. So what lies there and
can be locked was left by a process that was killed. Where a file system has no locks, age decides.
"""

import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from filelock import lock_descriptor

from avisbuild.system.locks import has_native_locks, locked_folder
from avisbuild.system.opening import PLAIN_FILE

FILE, FOLDER = ".tmp", ".partial"
# As `tempfile` names things.
_RANDOM = "[a-z0-9_]{8}"
_ABANDONED_S = 3600.0


@contextmanager
def temporary_file(path: Path) -> Iterator[tuple[Path, int]]:
    """A new file beside `path` with its descriptor, held; it goes in the end if it is still there.

    What killed processes left of the same kind goes first. The caller closes the descriptor.
    """
    remove_abandoned(path, FILE)
    temporary, descriptor = _held_file(path)
    held = os.dup(descriptor)
    try:
        yield temporary, descriptor
    finally:
        os.close(held)
        temporary.unlink(missing_ok=True)


@contextmanager
def temporary_folder(path: Path) -> Iterator[Path]:
    """A new folder beside `path`, held; it goes in the end if it is still there."""
    remove_abandoned(path, FOLDER)
    with ExitStack() as held:
        folder = _held_folder(path, held)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def held(descriptor: int) -> Iterator[None]:
    """Hold an open file of ours, also after it is closed; where there are no locks, age has to do."""
    kept = os.dup(descriptor)
    try:
        _holds(kept)
        yield
    finally:
        os.close(kept)


def remove_abandoned(path: Path, kind: str) -> None:
    """Remove the temporary siblings of `path` that no process holds."""
    ours = re.compile(rf"\.{re.escape(path.name)}\.{_RANDOM}{re.escape(kind)}")
    try:
        with os.scandir(path.parent) as entries:
            found = [Path(entry.path) for entry in entries if ours.fullmatch(entry.name)]
    except OSError:
        return
    for each in found:
        with suppress(OSError):
            if kind == FOLDER:
                _remove_folder(each)
            elif is_free(each):
                each.unlink()


def _held_file(path: Path) -> tuple[Path, int]:
    """A new file with its descriptor; another one where somebody took the first for abandoned."""
    while True:
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=FILE, dir=path.parent)
        if _holds(descriptor):
            return Path(name), descriptor
        os.close(descriptor)
        Path(name).unlink(missing_ok=True)


def _holds(descriptor: int) -> bool:
    """Whether the file is ours; True where there are no locks, as then nobody else takes it either."""
    if not has_native_locks():
        return True
    try:
        is_ours = lock_descriptor(descriptor, blocking=False)
    except OSError:
        return True
    return is_ours and os.fstat(descriptor).st_nlink > 0


def _held_folder(path: Path, held: ExitStack) -> Path:
    while True:
        name = tempfile.mkdtemp(prefix=f".{path.name}.", suffix=FOLDER, dir=path.parent)
        if not has_native_locks():
            return Path(name)
        try:
            held.enter_context(locked_folder(Path(name), wait_s=0.0))
        except (BlockingIOError, FileNotFoundError):
            continue  # somebody took it for abandoned
        except OSError:
            pass
        return Path(name)


def is_free(path: Path) -> bool:
    """Whether this is a file that no process holds; raises OSError."""
    if not stat.S_ISREG(path.lstat().st_mode):
        return False
    descriptor = os.open(path, os.O_RDWR | PLAIN_FILE)
    try:
        if has_native_locks():
            with suppress(OSError):
                return lock_descriptor(descriptor, blocking=False)
        return _is_old(path)
    finally:
        os.close(descriptor)


def _remove_folder(path: Path) -> None:
    if not stat.S_ISDIR(path.lstat().st_mode):
        return
    if not has_native_locks():
        if _is_old(path):
            shutil.rmtree(path)
        return
    with locked_folder(path, wait_s=0.0):
        shutil.rmtree(path)


def _is_old(path: Path) -> bool:
    return path.lstat().st_mtime < time.time() - _ABANDONED_S
