"""Who waits for a command's first word sees that it is loading, and the line goes before the word comes."""

import sys
import time

import pytest

from avisbuild.cli import loading
from avisbuild.cli.loading import Loading, loading_text


def _write(text: str) -> None:
    sys.stderr.write(text)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> Loading:
    monkeypatch.setattr(loading, "_SHOWN_AFTER_S", 0.01)
    monkeypatch.setattr(loading, "_EVERY_S", 0.01)
    return Loading(_write)


def test_the_line_is_gone_when_something_is_said(
    quick: Loading, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    quick.begin("evaluate")
    shown, until = "", time.monotonic() + 10
    while "loading" not in shown and time.monotonic() < until:
        shown += capsys.readouterr().err
    quick.end()
    shown += capsys.readouterr().err
    assert "\r\x1b[Kavisbuild evaluate: loading (0 s)" in shown
    assert shown.endswith("\r\x1b[K")
    quick.end()
    assert capsys.readouterr().err == ""


def test_a_log_holds_no_such_line(quick: Loading, capsys: pytest.CaptureFixture[str]) -> None:
    quick.begin("evaluate")
    time.sleep(0.1)
    quick.end()
    assert capsys.readouterr().err == ""


def test_what_takes_long_is_explained() -> None:
    assert loading_text("stats", 2.2) == "avisbuild stats: loading (2 s)"
    assert loading_text("stats", 20).endswith(
        "; what a new installation needs is compiled now, once"
    )
