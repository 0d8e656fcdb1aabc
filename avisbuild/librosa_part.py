"""Parts of librosa, imported by one process at a time.

Some modules of librosa compile functions with Numba when they are imported, and keep them on the disk.
Numba's store is not made for two writers: processes that import them at the same time in a new
environment are given each other's functions, and about one pair in six crashes.
"""

import fcntl
import importlib
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from types import ModuleType


def librosa_part(name: str) -> ModuleType:
    """A module of librosa by its name within it, as in `librosa_part("util.utils")`.

    Name the module that defines what you need: those above it import lazily, after the lock is gone.
    """
    with _alone():
        return importlib.import_module(f"librosa.{name}")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold librosa's own folder; the lock goes with the process, and where there are none, go on."""
    spec = find_spec("librosa")
    folder = next(iter(spec.submodule_search_locations or ()), None) if spec else None
    if folder is None:
        yield
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
