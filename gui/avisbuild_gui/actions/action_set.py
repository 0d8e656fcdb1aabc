"""The window's actions as Qt knows them: keys that work while nobody is typing."""

from collections.abc import Callable

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QKeySequence
from PyQt6.QtWidgets import (
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from avisbuild_gui.actions.action import Action
from avisbuild_gui.actions.key_map import KeyMap, all_shown
from avisbuild_gui.texts import tr

_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class ActionSet(QObject):
    """One QAction an action, all of one window; `perform` is told the id of what is to be done.

    While the keyboard is in a field that one types into, or `hold` was called, no key does anything here.

    Signals:
        changed: the keys or their words are others.
    """

    changed = pyqtSignal()

    def __init__(self, key_map: KeyMap, perform: Callable[[str], None], window: QWidget) -> None:
        super().__init__(window)
        self._perform = perform
        self._window = window
        self._held = False
        self._actions: dict[str, QAction] = {}
        for action in key_map.actions:
            self._actions[action.action_id] = self._made(action)
        self.set_key_map(key_map)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def action(self, action_id: str) -> QAction:
        """The QAction of an action, for menus and buttons; raises KeyError."""
        return self._actions[action_id]

    def set_key_map(self, key_map: KeyMap) -> None:
        """Use other keys."""
        self.key_map = key_map
        for action_id, keys in key_map.bindings().items():
            self._actions[action_id].setShortcuts([QKeySequence(key) for key in keys])
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language chosen now."""
        for action in self.key_map.actions:
            text, qt_action = tr(action.text), self._actions[action.action_id]
            keys = all_shown(self.key_map.keys(action.action_id))
            qt_action.setText(text)
            qt_action.setToolTip(f"{text} ({keys})" if keys else text)
        self.changed.emit()

    def hold(self, *, held: bool) -> None:
        """Let no key do anything until `hold(False)`."""
        self._held = held
        self._enable()

    def _made(self, action: Action) -> QAction:
        made = QAction(self)
        made.setAutoRepeat(action.repeats)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda _=False: self._perform(action.action_id))
        self._window.addAction(made)
        return made

    def _focus_changed(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self._enable()

    def _enable(self) -> None:
        typing = isinstance(QApplication.focusWidget(), _TYPING)
        for action in self._actions.values():
            action.setEnabled(not (typing or self._held))
