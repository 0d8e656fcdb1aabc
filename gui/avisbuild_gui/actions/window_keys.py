"""The keys of one window: read from a person's file, shown on a sheet, chosen anew, and kept."""

from collections.abc import Sequence
from pathlib import Path

from PyQt6.QtCore import QObject, Qt, pyqtSignal
from PyQt6.QtWidgets import QFileDialog, QWidget

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild_gui.actions.action import Action
from avisbuild_gui.actions.action_set import ActionSet
from avisbuild_gui.actions.cheat_sheet import CheatSheet
from avisbuild_gui.actions.key_editor import KeyEditor
from avisbuild_gui.actions.key_map import KeyMap, KeyMapError
from avisbuild_gui.actions.sheet_file import write_sheet
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.theme import Theme
from avisbuild_gui.values import Severity


class WindowKeys(QObject):
    """The file of keys in `path`, and what a window shows of it; `sheet` is there while it is open.

    `trouble` is what there is to say of the file once the window is there, else None.

    Signals:
        said(text, Severity): a line for the person. sheet_closed: the sheet of all keys went away.
    """

    said = pyqtSignal(str, object)
    sheet_closed = pyqtSignal()

    def __init__(self, path: Path, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.sheet: CheatSheet | None = None
        self.trouble: Message | None = None
        self._path = path
        self._theme = theme
        self._window = window
        self._may_keep = True
        self._action_set: ActionSet | None = None

    def action_set(self, actions: Sequence[Action]) -> ActionSet:
        """These actions with the person's keys, as the one set of the window."""
        self._action_set = ActionSet(self._read(actions), self._window)
        self._action_set.refused.connect(lambda text: self.said.emit(text, Severity.ERROR))
        return self._action_set

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._theme = theme
        if self.sheet is not None:
            self.sheet.set_theme(theme)

    def show_sheet(self) -> None:
        """All keys, over the window."""
        actions = self._actions
        self.sheet = CheatSheet(self._theme, self._window)
        self.sheet.closed.connect(self._sheet_closed)
        self.sheet.edit_asked.connect(self.edit)
        self.sheet.export_asked.connect(self.ask_where_to_save)
        actions.hold(held=True)
        self.sheet.show_keys(actions.key_map)

    def edit(self) -> None:
        """Choose other keys."""
        if self.sheet is not None:
            self.sheet.close_sheet()
        for known in self._window.findChildren(KeyEditor):
            if known.isVisible():
                known.activateWindow()
                return
        editor = KeyEditor(self._actions.key_map, self._window)
        editor.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        editor.key_map_chosen.connect(self.use)
        editor.show()

    def ask_where_to_save(self) -> None:
        """Ask for a file, and write the sheet there."""
        dialog = QFileDialog(self._window, tr("Save all keys"), "", "PDF (*.pdf);;HTML (*.html)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        # Qt's Chinese lacks these two.
        dialog.setLabelText(QFileDialog.DialogLabel.LookIn, tr("Folder:"))
        dialog.setLabelText(QFileDialog.DialogLabel.FileType, tr("Files of type:"))
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda name: self.save_sheet(Path(name)))
        dialog.open()

    def save_sheet(self, path: Path) -> None:
        """Write the sheet as a PDF or HTML file, and say so."""
        try:
            write_sheet(self._actions.key_map, path)
        except AvisbuildError as error:
            self.said.emit(text_of(error), Severity.ERROR)
        else:
            self.said.emit(tr("Written: {path}").format(path=path), Severity.INFO)

    def use(self, key_map: KeyMap) -> None:
        """Have these keys from here on, and keep them in the file unless it could not be read (R35)."""
        self._actions.set_key_map(key_map)
        if not self._may_keep:
            text = tr(
                "{path} could not be read and is left as it is: these keys are gone tomorrow."
            )
            self.said.emit(text.format(path=self._path), Severity.WARNING)
            return
        try:
            key_map.save(self._path)
        except KeyMapError as error:
            self.said.emit(text_of(error), Severity.ERROR)

    @property
    def _actions(self) -> ActionSet:
        assert self._action_set is not None
        return self._action_set

    def _read(self, actions: Sequence[Action]) -> KeyMap:
        try:
            key_map = KeyMap.load(self._path, actions)
        except KeyMapError as error:
            self._may_keep = False
            self.trouble = error.message
            return KeyMap(actions)
        for each in key_map.conflicts()[:1]:
            self.trouble = Message("said", text=each.text)
        return key_map

    def _sheet_closed(self) -> None:
        self._actions.hold(held=False)
        if self.sheet is not None:
            self.sheet.deleteLater()
            self.sheet = None
        self.sheet_closed.emit()
