"""A script's side of `forking`: a forked child a line of stdin, told of on stdout.

It reads lines `FOLDER SEED COUNT`, forks a child for each (warm: everything is imported, no database is
open) and answers with the child's `pid PID`, with `edit SEQUENCE HASH` after each edit that was committed,
and with `end STATUS` when the child is gone. A COUNT of 0 goes on until someone ends it.
"""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from avisbuild.store.journal import Head


def say_edit(head: Head) -> None:
    """Tell of an edit that was committed."""
    _say(f"edit {head.sequence} {head.hash}")


def _say(line: str) -> None:
    # One write of less than a page to a pipe is never torn or mixed with another.
    os.write(1, f"{line}\n".encode())


def serve(edit_at_random: Callable[[Path, int, int], None]) -> None:
    """Fork a child for each line, which is given folder, seed and count."""
    for line in sys.stdin:
        folder, seed, total = line.split()
        child = os.fork()
        if child == 0:
            status = 1
            try:
                edit_at_random(Path(folder), int(seed), int(total))
                status = 0
            finally:
                os._exit(status)
        _say(f"pid {child}")
        _, status = os.waitpid(child, 0)
        _say(f"end {os.waitstatus_to_exitcode(status)}")
