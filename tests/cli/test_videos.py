"""`avisbuild videos` lists them, sets some aside with a reason, and takes them back."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from avisbuild.records import Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A project with three videos of 5 s."""
    with (
        Project.create(tmp_path / "pets", load_recipe("aviseg")) as project,
        project.edit(author="ann", action="Begin") as edit,
    ):
        for name in ("brook", "lake", "pond"):
            edit.add_video(Video(video_id=VideoId(name), second_count=5, height_px=2, width_px=2))
    return tmp_path / "pets"


def test_videos_are_set_aside_and_taken_back_by_command(avisbuild: Program, pets: Path) -> None:
    done = avisbuild("videos", "set-aside", "lake", "pond", "--reason", "too dark", cwd=pets)
    assert (done.returncode, done.stdout) == (0, "set aside: lake, pond\n"), done.stderr
    listed = json.loads(avisbuild("videos", "list", "--set-aside", "--json", cwd=pets).stdout)
    assert [(row["video_id"], row["set_aside"]) for row in listed] == [
        ("lake", "too dark"),
        ("pond", "too dark"),
    ]
    status = avisbuild("status", cwd=pets).stdout
    assert "too dark" in status
    assert status.endswith("videos: 3, seconds: 15, masks: 0, seconds left to do: 5\n")
    assert avisbuild("videos", "take-back", "lake", "--author", "bo", cwd=pets).returncode == 0
    with Project.open(pets) as project:
        assert project.set_aside() == {"pond": "too dark"}
        assert project.journal.entry(project.journal.head().sequence).author == "bo"
    table = avisbuild("videos", "list", cwd=pets).stdout
    assert [line.split()[0] for line in table.splitlines()[3:6]] == ["brook", "lake", "pond"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("set-aside", "lake", "moor", "--reason", "dark"), "there is no video 'moor'"),
        (("set-aside", "lake", "--reason", ""), "expected a reason"),
        (("take-back", "lake"), "lake is not set aside"),
        (("set-aside", "lake", "--reason", "x", "--author", "a\nb"), "a name in one line"),
    ],
)
def test_what_does_not_fit_is_one_line_and_changes_nothing(
    avisbuild: Program, pets: Path, words: tuple[str, ...], said: str
) -> None:
    done = avisbuild("videos", *words, cwd=pets)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    with Project.open(pets) as project:
        assert project.set_aside() == {}
        assert project.journal.head().sequence == 1
