"""A window that is driven by keys and mouse alone, and photographed when nothing moves any more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit, QWidget

from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.panels import NoticeBar
from avisbuild_gui.sound import Player
from avisbuild_gui.sound.sink import Sink

WINDOW_PX = (1366, 768)
# Else a slow machine would show other notices than a quick one.
_NOTICES_STAY_MS = 3_600_000
PLAIN, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton


class Silent(Sink):
    """Plays nothing, for ever."""

    @property
    def trouble(self) -> str:
        return ""

    def start(self, _sound: object) -> bool:
        return True

    def stop(self) -> None: ...

    def played_s(self) -> float:
        return 0.25

    @property
    def has_ended(self) -> bool:
        return False


class Stage:
    """A window on a project, and hands on its keys and its frame."""

    def __init__(self, window: QWidget, out: Path) -> None:
        self.window = window
        self._out = out
        for bar in window.findChildren(NoticeBar):
            bar.timer.setInterval(_NOTICES_STAY_MS)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing moves any more, and nothing is being worked out."""
        before, still = None, 0
        for _ in range(200):
            QTest.qWait(60)
            now = self.window.grab().toImage()
            at_work = any(each.name.startswith("avisbuild-") for each in threading.enumerate())
            still = still + 1 if now == before and not at_work else 0
            before = now
            if still == 5:
                return

    def press(self, *keys: str) -> None:
        for key in keys:
            QTest.keySequence(self.window, QKeySequence(key))
        self.settle()

    def type(self, text: str) -> None:
        field = next(each for each in self.window.findChildren(QLineEdit) if each.hasFocus())
        QTest.keyClicks(field, text)

    def add(self, category: str) -> None:
        """A new instance, by keys."""
        self.press("I")
        self.type(category)
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        self.settle()

    def point(self, x: float, y: float) -> QPoint:
        """Where a pixel of the frame is in the canvas."""
        return self.canvas.mapFromScene(QPointF(x, y))

    def click(self, x: float, y: float, modifiers: Qt.KeyboardModifier = PLAIN) -> None:
        QTest.mouseClick(self.canvas.viewport(), LEFT, modifiers, self.point(x, y))
        self.settle()

    def drag(self, *points: tuple[float, float]) -> None:
        view, (first, *rest) = self.canvas.viewport(), points
        QTest.mousePress(view, LEFT, PLAIN, self.point(*first))
        for each in rest:
            QTest.mouseMove(view, self.point(*each))
        QTest.mouseRelease(view, LEFT, PLAIN, self.point(*rest[-1]))
        self.settle()

    @property
    def canvas(self) -> FrameCanvas:
        return next(each for each in self.window.findChildren(FrameCanvas) if each.isVisible())

    def shot(self, name: str, widget: QWidget | None = None) -> None:
        """A picture of the window, or of a dialog beside it."""
        self.settle()
        self._out.mkdir(parents=True, exist_ok=True)
        (widget or self.window).grab().save(str(self._out / f"{name}.png"))


@contextmanager
def opened(
    folder: Path, out: Path, *, theme: str = "light", speech: str = "en", scene: str = ""
) -> Iterator[Stage]:
    """The window as the program opens it, with a segmenter and a sound device that are always alike."""
    loaded = threading.Event()

    def slow() -> FakeSegmenter:
        loaded.wait(30)
        return FakeSegmenter()

    options = AnnotatorOptions(project=folder, author="ann", theme=theme, language=speech)
    with Project.open(folder) as project:
        if scene == "read_only":
            project._read_only = True
        window = open_window(
            project,
            options,
            make_service=lambda on_answer, on_readiness: SegmentService(
                slow if scene == "loading" else FakeSegmenter(),
                on_answer=on_answer,
                on_readiness=on_readiness,
            ),
            make_player=lambda parent: Player(parent, sink=Silent()),
        )
        window.resize(*WINDOW_PX)
        window.show()
        window.activateWindow()
        QTest.qWaitForWindowActive(window, 10_000)
        window.start()
        window.resize(*WINDOW_PX)
        try:
            yield Stage(window, out)
        finally:
            loaded.set()
            window.close()
            for _ in range(3):
                QApplication.processEvents()
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
