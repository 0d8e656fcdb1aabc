"""Scripts that edit projects at random, each in a process of its own that can be killed at any moment."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RANDOM_EDITOR = Path(__file__).with_name("random_editor.py")


class RandomEditor:
    """A script that edits at random, at work in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, folder: Path, *, seed: int, total: int = 0) -> int:
        """Start editing; the process id to kill."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder} {seed} {total}\n")
        self._process.stdin.flush()
        while True:
            word, *rest = self._line()
            if word == "pid":
                return int(rest[0])

    def confirmed(self) -> Iterator[tuple[int, str]]:
        """Sequence and hash of every edit that was confirmed, until the child is gone."""
        while (line := self._line())[0] != "end":
            yield int(line[1]), line[2]
        self.status = int(line[1])

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the editor ended"
        return line.split()


@contextmanager
def random_editor(script: Path = RANDOM_EDITOR) -> Iterator[RandomEditor]:
    """An editor that is warm: it forks, so that no time goes to starting Python."""
    process = subprocess.Popen(
        [sys.executable, str(script)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    with process:
        yield RandomEditor(process)
