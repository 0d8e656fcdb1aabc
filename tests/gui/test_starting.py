"""From the command to the first paint: a splash only where it takes a while, and never longer."""

import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PyQt6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.store import Project
from avisbuild_gui import starting as starting_module
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.preferences import Preferences
from avisbuild_gui.starting import Splash, Starting


def _splashes() -> list[Splash]:
    return [each for each in QApplication.topLevelWidgets() if isinstance(each, Splash)]


def _said() -> list[str]:
    return [label.text() for each in _splashes() for label in each.findChildren(QLabel)]


@pytest.fixture
def starting(tmp_path: Path, qapp: QApplication) -> Iterator[Starting]:
    with Starting(tmp_path / "annotator.json", language="en") as starting:
        yield starting


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(starting_module, "_SHOWN_AFTER_S", 0.0)


def test_a_window_that_is_there_soon_has_no_splash(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    monkeypatch.setattr(starting_module, "_SHOWN_AFTER_S", 60.0)
    with Starting(tmp_path / "annotator.json") as starting:
        starting.say("Making the window")
        QApplication.processEvents()
        assert [each.isVisible() for each in _splashes()] == [False]


def test_what_takes_longer_says_what_is_done_until_the_window_is_painted(
    at_once: None, starting: Starting, qtbot: QtBot
) -> None:
    starting.say("Opening the project pets")
    (splash,) = _splashes()
    assert splash.isVisible()
    assert _said() == ["avisbuild", "Opening the project pets"]
    window = QWidget()
    qtbot.addWidget(window)
    starting.end_with(window)
    QApplication.processEvents()
    assert splash.isVisible()
    assert not starting.painted.is_set()
    window.show()
    qtbot.waitUntil(lambda: not splash.isVisible())
    assert starting.painted.is_set()


def test_no_splash_comes_up_once_a_window_was_closed_before_it_was_painted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, qtbot: QtBot
) -> None:
    """It would be the last window, and keep the program from ending after Ctrl-C."""
    monkeypatch.setattr(starting_module, "_SHOWN_AFTER_S", 0.05)
    with Starting(tmp_path / "annotator.json") as starting:
        window = QWidget()
        qtbot.addWidget(window)
        starting.end_with(window)
        window.close()
        qtbot.wait(200)
        assert starting.painted.is_set()
        assert [each.isVisible() for each in _splashes()] == [False]


def test_no_error_is_hidden_behind_it(at_once: None, tmp_path: Path, qtbot: QtBot) -> None:
    with pytest.raises(ZeroDivisionError), Starting(tmp_path / "annotator.json") as starting:
        starting.say("Opening the project pets")
        (splash,) = _splashes()
        _ = 1 / 0
    assert not splash.isVisible()
    assert starting.painted.is_set()


def test_the_program_is_loaded_while_the_splash_is_drawn(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, at_once: None, starting: Starting
) -> None:
    (tmp_path / "slow_part.py").write_text(
        "import threading\nTHREAD = threading.current_thread()\n"
    )
    (tmp_path / "broken_part.py").write_text("import no_such_module\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    try:
        assert starting.load("slow_part").THREAD is not threading.main_thread()
        assert "Loading the program" in _said()
        assert starting.load("slow_part") is sys.modules["slow_part"]
        with pytest.raises(ModuleNotFoundError, match="no_such_module"):
            starting.load("broken_part")
    finally:
        sys.modules.pop("slow_part", None)


def test_it_speaks_as_the_window_did_last_time(
    at_once: None, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    Preferences(language="zh").save(tmp_path / "annotator.json")
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "other_part.py").write_text("")
    with Starting(tmp_path / "annotator.json") as starting:
        starting.load("other_part")
        assert "正在加载程序" in _said()
    sys.modules.pop("other_part", None)


def test_the_segmenter_is_loaded_when_the_window_has_been_painted(
    project: Project, qtbot: QtBot
) -> None:
    """It takes half a second of the processor, which the first paint would wait for."""
    may_load = threading.Event()
    window = open_window(
        project,
        AnnotatorOptions(project=project.folder, author="ann", segmenter="fake", language="en"),
        may_load=may_load,
    )
    window.show()
    window.start()
    readiness = window.session.readiness

    def ready() -> bool:
        return readiness.now is not None and len(readiness.now.ready) > 0

    qtbot.wait(200)
    assert not ready()
    may_load.set()
    qtbot.waitUntil(ready)
    window.close()
