"""The page of what differs between two moments of a video: which moments, how much, and each difference."""

from collections.abc import Sequence
from typing import Any

from PyQt6.QtCore import QAbstractListModel, QModelIndex, Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFormLayout,
    QLabel,
    QListView,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from avisbuild.review.handovers import Handover
from avisbuild.store import NOW
from avisbuild_gui.panels.tool_tips import plain_tool_tip
from avisbuild_gui.review.round_diff import DiffRow, ShownDiff
from avisbuild_gui.review.widgets.change_delegate import AGREEMENT, DETAIL, ChangeDelegate
from avisbuild_gui.review.widgets.moment_text import moment_text
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.messages import text_of
from avisbuild_gui.theme import Theme


class ChangeModel(QAbstractListModel):
    """One row a difference."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: Sequence[DiffRow] = ()

    def show_rows(self, rows: Sequence[DiffRow]) -> None:
        """Have these rows."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self._rows):
            return None
        row = self._rows[index.row()]
        title, detail = row_texts(row)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title
            case Qt.ItemDataRole.ToolTipRole:
                return plain_tool_tip(f"{title}: {detail}" if detail else title)
            case _:
                return {AGREEMENT: row.agreement, DETAIL: detail}.get(role)


def row_texts(row: DiffRow) -> tuple[str, str]:
    """Where it is, and what happened there by whom: `dog_1, second 3` and `mask removed · bob`."""
    if not row.name:
        return text_of(row.what), row.author
    where = tr("{name}, second {second}").format(name=row.name, second=row.second)
    return where, " · ".join(each for each in (text_of(row.what), row.author) if each)


class RoundDiffPage(QWidget):
    """Two boxes with moments, a line of figures, and the differences, the worst first; a click leads there.

    Signals:
        row_chosen: the position of the difference that was clicked.
        moments_chosen: two entries of the journal are to be compared, the earlier first.
        asked: what the last round changed is to be seen.
    """

    row_chosen = pyqtSignal(int)
    moments_chosen = pyqtSignal(int, int)
    asked = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = ChangeModel(self)
        self.view = QListView()
        self.figures = QLabel()
        self.start, self.stop = _box(tr("Compare")), _box(tr("With"))
        self._delegate = ChangeDelegate(theme, self.view)
        self._dress_list()
        self.figures.setWordWrap(True)
        self.figures.setTextFormat(Qt.TextFormat.PlainText)
        for box in (self.start, self.stop):
            box.activated.connect(lambda _: self._choose_moments())
        self.button = QPushButton(tr("Show what the last round changed"))
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.clicked.connect(self.asked)
        self._moments = QWidget()
        form = QFormLayout(self._moments)
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(tr("Compare"), self.start)
        form.addRow(tr("With"), self.stop)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addWidget(self.button)
        layout.addWidget(self._moments)
        layout.addWidget(self.figures)
        layout.addWidget(self.view, 1)
        layout.addStretch(0)
        self.show_diff(None)

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        self._repaint()

    def show_diff(self, shown: ShownDiff | None) -> None:
        """Show what differs, or offer to."""
        self.button.setVisible(shown is None)
        for part in (self._moments, self.figures, self.view):
            part.setVisible(shown is not None)
        if shown is None:
            self.model.show_rows(())
            return
        for box, chosen in ((self.start, shown.start), (self.stop, shown.stop)):
            _fill(box, shown.handovers, chosen)
        self.model.show_rows(shown.rows)
        self.figures.setText(figures_text(shown))

    def show_current(self, position: int | None) -> None:
        """Mark the difference one is at."""
        self._delegate.current = position
        if position is not None:
            self.view.scrollTo(self.model.index(position))
        self._repaint()

    def _dress_list(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Differences"))
        self.view.clicked.connect(lambda index: self.row_chosen.emit(index.row()))

    def _choose_moments(self) -> None:
        start, stop = self.start.currentData(), self.stop.currentData()
        self.moments_chosen.emit(min(start, stop), max(start, stop))

    def _repaint(self) -> None:
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.update()


def figures_text(shown: ShownDiff) -> str:
    """`3 masks, 1 sounding cell, 2 of 5 instances`, or that nothing differs."""
    found = shown.changes
    if not found:
        return tr("Nothing differs between these two.")
    masks = sum(each.has_other_mask for each in found.cells)
    states = sum(each.has_other_state for each in found.cells)
    text = tr("Changed: masks {masks}, sounding states {states}, instances {instances}")
    return text.format(masks=masks, states=states, instances=len(found.changed_instances))


def _box(name: str) -> QComboBox:
    box = QComboBox()
    box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    box.setAccessibleName(name)
    # Its words must not widen the column: the picture beside it would move.
    box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return box


def _fill(box: QComboBox, handovers: Sequence[Handover], chosen: int) -> None:
    moments = [(0, tr("The beginning"))]
    moments += [(each.sequence, moment_text(each)) for each in handovers]
    moments.append((NOW, tr("Now")))
    box.clear()
    for sequence, text in moments:
        box.addItem(text, sequence)
        box.setItemData(box.count() - 1, plain_tool_tip(text), Qt.ItemDataRole.ToolTipRole)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.setToolTip(plain_tool_tip(box.currentText()))
