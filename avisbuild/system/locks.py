"""Locks between processes on a file or a folder; the system lets go of one however its holder ends.

On Unix the very file or folder is locked, so nothing is left behind. Windows opens no folder, and keeps
others from reading what is locked; there a file beside it is locked instead, `.NAME.lock`, and a link in its
place is refused.
"""

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout, has_fcntl, lock_descriptor

_LOOK_EVERY_S = 0.05
_FOREVER_S = 1e9


def has_native_locks() -> bool:
    """Whether a file or folder can be locked by its descriptor."""
    return has_fcntl


@contextmanager
def locked_file(path: Path, descriptor: int, *, wait_s: float = 0.0) -> Iterator[None]:
    """Hold an open file until the block ends and the file is closed.

    Raises BlockingIOError where another process holds it for longer than `wait_s`, and OSError where the
    file system has no locks.
    """
    if not has_native_locks():
        with _locked_beside(path, wait_s):
            yield
        return
    # Held apart from the file, which may be closed before it is renamed.
    held = os.dup(descriptor)
    try:
        _lock(held, path, wait_s)
        yield
    finally:
        os.close(held)


@contextmanager
def locked_folder(
    folder: Path, *, wait_s: float = _FOREVER_S, follow_link: bool = False
) -> Iterator[None]:
    """Hold a folder until the block ends, as `locked_file` does.

    Raises FileNotFoundError where the folder is not there, also when it went while we waited.
    """
    if not has_native_locks():
        with _locked_beside(folder, wait_s):
            folder.stat()
            yield
        return
    held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | (0 if follow_link else os.O_NOFOLLOW))
    try:
        _lock(held, folder, wait_s)
        if not os.path.samestat(os.fstat(held), folder.stat()):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(folder))
        yield
    finally:
        os.close(held)


def _lock(descriptor: int, path: Path, wait_s: float) -> None:
    deadline = time.monotonic() + wait_s
    while not lock_descriptor(descriptor, blocking=False):
        if time.monotonic() >= deadline:
            raise _busy(path)
        time.sleep(_LOOK_EVERY_S)


@contextmanager
def _locked_beside(path: Path, wait_s: float) -> Iterator[None]:
    lock = FileLock(path.with_name(f".{path.name}.lock"), poll_interval=_LOOK_EVERY_S)
    try:
        lock.acquire(timeout=wait_s)
    except Timeout as error:
        raise _busy(path) from error
    try:
        yield
    finally:
        lock.release()


def _busy(path: Path) -> BlockingIOError:
    return BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(path))
