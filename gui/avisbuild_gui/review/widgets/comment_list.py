"""The page of comments beside the frame: open ones first, with what can be done with them."""

from collections.abc import Sequence

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QListView, QToolButton, QVBoxLayout, QWidget

from avisbuild_gui.actions import ActionSet
from avisbuild_gui.review.widgets.comment_rows import CommentDelegate, CommentModel, CommentRow
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, icon

_BUTTONS = (
    ("comment", "comment"),
    ("previous_comment", "previous"),
    ("next_comment", "next"),
    ("toggle_resolved", "check"),
    ("remove_comment", "delete"),
)


class CommentList(QWidget):
    """One row a comment; a click leads there. The resolved ones are shown after the open ones, or not.

    Signals:
        comment_chosen(number).
    """

    comment_chosen = pyqtSignal(int)

    def __init__(self, theme: Theme, actions: ActionSet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self._rows: tuple[CommentRow, ...] = ()
        self.model = CommentModel(self)
        self.view = QListView()
        self.empty = QLabel()
        self.with_resolved = QToolButton()
        self.details = QLabel()
        self._delegate = CommentDelegate(theme, self.view)
        self._buttons = {name: _button(actions.action(name)) for name, _ in _BUTTONS}
        self._set_up()
        self.set_theme(theme)
        self.show_rows((), 0)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._delegate.theme = theme
        for name, sign in _BUTTONS:
            self._actions.action(name).setIcon(icon(sign, theme))
        self._repaint()

    def show_rows(self, rows: Sequence[CommentRow], current: int) -> None:
        """Show these comments; `current` is the number of the one that one is at, 0 for none."""
        self._rows = tuple(sorted(rows, key=lambda row: (row.is_resolved, row.number)))
        self._delegate.current = current
        self._narrow()
        at = [place for place, row in enumerate(self.model.rows) if row.number == current]
        if at:
            self.view.scrollTo(self.model.index(at[0]))
        found = next((row for row in self._rows if row.number == current), None)
        self.details.setText("" if found is None else found.details)
        self.details.setVisible(found is not None)

    def button(self, action_id: str) -> QToolButton:
        """A button of the page; raises KeyError."""
        return self._buttons[action_id]

    def _narrow(self) -> None:
        is_whole = self.with_resolved.isChecked()
        shown = [
            row
            for row in self._rows
            if is_whole or not row.is_resolved or row.number == self._delegate.current
        ]
        if tuple(shown) != self.model.rows:
            self.model.show_rows(shown)
        resolved = sum(row.is_resolved for row in self._rows)
        self.with_resolved.setText(tr("resolved: {count}").format(count=resolved))
        self.with_resolved.setVisible(bool(resolved))
        self.empty.setVisible(not shown)
        text = tr("No comment is open.") if self._rows else tr("There is no comment yet.")
        self.empty.setText(text)
        self._repaint()

    def _choose(self, index: QModelIndex) -> None:
        self.comment_chosen.emit(self.model.rows[index.row()].number)

    def _repaint(self) -> None:
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.update()

    def _set_up(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Comments"))
        self.view.clicked.connect(self._choose)
        self.with_resolved.setCheckable(True)
        self.with_resolved.setToolTip(tr("Show the resolved ones, too"))
        self.with_resolved.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.with_resolved.toggled.connect(lambda _: self._narrow())
        self.empty.setObjectName("dim")
        self.empty.setWordWrap(True)
        self.details.setWordWrap(True)
        self.details.setTextFormat(Qt.TextFormat.PlainText)
        self.details.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        margin = self.fontMetrics().height() // 3
        bar = QHBoxLayout()
        bar.setSpacing(margin // 2)
        for button in self._buttons.values():
            bar.addWidget(button)
        bar.addStretch(1)
        bar.addWidget(self.with_resolved)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addLayout(bar)
        layout.addWidget(self.empty)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.details)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
