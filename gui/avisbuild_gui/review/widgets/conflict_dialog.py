"""The conflicts of a share: both versions side by side, a key for each decision, and the merge at the end."""

from functools import partial

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from avisbuild.review.merging import Choice
from avisbuild_gui.review.conflicts import Conflicts
from avisbuild_gui.review.widgets.conflict_picture import ConflictPicture
from avisbuild_gui.texts import mark, tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.theme import Theme

_SIDES = ((Choice.OURS, mark("Here")), (Choice.THEIRS, mark("In the share")))
_BUTTONS = {
    Choice.OURS: (mark("As it is here (1)"), ("1", "O")),
    Choice.THEIRS: (mark("As in the share (2)"), ("2", "T")),
    Choice.BOTH: (mark("Both (3)"), ("3", "B")),
}
_DECIDED = {
    Choice.OURS: mark("here"),
    Choice.THEIRS: mark("share"),
    Choice.BOTH: mark("both"),
}


class ConflictDialog(QDialog):
    """Every conflict once; nothing is merged before all are decided.

    Signals:
        merge_wanted: everything is decided, and it is to be written.
        left: the dialog was closed without that.
    """

    merge_wanted = pyqtSignal()
    left = pyqtSignal()

    def __init__(self, conflicts: Conflicts, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Merge a share"))
        self.setModal(True)
        self._conflicts = conflicts
        colours = {Choice.OURS: theme.accent, Choice.THEIRS: theme.warning}
        self.heading = QLabel()
        bold = self.heading.font()
        bold.setBold(True)
        self.heading.setFont(bold)
        self.heading.setWordWrap(True)
        self._signs: list[str] = []
        self.list = QListWidget()
        self.list.currentRowChanged.connect(conflicts.go)
        self.pictures = {side: ConflictPicture(theme, colours[side]) for side, _ in _SIDES}
        self.said = {side: QLabel() for side, _ in _SIDES}
        self.buttons = {choice: self._button(choice) for choice in Choice}
        self.merge_button = QPushButton(tr("Merge (Ctrl+Enter)"))
        self.merge_button.setAutoDefault(False)
        self.merge_button.clicked.connect(self.merge_wanted)
        self.line = QLabel()
        self.line.setWordWrap(True)
        for keys, run in (
            (("Ctrl+Return", "Ctrl+Enter"), self._merge),
            (("Down", "N"), partial(self._step, 1)),
            (("Up", "P"), partial(self._step, -1)),
        ):
            for key in keys:
                QShortcut(QKeySequence(key), self).activated.connect(run)
        self._arrange()
        conflicts.changed.connect(self.show_conflict)
        conflicts.ended.connect(self.accept)
        self.rejected.connect(self.left)
        em = self.fontMetrics().horizontalAdvance("m")
        self.resize(88 * em, 46 * em)
        self.show_conflict()

    def show_conflict(self) -> None:
        """Show the conflict that is looked at, and how far all are decided."""
        self._fill_list()
        here, look = self._conflicts.here, self._conflicts.look
        image = None if look is None else self._conflicts.image(look)
        said = (None, None) if here is None else (here.ours, here.theirs)
        masks = ({}, {}) if look is None else (look.ours, look.theirs)
        for (side, _), words, found in zip(_SIDES, said, masks, strict=True):
            self.said[side].setText(text_of(words))
            self.pictures[side].show_masks(image, found)
        self.heading.setText("" if here is None else text_of(here.message))
        for choice, button in self.buttons.items():
            button.setVisible(here is not None and choice in here.choices)
        left = self._conflicts.left_count
        text = tr("Left to decide: {left} of {count}; taken without a question: {rows} rows")
        self.line.setText(
            text.format(
                left=left, count=len(self._conflicts.listed), rows=self._conflicts.taken_count
            )
        )
        self.merge_button.setEnabled(not left)

    def _fill_list(self) -> None:
        """Say of each what was decided; only what changed is written anew, for there may be thousands."""
        listed, decisions = self._conflicts.listed, self._conflicts.decisions
        self.list.blockSignals(True)
        if self.list.count() != len(listed):
            self.list.clear()
            self.list.addItems([""] * len(listed))
            self._signs = [""] * len(listed)
        for row, conflict in enumerate(listed):
            decided = decisions.get(conflict.key)
            sign = tr(_DECIDED[decided]) if decided else "?"
            item = self.list.item(row)
            if sign != self._signs[row] and item is not None:
                item.setText(f"{sign}  {text_of(conflict.message)}")
                self._signs[row] = sign
        self.list.setCurrentRow(self._conflicts.index if listed else -1)
        self.list.blockSignals(False)

    def _button(self, choice: Choice) -> QPushButton:
        text, keys = _BUTTONS[choice]
        button = QPushButton(tr(text))
        button.setAutoDefault(False)
        button.clicked.connect(partial(self._decide, choice))
        for key in keys:
            QShortcut(QKeySequence(key), self).activated.connect(partial(self._decide, choice))
        return button

    def _decide(self, choice: Choice, *_: object) -> None:
        self._conflicts.decide(choice)

    def _step(self, by: int) -> None:
        self._conflicts.go(self._conflicts.index + by)

    def _merge(self) -> None:
        if self.merge_button.isEnabled():
            self.merge_wanted.emit()

    def _arrange(self) -> None:
        sides = QHBoxLayout()
        for side, title in _SIDES:
            column = QVBoxLayout()
            name = QLabel(tr(title))
            self.said[side].setWordWrap(True)
            self.said[side].setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            for widget, stretch in ((name, 0), (self.pictures[side], 1), (self.said[side], 0)):
                column.addWidget(widget, stretch)
            sides.addLayout(column, 1)
        below = QHBoxLayout()
        for button in self.buttons.values():
            below.addWidget(button)
        below.addStretch(1)
        below.addWidget(self.merge_button)
        right = QVBoxLayout()
        right.addWidget(self.heading)
        right.addLayout(sides, 1)
        right.addLayout(below)
        right.addWidget(self.line)
        all_of_it = QHBoxLayout(self)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setMaximumWidth(26 * self.fontMetrics().horizontalAdvance("m"))
        self.list.setWordWrap(True)
        all_of_it.addWidget(self.list)
        all_of_it.addLayout(right, 1)
