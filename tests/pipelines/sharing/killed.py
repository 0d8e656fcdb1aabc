"""A process that packs, unpacks or merges, and is killed at one point of it; run as a script by the tests.

It reads lines `POINT SHARE FOLDER`, forks a child for each (warm: everything is imported) and answers with
the signal that ended the child, 0 for none.
"""

import os
import signal
import sys
from pathlib import Path

from avisbuild.records import VideoId
from avisbuild.review.merging import merge
from avisbuild.store import Edit, Project
from avisbuild_pipelines.sharing import pack, packing, share_file, unpack, unpacking


def _die(*_args: object, **_named: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _do(point: str, share: Path, folder: Path) -> None:
    match point:
        case "pack":
            share_file.ShareWriter.finish = _die  # type: ignore[method-assign]
            with Project.open(folder) as project:
                pack(project, share, [VideoId("pond")], author="ann")
        case "pack-files":
            packing._add = _die
            with Project.open(folder) as project:
                pack(project, share, [VideoId("pond")], author="ann")
        case "unpack":
            unpacking.make_way = _die
            unpack(share, folder)
        case "merge":
            Edit.note = _die  # type: ignore[method-assign]
            with Project.open(folder) as project, Project.open(share) as theirs:
                merge(project, theirs, {}, author="ann")


def _serve() -> None:
    for line in sys.stdin:
        point, share, folder = line.split()
        child = os.fork()
        if child == 0:
            try:
                _do(point, Path(share), Path(folder))
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.WTERMSIG(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
