"""The demo is the whole way from a manifest to a validated release, through the real commands."""

import json
from pathlib import Path

import pytest
from conftest import Program
from PIL import Image


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_demo_ends_with_a_valid_release_and_can_be_repeated(
    avisbuild: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "demo"
    for _ in range(2):
        answer = avisbuild("demo", folder)
        assert answer.returncode == 0, answer.stderr + answer.stdout
    assert avisbuild("validate", folder / "release").returncode == 0
    for split, count in {"train": 4, "val": 1, "test": 1}.items():
        truth = json.loads((folder / "release" / f"{split}.json").read_text())
        assert len(truth["videos"]) == count
        assert all(video["length"] == 8 for video in truth["videos"])
    status = json.loads(avisbuild("status", "--project", folder / "project", "--json").stdout)
    assert (status["states"]["accepted"], status["states"]["todo"]) == (6, 1)
    with Image.open(folder / "contact-sheet.png") as sheet:
        assert sheet.width > 1000


def test_the_demo_leaves_a_folder_alone_that_is_not_its_own(
    avisbuild: Program, tmp_path: Path
) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    answer = avisbuild("demo", tmp_path)
    assert answer.returncode == 2
    assert "name an empty or a new folder" in answer.stderr
    assert (tmp_path / "thesis.txt").read_text() == "years of work"
