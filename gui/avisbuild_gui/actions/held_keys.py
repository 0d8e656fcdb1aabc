"""Keys that are held: of actions that want to know when the key that did them goes up."""

from collections.abc import Callable
from functools import partial

from PyQt6.QtCore import QEvent, QKeyCombination, QObject, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QAction, QKeyEvent, QShortcutEvent
from PyQt6.QtWidgets import QApplication, QWidget

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


# X11 repeats a held key as going up and down at once, and Qt takes the first of the two for a hand's where
# the second comes a little later: a key that is down again within this time has not been let go.
_X11_PAIR_MS = 40


class HeldKeys(QObject):
    """Watches the keyboard while such a key is down, and only then.

    A key that goes up over another window is never seen: whoever leaves the window lets go of all.
    `pair_ms`: how long to wait for the other half of a repeat; 0 where Qt tells them apart.

    Signals:
        let_go(shortcut id): its key is up, or nobody can tell any more.
    """

    let_go = pyqtSignal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._down: dict[str, QKeyCombination] = {}
        self._going: list[str] = []
        self.pair_ms = _X11_PAIR_MS if QApplication.platformName() == "xcb" else 0
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(lambda: self._end(self._going))

    def watch(self, action: QAction, shortcut_id: str) -> None:
        """Note which key does this action, whenever one does."""
        _Presses(action, partial(self._press, shortcut_id))

    def is_down(self, shortcut_id: str) -> bool:
        """Whether the key that did it is still held."""
        return shortcut_id in self._down

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if isinstance(a1, QKeyEvent) and a1.type() == QEvent.Type.KeyRelease:
            if not a1.isAutoRepeat():
                self._release(a1.key())
        elif a1 is not None and (
            a1.type() == QEvent.Type.ApplicationStateChange
            or (a1.type() == QEvent.Type.WindowDeactivate and a0 is self._window)
        ):
            self._end(list(self._down))
        return False

    def _press(self, shortcut_id: str, event: QShortcutEvent) -> bool:
        """Whether the key was down before: then it repeats, and does its action no second time."""
        if shortcut_id in self._down:
            self._going = [each for each in self._going if each != shortcut_id]
            return True
        if not self._down:
            self._application.installEventFilter(self)
        self._down[shortcut_id] = event.key()[0]
        return False

    def _release(self, key: int) -> None:
        """Seen once for each widget that passes it on. With Shift a key may go up under another name."""
        going = [
            name
            for name, down in self._down.items()
            if down.key() == key or (_has_shift(down) and key not in _MODIFIERS)
        ]
        if not self.pair_ms:
            self._end(going)
        elif going:
            self._going = list(dict.fromkeys([*self._going, *going]))
            self._timer.start(self.pair_ms)

    def _end(self, shortcut_ids: list[str]) -> None:
        ended = [each for each in shortcut_ids if self._down.pop(each, None) is not None]
        self._going = [each for each in self._going if each in self._down]
        if ended and not self._down:
            self._application.removeEventFilter(self)
        for each in ended:
            self.let_go.emit(each)

    @property
    def _application(self) -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application


class _Presses(QObject):
    """Sees the key of one action go down, before the action is done; `take` says whether it is not to be."""

    def __init__(self, action: QAction, take: Callable[[QShortcutEvent], bool]) -> None:
        super().__init__(action)
        self._take = take
        action.installEventFilter(self)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        return isinstance(a1, QShortcutEvent) and self._take(a1)


def _has_shift(keys: QKeyCombination) -> bool:
    return bool(keys.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
