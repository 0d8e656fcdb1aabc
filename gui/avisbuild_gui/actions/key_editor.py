"""Choosing other keys: find an action, press a key, see at once whom it belonged to."""

from PyQt6.QtCore import QEvent, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from avisbuild_gui.actions.key_map import KeyMap
from avisbuild_gui.actions.keys import all_shown, canonical, pressed
from avisbuild_gui.texts import tr

_MODIFIERS = (
    Qt.Key.Key_Shift,
    Qt.Key.Key_Control,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
)
_ID = Qt.ItemDataRole.UserRole


class KeyButton(QPushButton):
    """Waits for one key, any key; Tab, Esc and Enter are keys like others here.

    Signals:
        key_pressed: the key with its modifiers, as portable text.
    """

    key_pressed = pyqtSignal(str)

    def event(self, e: QEvent | None) -> bool:
        if isinstance(e, QKeyEvent) and self.isChecked():
            if e.type() == QEvent.Type.ShortcutOverride:
                e.accept()
                return True
            if e.type() == QEvent.Type.KeyPress:
                self._take(e)
                return True
        return super().event(e)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS:
            return
        self.setChecked(False)
        self.key_pressed.emit(pressed(event.keyCombination()))


class KeyEditor(QDialog):
    """Every action with its keys; not modal, and nothing is kept before "Save".

    Signals:
        key_map_chosen: the KeyMap to use from here on.
    """

    key_map_chosen = pyqtSignal(object)

    def __init__(self, key_map: KeyMap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Change keys"))
        self._key_map = key_map
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(tr("Find an action or a key"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._refilter)
        self.table = self._made_table()
        self.press = KeyButton(tr("Press a key…"))
        self.press.setCheckable(True)
        self.press.toggled.connect(self._say_what_to_do)
        self.press.key_pressed.connect(self._key_pressed)
        self.line = QLabel()
        self.line.setWordWrap(True)
        self._arrange()
        self._fill()
        em = self.fontMetrics().horizontalAdvance("m")
        self.resize(46 * em, 44 * em)

    @property
    def key_map(self) -> KeyMap:
        """The keys as they would be kept now."""
        return self._key_map

    def choose(self, shortcut_id: str) -> None:
        """Put the mark on an action."""
        for row in range(self.table.rowCount()):
            if self._id_at(row) == shortcut_id:
                self.table.selectRow(row)

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(0, 3)
        table.setHorizontalHeaderLabels([tr("Action"), tr("Keys"), tr("Group")])
        table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        table.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)
        for header, mode in (
            (table.horizontalHeader(), QHeaderView.ResizeMode.Stretch),
            (table.verticalHeader(), None),
        ):
            assert header is not None
            if mode is None:
                header.hide()
            else:
                header.setSectionResizeMode(0, mode)
        table.itemDoubleClicked.connect(lambda _: self.press.setChecked(True))
        return table

    def _arrange(self) -> None:
        clear, reset, reset_all = (
            QPushButton(text) for text in (tr("No key"), tr("Reset"), tr("Reset all"))
        )
        keep, cancel = QPushButton(tr("Save")), QPushButton(tr("Cancel"))
        clear.clicked.connect(lambda _=False: self._set_keys(()))
        reset.clicked.connect(lambda _=False: self._reset())
        reset_all.clicked.connect(lambda _=False: self._use(KeyMap(self._key_map.actions)))
        keep.clicked.connect(lambda _=False: self._keep())
        cancel.clicked.connect(lambda _=False: self.reject())
        for button in (clear, reset, reset_all, keep, cancel):
            button.setAutoDefault(False)
        changes, ends = QHBoxLayout(), QHBoxLayout()
        for button in (self.press, clear, reset):
            changes.addWidget(button)
        changes.addStretch(1)
        changes.addWidget(reset_all)
        ends.addStretch(1)
        ends.addWidget(cancel)
        ends.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.addWidget(self.filter)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.line)
        layout.addLayout(changes)
        layout.addLayout(ends)

    def _fill(self) -> None:
        chosen = self._chosen()
        shortcuts = self._key_map.shortcuts
        self.table.setRowCount(len(shortcuts))
        for row, (shortcut_id, shortcut) in enumerate(shortcuts.items()):
            keys, group = (
                all_shown(self._key_map.keys(shortcut_id)),
                tr(shortcut.action.group.value),
            )
            for column, text in enumerate((shortcut.text, keys, group)):
                item = QTableWidgetItem(text)
                item.setData(_ID, shortcut_id)
                self.table.setItem(row, column, item)
        self.table.resizeColumnToContents(1)
        self._refilter(self.filter.text())
        self.choose(chosen or next(iter(shortcuts)))
        self._show_conflicts()

    def _refilter(self, text: str) -> None:
        wanted = text.casefold()
        for row in range(self.table.rowCount()):
            cells = (self.table.item(row, column) for column in range(self.table.columnCount()))
            said = " ".join(cell.text() for cell in cells if cell is not None)
            self.table.setRowHidden(row, wanted not in said.casefold())

    def _key_pressed(self, key: str) -> None:
        shortcut_id = self._chosen()
        if shortcut_id:
            kept = [each for each in self._key_map.keys(shortcut_id) if each != canonical(key)]
            self._set_keys((canonical(key), *kept[1:]))

    def _set_keys(self, keys: tuple[str, ...]) -> None:
        shortcut_id = self._chosen()
        if shortcut_id:
            self._use(self._key_map.with_keys(shortcut_id, keys))

    def _reset(self) -> None:
        shortcut_id = self._chosen()
        if shortcut_id:
            self._set_keys(self._key_map.shortcuts[shortcut_id].keys)

    def _use(self, key_map: KeyMap) -> None:
        self._key_map = key_map
        self._fill()

    def _keep(self) -> None:
        self.key_map_chosen.emit(self._key_map)
        self.accept()

    def _say_what_to_do(self, waiting: bool) -> None:
        if waiting:
            self.press.setFocus()
            self.line.setText(tr("Press the key that is to do it."))
        else:
            self._show_conflicts()

    def _show_conflicts(self) -> None:
        self.line.setText("\n".join(each.text for each in self._key_map.conflicts()[:3]))

    def _chosen(self) -> str:
        return self._id_at(self.table.currentRow())

    def _id_at(self, row: int) -> str:
        item = self.table.item(row, 0)
        return "" if item is None else str(item.data(_ID))
