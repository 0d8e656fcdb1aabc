"""What workers that were killed left behind."""

import re
from pathlib import Path

from avisbuild import inside

# As the engine names the temporary folder of a worker.
WORKER_PREFIX = "worker-"
_WORKER = re.compile(rf"{WORKER_PREFIX}[a-z0-9_]{{8}}")


def remove_workers(scratch: Path) -> None:
    """Remove the temporary folders in `scratch`; whatever else lies there is somebody's.

    A `cache` that leads to a big disk may have a folder of the same name in it.
    """
    try:
        found = list(inside.checked(scratch).iterdir())
    except OSError:
        return
    for path in found:
        if is_worker(path.name) and not path.is_symlink():
            inside.remove_tree(path)


def is_worker(name: str) -> bool:
    """Whether a temporary folder of a worker is called so."""
    return _WORKER.fullmatch(name) is not None
