"""`avisbuild annotate` as a command: what it refuses, in one line each."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from avisbuild.records import RoundState
from avisbuild.records.bundled import load_recipe
from avisbuild.store import Project
from avisbuild_gui.command import _say_what_follows


def _annotate(*words: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "avisbuild", "annotate", *map(str, words)],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=_environment(**environment),
    )


def _environment(**changes: str) -> dict[str, str]:
    known = {
        name: value
        for name, value in os.environ.items()
        if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    }
    return known | changes


def _only_line(answer: "subprocess.CompletedProcess[str]") -> str:
    (line,) = answer.stderr.strip().splitlines()
    assert answer.stdout == ""
    assert answer.returncode == 2
    return line


def test_without_a_display_it_is_one_line(tmp_path: Path) -> None:
    """Bad days: on a server."""
    assert "no display" in _only_line(_annotate("--project", tmp_path))


def test_where_qt_cannot_start_it_is_one_line(tmp_path: Path) -> None:
    """Bad days: a display that does not answer, or a library that is missing; Qt would end the process."""
    line = _only_line(_annotate("--project", tmp_path, DISPLAY=":64999"))
    assert "Qt" in line


def test_without_pyqt_the_cure_is_named(tmp_path: Path) -> None:
    """Bad days: the base install has no Qt."""
    blocker = tmp_path / "sitecustomize.py"
    blocker.write_text(
        "import importlib.util as util\n"
        "_find = util.find_spec\n"
        "util.find_spec = lambda name, *rest: None if name == 'PyQt6' else _find(name, *rest)\n"
    )
    line = _only_line(
        _annotate(
            "--project", tmp_path, PYTHONPATH=f"{tmp_path}:{os.environ.get('PYTHONPATH', '')}"
        )
    )
    assert 'pip install "avisbuild[gui]"' in line


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--theme", "pink"), "--theme pink: expected one of light, dark, auto"),
        (("--language", "fr"), "--language fr: expected one of en, zh, auto"),
        (
            ("--precision", "int8"),
            "--precision=int8: expected one of float32, bfloat16, float16, auto",
        ),
    ],
)
def test_wrong_words_are_one_line(words: tuple[str, ...], said: str) -> None:
    assert said in _only_line(_annotate(*words, QT_QPA_PLATFORM="offscreen"))


def test_a_wrong_precision_in_the_environment_is_one_line(tmp_path: Path) -> None:
    """It must not end in the classical segmenter, unsaid."""
    line = _only_line(
        _annotate("--project", tmp_path, QT_QPA_PLATFORM="offscreen", AVISBUILD_PRECISION="bfloat")
    )
    assert "AVISBUILD_PRECISION=bfloat: expected one of float32, bfloat16, float16, auto" in line


def test_a_folder_that_is_no_project_and_a_segmenter_that_is_none(tmp_path: Path) -> None:
    line = _only_line(_annotate("--project", tmp_path, QT_QPA_PLATFORM="offscreen"))
    assert "is no avisbuild project" in line
    Project.create(tmp_path / "set", load_recipe("aviseg")).close()
    line = _only_line(
        _annotate(
            "--project", tmp_path / "set", "--segmenter", "magic", QT_QPA_PLATFORM="offscreen"
        )
    )
    assert "segmenter magic: expected one of" in line


@pytest.mark.parametrize(
    ("states", "said"),
    [
        ({"annotating": 1, "accepted": 1}, "of 2 videos 1 are accepted\nnext: avisbuild annotate"),
        ({"accepted": 2}, "of 2 videos 2 are accepted\nnext: avisbuild export"),
        ({"submitted": 2}, "of 2 videos 0 are accepted, 2 handed in\n"),
    ],
)
def test_when_the_window_is_closed_the_next_command_is_said(
    states: dict[str, int], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    counted = Counter({RoundState(name): count for name, count in states.items()})
    _say_what_follows(Path("set"), counted)
    out = capsys.readouterr().out
    assert out.startswith(f"all edits are kept; {said}")
    assert out.endswith("--project set\n") is ("next" in said)
