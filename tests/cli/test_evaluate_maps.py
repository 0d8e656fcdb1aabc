"""`evaluate-avs` and `evaluate-ov`: one column a protocol, the same figures in the file and for programs."""

import json
from pathlib import Path

import numpy as np
import pytest
from conftest import Program
from PIL import Image


@pytest.fixture
def maps(tmp_path: Path) -> tuple[object, ...]:
    """A frame in which half of the true pixels are found, as the commands take it."""
    for name, row in (("truth", [0, 0, 1, 1]), ("pred", [0, 0, 0, 1])):
        path = tmp_path / name / "video/0.png"
        path.parent.mkdir(parents=True)
        Image.fromarray(np.array([row], np.uint8)).save(path)
    return "--gt", tmp_path / "truth", "--pred", tmp_path / "pred"


@pytest.mark.parametrize("command", ["evaluate-avs", "evaluate-ov"])
def test_the_file_holds_what_a_program_is_told(
    avisbuild: Program, maps: tuple[object, ...], tmp_path: Path, command: str
) -> None:
    out = tmp_path / "figures.json"
    answer = avisbuild(command, *maps, "--json", "--out", out)
    assert answer.returncode == 0
    assert json.loads(answer.stdout) == json.loads(out.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("command", "figure", "reference", "strict"),
    [("evaluate-avs", "J", "50.00", "50.00"), ("evaluate-ov", "harmonic", "0.00", "n/a")],
)
def test_each_reading_has_a_column(
    avisbuild: Program,
    maps: tuple[object, ...],
    command: str,
    figure: str,
    reference: str,
    strict: str,
) -> None:
    shown = {
        choice: _row(avisbuild(command, *maps, "--protocol", choice).stdout, figure)
        for choice in ("both", "reference", "strict")
    }
    assert shown == {
        "both": [figure, reference, strict],
        "reference": [figure, reference],
        "strict": [figure, strict],
    }


def test_drops_on_other_sound_are_shown_in_percent(
    avisbuild: Program, maps: tuple[object, ...]
) -> None:
    answer = avisbuild("evaluate-avs", *maps, "--substituted", maps[-1], "--protocol", "strict")
    assert "relative drops (strict): J 0.00 %, F 0.00 %" in answer.stdout


def test_more_classes_than_any_picture_has_are_refused(
    avisbuild: Program, maps: tuple[object, ...]
) -> None:
    answer = avisbuild("evaluate-avs", *maps, "--classes", "10000000000")
    assert answer.returncode == 2
    assert "--classes" in answer.stderr


def _row(table: str, name: str) -> list[str]:
    rows = [line.replace("│", " ").split() for line in table.splitlines()]
    (row,) = [cells for cells in rows if cells[:1] == [name]]
    return row


def test_colours_of_no_label_end_with_1_and_their_place_after_the_figures(
    avisbuild: Program, maps: tuple[object, ...], tmp_path: Path
) -> None:
    path = tmp_path / "truth/video/0.png"
    Image.fromarray(np.array([[[0, 0, 0], [0, 0, 0], [128, 0, 0], [129, 0, 0]]], np.uint8)).save(
        path
    )
    answer = avisbuild("evaluate-ov", *maps, "--json")
    assert answer.returncode == 1
    document = json.loads(answer.stdout)
    assert document["pixels_without_label"] == 1
    assert "the first is (129, 0, 0)" in document["notes"][0]
    assert "column 3" in document["notes"][0]
    assert "note: 1 pixels in 1 files" in " ".join(avisbuild("evaluate-ov", *maps).stdout.split())
