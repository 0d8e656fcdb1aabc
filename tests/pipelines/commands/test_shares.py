"""`avisbuild project pack`, `unpack` and `merge`: a share's way there and back on the command line."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from core.store.values import RECIPE, instance, mask, video
from program_here import run_here

from avisbuild.records import Mask
from avisbuild.store import Project

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run `avisbuild project`: its exit code, and what it said on stdout and on stderr."""

    def run(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = run_here("project", *words)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def _draw(folder: Path, author: str, *masks: Mask) -> None:
    with (
        Project.open(folder) as project,
        project.edit(author=author, action="Draw", video_id="pond") as edit,
    ):
        edit.put(*masks)


def _masks(folder: Path) -> list[Mask]:
    with Project.open(folder) as project:
        return project.records(Mask)


@pytest.fixture
def pets(tmp_path: Path) -> Path:
    """A project of one video with one mask."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
            edit.put(mask("rex", 1))
        return project.folder


@pytest.fixture
def far(pets: Path, run: Run, tmp_path: Path) -> Path:
    """What bea unpacked and drew otherwise than ann did meanwhile; and one mask more."""
    assert run("pack", tmp_path / "a.share", "--project", pets)[0] == 0
    assert run("unpack", tmp_path / "a.share", tmp_path / "far")[0] == 0
    _draw(tmp_path / "far", "bea", mask("rex", 1, corner=3), mask("rex", 2))
    _draw(pets, "ann", mask("rex", 1, corner=7))
    return tmp_path / "far"


def test_a_share_is_told_before_it_is_packed(pets: Path, run: Run, tmp_path: Path) -> None:
    code, said, _ = run("pack", tmp_path / "a.share", "--project", pets, "--dry-run", "--json")
    assert (code, json.loads(said)["videos"]) == (0, ["pond"])
    assert not (tmp_path / "a.share").exists()
    code, _, error = run("pack", tmp_path / "a.share", "--project", pets, "--state", "ready")
    assert (code, "expected states of todo, annotating" in error) == (2, True)


def test_conflicts_are_decided_in_a_table(far: Path, pets: Path, run: Run, tmp_path: Path) -> None:
    code, said, _ = run("merge", far, "--project", pets, "--dry-run", "--json")
    found: dict[str, Any] = json.loads(said)
    assert (code, found["rows"], found["people"], found["undecided"]) == (0, 1, {"bea": 1}, 1)
    code, _, error = run("merge", far, "--project", pets)
    assert code == 1
    assert "1 conflicts are not decided" in error
    table = tmp_path / "list.csv"
    assert run("merge", far, "--project", pets, "--conflicts", table)[0] == 0
    assert len(_masks(pets)) == 1
    rows = list(csv.reader(table.read_text().splitlines()))
    rows[1][1] = "theirs"
    table.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows))
    code, said, _ = run("merge", far, "--project", pets, "--decisions", table)
    assert (code, "merged 2 rows" in said) == (0, True)
    assert _masks(pets) == [mask("rex", 1, corner=3), mask("rex", 2)]
    assert "nothing to merge" in run("merge", far, "--project", pets)[1]
    assert run("merge", "--undo", "--project", pets)[0] == 0
    assert _masks(pets) == [mask("rex", 1, corner=7)]


def test_conflicts_are_decided_at_the_terminal(
    far: Path, pets: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = iter(["maybe", "o"])
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(typer, "prompt", lambda *_args, **_named: next(answers))
    code, said, _ = run("merge", far, "--project", pets)
    assert (code, "pond: dog_1 in second 1" in said) == (0, True)
    assert _masks(pets) == [mask("rex", 1, corner=7), mask("rex", 2)]


def test_all_are_decided_alike_only_where_that_is_said(far: Path, pets: Path, run: Run) -> None:
    assert run("merge", far, "--project", pets, "--all", "theirs")[0] == 0
    assert _masks(pets) == [mask("rex", 1, corner=3), mask("rex", 2)]


def test_a_word_that_decides_nothing_is_refused(
    far: Path, pets: Path, run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "list.json"
    run("merge", far, "--project", pets, "--conflicts", table)
    table.write_text(table.read_text().replace('"decision": ""', '"decision": "mine"'))
    code, _, error = run("merge", far, "--project", pets, "--decisions", table)
    assert (code, "expected ours, theirs or both, got 'mine'" in error) == (2, True)
