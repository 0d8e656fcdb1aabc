"""What a killed export leaves behind under its temporary name, and how the next export removes it."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from avisbuild.system.locks import locked_folder


@contextmanager
def claims() -> Iterator[Callable[[Path], None]]:
    """Give a function that marks a folder as in use until the block ends or the process dies."""
    with ExitStack() as held:

        def claim(folder: Path) -> None:
            held.enter_context(locked_folder(folder))

        yield claim


def remove_leftovers(out: Path) -> None:
    """Remove temporary siblings of `out` that no living process claims."""
    for partial in out.parent.glob("*.partial"):
        if not partial.name.startswith(f".{out.name}."):
            continue
        # Another export writes it now, or the file system knows no locks: better left alone.
        with suppress(OSError), locked_folder(partial, wait_s=0.0):
            shutil.rmtree(partial, ignore_errors=True)
