"""journey.py FOLDER: a video fetched, annotated by keys in the real window, released and checked.

Knows of the window its keys alone. Prints what the video holds after each step, for the test that runs this.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from PyQt6.QtCore import Qt, QTimer
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QGraphicsView, QMainWindow

from avisbuild.cli.app import main
from avisbuild.store import Project
from avisbuild_gui.application import make_application

_STEP_MS, _PATIENCE_MS = 100, 120_000


class Hands:
    """Presses keys, each again and again until the video holds something else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._doing = self._work()
        self._waits_for: Callable[[], bool] = self._is_active
        self._waited_ms = 0
        self._timer = QTimer()
        self._timer.timeout.connect(self._go_on)
        self._timer.start(_STEP_MS)

    def _go_on(self) -> None:
        if self._waits_for():
            self._waited_ms = 0
            self._waits_for = next(self._doing)
            return
        self._waited_ms += _STEP_MS
        if self._waited_ms > _PATIENCE_MS:
            sys.exit("journey: waited in vain")

    def _work(self) -> Iterator[Callable[[], bool]]:
        self.press("I")
        QTest.keyClicks(QApplication.focusWidget(), "dog")
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        self.press("Home", "Ctrl+A")
        yield from self._changes("sounds", "S")
        self.press("Home")
        QTest.mouseClick(self._frame.viewport(), Qt.MouseButton.LeftButton)
        yield from self._changes("masked", "Shift+Return")
        yield from self._changes("undone", "Ctrl+Z")
        yield from self._changes("redone", "Ctrl+Shift+Z")
        self.press("Ctrl+A", "T")
        yield from self._changes("propagated", "Shift+Y", once=False)
        yield from self._changes("handed in", "Ctrl+Return")
        self.press("Ctrl+Q")
        self._timer.stop()
        yield lambda: True

    def _changes(self, step: str, key: str, *, once: bool = True) -> Iterator[Callable[[], bool]]:
        before = self._state()

        def done() -> bool:
            self.press(key)
            now = self._state()
            return now != before and (once or now["masks"] == now["seconds"])

        yield done
        sys.stdout.write(json.dumps({"step": step} | self._state()) + "\n")

    def press(self, *keys: str) -> None:
        for key in keys:
            QTest.keySequence(QApplication.focusWidget() or self._window, QKeySequence(key))

    def _state(self) -> dict[str, object]:
        """What the only video holds."""
        with Project.open(self._folder) as project:
            (video,) = project.videos()
            tracks = project.tracks(video.video_id)
            return {
                "seconds": video.second_count,
                "sounding": [sum(s.value == "sounding" for s in track.states) for track in tracks],
                "masks": sum(mask is not None for track in tracks for mask in track.masks),
                "round": project.states()[video.video_id].value,
            }

    @property
    def _window(self) -> QMainWindow:
        (window,) = (w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow))
        return window

    @property
    def _frame(self) -> QGraphicsView:
        views = [each for each in self._window.findChildren(QGraphicsView) if each.isVisible()]
        return max(views, key=lambda view: view.width() * view.height())

    def _is_active(self) -> bool:
        windows = [w for w in QApplication.topLevelWidgets() if isinstance(w, QMainWindow)]
        for window in windows:
            window.activateWindow()
        return any(window.isActiveWindow() for window in windows)


def run(*words: object) -> None:
    """One command of the program in this process; it must end well."""
    sys.argv[1:] = map(str, words)
    try:
        main()
    except SystemExit as end:
        if end.code:
            raise


def journey(folder: Path) -> None:
    scenes, project, release = (folder / name for name in ("scenes", "project", "release"))
    small = ("--videos", 1, "--seconds", 3, "--size", "160x90", "--fps", 8, "--without", "all")
    run("synth", scenes, "--as", "media", *small)
    run("init", project)
    run("fetch", scenes / "manifest.csv", "--project", project, "--without-limits")
    application, hands = make_application(), Hands(project)
    run("annotate", "--project", project, "--segmenter", "classical", "--language", "en")
    del application, hands
    split = ("--include", "submitted", "--split", "--sizes", "1/0/0")
    run("export", "--project", project, *split, "--out", release)
    run("validate", release)


if __name__ == "__main__":
    journey(Path(sys.argv[1]))
