"""An export that is interrupted, killed, or meets an error leaves no release, and the next one works."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from release_scenes import THREE, snapshot_of

from avisbuild.records import Snapshot
from avisbuild.releases import plan_as_asked, validate_release, write_release
from avisbuild.system.locks import locked_folder
from avisbuild.system.temporary import FOLDER, remove_abandoned

OURS, HELD = ".out.a1234567.partial", ".out.claimed_.partial"

# Writes the release of `three` and, once its first file is there, says so and waits for its end.
SLOW_EXPORT = """
import sys, time
from pathlib import Path
from avisbuild.releases import plan_as_asked, write_release
from release_scenes import THREE, snapshot_of

folder = Path(sys.argv[1])

def stall(done, total, what):
    if what.startswith("train "):
        print("half done", flush=True)
        time.sleep(60)

snapshot = snapshot_of(THREE, folder / "videos")
write_release(snapshot, folder / "out", plan_as_asked(snapshot.videos), progress=stall)
"""


def half_done_export(folder: Path) -> "subprocess.Popen[str]":
    root = Path(__file__).parents[3]
    paths = [root, root / "tests", root / "schemas", root / "pipelines"]
    child = subprocess.Popen(
        [sys.executable, "-c", SLOW_EXPORT, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={"PYTHONPATH": ":".join(map(str, paths))},
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "half done\n"
    return child


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_a_killed_export_leaves_no_release_and_the_next_one_clears_up(
    three: Snapshot, tmp_path: Path, how: signal.Signals
) -> None:
    with half_done_export(tmp_path) as child:
        child.send_signal(how)
        assert child.wait(20) != 0
    left = sorted(path.name for path in tmp_path.iterdir())
    assert "out" not in left
    assert how is not signal.SIGINT or left == ["videos"]
    write_release(three, tmp_path / "out", plan_as_asked(three.videos))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out", "videos"]
    assert [each for each in validate_release(tmp_path / "out") if each.severity == "error"] == []


def test_an_export_under_way_is_not_cleared_away_by_another(
    three: Snapshot, tmp_path: Path
) -> None:
    with half_done_export(tmp_path) as child:
        remove_abandoned(tmp_path / "out", FOLDER)
        assert len(list(tmp_path.glob(".out.*.partial/train.json"))) == 1
        child.kill()
    remove_abandoned(tmp_path / "out", FOLDER)
    assert list(tmp_path.glob(".out.*.partial")) == []


def test_only_leftovers_of_the_same_release_are_cleared_away(tmp_path: Path) -> None:
    for name in (OURS, ".outer.a1234567.partial", "out.a1234567.partial", HELD):
        (tmp_path / name).mkdir()
    with locked_folder(tmp_path / HELD):
        remove_abandoned(tmp_path / "out", FOLDER)
    left = sorted(path.name for path in tmp_path.iterdir())
    assert left == [HELD, ".outer.a1234567.partial", "out.a1234567.partial"]


def test_an_error_half_way_leaves_nothing(tmp_path: Path) -> None:
    snapshot = snapshot_of(THREE)

    def stop(done: int, total: int | None, what: str) -> None:
        if what == "checksums":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_release(snapshot, tmp_path / "out", plan_as_asked(snapshot.videos), progress=stop)
    assert list(tmp_path.iterdir()) == []
