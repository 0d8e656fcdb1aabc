"""One fetch at a time in a project."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import ProjectError
from avisbuild.records.video_folder import FETCH_LOCK


@contextmanager
def fetching_alone(folder: Path) -> Iterator[None]:
    """Hold the project's fetch lock; the system lets go of it however this process ends.

    Raises ProjectError when another process has it.
    """
    try:
        descriptor = inside.descriptor_of(folder / FETCH_LOCK, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise ProjectError("fetch-unwritable", folder=folder, reason=error.strerror) from error
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise ProjectError(
                "fetch-running", folder=folder, process=_owner(descriptor)
            ) from error
        # Who holds it is only said; a file that has another name elsewhere is not written for that.
        if os.fstat(descriptor).st_nlink == 1:
            os.ftruncate(descriptor, 0)
            os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _owner(descriptor: int) -> str:
    return os.pread(descriptor, 32, 0).decode(errors="replace") or "unknown"
