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

from avisbuild.errors import AvisbuildError
from avisbuild_gui.actions.action import Shortcut
from avisbuild_gui.actions.held_keys import HeldKeys
from avisbuild_gui.actions.key_map import KeyMap
from avisbuild_gui.actions.keys import all_shown
from avisbuild_gui.texts.messages import text_of

_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit, QAbstractSpinBox, QComboBox)


class ActionSet(QObject):
    """One QAction an action, all of one window; a numbered action has one for each number.

    While the keyboard is in a field that one types into, or `hold` was called, no key does anything here.

    Signals:
        changed: the keys or their words are others. refused(text): why an action could not be done.
    """

    changed = pyqtSignal()
    refused = pyqtSignal(str)

    def __init__(self, key_map: KeyMap, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._held = False
        self._shortcuts = key_map.shortcuts
        self._held_keys = HeldKeys(window)
        self._held_keys.let_go.connect(self._let_go)
        self._actions = {name: self._made(each) for name, each in self._shortcuts.items()}
        self.set_key_map(key_map)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._focus_changed)

    def action(self, shortcut_id: str) -> QAction:
        """The QAction of an action, for menus and buttons; raises KeyError."""
        return self._actions[shortcut_id]

    def perform(self, shortcut_id: str) -> None:
        """Do an action, as its key does; raises KeyError for one that is not there."""
        self._attempt(self._shortcuts[shortcut_id].run)
        if not self._held_keys.is_down(shortcut_id):
            self._let_go(shortcut_id)

    def set_key_map(self, key_map: KeyMap) -> None:
        """Use other keys."""
        self.key_map = key_map
        for shortcut_id, keys in key_map.bindings().items():
            self._actions[shortcut_id].setShortcuts([QKeySequence(key) for key in keys])
        self.update_enabled()
        self.retranslate()

    def retranslate(self) -> None:
        """Say everything in the language chosen now."""
        for shortcut_id, shortcut in self._shortcuts.items():
            text, qt_action = shortcut.text, self._actions[shortcut_id]
            keys = all_shown(self.key_map.keys(shortcut_id))
            qt_action.setText(text)
            qt_action.setToolTip(f"{text} ({keys})" if keys else text)
        self.changed.emit()

    def hold(self, *, held: bool) -> None:
        """Let no key do anything until `hold(False)`."""
        self._held = held
        self.update_enabled()

    def update_enabled(self) -> None:
        """Ask every action anew whether it can be done."""
        typing = isinstance(QApplication.focusWidget(), _TYPING)
        for shortcut_id, shortcut in self._shortcuts.items():
            can = not (typing or self._held) and shortcut.action.enabled()
            self._actions[shortcut_id].setEnabled(can)

    def _let_go(self, shortcut_id: str) -> None:
        self._attempt(self._shortcuts[shortcut_id].let_go)

    def _attempt(self, what: Callable[[], None]) -> None:
        try:
            what()
        except AvisbuildError as error:
            self.refused.emit(text_of(error))

    def _made(self, shortcut: Shortcut) -> QAction:
        made = QAction(self)
        made.setAutoRepeat(shortcut.action.repeats)
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda _=False: self.perform(shortcut.shortcut_id))
        self._window.addAction(made)
        if shortcut.action.let_go is not None:
            self._held_keys.watch(made, shortcut.shortcut_id)
        return made

    def _focus_changed(self, _old: QWidget | None, _new: QWidget | None) -> None:
        self.update_enabled()
