"""One fetch at a time in a project."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import RawIOBase
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import ProjectError
from avisbuild.records.video_folder import FETCH_LOCK
from avisbuild.system.locks import locked_file


@contextmanager
def fetching_alone(folder: Path) -> Iterator[None]:
    """Hold the project's fetch lock; the system lets go of it however this process ends.

    Raises ProjectError when another process has it.
    """
    try:
        descriptor = inside.open_plain_file(folder / FETCH_LOCK, os.O_RDWR | os.O_CREAT)
    except OSError as error:
        raise ProjectError("fetch-unwritable", folder=folder, reason=error.strerror) from error
    with os.fdopen(descriptor, "r+b", buffering=0) as file, ExitStack() as held:
        try:
            held.enter_context(locked_file(folder / FETCH_LOCK, descriptor))
        except BlockingIOError as error:
            raise ProjectError("fetch-running", folder=folder, process=_owner(file)) from error
        # Who holds it is only said; a file that has another name elsewhere is not written for that.
        if os.fstat(descriptor).st_nlink == 1:
            file.truncate(0)
            file.write(str(os.getpid()).encode())
        yield


def _owner(file: RawIOBase) -> str:
    return (file.read(32) or b"").decode(errors="replace") or "unknown"
