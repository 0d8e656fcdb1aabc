"""No committed edit is lost: not when its process is killed, not when two processes edit at once."""

import os
import random
import signal
import threading
import time
from itertools import islice
from pathlib import Path

import pytest
from core.store.forking import random_editor
from core.store.values import RECIPE, mask, video
from how_much import fuzz, tried

from avisbuild.errors import ProjectError
from avisbuild.store import Project, engine

KILLS = tried(40, 1000)
_MOST_EDITS = 10
_KILLS_A_PROJECT = 20


def _new_project(folder: Path) -> Path:
    with (
        Project.create(folder, RECIPE) as project,
        project.edit(author="ann", action="Begin") as edit,
    ):
        edit.add_video(video("pond"))
    return folder


@fuzz
@pytest.mark.slow
@pytest.mark.timeout(3000)
def test_whatever_was_confirmed_survives_a_kill_at_any_moment(tmp_path: Path) -> None:
    rng = random.Random(0)
    with random_editor() as editor:
        seen = 0
        for kill in range(KILLS):
            if kill % _KILLS_A_PROJECT == 0:
                folder, hashes = _new_project(tmp_path / f"pets{kill}"), {}
            child = editor.begin(folder, seed=kill)
            edits = editor.confirmed()
            # By edits, not by the clock, as a busy machine makes few; then anywhere in the next one.
            hashes |= dict(islice(edits, rng.randrange(_MOST_EDITS)))
            time.sleep(rng.uniform(0.0, 0.03))
            os.kill(child, signal.SIGKILL)
            hashes |= edits
            assert editor.status == -signal.SIGKILL
            with Project.open(folder) as project:
                present = {entry.sequence: entry.hash for entry in project.journal.entries()}
                assert hashes.items() <= present.items()
                assert project.journal.verify() == len(present)
                assert project.rebuild_state() == project.state_digest()
                # One edit may be in that was committed but not yet confirmed.
                assert len(present) <= 1 + len(hashes) + kill % _KILLS_A_PROJECT + 1
            seen += len(hashes)
    assert seen > KILLS


def test_two_processes_editing_one_project_lose_nothing(tmp_path: Path) -> None:
    folder = _new_project(tmp_path / "pets")
    with random_editor() as one, random_editor() as other:
        one.begin(folder, seed=1, total=40)
        other.begin(folder, seed=2, total=40)
        both = [dict(editor.confirmed()) for editor in (one, other)]
        assert (one.status, other.status) == (0, 0)
    with Project.open(folder) as project:
        entries = list(project.journal.entries())
        authors = [entry.author for entry in entries]
        assert project.journal.verify() == len(entries)
        assert project.rebuild_state() == project.state_digest()
        for seed, confirmed in zip(("1", "2"), both, strict=True):
            mine = {entry.sequence: entry.hash for entry in entries if entry.author == seed}
            assert confirmed.items() >= mine.items()
            assert all(entries[number - 1].hash == digest for number, digest in confirmed.items())
        assert {"1", "2"} <= set(authors)


def test_a_writer_waits_until_another_has_finished(project: Project) -> None:
    order: list[str] = []

    def second() -> None:
        with (
            Project.open(project.folder) as other,
            other.edit(author="bo", action="Second") as edit,
        ):
            order.append("second begins")
            edit.put(mask("rex", 4))

    with project.edit(author="ann", action="First") as edit:
        edit.put(mask("rex", 3))
        thread = threading.Thread(target=second)
        thread.start()
        time.sleep(0.2)
        order.append("first ends")
    thread.join()
    assert order == ["first ends", "second begins"]
    assert [entry.author for entry in project.journal.entries(after=1)] == ["ann", "bo"]


def test_a_writer_that_has_waited_too_long_is_told_why(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_S", 0.05)
    with (
        Project.open(project.folder) as other,
        project.edit(author="ann", action="Long") as edit,
        pytest.raises(ProjectError, match="another process has been editing") as caught,
        other.edit(author="bo", action="Impatient") as second,
    ):
        edit.put(mask("rex", 3))
        second.put(mask("rex", 4))
    assert "\n" not in str(caught.value)


def test_reading_goes_on_while_another_edits(project: Project) -> None:
    with project.edit(author="ann", action="Long") as edit, Project.open(project.folder) as other:
        edit.put(mask("rex", 3))
        assert other.mask_counts() == {"pond": 2}
    assert project.mask_counts() == {"pond": 3}
