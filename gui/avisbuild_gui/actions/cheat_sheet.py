"""All keys on one sheet over the window."""

from html import escape

from PyQt6.QtCore import QEvent, QObject, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
)
from PyQt6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from avisbuild_gui.actions.key_map import KeyMap
from avisbuild_gui.actions.sheet_columns import Column, columns_within
from avisbuild_gui.actions.sheet_sections import sections
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

# The width from which on a text wraps, and what the margins and the scroll bar take.
_TEXT_EM = 13
_BESIDE_EM = 6


class CheatSheet(QFrame):
    """The keys by group, over its parent; Esc, a click beside the lines or the same key closes it.

    Signals:
        closed: it went away. export_asked, edit_asked: its buttons.
    """

    closed = pyqtSignal()
    export_asked = pyqtSignal()
    edit_asked = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("cheat_sheet")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        self._key_map: KeyMap | None = None
        self._layout = QVBoxLayout(self)
        self._body: QWidget | None = None
        self.hide()
        parent.installEventFilter(self)

    def set_theme(self, theme: Theme) -> None:
        """Use another theme's colours."""
        self._theme = theme
        if self.isVisible():
            self._build()

    def show_keys(self, key_map: KeyMap) -> None:
        """Open with these keys."""
        self._key_map = key_map
        self._cover()
        self._build()
        self.show()
        self.raise_()
        self.setFocus()

    def close_sheet(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:
        assert a0 is not None
        modifiers = (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta)
        if a0.key() not in modifiers:
            self.close_sheet()

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:
        self.close_sheet()

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a1 is not None and a1.type() == QEvent.Type.Resize and self.isVisible():
            self._cover()
            self._build()
        return False

    def _cover(self) -> None:
        parent = self.parentWidget()
        assert parent is not None
        self.setGeometry(parent.rect())

    def _build(self) -> None:
        assert self._key_map is not None
        theme = self._theme
        self.setStyleSheet(
            f"#cheat_sheet, #cheat_body {{ background: {theme.panel}; }}"
            f"#keys {{ color: {theme.accent}; font-weight: 600; }}"
        )
        if self._body is not None:
            self._layout.removeWidget(self._body)
            self._body.deleteLater()
        self._body = QWidget(self)
        self._body.setObjectName("cheat_body")
        rows = QVBoxLayout(self._body)
        rows.addLayout(self._heading())
        rows.addWidget(self._scrolled(self._columns()))
        self._layout.addWidget(self._body)

    def _heading(self) -> QHBoxLayout:
        line = QHBoxLayout()
        title = QLabel(f"<b>{escape(tr('All keys'))}</b>")
        line.addWidget(title)
        line.addStretch(1)
        for text, signal in (
            (tr("Change keys"), self.edit_asked),
            (tr("Save to print…"), self.export_asked),
        ):
            button = QPushButton(text)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            line.addWidget(button)
        close = QPushButton(tr("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(lambda _=False: self.close_sheet())
        line.addWidget(close)
        return line

    def _scrolled(self, inside: QWidget) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        return area

    def _columns(self) -> QWidget:
        assert self._key_map is not None
        body = QWidget()
        body.setObjectName("cheat_body")
        line = QHBoxLayout(body)
        line.setSpacing(self._em)
        room_px = self.width() - _BESIDE_EM * self._em
        columns = columns_within(list(sections(self._key_map)), room_px, self._width_of)
        spare_px = (room_px - sum(map(self._width_of, columns))) // len(columns)
        for column in columns:
            line.addLayout(self._grid_of(column, self._text_px(column) + max(0, spare_px)))
        line.addStretch(1)
        return body

    def _grid_of(self, column: Column, text_px: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._em)
        grid.setVerticalSpacing(self._em // 2)
        for heading, lines in column:
            self._add_heading(grid, heading)
            for keys, text in lines:
                self._add_row(grid, keys, text, text_px)
        grid.setRowStretch(grid.rowCount(), 1)
        return grid

    def _width_of(self, column: Column) -> int:
        """What a column needs: its longest keys, and beside them texts that wrap, but not at each word."""
        bold = self.font()
        bold.setBold(True)
        metrics = QFontMetrics(bold)
        keys_px = max(metrics.horizontalAdvance(keys) for _, lines in column for keys, _ in lines)
        return keys_px + self._text_px(column) + 2 * self._em

    def _text_px(self, column: Column) -> int:
        metrics = self.fontMetrics()
        longest = max(metrics.horizontalAdvance(text) for _, lines in column for _, text in lines)
        return min(longest + 2, _TEXT_EM * self._em)

    @property
    def _em(self) -> int:
        return self.fontMetrics().horizontalAdvance("m")

    def _add_heading(self, grid: QGridLayout, text: str) -> None:
        heading = QLabel(f"<b>{escape(text)}</b>")
        heading.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
        grid.addWidget(heading, grid.rowCount(), 0, 1, 2)

    def _add_row(self, grid: QGridLayout, keys: str, text: str, text_px: int) -> None:
        key_label = QLabel(keys)
        key_label.setObjectName("keys")
        key_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label = QLabel(text)
        label.setWordWrap(True)
        # Left to the layouts, the lower half of a text that wraps is cut off where there is little room.
        label.setFixedSize(text_px, label.heightForWidth(text_px))
        row = grid.rowCount()
        grid.addWidget(key_label, row, 0)
        grid.addWidget(label, row, 1)
