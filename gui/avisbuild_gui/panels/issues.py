"""What still stands between a video and handing it in, as rows that lead there."""

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QModelIndex, QStringListModel, Qt, pyqtSignal
from PyQt6.QtWidgets import QLabel, QListView, QSizePolicy, QVBoxLayout, QWidget

from avisbuild.records import RoundState
from avisbuild_gui.panels.issue_delegate import IssueDelegate
from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.panels.unheard_line import UnheardLine
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme


class IssueModel(QStringListModel):
    """One text a row, also as its tooltip: a row may be too narrow for it."""

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tool_tip(super().data(index, Qt.ItemDataRole.DisplayRole) or "")
        return super().data(index, role)


class IssueList(QWidget):
    """One row an issue; a click leads there.

    Signals:
        issue_chosen: the position of the issue that was clicked.
        unheard_chosen: the line about seconds that nobody has listened to was clicked.
    """

    issue_chosen = pyqtSignal(int)
    unheard_chosen = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = IssueModel(self)
        self.view = QListView()
        self.heading = QLabel()
        self._delegate = IssueDelegate(theme, self.view)
        self.unheard = UnheardLine()
        self.unheard.clicked.connect(self.unheard_chosen)
        self.heading.setObjectName("heading")
        # Its words must not widen the column: the picture beside it would move.
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Issues"))
        self.view.clicked.connect(self._choose)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addWidget(self.heading)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.unheard)
        self.show_issues(())

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._repaint()

    def show_issues(
        self, issues: Sequence[str], *, state: RoundState = RoundState.ANNOTATING
    ) -> None:
        """Show these issues, a line each; without any, say whether the video may be or was handed in."""
        texts, before = list(issues), self.model.stringList()
        if texts != before:
            bar = self.view.verticalScrollBar()
            place = 0 if bar is None else bar.value()
            self.model.setStringList(texts)
            if bar is not None:
                bar.setValue(place)
        if texts:
            in_review = state is RoundState.IN_REVIEW
            text = (
                tr("Before accepting: {count}") if in_review else tr("Before handing in: {count}")
            )
            self.heading.setText(text.format(count=len(texts)))
        else:
            self.heading.setText(_nothing_amiss(state))
        current = self._delegate.current
        if current is not None and texts[current : current + 1] != before[current : current + 1]:
            self._delegate.current = None  # It was mended, and another has taken its row.

    def show_set_aside(self, reason: str) -> None:
        """Say why nothing is to be done in this video."""
        self.show_issues(())
        self.heading.setText(tr("Set aside: {reason}").format(reason=reason))

    def show_unheard(self, count: int, total: int) -> None:
        """Say how many seconds nobody has listened to; nothing where there are none."""
        text = tr("{count} of {total} seconds were never listened to")
        self.unheard.show_words(text.format(count=count, total=total) if count else "")

    def show_current(self, position: int | None) -> None:
        """Mark the issue one is at."""
        self._delegate.current = position
        if position is not None:
            self.view.scrollTo(self.model.index(position))
        self._repaint()

    def _choose(self, index: QModelIndex) -> None:
        self.issue_chosen.emit(index.row())

    def _repaint(self) -> None:
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.update()


def _nothing_amiss(state: RoundState) -> str:
    if state is RoundState.ACCEPTED:
        return tr("Accepted")
    if state is RoundState.IN_REVIEW:
        return tr("In review")
    return tr("Ready to hand in") if state.is_open else tr("Handed in")
