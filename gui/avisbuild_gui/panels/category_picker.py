"""Choosing a category by typing a few letters of it."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QModelIndex, QObject, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QAction, QKeyEvent, QKeySequence
from PyQt6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from avisbuild.errors import FormatError
from avisbuild.records import CategoryId, Taxonomy
from avisbuild.records.category_names import checked_name
from avisbuild_gui.panels.category_rows import CategoryDelegate, CategoryModel
from avisbuild_gui.panels.category_search import find_categories
from avisbuild_gui.panels.guideline import GuidelineRules
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: 8,
    Qt.Key.Key_PageUp: -8,
    # Else the keyboard would go on to the window, and the list stay open.
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
}
# How wide the list is, and the guideline beside it.
_LINES_WIDE, _GUIDELINE_LINES_WIDE = 26, 22
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CategoryPicker(QFrame):
    """A list with a text field that floats over its parent; not modal.

    Typing narrows the list, the arrow keys move, Enter or a click chooses, Esc or a click elsewhere closes.
    While it is open it has the keyboard; then whoever had it before gets it back. A word that is no category
    is said to be none; where new ones may be added, the button below the text, or the keys of `add`, do it.
    The project's guideline stands beside the list, where it has one.

    Signals:
        category_chosen: the id of the category. closed: it is closed, after a choice or without one.
        category_wanted(name): to be added, and chosen then. opened: it was asked for.
    """

    category_chosen = pyqtSignal(int)
    category_wanted = pyqtSignal(str)
    opened = pyqtSignal()
    closed = pyqtSignal()

    def __init__(
        self, theme: Theme, parent: QWidget | None = None, add: QAction | None = None
    ) -> None:
        super().__init__(parent)
        self._add = add
        self._may_add = False
        self.title = QLabel()
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QLineEdit()
        self.view = QListView()
        self.nothing = QLabel()
        self.add_button = QPushButton()
        self.guideline = GuidelineRules()
        self.model = CategoryModel(self)
        self._delegate = CategoryDelegate(theme, self.view)
        self._taxonomy: Taxonomy | None = None
        self._recent: tuple[CategoryId, ...] = ()
        self._scenarios: tuple[str, ...] = ()
        self._focus_before: QWidget | None = None
        self._set_up()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self.setStyleSheet(
            f"#picker {{ background: {theme.panel}; border: 1px solid {theme.accent};"
            " border-radius: 0.4em; }"
        )

    def ask(
        self,
        taxonomy: Taxonomy,
        *,
        recent: Sequence[CategoryId] = (),
        scenarios: Sequence[str] = (),
        title: str = "",
        may_add: bool = False,
    ) -> None:
        """Open over the parent: recently used categories first, then those met in the video's scenarios.

        `may_add` offers to add what is typed and is no category.
        """
        self._may_add = may_add
        self._taxonomy, self._recent, self._scenarios = taxonomy, tuple(recent), tuple(scenarios)
        self.title.setText(title or tr("Category of the new instance"))
        if self.isHidden():
            self._focus_before = QApplication.focusWidget()
            self._watch_clicks(on=True)
        self.text.clear()
        self._search()
        self._place()
        self.show()
        self.raise_()
        self.text.setFocus(Qt.FocusReason.PopupFocusReason)
        self.opened.emit()

    def show_taxonomy(self, taxonomy: Taxonomy) -> None:
        """Others have edited the categories: look for what is typed among those of now."""
        if not self.isHidden() and taxonomy != self._taxonomy:
            self._taxonomy = taxonomy
            self._search()

    def dismiss(self) -> None:
        """Close without a choice."""
        if self.isHidden():
            return
        before, self._focus_before = self._focus_before, None
        self._watch_clicks(on=False)
        self.hide()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a1 is None:
            return False
        if a0 is self.parentWidget() and a1.type() == QEvent.Type.Resize:
            self._place()
        elif a1.type() == QEvent.Type.MouseButtonPress:
            self._clicked(a0)
        elif a0 is self.text and isinstance(a1, QKeyEvent):
            if a1.type() == QEvent.Type.ShortcutOverride:
                a1.accept()  # While it is open, keys are letters here, and no shortcuts of the window.
                return True
            if a1.type() != QEvent.Type.KeyPress:
                return False
            if self._add and QKeySequence(a1.keyCombination()) in self._add.shortcuts():
                self._want()
                return True
            return self._key(Qt.Key(a1.key()))
        return False

    def _key(self, key: Qt.Key) -> bool:
        """Whether the key was ours."""
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in _ENTER:
            self._choose(self.view.currentIndex())
        elif key in _STEPS:
            last = len(self.model.found) - 1
            row = min(max(self.view.currentIndex().row() + _STEPS[key], 0), last)
            self.view.setCurrentIndex(self.model.index(row))
        else:
            return False
        return True

    def _watch_clicks(self, *, on: bool) -> None:
        """Look at every click of the program while the list is open: one beside it closes it."""
        application = QApplication.instance()
        if application is not None and on:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)

    def _clicked(self, where: QObject | None) -> None:
        is_inside = isinstance(where, QWidget) and (where is self or self.isAncestorOf(where))
        if isinstance(where, QWidget) and not is_inside:
            self.dismiss()

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        category_id = self.model.found[index.row()].category.category_id
        self.dismiss()
        self.category_chosen.emit(category_id)

    def _search(self) -> None:
        if self._taxonomy is None:
            return
        found = find_categories(
            self._taxonomy, self.text.text(), recent=self._recent, scenarios=self._scenarios
        )
        self.model.show_found(found)
        is_found = any(not each.is_guess for each in found)
        self._show_offer(is_found=is_found)
        # A guess is taken by an arrow key or a click: Enter alone would take what was not meant.
        if is_found:
            self.view.setCurrentIndex(self.model.index(0))
        self.view.scrollToTop()

    @property
    def _new_name(self) -> str:
        """What is typed, as the name of a category that is not there; "" where it is one, or no name."""
        try:
            name = checked_name(self.text.text())
        except FormatError:
            return ""
        return "" if self._taxonomy is None or self._taxonomy.find(name) else name

    def _want(self) -> None:
        name = self._new_name if self._may_add else ""
        if name:
            self.dismiss()
            self.category_wanted.emit(name)

    def _show_offer(self, *, is_found: bool) -> None:
        """Say that there is no such category, and offer to add it, or say who can."""
        name = self._new_name
        text = "" if is_found else tr("There is no such category.")
        if not is_found and name and not self._may_add:
            more = tr("Whoever keeps the project can add it: {command}")
            text += " " + more.format(command=f'avisbuild categories add "{name}"')
        self.nothing.setText(text)
        self.nothing.setVisible(bool(text))
        keys = self._add.shortcuts() if self._add else []
        shown = ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
        button = tr("Add the category “{name}”").format(name=name.replace("&", "&&"))
        self.add_button.setText(f"{button}  ({shown})" if shown else button)
        self.add_button.setVisible(self._may_add and bool(name))

    def _place(self) -> None:
        """In the middle of the parent, from a sixth of its height on."""
        line = self.fontMetrics().height()
        parent = self.parentWidget()
        room = QSize(40 * line, 40 * line) if parent is None else parent.size()
        lines = _LINES_WIDE + (_GUIDELINE_LINES_WIDE if self.guideline.rules else 0)
        width = min(lines * line, room.width() - 2 * line)
        height = min(22 * line, room.height() - 2 * line)
        self.setGeometry(
            (room.width() - width) // 2,
            min(room.height() // 6, room.height() - height - line),
            width,
            height,
        )

    def _set_up(self) -> None:
        self.setObjectName("picker")
        self.setAccessibleName(tr("Choose a category"))
        self.title.setObjectName("heading")
        self.text.setPlaceholderText(tr("Type a few letters"))
        self.text.setAccessibleName(tr("Choose a category"))
        self.text.installEventFilter(self)
        self.text.textChanged.connect(self._search)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Categories"))
        self.view.clicked.connect(self._choose)
        self.nothing.setWordWrap(True)
        self.nothing.setTextFormat(Qt.TextFormat.PlainText)
        self.nothing.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.add_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add_button.clicked.connect(self._want)
        beside = QHBoxLayout(self)
        layout = QVBoxLayout()
        margin = self.fontMetrics().height() // 2
        beside.setContentsMargins(margin, margin, margin, margin)
        beside.addLayout(layout, _LINES_WIDE)
        beside.addWidget(self.guideline, _GUIDELINE_LINES_WIDE)
        layout.setSpacing(margin // 2)
        layout.addWidget(self.title)
        layout.addWidget(self.text)
        layout.addWidget(self.nothing)
        layout.addWidget(self.add_button)
        layout.addWidget(self.view, 1)
        parent = self.parentWidget()
        if parent is not None:
            parent.installEventFilter(self)
