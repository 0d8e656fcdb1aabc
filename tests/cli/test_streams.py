"""A command whose output nobody can take ends in its ordinary way; no stranger's text steers a terminal."""

import shlex
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Program

from avisbuild.records import Round, RoundState, Video, VideoId
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project

_NOWHERE = Path("/dev/full")
_ESCAPE = "\x1b]0;pwned\x07\x9b31m\u202e"
_HARM = ("\x1b", "\x07", "\x9b", "\u202e")


@pytest.fixture(scope="module")
def strangers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project in whose database a person is called by an escape code."""
    folder = tmp_path_factory.mktemp("strangers") / "p"
    Project.create(folder, load_recipe("aviseg")).close()
    video = Video(video_id=VideoId("v"), second_count=1, height_px=9, width_px=9)
    with Project.open(folder) as project, project.edit(author="a", action="b") as edit:
        edit.add_video(video)
        edit.set_round(
            Round(video_id=video.video_id, number=1, state=RoundState.ACCEPTED, person="x")
        )
    database = sqlite3.connect(folder / "project.db")
    database.execute("update rounds set person = ?", (_ESCAPE,))
    database.commit()
    database.close()
    return folder


def _run(words: str, redirected: str) -> "subprocess.CompletedProcess[str]":
    line = f"{shlex.quote(sys.executable)} -m avisbuild {words} {redirected}"
    return subprocess.run(
        ["/bin/sh", "-c", line], capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.skipif(not _NOWHERE.exists(), reason="needs a disk that is always full")
@pytest.mark.parametrize(
    ("redirected", "code", "line"),
    [
        (">&-", 0, ""),
        (">/dev/full", 1, "No space left on device"),
        ("<&- >&- 2>&-", 0, ""),
        (">/dev/full 2>/dev/full", 1, ""),
    ],
    ids=["closed", "full", "all closed", "all full"],
)
@pytest.mark.parametrize("words", ["status --json", "status", "status --help"])
def test_where_nobody_listens(
    strangers: Path, words: str, redirected: str, code: int, line: str
) -> None:
    answer = _run(f"{words} --project {shlex.quote(str(strangers))}", redirected)
    assert (answer.returncode, answer.stdout) == (code, "")
    assert line in answer.stderr
    assert len(answer.stderr.splitlines()) == bool(line)


def test_a_reader_that_has_gone_is_no_fault_of_ours(strangers: Path) -> None:
    said, code = strangers.parent / "said", strangers.parent / "code"
    program = f"{shlex.quote(sys.executable)} -m avisbuild"
    line = f"sleep 1; {program} status --project {shlex.quote(str(strangers))}"
    subprocess.run(
        ["/bin/sh", "-c", f"({line}; echo $? >{code}) 2>{said} | true"], check=True, timeout=60
    )
    assert (said.read_text(), code.read_text()) == ("", "1\n")


@pytest.mark.parametrize("option", ["", "--json", "--edits"])
def test_no_escape_code_of_a_database_is_printed(
    avisbuild: Program, strangers: Path, option: str
) -> None:
    answer = avisbuild("status", "--project", strangers, *option.split())
    assert answer.returncode == 0
    assert "pwned" in answer.stdout
    assert [each for each in _HARM if each in answer.stdout] == []


def test_no_escape_code_of_a_settings_file_is_printed(avisbuild: Program, tmp_path: Path) -> None:
    avisbuild("init", tmp_path / "p")
    settings = tmp_path / "p" / "avisbuild.toml"
    settings.write_text(settings.read_text() + '\n"\\u001b[31m\\u202e" = "\\u0007"\n')
    answer = avisbuild("status", "--project", tmp_path / "p")
    assert answer.returncode == 2
    assert len(answer.stderr.splitlines()) == 1
    assert [each for each in _HARM if each in answer.stderr] == []


def test_only_the_functions_that_make_it_harmless_write_to_the_terminal() -> None:
    root = Path(__file__).parents[2]
    places = [
        path.relative_to(root).as_posix()
        for folder in ("avisbuild", "pipelines/avisbuild_pipelines", "gui")
        for path in (root / folder).rglob("*.py")
        if any(
            word in path.read_text(encoding="utf-8")
            for word in ("stdout.write", "stderr.write", "typer.echo(", "typer.secho(")
        )
    ]
    assert places == ["avisbuild/cli/output.py", "gui/avisbuild_gui/texts/collect.py"]
