"""The window killed while somebody works in it."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from avisbuild.annotation import Workbench
from avisbuild.store import Project

_PROGRAM = Path(__file__).with_name("window_at_work.py")
_KILLS = 5


@pytest.mark.slow
def test_a_window_killed_in_the_middle_loses_nothing_that_was_done(project: Project) -> None:
    """R01, R13: what returned is in the journal, the state is what that adds up to, and undo goes on."""
    folder, rng = project.folder, random.Random(1)
    project.close()
    for seed in range(_KILLS):
        told = _work_until_killed(folder, seed, rng)
        assert told, "the window was killed before it did anything"
        sequence, digest = told[-1]
        with Project.open(folder) as opened:
            assert opened.journal.verify() >= sequence
            assert opened.journal.entry(sequence).hash == digest
            assert opened.state_digest() == opened.rebuild_state()
            bench = Workbench(opened, author="ann")
            bench.open_video(opened.videos()[0].video_id)
            before = opened.state_digest()
            assert bench.undo() is not None
            assert bench.redo() is not None
            after = opened.state_digest()
            assert before.pop("journal_head") != after.pop("journal_head")
            assert before == after


def _work_until_killed(folder: Path, seed: int, rng: random.Random) -> list[tuple[int, str]]:
    paths = os.pathsep.join(filter(None, sys.path))
    with subprocess.Popen(
        [sys.executable, str(_PROGRAM), str(folder), str(seed)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | {"PYTHONPATH": paths},
    ) as process:
        assert process.stdout is not None
        told = [process.stdout.readline()]
        time.sleep(rng.uniform(0.0, 0.6))
        os.kill(process.pid, signal.SIGKILL)
        told += process.stdout.read().splitlines(keepends=True)
    # The last line may have been cut by the kill.
    whole = [line.split() for line in told if line.endswith("\n")]
    return [(int(number), digest) for number, digest in whole]
