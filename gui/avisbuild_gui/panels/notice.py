"""One line of message inside the window, instead of a dialog."""

from PyQt6.QtCore import QEvent, QObject, QSize, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QMouseEvent
from PyQt6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from avisbuild_gui.panels.elided_label import ElidedLabel
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, icon
from avisbuild_gui.values import Severity

# How long a notice that only informs stays: time enough to read a line twice.
_INFO_MS = 6_000


class NoticeBar(QFrame):
    """A message with an optional action; floats over its parent's top, so that nothing moves.

    What is pressed and dragged on its words goes to the parent below: no gesture on the frame is lost by it.

    Signals:
        action_asked: its action was clicked. closed: its cross was. dismissed: it went away otherwise than
        by its action.
    """

    action_asked = pyqtSignal()
    closed = pyqtSignal()
    dismissed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.severity = Severity.INFO
        self.sign = QLabel()
        self.label = ElidedLabel(Qt.TextElideMode.ElideRight)
        self.action_button = QPushButton()
        self.close_button = QToolButton()
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(_INFO_MS)
        self.timer.timeout.connect(self.clear)
        self._set_up()
        self.set_theme(theme)
        self.hide()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        colour = self._colour()
        side = round(self.fontMetrics().height() * 1.2)
        self.sign.setPixmap(icon(self.severity.value, theme, colour).pixmap(QSize(side, side)))
        self.close_button.setIcon(icon("close", theme, theme.text_dim))
        self.setStyleSheet(
            f"#notice {{ background: {theme.raised}; border: 1px solid {colour}; border-radius: 0.4em; }}"
        )

    def show_notice(
        self, text: str, severity: Severity = Severity.INFO, *, action: str = ""
    ) -> None:
        """Show one line; `action` is the text of its button."""
        self.severity = severity
        self.label.setText(" ".join(text.split()))
        self.action_button.setText(action)
        self.action_button.setVisible(bool(action))
        self.set_theme(self._theme)
        self.setAccessibleName(f"{_severity_text(severity)}: {text}")
        self._place()
        self.show()
        self.raise_()
        self.timer.stop()
        if severity is Severity.INFO:
            self.timer.start()

    def clear(self) -> None:
        """Take the line away."""
        self.timer.stop()
        if not self.isHidden():
            self.hide()
            self.dismissed.emit()

    def enterEvent(self, event: QEvent | None) -> None:
        self.timer.stop()  # It stays while someone points at it.

    def leaveEvent(self, a0: QEvent | None) -> None:
        if self.severity is Severity.INFO and self.isVisible():
            self.timer.start()

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:
        self._pass_on(a0)

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:
        self._pass_on(a0)

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:
        self._pass_on(a0)

    def eventFilter(self, a0: QObject | None, a1: QEvent | None) -> bool:
        if a1 is not None and a1.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(a0, a1)

    def _pass_on(self, event: QMouseEvent | None) -> None:
        """Have the parent take it as if nothing lay over it."""
        parent = self.parentWidget()
        below = parent.viewport() if isinstance(parent, QAbstractScrollArea) else parent
        if event is None or below is None:
            return
        at = event.globalPosition()
        kind, button, buttons = event.type(), event.button(), event.buttons()
        passed = QMouseEvent(kind, below.mapFromGlobal(at), at, button, buttons, event.modifiers())
        QApplication.sendEvent(below, passed)

    def _act(self) -> None:
        self.timer.stop()
        self.hide()
        self.action_asked.emit()

    def _close(self) -> None:
        self.closed.emit()
        self.clear()

    def _colour(self) -> str:
        return {
            Severity.INFO: self._theme.accent,
            Severity.WARNING: self._theme.warning,
            Severity.ERROR: self._theme.error,
        }[self.severity]

    def _place(self) -> None:
        """Stand at the parent's top in the middle, as wide as its words; in a layout, that decides."""
        parent = self.parentWidget()
        layout = None if parent is None else parent.layout()
        if parent is None or (layout is not None and layout.indexOf(self) >= 0):
            return
        line = self.fontMetrics().height()
        wide = min(max(self.sizeHint().width(), 20 * line), parent.width() - line)
        self.setGeometry((parent.width() - wide) // 2, line // 2, wide, self.sizeHint().height())

    def _set_up(self) -> None:
        self.setObjectName("notice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.close_button.setToolTip(tr("Close"))
        self.close_button.setAccessibleName(tr("Close"))
        side = self.fontMetrics().height()
        self.close_button.setIconSize(QSize(side, side))
        for button in (self.action_button, self.close_button):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.action_button.clicked.connect(self._act)
        self.close_button.clicked.connect(self._close)
        layout = QHBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(2 * margin, margin, margin, margin)
        layout.setSpacing(2 * margin)
        layout.addWidget(self.sign)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.action_button)
        layout.addWidget(self.close_button)
        parent = self.parentWidget()
        if parent is not None:
            parent.installEventFilter(self)


def _severity_text(severity: Severity) -> str:
    return {
        Severity.INFO: tr("Note"),
        Severity.WARNING: tr("Warning"),
        Severity.ERROR: tr("Error"),
    }[severity]
