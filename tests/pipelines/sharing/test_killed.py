"""Whoever is killed while they pack, unpack or merge leaves what there was before, and can do it again."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core.store.values import mask

from avisbuild.records import VideoId
from avisbuild.review.merging import merge
from avisbuild.store import Project
from avisbuild_pipelines.sharing import pack, unpack

Kill = Callable[[str, Path, Path], None]


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Does one thing in a process that is killed at a point of it."""
    script = Path(__file__).with_name("killed.py")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen(
        [sys.executable, str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )
    assert process.stdin is not None
    assert process.stdout is not None
    stdin, stdout = process.stdin, process.stdout

    def kill(point: str, share: Path, folder: Path) -> None:
        stdin.write(f"{point} {share} {folder}\n")
        stdin.flush()
        assert int(stdout.readline()) == signal.SIGKILL

    yield kill
    stdin.close()
    stdout.close()
    process.wait()


@pytest.mark.parametrize("point", ["pack", "pack-files"])
def test_a_share_has_its_name_when_it_is_whole(
    project: Project, kill: Kill, tmp_path: Path, point: str
) -> None:
    target = tmp_path / "killed.share"
    kill(point, target, project.folder)
    assert not target.exists()
    pack(project, target, [VideoId("pond")], author="ann")
    assert [each.name for each in tmp_path.iterdir() if "killed" in each.name] == ["killed.share"]


def test_a_share_is_unpacked_whole_or_not_at_all(share: Path, kill: Kill, tmp_path: Path) -> None:
    kill("unpack", share, tmp_path / "far")
    assert not (tmp_path / "far").exists()
    unpack(share, tmp_path / "far")
    assert [each.name for each in tmp_path.iterdir() if "far" in each.name] == ["far"]


def test_a_merge_that_was_killed_changed_nothing(
    project: Project, share: Path, kill: Kill, tmp_path: Path
) -> None:
    folder = unpack(share, tmp_path / "far").folder
    with Project.open(folder) as far:
        with far.edit(author="bea", action="Draw", video_id="pond") as edit:
            edit.put(mask("rex", 3))
        before = project.state_digest()
        kill("merge", folder, project.folder)
        assert project.state_digest() == before
        assert merge(project, far, {}, author="ann").row_count == 1
    assert project.state_digest() == project.rebuild_state()
