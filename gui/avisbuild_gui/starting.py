"""From the command to the window's first paint: what is loaded, and the splash that says so meanwhile."""

import gc
import sys
import threading
import time
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from PyQt6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from avisbuild_gui.application import NAME, make_application
from avisbuild_gui.preferences import Preferences, PreferencesError
from avisbuild_gui.system import system_language
from avisbuild_gui.texts import LANGUAGES, set_language, tr

# Whoever waits for less sees the window come up, and no splash flashing before it.
_SHOWN_AFTER_S = 0.3
_MARGIN_EM = 2
_WIDTH_EM = 24


class Splash(QWidget):
    """The product's name, and what is being done."""

    def __init__(self) -> None:
        super().__init__(None, Qt.WindowType.SplashScreen | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        name, self._doing = QLabel(NAME), QLabel()
        font = name.font()
        font.setPointSizeF(1.6 * font.pointSizeF())
        font.setBold(True)
        name.setFont(font)
        layout, em = QVBoxLayout(self), self.fontMetrics().horizontalAdvance("m")
        layout.setContentsMargins(*4 * (_MARGIN_EM * em,))
        for label in (name, self._doing):
            layout.addWidget(label)
        self.setMinimumWidth(_WIDTH_EM * em)

    def say(self, text: str) -> None:
        """What is being done now, painted at once."""
        self._doing.setText(text)
        if self.isVisible():
            self.repaint()

    def show_in_the_middle(self) -> None:
        """Of the screen where a window would come up."""
        self.adjustSize()
        if (screen := self.screen()) is not None:
            self.move(screen.availableGeometry().center() - self.rect().center())
        self.show()


class Starting(QObject):
    """Says what is being done until the window is painted: in a splash, where that takes a while.

    As a context it takes the splash away whatever happens, so that an error is never hidden behind it.
    `painted` is set when the window has been painted, or will not be: what can wait for that does.
    """

    _loaded = pyqtSignal()

    def __init__(self, preferences: Path, *, language: str = "") -> None:
        super().__init__()
        self._application = make_application()  # Qt ends it with the last who holds it
        set_language(_language(preferences, language))
        self.painted = threading.Event()
        self._splash = Splash()
        self._window: QWidget | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._splash.show_in_the_middle)
        self._began_s = time.monotonic()
        self._timer.start(round(1000 * _SHOWN_AFTER_S))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()
        self._splash.deleteLater()

    def load(self, module: str) -> Any:
        """Import a module in a thread, so that the splash is drawn meanwhile.

        Whatever there is then stays: it is set aside, so that no collection goes through it.
        """
        if module not in sys.modules:
            self._load(module)
        gc.freeze()
        return sys.modules[module]

    def say(self, text: str) -> None:
        """What is being done now; the splash comes where it is time."""
        self._splash.say(text)
        if self._timer.isActive() and time.monotonic() - self._began_s >= _SHOWN_AFTER_S:
            self._timer.stop()
            self._splash.show_in_the_middle()
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)

    def end_with(self, window: QWidget) -> None:
        """The splash goes as soon as this window has been painted, or is closed before."""
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a1 is not None and a0 is self._window:
            if a1.type() == QEvent.Type.Paint:
                QTimer.singleShot(0, self._end)
            elif a1.type() == QEvent.Type.Close:
                self._end()  # a splash that came up now would keep the program from ending
        return False

    def _load(self, module: str) -> None:
        self.say(tr("Loading the program"))
        errors: list[BaseException] = []
        loop = QEventLoop()
        self._loaded.connect(loop.quit)
        thread = threading.Thread(target=self._import, args=(module, errors), name="avisbuild-load")
        thread.start()
        loop.exec()
        thread.join()
        if errors:
            raise errors[0]

    def _import(self, module: str, errors: list[BaseException]) -> None:
        # Thousands of objects are made, and none of them goes: to look for garbage among them takes a
        # tenth of the time.
        gc.disable()
        try:
            import_module(module)
        except BaseException as error:  # noqa: BLE001 - it is raised in the thread that waits
            errors.append(error)
        finally:
            gc.enable()
            self._loaded.emit()

    def _end(self) -> None:
        self._timer.stop()
        self._splash.close()
        self.painted.set()
        if self._window is not None:
            with suppress(RuntimeError):  # it may have gone
                self._window.removeEventFilter(self)
                self._window.activateWindow()  # what is closed may have taken the keys with it
            self._window = None


def _language(preferences: Path, wanted: str) -> str:
    """The language of the window to come: as asked for, as last time, or the desktop's."""
    if not wanted:
        with suppress(PreferencesError):
            wanted = Preferences.load(preferences).language
    return wanted if wanted in LANGUAGES else system_language()
