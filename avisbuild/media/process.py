"""Running ffmpeg under a time limit, in a process group of its own, with nothing to ask us."""

import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from io import BufferedReader
from pathlib import Path
from typing import IO

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.system.processes import kill_group, own_group

_KEPT_WORDS = 400


@contextmanager
def running(
    command: Sequence[str],
    *,
    folder: Path,
    deadline: Deadline,
    environment: Mapping[str, str] | None = None,
    complaints: IO[bytes] | None = None,
) -> Iterator[BufferedReader]:
    """Run a program in `folder` and give its output to read; what it complains of goes into `complaints`.

    It must have ended well when the block ends. Raises MediaError `timeout` when the time is up and
    `undecodable` when it fails; whatever happens, neither it nor a child of it lives on.
    """
    with nullcontext(complaints) if complaints else tempfile.TemporaryFile() as said:
        process = subprocess.Popen(
            list(command),
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            **own_group(),
        )
        watchdog = threading.Timer(deadline.left_s, _kill_group, [process])
        watchdog.start()
        try:
            if isinstance(process.stdout, BufferedReader):  # always so: it is a pipe of bytes
                with process.stdout as stream:
                    yield stream
            process.wait()
        finally:
            watchdog.cancel()
            _kill_group(process)
            process.wait()
            if process.stdout is not None:
                process.stdout.close()
        deadline.check()
        if process.returncode != 0:
            said.seek(0)
            words = said.read(_KEPT_WORDS).decode(errors="replace").strip()
            raise MediaError(
                "ffmpeg-failed", returncode=process.returncode, said=words, code="undecodable"
            )


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        kill_group(process.pid)
