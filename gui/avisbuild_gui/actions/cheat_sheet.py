"""All keys on one sheet over the window, and the same sheet as a file to print."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PyQt6.QtCore import QBuffer, QEvent, QIODevice, QMarginsF, QObject, Qt, pyqtSignal
from PyQt6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPageLayout,
    QPageSize,
    QPdfWriter,
    QTextDocument,
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

from avisbuild import files, inside
from avisbuild.errors import AvisbuildError
from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.actions.key_map import KeyMap
from avisbuild_gui.actions.keys import all_shown
from avisbuild_gui.actions.sheet_columns import Column, Section, columns_within
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

# The width from which on a text wraps, and what the margins and the scroll bar take.
_TEXT_EM = 13
_BESIDE_EM = 6


class CheatSheetError(AvisbuildError):
    """The sheet cannot be written."""


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


def sections(key_map: KeyMap) -> Iterator[Section]:
    """Heading, and (keys, text) of every action below it; the number keys are one line."""
    for group in Group:
        lines = [
            (_keys_of(action, key_map), tr(action.text))
            for action in key_map.actions
            if action.group is group
        ]
        if group is Group.MASK:
            lines = [*_gestures(), *lines]
        yield tr(group.value), lines


def _keys_of(action: Action, key_map: KeyMap) -> str:
    """Every key of an action; of a numbered one the first key, and those of the last number."""
    ids = [each.shortcut_id for each in action.shortcuts()]
    last = all_shown(key_map.keys(ids[-1]))
    return last if len(ids) == 1 else f"{key_map.key_text(ids[0])} – {last}"


def sheet_html(key_map: KeyMap) -> str:
    """The sheet as a page of HTML."""
    parts = [f"<html><head><meta charset='utf-8'><title>{escape(tr('All keys'))}</title></head>"]
    parts.append(f"<body><h2>avisbuild · {escape(tr('All keys'))}</h2>")
    for heading, lines in sections(key_map):
        parts.append(f"<h3>{escape(heading)}</h3><table cellpadding='2'>")
        parts += [
            f"<tr><td width='220'><b>{escape(keys)}</b></td><td>{escape(text)}</td></tr>"
            for keys, text in lines
        ]
        parts.append("</table>")
    return "\n".join([*parts, "</body></html>\n"])


def write_sheet(key_map: KeyMap, path: Path) -> None:
    """Write the sheet as a PDF, or as HTML where the name does not end in .pdf; raises CheatSheetError."""
    html = sheet_html(key_map)
    try:
        is_pdf = path.suffix.lower() == ".pdf"
        files.write_bytes(inside.checked(path), _pdf(html) if is_pdf else html.encode())
    except OSError as error:
        raise CheatSheetError("cheat-sheet-unwritable", path=path, reason=error.strerror) from error


def _pdf(html: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(15, 12, 15, 12), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setHtml(html)
    document.print(writer)
    return buffer.data().data()


def _gestures() -> Iterator[tuple[str, str]]:
    yield tr("Click"), tr("Part of the object")
    yield tr("Alt + click"), tr("Not part of the object")
    yield tr("Drag"), tr("Box around the object")
