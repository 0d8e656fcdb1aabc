"""`avisbuild models` as a user runs it."""

import hashlib
import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Program
from pipelines.media_server import MediaServer, Serve, Slow

from avisbuild.errors import ExitCode

CONTENT = random.Random(0).randbytes(400_000)
NAME = "sam_vit_b_01ec64.pth"
# The program, in whose table ViT-B is as small as what the test's server holds.
SMALL_PROGRAM = f"""
from dataclasses import replace
from avisbuild.cli import app
from avisbuild.segment.sam import checkpoints
checkpoints.CHECKPOINTS["sam_vit_b"] = replace(
    checkpoints.CHECKPOINTS["sam_vit_b"],
    byte_count={len(CONTENT)}, sha256="{hashlib.sha256(CONTENT).hexdigest()}")
app.main()
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of weights of the test's own."""
    monkeypatch.setenv("AVISBUILD_WEIGHTS", str(tmp_path / "weights"))
    return tmp_path / "weights"


def test_list_tells_source_licence_size_digest_place_and_state(
    avisbuild: Program, folder: Path
) -> None:
    folder.mkdir()
    (folder / NAME).write_bytes(b"cut short")
    answer = avisbuild("models", "list", "--json")
    document = json.loads(answer.stdout)
    models = {each["name"]: each for each in document["models"]}
    assert document["folder"] == str(folder)
    assert [each["state"] for each in document["models"]] == ["absent", "absent", "damaged"]
    assert models["sam_vit_b"] == {
        "name": "sam_vit_b",
        "title": "SAM ViT-B",
        "state": "damaged",
        "path": str(folder / NAME),
        "source": f"https://dl.fbaipublicfiles.com/segment_anything/{NAME}",
        "licence": "Apache-2.0",
        "bytes": 375_042_383,
        "sha256": "ec2df62732614e57411cdcf32a23ffdf28910380d03139ee0f4fcbe91eb8c912",
    }


def test_list_for_people_says_where_a_file_fetched_by_hand_goes(
    avisbuild: Program, folder: Path
) -> None:
    answer = avisbuild("models", "list")
    assert f"at {folder / 'sam_vit_h_4b8939.pth'}" in answer.stdout
    assert answer.stdout.count("sam_vit_h") >= 3
    assert not folder.exists()


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["models"], "'list|pull'"),
        (["models", "push"], "'push'"),
        (["models", "pull"], "sam_vit_h, sam_vit_l, sam_vit_b"),
        (["models", "pull", "sam_vit_x"], "'sam_vit_x'"),
        (["models", "list", "sam_vit_h"], "takes no name"),
        (["models", "pull", "sam_vit_b", "--from", "nowhere.pth"], "nowhere.pth"),
    ],
    ids=["no action", "action", "no name", "name", "a name too many", "file"],
)
def test_wrong_use_is_one_line_and_leaves_nothing(
    words: list[str], named: str, avisbuild: Program, folder: Path
) -> None:
    answer = avisbuild(*words)
    assert answer.returncode == ExitCode.BAD_INPUT
    assert named in answer.stderr
    assert len(answer.stderr.splitlines()) == 1
    assert not folder.exists() or list(folder.iterdir()) == []


def test_ctrl_c_ends_a_pull_which_the_next_one_goes_on_with(tmp_path: Path, folder: Path) -> None:
    served = tmp_path / "served"
    served.mkdir()
    (served / NAME).write_bytes(CONTENT)
    with MediaServer(served) as server:
        server.script(NAME, Slow(0.1), Serve())
        words = ["models", "pull", "sam_vit_b", "--from", server.url(NAME), "--json"]
        program = subprocess.Popen(
            [sys.executable, "-c", SMALL_PROGRAM, *words], stderr=subprocess.PIPE, text=True
        )
        part = folder / f"{NAME}.part"
        while not part.exists() or not part.stat().st_size:
            assert program.poll() is None
            time.sleep(0.02)
        program.send_signal(signal.SIGINT)
        _, said = program.communicate(timeout=60)
        assert (program.returncode, said) == (
            130,
            "avisbuild: stopped; run the same command again to go on\n",
        )
        kept = part.stat().st_size
        again = subprocess.run(
            [sys.executable, "-c", SMALL_PROGRAM, *words],
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert server.asked(NAME)[-1].headers["Range"] == f"bytes={kept}-"
    assert json.loads(again.stdout) == {
        "name": "sam_vit_b",
        "path": str(folder / NAME),
        "sha256": hashlib.sha256(CONTENT).hexdigest(),
        "fetched": True,
    }
    assert (folder / NAME).read_bytes() == CONTENT
