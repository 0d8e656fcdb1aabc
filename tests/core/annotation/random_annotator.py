"""A process that annotates at random, one forked child a project; run as a script by the tests.

It speaks as `core/store/random_editor.py` does: it reads lines `FOLDER SEED`, forks a child for each (warm:
everything is imported, no database is open) and answers with the child's `pid PID`, with `edit SEQUENCE HASH`
after each command, undo or redo that has returned, and with `end STATUS` when the child is gone.
"""

import os
import random
import sys
from contextlib import suppress
from pathlib import Path

from core.annotation.random_commands import KINDS, command_of
from core.annotation.small_project import POND

from avisbuild.annotation import Workbench
from avisbuild.errors import ProjectError
from avisbuild.store import Project


def _annotate(folder: Path, seed: int) -> None:
    rng = random.Random(seed)
    words = [*KINDS, *KINDS, "undo", "undo", "undo", "redo", "redo"]
    with Project.open(folder) as project:
        workbench = Workbench(project, author="ann")
        workbench.open_video(POND)
        head = project.journal.head()
        while True:
            word = rng.choice(words)
            with suppress(ProjectError):
                if word in ("undo", "redo"):
                    _ = workbench.undo() if word == "undo" else workbench.redo()
                else:
                    numbers = (rng.randrange(1000), rng.randrange(1000), rng.randrange(1000))
                    command = command_of(workbench.view, word, numbers)
                    if command is not None:
                        workbench.run(command)
            now = project.journal.head()
            if now != head:
                head = now
                _say(f"edit {head.sequence} {head.hash}")


def _say(line: str) -> None:
    # One write of less than a page to a pipe is never torn or mixed with another.
    os.write(1, f"{line}\n".encode())


def _serve() -> None:
    for line in sys.stdin:
        folder, seed, *_ = line.split()
        child = os.fork()
        if child == 0:
            try:
                _annotate(Path(folder), int(seed))
            finally:
                os._exit(1)
        _say(f"pid {child}")
        _, status = os.waitpid(child, 0)
        _say(f"end {os.waitstatus_to_exitcode(status)}")


if __name__ == "__main__":
    _serve()
