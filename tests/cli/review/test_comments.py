"""`avisbuild review` pins comments, lists open ones first, settles them and opens them again (R24)."""

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest
from core.annotation.small_project import CAT, POND, add, new_project

from avisbuild.annotation import Workbench
from avisbuild.records import Comment
from avisbuild.store import Project

Program = Callable[..., CompletedProcess[str]]


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A project with `cat_1` in `pond`."""
    with new_project(tmp_path / "pets") as project:
        bench = Workbench(project, author="ann")
        bench.open_video(POND)
        add(bench, CAT, "##....")
    return tmp_path / "pets"


def test_comments_are_made_listed_settled_and_opened_again(avisbuild: Program, pets: Path) -> None:
    pinned = ("--reason", "boundary", "--instance", "cat_1", "--second", "1", "--point", "3,4.5")
    done = avisbuild("review", "comment", "pond", *pinned, "--text", "ear", cwd=pets)
    assert done.stdout == "comment 1 on pond: cat_1, second 1: boundary: ear\n", done.stderr
    avisbuild("review", "comment", "lake", "--text", "dark", "--author", "bo", cwd=pets)
    done = avisbuild("review", "resolve", "lake", "1", cwd=pets)
    assert done.stdout == "comment 1 of lake is resolved; open: 0\n"
    table = avisbuild("review", "comments", cwd=pets).stdout
    assert "boundary: ear" in table
    assert "dark" not in table
    assert table.endswith("open: 1, resolved: 1\n")
    listed = json.loads(avisbuild("review", "comments", "--all", "--json", cwd=pets).stdout)
    assert [(each["video_id"], each["resolved"]) for each in listed] == [
        ("pond", False),
        ("lake", True),
    ]
    first = listed[0]
    assert (first["instance"], first["second"], first["point"]) == ("cat_1", 1, [3.0, 4.5])
    assert (first["reason"], first["rule"], first["text"]) == ("boundary", None, "ear")
    assert first["review"] == 0
    again = avisbuild("review", "reopen-comment", "lake", "1", "--json", cwd=pets)
    assert json.loads(again.stdout)["resolved"] is False
    assert avisbuild("review", "remove-comment", "lake", "1", "--author", "bo", cwd=pets).stdout
    with Project.open(pets) as project:
        assert [each.video_id for each in project.records(Comment)] == ["pond"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("comment", "pond", "--reason", "ugly"), "--reason ugly: expected one of boundary, "),
        (("comment", "pond", "--rule", "x"), "--rule x: expected one of the guideline's: none"),
        (("comment", "pond", "--text", "x", "--instance", "dog_1"), "of video pond: cat_1"),
        (("comment", "pond", "--text", "x", "--point", "3"), "--point 3: expected X,Y"),
        (("comment", "pond"), "expected a reason, a rule or a text"),
        (("comment", "moor", "--text", "x"), "there is no video 'moor'"),
        (("resolve", "pond", "1"), "video pond has no comment 1"),
    ],
)
def test_what_does_not_fit_is_one_line_and_changes_nothing(
    avisbuild: Program, pets: Path, words: tuple[str, ...], said: str
) -> None:
    done = avisbuild("review", *words, cwd=pets)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert said in done.stderr
    with Project.open(pets) as project:
        assert project.records(Comment) == []
