"""Every command on a project of an older version: it is left as it was, or its migration is told."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from cli.links_case import WALK, annotate_here, lines_of, make_quick
from program_here import run_here

from avisbuild.cli.app import COMMANDS
from avisbuild.store import opening

KEPT = Path(__file__).parents[1] / "golden" / "project-v0002"
# What is given a project: these open it, and the rest of the table leaves it alone.
OPENERS = (
    "fetch",
    "clip",
    "embed",
    "annotate",
    "status",
    "videos",
    "categories",
    "review",
    "import",
    "split",
    "export",
    "audit",
    "stats",
    "verify",
    "prune",
)


@pytest.fixture
def old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of a project of schema 0002, and beside it what commands are given."""
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    make_quick(monkeypatch)
    beside = tmp_path / "o"
    (beside / "media").mkdir(parents=True)
    (beside / "m.csv").write_text("video_id,source\nnone,local:none.mp4\n")
    (beside / "truth.json").write_text('{"videos": [], "categories": [], "annotations": []}')
    return Path(shutil.copytree(KEPT, tmp_path / "p"))


def rows_of(database: Path) -> list[str]:
    with sqlite3.connect(f"file:{database}?mode=ro&immutable=1", uri=True) as connection:
        return list(connection.iterdump())


def lines(old: Path, command: str) -> list[list[str]]:
    """What is run of a command, without what the project does not hold; with --dry-run as well."""
    found = [words for words in lines_of(command, old) if "other.json" not in " ".join(words)]
    if command in OPENERS:
        found = [words for words in found if "--project" in words]
    if command == "project":
        # A backup opens the database, and is told apart by its own tests.
        found = [words for words in found if "allow" in words]
    if command == "annotate":
        found = [[word if word != "lake" else "pond" for word in words] for words in found]
    if command == "import":
        found.append([*found[0], "--dry-run"])
    return found


@pytest.mark.parametrize("command", [name for name in COMMANDS if name not in ("init", "demo")])
def test_an_older_project_is_left_as_it_was_or_its_migration_is_told(
    old: Path, command: str, caplog: pytest.LogCaptureFixture
) -> None:
    before = rows_of(old / "project.db")
    for words in lines(old, command):
        shutil.rmtree(old)
        shutil.copytree(KEPT, old)
        caplog.clear()
        assert run(words) in (0, 1, 2)
        told = [each for each in caplog.messages if "brought up to date" in each]
        if command in OPENERS:
            assert told == [f"{old}: brought up to date; as it was: project.db.v0002"]
            assert rows_of(old / "project.db.v0002") == before
        else:
            assert told == []
            assert (old / "project.db").read_bytes() == (KEPT / "project.db").read_bytes()
            assert [path.name for path in old.glob("project.db?*")] == []


def run(words: list[str]) -> int:
    return annotate_here(*words) if words[0] == "annotate" else run_here(*words)


def test_every_command_is_among_them() -> None:
    opened = {name for name, found in WALK.items() if any("--project" in line for line in found)}
    assert opened - set(OPENERS) == {"project", "doctor"}  # neither opens the database


@pytest.mark.parametrize("command", [name for name in OPENERS if name != "annotate"])
def test_an_older_project_that_cannot_be_written_says_what_to_do(
    old: Path,
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(opening, "is_writable", lambda _: False)
    for words in lines(old, command):
        assert run_here(*words) == 2
        assert "older avisbuild; make it writable to bring it up to date" in capsys.readouterr().err
    assert rows_of(old / "project.db") == rows_of(KEPT / "project.db")
