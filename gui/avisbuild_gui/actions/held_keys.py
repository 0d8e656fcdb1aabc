"""Keys that are held: of actions that want to know when the key that did them goes up."""

from PyQt6.QtCore import QEvent, QKeyCombination, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QKeyEvent, QShortcutEvent
from PyQt6.QtWidgets import QApplication, QWidget

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_Meta,
)


class HeldKeys(QObject):
    """Watches the keyboard while such a key is down, and only then.

    A key that goes up over another window is never seen: whoever leaves the window lets go of all.

    Signals:
        let_go(shortcut id): its key is up, or nobody can tell any more.
    """

    let_go = pyqtSignal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._ids: dict[QObject, str] = {}
        self._down: dict[str, QKeyCombination] = {}

    def watch(self, action: QAction, shortcut_id: str) -> None:
        """Note which key does this action, whenever one does."""
        self._ids[action] = shortcut_id
        action.installEventFilter(self)

    def is_down(self, shortcut_id: str) -> bool:
        """Whether the key that did it is still held."""
        return shortcut_id in self._down

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if isinstance(a1, QShortcutEvent) and a0 in self._ids:
            self._press(self._ids[a0], a1)
        elif isinstance(a1, QKeyEvent) and a1.type() == QEvent.Type.KeyRelease:
            if not a1.isAutoRepeat():
                self._release(a1.key())
        elif a1 is not None and (
            a1.type() == QEvent.Type.ApplicationStateChange
            or (a1.type() == QEvent.Type.WindowDeactivate and a0 is self._window)
        ):
            self._end(list(self._down))
        return False

    def _press(self, shortcut_id: str, event: QShortcutEvent) -> None:
        if not self._down:
            self._application.installEventFilter(self)
        self._down[shortcut_id] = event.key()[0]

    def _release(self, key: int) -> None:
        """Seen once for each widget that passes it on. With Shift a key may go up under another name."""
        self._end(
            [
                name
                for name, down in self._down.items()
                if down.key() == key or (_has_shift(down) and key not in _MODIFIERS)
            ]
        )

    def _end(self, shortcut_ids: list[str]) -> None:
        if not shortcut_ids:
            return
        for each in shortcut_ids:
            self._down.pop(each, None)
        if not self._down:
            self._application.removeEventFilter(self)
        for each in shortcut_ids:
            self.let_go.emit(each)

    @property
    def _application(self) -> QApplication:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        return application


def _has_shift(keys: QKeyCombination) -> bool:
    return bool(keys.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
