"""The page of suspects: a line each, worst first, and a menu of what is looked for."""

from collections.abc import Collection, Sequence

from PyQt6.QtCore import QModelIndex, Qt, pyqtSignal
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from avisbuild_gui.panels.issues import IssueModel
from avisbuild_gui.review.widgets.suspect_delegate import SuspectDelegate
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme


class SuspectList(QWidget):
    """One row a suspect; a click leads there.

    Signals:
        suspect_chosen: the position of the suspect that was clicked.
        kind_switched: a kind, and whether its suspects are to be shown.
    """

    suspect_chosen = pyqtSignal(int)
    kind_switched = pyqtSignal(str, bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = IssueModel(self)
        self.view = QListView()
        self.heading = QLabel()
        self.missing = QLabel()
        self.kinds_button = QToolButton()
        self.kinds = QMenu(self)
        self._delegate = SuspectDelegate(theme, self.view)
        self._set_up()
        self.show_suspects(None)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._repaint()

    def show_suspects(self, texts: Sequence[str] | None) -> None:
        """Show these, a line each; None while they are looked for."""
        wanted = list(texts or ())
        if wanted != self.model.stringList():
            self.model.setStringList(wanted)
            self._delegate.current = None
        if texts is None:
            self.heading.setText(tr("Looking for suspects"))
        elif not texts:
            self.heading.setText(tr("Nothing is suspect"))
        else:
            self.heading.setText(tr("Worst first"))

    def show_current(self, position: int | None) -> None:
        """Mark the suspect one is at."""
        self._delegate.current = position
        if position is not None:
            self.view.scrollTo(self.model.index(position))
        self._repaint()

    def show_missing(self, texts: Sequence[str]) -> None:
        """Say what was not looked for, and why."""
        self.missing.setText("\n".join(texts))
        self.missing.setVisible(bool(texts))

    def show_kinds(self, kinds: Sequence[tuple[str, str]], off: Collection[str]) -> None:
        """Offer these kinds, each with its name; those that are `off` are not ticked."""
        self.kinds.clear()
        for kind, name in kinds:
            action = self.kinds.addAction(name)
            assert action is not None
            action.setData(kind)
            action.setCheckable(True)
            action.setChecked(kind not in off)

    def _set_up(self) -> None:
        self.heading.setObjectName("heading")
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.missing.setObjectName("dim")
        self.missing.setWordWrap(True)
        self.missing.hide()
        self.kinds_button.setText(tr("Kinds"))
        self.kinds_button.setObjectName("framed")
        self.kinds_button.setMenu(self.kinds)
        self.kinds_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds.triggered.connect(self._switch)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Suspects"))
        self.view.clicked.connect(self._choose)
        for each in (self.view, self.kinds_button):
            each.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout()
        row.addWidget(self.heading, 1)
        row.addWidget(self.kinds_button)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.missing)

    def _choose(self, index: QModelIndex) -> None:
        self.suspect_chosen.emit(index.row())

    def _switch(self, action: QAction) -> None:
        self.kind_switched.emit(str(action.data()), action.isChecked())

    def _repaint(self) -> None:
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.update()
