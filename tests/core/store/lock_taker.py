"""A process that takes locks when it is told to; run as a script by the tests.

    python lock_taker.py PROJECT

Reads lines `VIDEO` and answers `mine` or `theirs`; it never lets go.
"""

import sys
from pathlib import Path

from avisbuild.records import VideoId
from avisbuild.store import Project, locks
from avisbuild.store.holders import new_holder


def main() -> None:
    holder = new_holder()
    with Project.open(Path(sys.argv[1])) as project:
        for line in sys.stdin:
            found = locks.take(project, VideoId(line.strip()), owner="x", holder=holder)
            sys.stdout.write("mine\n" if found.lock.holder == holder else "theirs\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
