"""Modules that Numba compiles when they are imported, imported by one process at a time.

Parts of librosa and `masks.compiled_...` compile their functions when they are imported, and keep them on the
disk. Numba's store is not made for two writers: processes that import them at the same time in a new
environment are given each other's functions, and about one pair in six crashes.
"""

import atexit
import importlib
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import ExitStack, contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import cast

from avisbuild.system.locks import locked_folder
from avisbuild.system.temporary import temporary_folder

# Compiling takes seconds; who holds the lock for longer was stopped (Ctrl-Z) or hangs.
_LONGEST_WAIT_S = 120.0


def lazy_librosa(name: str) -> ModuleType:
    """A module of librosa by its name within it, as in `lazy_librosa("util.utils")`.

    Name the module that defines what you need: those above it import lazily, after the lock is gone.
    """
    return compiled_part(f"librosa.{name}")


def compiled_part(name: str, *, without: Collection[str] = ()) -> ModuleType:
    """Import a module by its whole name, with others hidden; no other process imports one meanwhile."""
    if name in sys.modules:  # or being imported by another thread, for which Python waits
        return importlib.import_module(name)
    with _alone(), _hidden(without):
        try:
            return importlib.import_module(name)
        except RuntimeError:  # Numba's: neither librosa's folder nor the person's can be written
            _keep_for_this_process()
            return importlib.import_module(name)


@contextmanager
def _hidden(names: Collection[str]) -> Iterator[None]:
    """Have importing these fail, unless they have been imported; for all threads of this process."""
    hidden = [name for name in names if name not in sys.modules]
    sys.modules.update(dict.fromkeys(hidden, cast(ModuleType, None)))
    try:
        yield
    finally:
        for name in hidden:
            del sys.modules[name]


def _keep_for_this_process() -> None:
    """Have Numba keep what it compiles in a folder that goes with this process and is nobody else's."""
    import numba

    held = ExitStack()
    atexit.register(held.close)
    folder = held.enter_context(
        temporary_folder(Path(tempfile.gettempdir()) / "avisbuild-compiled")
    )
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined]


@contextmanager
def _alone() -> Iterator[None]:
    """Hold librosa's own folder; the lock goes with the process, and where there are none, go on."""
    spec = find_spec("librosa")
    folder = next(iter(spec.submodule_search_locations or ()), None) if spec else None
    with ExitStack() as held:
        if folder:
            # It may lie in an archive, may not be listed, or be on a disk without locks; or who has it hangs.
            with suppress(OSError):
                held.enter_context(
                    locked_folder(Path(folder), wait_s=_LONGEST_WAIT_S, follow_link=True)
                )
        yield
