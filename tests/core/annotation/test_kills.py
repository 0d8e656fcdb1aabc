"""An annotator killed at any moment loses nothing that it was told is saved, and can still undo."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import pytest
from core.annotation.small_project import POND, new_project
from how_much import fuzz, tried

from avisbuild.annotation import Workbench, read_view
from avisbuild.store import Project

KILLS = tried(20, 1000)  # a thousand is what R01 asks for
_KILLS_A_PROJECT = 10
_STEPS_WALKED = 15
_MOST_EDITS = 12
_SCRIPT = Path(__file__).with_name("random_annotator.py")
_TESTS = Path(__file__).parents[2]


class RandomAnnotator:
    """The script beside this file, at work in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def begin(self, folder: Path, *, seed: int) -> int:
        """Start annotating; the process id to kill."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{folder} {seed}\n")
        self._process.stdin.flush()
        word, child = self._line()
        assert word == "pid"
        return int(child)

    def confirmed(self) -> Iterator[tuple[int, str]]:
        """Sequence and hash of every edit, as each is confirmed, until the child is gone."""
        while (line := self._line())[0] != "end":
            yield int(line[1]), line[2]
        self.status = int(line[1])

    def _line(self) -> list[str]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        assert line, "the annotator ended"
        return line.split()


@contextmanager
def random_annotator() -> Iterator[RandomAnnotator]:
    """An annotator that is warm: it forks, so that no time goes to starting Python."""
    paths = [str(_TESTS), *map(str, filter(None, sys.path))]
    with subprocess.Popen(
        [sys.executable, str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": os.pathsep.join(paths)},
    ) as process:
        yield RandomAnnotator(process)


@fuzz
@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_an_annotator_killed_at_any_moment_loses_nothing_and_can_undo(tmp_path: Path) -> None:
    """R01, R13: what a command, an undo or a redo has returned for is on disk; undo and redo go on."""
    rng = random.Random(7)
    confirmed_count = 0
    hashes: dict[int, str] = {}
    with random_annotator() as annotator:
        for kill in range(KILLS):
            if kill % _KILLS_A_PROJECT == 0:
                folder, hashes = tmp_path / f"pets{kill}", {}
                new_project(folder).close()
            child = annotator.begin(folder, seed=kill)
            edits = annotator.confirmed()
            # By edits, not by the clock, as a busy machine makes few; then anywhere in the next one.
            confirmed = dict(islice(edits, rng.randrange(_MOST_EDITS)))
            time.sleep(rng.uniform(0.005, 0.05))
            os.kill(child, signal.SIGKILL)
            confirmed |= edits
            assert annotator.status == -signal.SIGKILL
            confirmed_count += len(confirmed)
            hashes |= confirmed
            _check(folder, hashes, whole=(kill + 1) % _KILLS_A_PROJECT == 0)
    assert confirmed_count > KILLS


def _check(folder: Path, hashes: dict[int, str], *, whole: bool) -> None:
    with Project.open(folder) as project:
        present = {entry.sequence: entry.hash for entry in project.journal.entries()}
        assert hashes.items() <= present.items()
        assert project.journal.verify() == len(present)
        assert project.rebuild_state() == project.state_digest()
        workbench = Workbench(project, author="ann")
        before = workbench.open_video(POND)
        steps = 0
        while (whole or steps < _STEPS_WALKED) and workbench.undo():
            steps += 1
        if whole:
            assert workbench.view.tracks == ()
            assert workbench.view.silences == frozenset()
            assert workbench.view.round is None
        for _ in range(steps):
            assert workbench.redo()
        assert workbench.view == before == read_view(project, POND)
        # What was walked here is confirmed as well.
        hashes |= {entry.sequence: entry.hash for entry in project.journal.entries()}
