"""All keys on one sheet over the window, and the same sheet as a file to print."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

from PyQt6.QtCore import QEvent, QMarginsF, QObject, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent, QMouseEvent, QPageLayout, QPageSize, QPdfWriter, QTextDocument
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

from avisbuild import files
from avisbuild.errors import AvisbuildError
from avisbuild_gui.actions.action import Group
from avisbuild_gui.actions.catalogue import NUMBER_KEYS
from avisbuild_gui.actions.key_map import KeyMap, all_shown
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

_COLUMN_EM = 26
_NUMBER = "choose_instance_"


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
        blocks = list(sections(self._key_map))
        em = self.fontMetrics().horizontalAdvance("m")
        wanted = max(1, min(4, self.width() // (_COLUMN_EM * em)))
        for column in _columns_of(blocks, wanted):
            grid = QGridLayout()
            grid.setColumnStretch(1, 1)
            for row, (keys, text) in enumerate(column):
                self._add_row(grid, row, keys, text)
            grid.setRowStretch(len(column), 1)
            line.addLayout(grid, 1)
        return body

    def _add_row(self, grid: QGridLayout, row: int, keys: str, text: str) -> None:
        if not keys and text.startswith("# "):
            heading = QLabel(f"<b>{escape(text[2:])}</b>")
            heading.setContentsMargins(0, self.fontMetrics().height() // 2, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            return
        key_label = QLabel(keys)
        key_label.setObjectName("keys")
        key_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        label = QLabel(text)
        label.setWordWrap(True)
        grid.addWidget(key_label, row, 0)
        grid.addWidget(label, row, 1)


Section = tuple[str, list[tuple[str, str]]]


def sections(key_map: KeyMap) -> Iterator[Section]:
    """Heading, and (keys, text) of every action below it; the number keys are one line."""
    for group in Group:
        lines = []
        for action in key_map.actions:
            number = action.action_id.removeprefix(_NUMBER)
            if action.group is not group or (
                number != action.action_id and number != str(NUMBER_KEYS)
            ):
                continue
            keys = all_shown(key_map.keys(action.action_id))
            text = tr(action.text)
            if number == str(NUMBER_KEYS):
                keys = f"{key_map.key_text(_NUMBER + '1')} – {keys}"
                text = tr("Choose an identity")
            lines.append((keys, text))
        if group is Group.MASK:
            lines = [*_gestures(), *lines]
        yield tr(group.value), lines


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
        if path.suffix.lower() != ".pdf":
            files.write_text(path, html)
            return
        path.touch()
        document = QTextDocument()
        document.setHtml(html)
        writer = QPdfWriter(str(path))
        writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        writer.setPageMargins(QMarginsF(15, 12, 15, 12), QPageLayout.Unit.Millimeter)
        document.print(writer)
    except OSError as error:
        raise CheatSheetError(
            f"{path}: the keys cannot be written: {error.strerror}; choose another folder"
        ) from error


def _gestures() -> Iterator[tuple[str, str]]:
    yield tr("Click"), tr("Part of the object")
    yield tr("Alt + click"), tr("Not part of the object")
    yield tr("Drag"), tr("Box around the object")


def _columns_of(blocks: list[Section], count: int) -> list[list[tuple[str, str]]]:
    """The blocks one after another, as lines, in `count` columns of about one length; no block is cut."""
    total = sum(len(lines) + 2 for _, lines in blocks)
    columns: list[list[tuple[str, str]]] = [[]]
    for heading, lines in blocks:
        is_full = len(columns[-1]) + len(lines) / 2 > total / count
        if columns[-1] and is_full and len(columns) < count:
            columns.append([])
        columns[-1] += [("", f"# {heading}"), *lines]
    return columns
