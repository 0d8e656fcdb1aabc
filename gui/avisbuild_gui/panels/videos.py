"""The list of videos: state, progress and person, with a filter."""

from collections.abc import Mapping, Sequence
from functools import partial

from PyQt6.QtCore import QEvent, QModelIndex, QObject, QPoint, QSignalBlocker, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QShowEvent
from PyQt6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from avisbuild.annotation.summary import SummaryRow
from avisbuild.records import RoundState, VideoId
from avisbuild.store.locks import Held
from avisbuild_gui.panels.set_aside_menu import SetAsideMenu
from avisbuild_gui.panels.video_delegate import VideoDelegate
from avisbuild_gui.panels.video_pictures import VideoPictures
from avisbuild_gui.panels.video_rows import VideoModel, Waiting, Wanted, wanted_text
from avisbuild_gui.panels.waiting_line import WaitingLine
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, icon


class VideoList(QWidget):
    """All videos of the project, painted as they come into sight.

    Only its filter takes the keyboard, when it is clicked or asked to. Enter opens the first video that it
    leaves, Esc clears it; both give the keyboard back.

    Signals:
        video_chosen: the id of the video that was clicked. filter_left: the keys are the window's again.
        narrowed: the ids that pass the filter, in their order; None where it lets all pass.
        set_aside_asked: the id of a video, and why it is to be set aside. take_back_asked: its id.
    """

    video_chosen = pyqtSignal(str)
    filter_left = pyqtSignal()
    narrowed = pyqtSignal(object)
    set_aside_asked = pyqtSignal(str, str)
    take_back_asked = pyqtSignal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = VideoModel(self)
        self.filter = QLineEdit()
        self.states = QComboBox()
        self.count = QLabel()
        self.waiting = WaitingLine()
        self.view = QListView()
        self.pictures = VideoPictures(self)
        self._delegate = VideoDelegate(theme, self.pictures, self.view)
        self._set_up()
        self.set_theme(theme)
        self._refresh_count()

    def set_theme(self, theme: Theme) -> None:
        self._delegate.theme = theme
        for action in self.filter.actions():
            self.filter.removeAction(action)
        glass = icon("search", theme, theme.text_dim)
        self.filter.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self._viewport().update()

    def show_rows(self, rows: Sequence[SummaryRow]) -> None:
        """Show these videos, in this order; the filter and the scroll position stay."""
        self.model.show_rows(tuple(rows))
        self._tell_narrowed()
        self._refresh_count()

    def show_row(self, row: SummaryRow) -> None:
        """Replace one video's row."""
        self.model.show_row(row)
        self._refresh_count()

    def show_holders(self, holders: Mapping[VideoId, Held]) -> None:
        """Say who else has which video open."""
        self.model.show_holders(holders)

    def show_waiting(self, waiting: Waiting) -> None:
        """Say which videos wait for the person at the window, and let the filter choose them."""
        self.model.show_waiting(waiting)
        self.waiting.show_waiting(waiting)
        self._refresh_count()

    def show_current(self, video_id: VideoId | None) -> None:
        """Mark the video that is open and bring it into sight."""
        if self._delegate.current != video_id:
            self._delegate.current = video_id
            self._viewport().update()
            self._scroll_to_current()

    def showEvent(self, a0: QShowEvent | None) -> None:
        super().showEvent(a0)
        self._scroll_to_current()  # Before, there was no telling what is in sight.

    def focus_filter(self) -> None:
        """Put the text cursor into the filter; Esc or Enter gives the keys back."""
        self.filter.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filter.selectAll()

    @property
    def chosen_filter(self) -> tuple[str, Wanted | None]:
        """The filter's text and its state, so that another list can go on with them."""
        return self.filter.text(), self.states.currentData()

    def use_filter(self, chosen: tuple[str, Wanted | None]) -> None:
        """Show what passes the filter of another list."""
        text, state = chosen
        self.filter.setText(text)
        self.states.setCurrentIndex(max(0, self.states.findData(state)))

    def offer_states(self, states: Sequence[Wanted]) -> None:
        """Let the filter choose one of these states; one that is gone is chosen no more."""
        offered = [self.states.itemData(index) for index in range(1, self.states.count())]
        if offered == list(states):
            return
        chosen = self.states.currentData()
        with QSignalBlocker(self.states):
            self.states.clear()
            self.states.addItem(tr("all states"), None)
            for state in states:
                self.states.addItem(wanted_text(state), state)
            self.states.setCurrentIndex(max(0, self.states.findData(chosen)))
        if self.states.currentData() != chosen:
            self._refilter()

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a0 is self.filter and isinstance(a1, QKeyEvent):
            is_leaving = a1.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if is_leaving and a1.type() == QEvent.Type.ShortcutOverride:
                a1.accept()
                return True
            if is_leaving and a1.type() == QEvent.Type.KeyPress:
                self._leave_filter(opens=a1.key() != Qt.Key.Key_Escape)
                return True
        return super().eventFilter(a0, a1)

    def _set_up(self) -> None:
        self.filter.setPlaceholderText(tr("Filter videos"))
        self.filter.setAccessibleName(tr("Filter videos"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.filter.installEventFilter(self)
        self.states.setAccessibleName(tr("State"))
        self.states.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.offer_states(tuple(RoundState))
        self.count.setObjectName("heading")
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setAccessibleName(tr("Videos"))
        self.filter.textChanged.connect(self._refilter)
        self.states.currentIndexChanged.connect(self._refilter)
        self.waiting.chosen.connect(self._toggle_state)
        self.view.clicked.connect(self._choose)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._open_menu)
        self.pictures.changed.connect(self._repaint)
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.states, 1)
        row.addWidget(self.count)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, 0)
        layout.setSpacing(margin)
        layout.addWidget(self.filter)
        layout.addWidget(self.waiting)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)

    def _leave_filter(self, *, opens: bool) -> None:
        """Give the keyboard back; with a filter that nothing passes, it is still to be mended."""
        if not opens:
            self.filter.clear()
        elif self.filter.text():
            if not self.model.shown:
                return
            self.video_chosen.emit(self.model.shown[0].video_id)
        self.filter.clearFocus()
        self.filter_left.emit()

    def _toggle_state(self, wanted: Wanted) -> None:
        """Show these alone; once more, all again."""
        state = None if self.states.currentData() == wanted else wanted
        self.states.setCurrentIndex(max(0, self.states.findData(state)))

    def _refilter(self) -> None:
        self.model.filter(self.filter.text(), self.states.currentData())
        self._tell_narrowed()
        self._refresh_count()

    def _tell_narrowed(self) -> None:
        is_narrowed = bool(self.filter.text().strip()) or self.states.currentData() is not None
        self.narrowed.emit(tuple(r.video_id for r in self.model.shown) if is_narrowed else None)

    def _refresh_count(self) -> None:
        shown, total = len(self.model.shown), len(self.model.rows)
        text = f"{total}" if shown == total else f"{shown}/{total}"
        self.count.setText(text)
        self.count.setToolTip(tr("{shown} of {total} videos").format(shown=shown, total=total))

    def set_aside_menu(self, video_id: VideoId) -> SetAsideMenu | None:
        """What asks why a video is to be set aside, or offers to take it back; None without such a video."""
        row = next((each for each in self.model.rows if each.video_id == video_id), None)
        if row is None:
            return None
        menu = SetAsideMenu(row, self._delegate.theme, self)
        menu.reason_chosen.connect(partial(self.set_aside_asked.emit, row.video_id))
        menu.take_back_chosen.connect(partial(self.take_back_asked.emit, row.video_id))
        return menu

    def ask_reason(self, video_id: VideoId) -> None:
        """Ask why a video is to be set aside, beside its row where that is in sight."""
        menu = self.set_aside_menu(video_id)
        if menu is not None:
            position = self.model.position(video_id)
            where = self.view.rect().center()
            if position is not None:
                where = self.view.visualRect(self.model.index(position)).center()
            menu.popup(self.view.mapToGlobal(where))
            menu.choose_first()

    def _open_menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        if index.isValid():
            menu = self.set_aside_menu(self.model.shown[index.row()].video_id)
            if menu is not None:
                menu.popup(self.view.mapToGlobal(point))

    def _choose(self, index: QModelIndex) -> None:
        self.video_chosen.emit(self.model.shown[index.row()].video_id)

    def _repaint(self, video_id: str) -> None:
        position = self.model.position(VideoId(video_id))
        if position is not None:
            self.view.update(self.model.index(position))

    def _scroll_to_current(self) -> None:
        position = self.model.position(self._delegate.current)
        if position is not None:
            self.view.scrollTo(self.model.index(position))

    def _viewport(self) -> QWidget:
        viewport = self.view.viewport()
        assert viewport is not None
        return viewport
