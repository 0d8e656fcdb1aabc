"""How the program as a whole behaves: help, errors, exit codes."""

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Program

from avisbuild.cli import app
from avisbuild.cli.options import switches
from avisbuild.errors import BlockedError, ExitCode, FormatError


def test_help_loads_nothing_heavy() -> None:
    heavy = {
        "numpy",
        "sqlalchemy",
        "av",
        "yt_dlp",
        "librosa",
        "cv2",
        "pycocotools",
        "PIL",
        "torch",
        "PyQt6",
    }
    probe = f"import sys, avisbuild.cli.app; print(sorted({heavy} & set(sys.modules)))"
    answer = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_help_names_every_command(avisbuild: Program) -> None:
    answer = avisbuild("--help")
    assert answer.returncode == 0
    assert [name for name in app.COMMANDS if name not in answer.stdout] == []


_A_COMMAND_OF = {
    "categories": ("list",),
    "project": ("allow",),
    "review": ("list",),
    "videos": ("list",),
}


def test_who_types_something_wrong_is_told_where_to_read_on(avisbuild: Program) -> None:
    answer = avisbuild("init")
    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith("avisbuild: Missing argument 'DIR'; see: ")
    assert answer.stderr.endswith(" init --help\n")


def test_every_command_explains_itself(avisbuild: Program) -> None:
    for name in app.COMMANDS:
        # A group explains itself by its commands.
        answer = avisbuild(name, *_A_COMMAND_OF.get(name, ()), "--help")
        assert answer.returncode == 0, answer.stderr
        assert "--json" in answer.stdout, name


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["fetsch"], "'fetsch'"),
        (["fetch"], "'MANIFEST'"),
        (["fetch", "m.csv", "--job", "3"], "--job"),
        (["synth", "out", "--videos", "many"], "'--videos'"),
        (["import", "t.json", "--as", "perfect"], "'perfect'"),
    ],
    ids=["command", "no manifest", "option", "number", "state"],
)
def test_wrong_use_is_one_line_and_ends_with_2(
    avisbuild: Program, words: list[str], named: str
) -> None:
    answer = avisbuild(*words)
    assert answer.returncode == ExitCode.BAD_INPUT
    assert named in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (FormatError("manifest.csv: row 3"), 2, "avisbuild: manifest.csv: row 3\n"),
        (BlockedError("come back at 12:00"), 3, "avisbuild: come back at 12:00\n"),
        (
            FileNotFoundError(2, "No such file or directory", "m.csv"),
            2,
            "avisbuild: No such file or directory: m.csv\n",
        ),
        (KeyboardInterrupt(), 130, "avisbuild: stopped; run the same command again to go on\n"),
        (
            ZeroDivisionError("division by zero"),
            70,
            "avisbuild: internal error (ZeroDivisionError: division by zero); --debug shows where\n",
        ),
    ],
    ids=["bad input", "blocked", "a file that is not there", "Ctrl-C", "a bug"],
)
def test_every_error_is_one_line_and_an_exit_code(
    error: BaseException,
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    def fail(words: list[str], *, standalone_mode: bool) -> None:
        raise error

    monkeypatch.setattr(app, "_program", lambda _: fail)
    with pytest.raises(SystemExit) as ending:
        app.main()
    assert ending.value.code == code
    assert capsys.readouterr().err == line


def test_debug_keeps_the_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(words: list[str], *, standalone_mode: bool) -> None:
        raise FormatError("wrong")

    monkeypatch.setattr(app, "_program", lambda _: fail)
    monkeypatch.setattr(switches, "debug", True)
    with pytest.raises(FormatError):
        app.main()


def test_ctrl_c_in_any_command_is_one_line(tmp_path: Path) -> None:
    words = [
        "synth",
        str(tmp_path / "scenes"),
        "--as",
        "media",
        "--videos",
        "200",
        "--seconds",
        "60",
    ]
    program = subprocess.Popen(
        [sys.executable, "-m", "avisbuild", *words], stderr=subprocess.PIPE, text=True
    )
    while not any(tmp_path.iterdir()):
        assert program.poll() is None
        time.sleep(0.05)
    program.send_signal(signal.SIGINT)
    _, said = program.communicate(timeout=60)
    assert (program.returncode, said) == (
        130,
        "avisbuild: stopped; run the same command again to go on\n",
    )
    assert not (tmp_path / "scenes").exists()


def test_ctrl_c_while_the_program_is_still_loading_shows_no_traceback(
    avisbuild: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    answer = avisbuild("status")
    assert (answer.returncode, answer.stdout, answer.stderr) == (130, "", "")
