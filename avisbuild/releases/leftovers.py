"""What a killed export leaves behind under its temporary name, and how the next export removes it."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path


@contextmanager
def claims() -> Iterator[Callable[[Path], None]]:
    """Give a function that marks a folder as in use until the block ends or the process dies."""
    with ExitStack() as held:

        def claim(folder: Path) -> None:
            descriptor = os.open(folder, os.O_RDONLY)
            held.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_SH)

        yield claim


def remove_leftovers(out: Path) -> None:
    """Remove temporary siblings of `out` that no living process claims."""
    for partial in out.parent.glob("*.partial"):
        if not partial.name.startswith(f".{out.name}."):
            continue
        try:
            descriptor = os.open(partial, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except (FileNotFoundError, NotADirectoryError):
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            # Another export writes it now, or the file system knows no locks: better left alone.
            continue
        else:
            shutil.rmtree(partial, ignore_errors=True)
        finally:
            os.close(descriptor)
