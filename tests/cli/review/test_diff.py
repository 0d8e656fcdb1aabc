"""`avisbuild review diff` tells what each review changed: cell by cell, and in figures."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from core.review.reviewed_pond import reviewed_pond

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A project in which bob and eve have reviewed `pond`, and nobody `lake`."""
    reviewed_pond(tmp_path).close()
    return tmp_path / "pets"


def test_a_videos_changes_are_listed_worst_first(avisbuild: Program, pets: Path) -> None:
    """R25."""
    done = avisbuild("review", "diff", "pond", "lake", cwd=pets)
    lines = [" ".join(line.split()) for line in done.stdout.splitlines() if line.strip()]
    assert lines[0] == "pond, review 1 by bob"
    assert lines[3:5] == [
        "dog_1 2 mask removed 0.00 ann",
        "dog_1 1 mask changed, IoU 0.14 0.14 bob",
    ]
    assert "dog_1 3 silent → sounding - eve" in lines
    assert lines[-1].startswith("changed: 2 of 5 masks, 1 of 7 cells, 2 of 2 instances; IoU")


def test_the_project_is_told_by_reviewer_and_by_category(avisbuild: Program, pets: Path) -> None:
    told = json.loads(avisbuild("review", "diff", "--json", cwd=pets).stdout)
    assert [(each["reviewer"], each["masks_changed"]) for each in told["by_reviewer"]] == [
        ("bob", 2),
        ("eve", 0),
    ]
    assert [(each["category"], each["cells"]) for each in told["by_category"]] == [("dog", 7)]
    assert [(each["review"], len(each["changed_cells"])) for each in told["rounds"]] == [
        (1, 2),
        (2, 1),
    ]


def test_as_csv_each_changed_cell_is_a_line(avisbuild: Program, pets: Path) -> None:
    done = avisbuild("review", "diff", "pond", "--between", 6, 7, "--csv", cwd=pets)
    header, line = done.stdout.splitlines()
    assert header.startswith("video_id,review,instance,second")
    assert line == "pond,,dog_1,2,sounding,sounding,removed,0.0,ann"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--between", "3", "5"), "--between takes two entries of the journal of one VIDEO"),
        (("pond", "--between", "5", "3"), "the earlier first"),
        (("pond", "--between", "3", "5", "--review", "1"), "leave one out"),
    ],
)
def test_what_cannot_be_compared_is_one_line(
    avisbuild: Program, pets: Path, words: tuple[str, ...], said: str
) -> None:
    done = avisbuild("review", "diff", *words, cwd=pets)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
