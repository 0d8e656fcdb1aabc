"""Every test of the window has a home of its own, and leaves no thread, timer, window or error behind."""

import gc
import logging
import os
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from gui.annotator_case import Sitting, make_project, service_maker
from PyQt6 import sip
from PyQt6.QtCore import QCoreApplication, QEvent, QThread, QTimer
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from recording_sink import RecordingSink

from avisbuild.compiled_parts import lazy_librosa
from avisbuild.store import Project
from avisbuild_gui import resume
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.sound import Player
from avisbuild_gui.texts import set_language

_PATIENCE_S = 15.0


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of the test's own."""
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("HOME", str(folder))
    for name in ("CONFIG", "STATE", "DATA", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / name.lower()))
    return folder


@pytest.fixture(scope="session", autouse=True)
def _librosa_is_compiled() -> None:
    """In a new environment that takes longer than a test waits for the thread that analyses the sound."""
    for part in ("filters", "onset"):
        lazy_librosa(part)


@pytest.fixture
def error_log() -> list[str]:
    """What was logged as an error; a test that expects some clears it."""
    return []


@pytest.fixture(autouse=True)
def _no_error_is_logged(error_log: list[str]) -> Iterator[None]:
    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            error_log.append(record.getMessage())

    listener = Listener(logging.ERROR)
    logging.getLogger().addHandler(listener)
    yield
    logging.getLogger().removeHandler(listener)
    assert error_log == []


@pytest.fixture(autouse=True)
def _nothing_is_left_behind(qapp: QApplication) -> Iterator[None]:
    """As napari checks: threads, timers and windows end with the test that began them."""
    # What was there before is set aside: to look through all libraries again takes longer than most tests.
    gc.collect()
    gc.freeze()
    threads, windows = set(threading.enumerate()), set(map(id, QApplication.topLevelWidgets()))
    font = qapp.font()
    yield
    set_language("en")
    if qapp.font() != font:
        qapp.setFont(font)
    _settle()
    _wait(lambda: not set(threading.enumerate()) - threads)
    left = [thread.name for thread in set(threading.enumerate()) - threads]
    assert left == [], "threads are still alive"
    assert [each for each in _alive(QThread) if each.isRunning()] == []
    assert [each.parent() for each in _alive(QTimer) if each.isActive()] == [], "timers still run"
    assert [each for each in QApplication.topLevelWidgets() if id(each) not in windows] == [], (
        "windows are still there"
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two videos of six seconds, nothing annotated."""
    with make_project(tmp_path / "set") as project:
        yield project


Sit = Callable[..., Sitting]


@pytest.fixture
def sit(project: Project, qtbot: QtBot) -> Iterator[Sit]:
    """Sessions without a window; `start` is called unless `started` is False."""
    sittings: list[Sitting] = []

    def make(*, on: Project = project, started: bool = True, **options: object) -> Sitting:
        sitting = Sitting(on, qtbot, **options)
        sittings.append(sitting)
        if started:
            resume.start(sitting.session)
        return sitting

    yield make
    for sitting in sittings:
        sitting.close()


@pytest.fixture
def sitting(sit: Sit) -> Sitting:
    """A session on the first video."""
    return sit()


def activate(window: QWidget) -> None:
    """Make a window the one that has the keyboard."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 10_000)


OpenWindow = Callable[..., MainWindow]


@pytest.fixture
def open_annotator(project: Project, qapp: QApplication) -> Iterator[OpenWindow]:
    """Windows as the program opens them, with the fake segmenter and a sink for sound."""
    windows: list[MainWindow] = []

    def make(*, on: Project = project, **options: str) -> MainWindow:
        from avisbuild.segment.fake import FakeSegmenter

        window = open_window(
            on,
            AnnotatorOptions(
                project=on.folder,
                **{"author": "ann", "theme": "light", "language": "en"} | options,
            ),
            make_service=service_maker(FakeSegmenter()),
            make_player=lambda parent: Player(parent, sink=RecordingSink()),
        )
        windows.append(window)
        window.resize(1366, 768)
        window.show()
        activate(window)
        window.start()
        return window

    yield make
    for window in windows:
        if not sip.isdeleted(window):
            window.close()
    _settle()


def _settle() -> None:
    """Let everything happen that was put off."""
    for _ in range(3):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


def _wait(done: Callable[[], bool]) -> None:
    stop = time.monotonic() + _PATIENCE_S
    while not done() and time.monotonic() < stop:
        _settle()
        time.sleep(0.01)


def _alive(kind: type) -> list:
    """Objects of this kind that the test has made."""
    found = [each for each in gc.get_objects() if issubclass(type(each), kind)]
    return [each for each in found if not sip.isdeleted(each)]
