"""annotate_by_keys.py PROJECT en|zh: `avisbuild annotate` worked by keys and a click, closed by Ctrl+Q.

In English a second is marked as sounding and masked; in Chinese, later, the mask is undone and redone.
It knows of the window what a person sees: its keys, its words, and that the frame is the largest view.
"""

import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QGraphicsView, QLabel, QMainWindow

from avisbuild.cli.app import main
from avisbuild.store import Project
from avisbuild_gui.application import make_application

_STEP_MS = 200
_PATIENCE_MS = 90_000
_CHINESE = re.compile("[\u4e00-\u9fff]")


class Person:
    """Does one thing after the other in the window, each when what it waits for has come."""

    def __init__(self, project: str, language: str) -> None:
        self._project, self._language = project, language
        self._edits_before = self._edits()
        self._doing = self._work()
        self._waits_for: Callable[[], bool] = self._window_is_filled
        self._waited_ms = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_STEP_MS)

    def _go_on(self) -> None:
        if not self._waits_for():
            self._waited_ms += _STEP_MS
            if self._waited_ms > _PATIENCE_MS:
                sys.exit(f"annotate_by_keys: waited in vain for: {self._waits_for.__name__}")
            return
        self._waited_ms = 0
        try:
            self._waits_for = next(self._doing)
        except StopIteration:
            self._timer.stop()

    def _work(self) -> Iterator[Callable[[], bool]]:
        words = " ".join(label.text() for label in self._window.findChildren(QLabel))
        assert bool(_CHINESE.search(words)) == (self._language == "zh"), words
        yield from self._mask_a_second() if self._language == "en" else self._undo_and_redo()
        self._press("Ctrl+Q")

    def _mask_a_second(self) -> Iterator[Callable[[], bool]]:
        self._press("1", "S")
        yield self._one_edit
        QTest.mouseClick(self._frame.viewport(), Qt.MouseButton.LeftButton)
        yield self._second_edit_after_commit

    def _undo_and_redo(self) -> Iterator[Callable[[], bool]]:
        self._press("Ctrl+Z")
        yield self._one_edit
        self._press("Ctrl+Shift+Z")
        yield self._two_edits

    @property
    def _window(self) -> QMainWindow:
        (window,) = (
            each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow)
        )
        return window

    @property
    def _frame(self) -> QGraphicsView:
        views = self._window.findChildren(QGraphicsView)
        return max(views, key=lambda each: each.width() * each.height())

    def _press(self, *keys: str) -> None:
        for key in keys:
            QTest.keySequence(self._window, QKeySequence(key))

    def _edits(self) -> int:
        with Project.open(self._project) as project:
            return project.journal.head().sequence

    def _window_is_filled(self) -> bool:
        windows = [each for each in QApplication.topLevelWidgets() if isinstance(each, QMainWindow)]
        if not windows:
            return False
        windows[
            0
        ].activateWindow()  # Else it hears no key: offscreen nothing brings windows to the front.
        return windows[0].isActiveWindow() and _colours(windows[0]) > 500

    def _one_edit(self) -> bool:
        return self._edits() > self._edits_before

    def _two_edits(self) -> bool:
        return self._edits() > self._edits_before + 1

    def _second_edit_after_commit(self) -> bool:
        """Whether the segmenter has answered the click, so that there is a mask to commit."""
        self._press("Shift+Return")
        return self._two_edits()


def _colours(window: QMainWindow) -> int:
    picture = window.grab().toImage().scaled(200, 120)
    return len({picture.pixel(x, y) for x in range(200) for y in range(120)})


if __name__ == "__main__":
    project, language = sys.argv[1:]
    application = make_application()
    person = Person(project, language)
    sys.argv[1:] = ["annotate", "--project", project, "--language", language, "--json"]
    said = StringIO()
    try:
        with redirect_stdout(said):
            main()
    except SystemExit as end:
        if end.code:
            raise
    document = json.loads(said.getvalue())
    assert document["edits"] == 2, document
    print(f"annotate in {language}: 2 edits by hand, and closed")
