"""`avisbuild validate` as a user types it: what it prints and how it ends."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from release_scenes import snapshot_of, write_media

from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases import plan_as_asked, write_release

Program = Callable[..., "subprocess.CompletedProcess[str]"]
SCENES = {f"scene-{number}": {"dog_1": "##.", "cat_1": ".#."} for number in range(6)}


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of six videos, all in train."""
    snapshot = snapshot_of(SCENES, tmp_path / "videos", load_taxonomy("aviseg"))
    write_media(tmp_path / "videos", snapshot.videos, rate_hz=8000)
    write_release(snapshot, tmp_path / "out", plan_as_asked(snapshot.videos))
    return tmp_path / "out"


def test_a_damaged_release_ends_with_1_and_what_is_none_with_2(
    avisbuild: Program, release: Path, tmp_path: Path
) -> None:
    (release / "train/WAVAudios/scene-3.wav").unlink()
    answer = avisbuild("validate", release, "--json")
    report = json.loads(answer.stdout)
    assert (answer.returncode, report["errors"], report["warnings"]) == (1, 2, 0)
    assert {finding["rule"] for finding in report["findings"]} == {"sound-missing", "file-missing"}
    answer = avisbuild("validate", tmp_path)
    assert answer.returncode == 2
    assert answer.stderr == (
        f"avisbuild: {tmp_path} is not a release: expected train.json, val.json or test.json in it\n"
    )


def test_warnings_end_with_1_only_when_asked(
    avisbuild: Program, release: Path, tmp_path: Path
) -> None:
    foreign = tmp_path / "foreign"
    foreign.mkdir()
    (foreign / "train.json").write_bytes((release / "train.json").read_bytes())
    assert avisbuild("validate", foreign).returncode == 0
    answer = avisbuild("validate", foreign, "--strict")
    assert answer.returncode == 1
    assert f"{foreign}: no errors, 4 warnings" in answer.stdout
