"""The quick menu of a comment: six reasons, a digit each; more words and a rule for whoever wants them."""

from collections.abc import Sequence

from PyQt6.QtCore import QEvent, QObject, QPoint, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtWidgets import (
    QApplication,
    QComboBox,
    QFrame,
    QLabel,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from avisbuild.records import CommentReason, GuidelineRule
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.comments import reason_text
from avisbuild_gui.theme import Theme

_REASONS = tuple(CommentReason)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
_WIDTH_EM, _MARGIN_PX = 22, 8


class CommentMenu(QFrame):
    """A small list that floats over its parent; not modal.

    1 to 6 pin a comment with that reason at once, with the words and the rule where there are any; so does a
    click. Enter takes the reason that is marked, or none where words or a rule stand. Tab goes on to these,
    0 leaves the instance out, Esc or a click elsewhere closes.

    Signals:
        chosen(reason or "", text, id of the rule or "", whether it is about the instance).
        closed: it is closed, after a choice or without one.
    """

    chosen = pyqtSignal(str, str, str, bool)
    closed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.title = QLabel()
        self.reasons = QListWidget()
        self.text = QLineEdit()
        self.rules = QComboBox()
        self.hint = QLabel()
        self._titles = ("", "")
        self._is_about_instance = True
        self._focus_before: QWidget | None = None
        self._set_up()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self.setStyleSheet(
            f"#comment_menu {{ background: {theme.panel}; border: 1px solid {theme.accent};"
            " border-radius: 0.4em; }"
        )

    def ask(
        self, title: str, rules: Sequence[GuidelineRule], at: QPoint, *, without_instance: str = ""
    ) -> None:
        """Open beside a point of the parent; `title` says what it is about, and what with 0 pressed."""
        self._titles, self._is_about_instance = (title, without_instance), True
        if self.isHidden():
            self._focus_before = QApplication.focusWidget()
            self._watch_clicks(on=True)
        self.text.clear()
        self.reasons.clearSelection()
        self.reasons.setCurrentRow(-1)
        self.rules.clear()
        self.rules.addItem(tr("no rule of the guideline"), "")
        for rule in rules:
            self.rules.addItem(tr(rule.text), rule.rule_id)
        self.rules.setVisible(bool(rules))
        self._say_what()
        self._place(at)
        self.show()
        self.raise_()
        self.reasons.setFocus(Qt.FocusReason.PopupFocusReason)
        self.reasons.setCurrentRow(-1)

    def dismiss(self) -> None:
        """Close without a choice."""
        if self.isHidden():
            return
        before, self._focus_before = self._focus_before, None
        self._watch_clicks(on=False)
        self.hide()
        if before is not None:
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a1 is None:
            return False
        if a1.type() == QEvent.Type.MouseButtonPress:
            self._clicked(a0)
        elif isinstance(a1, QKeyEvent) and a0 in (self.reasons, self.text, self.rules):
            if a1.type() == QEvent.Type.ShortcutOverride:
                a1.accept()  # While it is open, keys are its own, and no shortcuts of the window.
                return True
            if a1.type() == QEvent.Type.KeyPress:
                return self._key(a0, Qt.Key(a1.key()))
        return False

    def _key(self, where: QObject | None, key: Qt.Key) -> bool:
        """Whether the key was ours."""
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in _ENTER:
            # Qt makes a row current when the list gets the keyboard; only a marked one was chosen.
            marked = self.reasons.selectedItems()
            self._choose(self.reasons.row(marked[0]) if marked else -1)
        elif key in _TABS:
            self._go_on(where, _TABS[key])
        elif where is self.reasons and Qt.Key.Key_1 <= key < Qt.Key.Key_1 + len(_REASONS):
            self._choose(key - Qt.Key.Key_1)
        elif where is self.reasons and key == Qt.Key.Key_0 and self._titles[1]:
            self._is_about_instance = not self._is_about_instance
            self._say_what()
        else:
            return False
        return True

    def _go_on(self, where: QObject | None, step: int) -> None:
        parts: list[QWidget] = [self.reasons, self.text]
        parts += [self.rules] if self.rules.isVisibleTo(self) else []
        place = next(number for number, part in enumerate(parts) if part is where)
        parts[(place + step) % len(parts)].setFocus(Qt.FocusReason.TabFocusReason)

    def _choose(self, row: int) -> None:
        reason = _REASONS[row].value if 0 <= row < len(_REASONS) else ""
        text, rule = self.text.text().strip(), str(self.rules.currentData() or "")
        if reason or text or rule:
            is_about_instance = self._is_about_instance
            self.dismiss()
            self.chosen.emit(reason, text, rule, is_about_instance)

    def _say_what(self) -> None:
        title = self._titles[0 if self._is_about_instance else 1]
        self.title.setText(title)
        self.setAccessibleDescription(title)

    def _watch_clicks(self, *, on: bool) -> None:
        """Look at every click of the program while it is open: one beside it closes it."""
        application = QApplication.instance()
        if application is not None and on:
            application.installEventFilter(self)
        elif application is not None:
            application.removeEventFilter(self)

    def _clicked(self, where: QObject | None) -> None:
        if not isinstance(where, QWidget):
            return
        inside: QWidget | None = where  # The list of rules is a window of its own.
        while inside is not None and inside is not self:
            inside = inside.parentWidget()
        if inside is None:
            self.dismiss()

    def _place(self, at: QPoint) -> None:
        """To the right of the point and below it, as far as the parent has room."""
        em = self.fontMetrics().horizontalAdvance("m")
        self.setFixedWidth(_WIDTH_EM * em)
        self.adjustSize()
        parent = self.parentWidget()
        assert parent is not None
        most_x, most_y = parent.width() - self.width(), parent.height() - self.height()
        x = at.x() + _MARGIN_PX
        if x > most_x:
            x = at.x() - _MARGIN_PX - self.width()
        self.move(max(0, min(x, most_x)), max(0, min(at.y() + _MARGIN_PX, most_y)))

    def _set_up(self) -> None:
        self.setObjectName("comment_menu")
        self.setAccessibleName(tr("What is wrong here"))
        self.title.setObjectName("heading")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setWordWrap(True)
        line = self.fontMetrics().height()
        for number, reason in enumerate(_REASONS, start=1):
            self.reasons.addItem(f"{number}   {reason_text(reason)}")
        row_px = round(1.45 * line)
        self.reasons.setFixedHeight(row_px * len(_REASONS) + 4)
        for row in range(len(_REASONS)):
            item = self.reasons.item(row)
            assert item is not None
            item.setSizeHint(QSize(row_px, row_px))
        self.reasons.setAccessibleName(tr("Reasons"))
        self.reasons.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reasons.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.reasons.itemClicked.connect(lambda item: self._choose(self.reasons.row(item)))
        self.text.setPlaceholderText(tr("More, in words (Tab)"))
        self.text.setAccessibleName(tr("More, in words"))
        self.rules.setAccessibleName(tr("Rule of the guideline"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.rules.setSizeAdjustPolicy(policy)
        self.hint.setObjectName("dim")
        self.hint.setWordWrap(True)
        self.hint.setText(tr("1-6 pin it, 0 without the instance, Esc closes"))
        layout = QVBoxLayout(self)
        margin = line // 2
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin // 2)
        for part in (self.title, self.reasons, self.text, self.rules, self.hint):
            layout.addWidget(part)
        for part in (self.reasons, self.text, self.rules):
            part.installEventFilter(self)
