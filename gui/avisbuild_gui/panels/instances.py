"""The instances of the video: number keys, colours, names and how far each has come."""

from PyQt6.QtCore import QModelIndex, QPoint, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QShowEvent
from PyQt6.QtWidgets import QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from avisbuild.annotation import VideoView
from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId
from avisbuild_gui.panels.instance_delegate import InstanceDelegate
from avisbuild_gui.panels.instance_rows import InstanceModel, instance_rows
from avisbuild_gui.panels.mark_icons import EYE, LOCK
from avisbuild_gui.panels.repair_menu import Repair, RepairMenu
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, icon


class InstancePanel(QWidget):
    """A row for each instance, and "New instance"; a right click offers repairs and says what they touch.

    Signals (ids are strings):
        instance_chosen(id), add_asked(), category_asked(id), merge_asked(from, into), split_asked(id): at the
        second shown, swap_asked(id, other): from the second shown onward, delete_asked(id);
        hiding_toggled(id), lock_toggled(id): its eye or its lock was clicked;
        effect_previewed(text): what the entry under the pointer would touch, "" for none.
    """

    instance_chosen = pyqtSignal(str)
    add_asked = pyqtSignal()
    category_asked = pyqtSignal(str)
    merge_asked = pyqtSignal(str, str)
    split_asked = pyqtSignal(str)
    swap_asked = pyqtSignal(str, str)
    delete_asked = pyqtSignal(str)
    hiding_toggled = pyqtSignal(str)
    lock_toggled = pyqtSignal(str)
    effect_previewed = pyqtSignal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._view: VideoView | None = None
        self._second = 0
        self._repaired = InstanceId("")
        self.model = InstanceModel(self)
        self.view = QListView()
        self.add_button = QPushButton(tr("New instance"))
        self._delegate = InstanceDelegate(theme, self.view)
        self._set_up()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        self._theme = self._delegate.theme = theme
        self.add_button.setIcon(icon("plus", theme))
        self._repaint()

    def show_view(
        self, view: VideoView | None, instance_id: InstanceId | None = None, second: int = 0
    ) -> None:
        """Show a video's instances, which one is active, and which second splits and swaps start at."""
        if view is not self._view:
            self._view = view
            self.model.show_rows(() if view is None else instance_rows(view))
            self.add_button.setEnabled(view is not None)
        self._second = second
        if self._delegate.current != instance_id:
            self._delegate.current = instance_id
            self._repaint()
            self._show_current()

    def show_marks(self, marks: InstanceMarks) -> None:
        """Show which instances are hidden, and which locked."""
        self._delegate.marks = self.model.marks = marks
        self._repaint()

    def showEvent(self, a0: QShowEvent | None) -> None:
        super().showEvent(a0)
        self._show_current()  # Before, there was no telling what is in sight.

    def repair_menu(self, instance_id: InstanceId) -> RepairMenu:
        """The repairs of one instance, each with what it would touch."""
        assert self._view is not None
        menu = RepairMenu(self._view, instance_id, self._second, self._theme, self)
        self._repaired = instance_id
        menu.repair_asked.connect(self._repair)
        menu.effect_previewed.connect(self.effect_previewed)
        return menu

    def _set_up(self) -> None:
        self.view.setModel(self.model)
        self.view.setItemDelegate(self._delegate)
        self.view.setUniformItemSizes(True)
        self.view.setSelectionMode(QListView.SelectionMode.NoSelection)
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setMouseTracking(True)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.setAccessibleName(tr("Instances"))
        self.view.clicked.connect(self._choose)
        self.view.customContextMenuRequested.connect(self._open_menu)
        side = self.fontMetrics().height()
        self.add_button.setIconSize(QSize(side, side))
        self.add_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.add_button.setEnabled(False)
        self.add_button.clicked.connect(self.add_asked)
        self._lay_out()

    def _lay_out(self) -> None:
        heading, counts = QLabel(tr("Instances")), QLabel(tr("masks / seconds"))
        for label in (heading, counts):
            label.setObjectName("heading")
        row = QHBoxLayout()
        row.addWidget(heading, 1)
        row.addWidget(counts)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        layout.addLayout(row)
        layout.addWidget(self.view, 1)
        layout.addWidget(self.add_button)

    def _choose(self, index: QModelIndex) -> None:
        instance_id = self.model.rows[index.row()].instance_id
        mark = self._delegate.take_clicked_mark()
        if mark == EYE:
            self.hiding_toggled.emit(instance_id)
        elif mark == LOCK:
            self.lock_toggled.emit(instance_id)
        else:
            self.instance_chosen.emit(instance_id)

    def _open_menu(self, point: QPoint) -> None:
        index = self.view.indexAt(point)
        if index.isValid():
            menu = self.repair_menu(self.model.rows[index.row()].instance_id)
            menu.popup(self.view.mapToGlobal(point))

    def _repair(self, repair: Repair, other: str) -> None:
        if repair is Repair.MERGE:
            self.merge_asked.emit(self._repaired, other)
        elif repair is Repair.SWAP:
            self.swap_asked.emit(self._repaired, other)
        elif repair is Repair.SPLIT:
            self.split_asked.emit(self._repaired)
        elif repair is Repair.DELETE:
            self.delete_asked.emit(self._repaired)
        else:
            self.category_asked.emit(self._repaired)

    def _show_current(self) -> None:
        for position, row in enumerate(self.model.rows):
            if row.instance_id == self._delegate.current:
                self.view.scrollTo(self.model.index(position))

    def _repaint(self) -> None:
        viewport = self.view.viewport()
        assert viewport is not None
        viewport.update()
