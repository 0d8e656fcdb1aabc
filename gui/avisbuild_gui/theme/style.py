"""The style sheet and the palette of the whole window, from a theme; lengths in em follow the font."""

from PyQt6.QtGui import QColor, QPalette

from avisbuild_gui.theme.palette import Theme

_SHEET = """
QMainWindow, QDialog { background: %(window)s; }
QWidget { color: %(text)s; }
QFrame#panel, QWidget#panel { background: %(panel)s; }
QLabel { background: transparent; }
QLabel#heading { color: %(text_dim)s; font-weight: 600; }
QLabel#dim { color: %(text_dim)s; }
QToolTip { background: %(raised)s; color: %(text)s; border: 1px solid %(line)s; padding: 0.25em; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QToolBar { background: %(panel)s; border: none; border-bottom: 1px solid %(line)s; spacing: 0.15em;
    padding: 0.1em; }
QToolButton, QPushButton {
    background: transparent; color: %(text)s; border: 1px solid transparent; border-radius: 0.3em;
    padding: 0.2em 0.4em;
}
QPushButton, QToolButton#framed { background: %(raised)s; border-color: %(line)s; padding: 0.25em 0.7em; }
QToolButton:hover, QPushButton:hover { background: %(raised)s; border-color: %(line)s; }
QPushButton:hover, QToolButton#framed:hover { border-color: %(accent)s; }
QToolButton::menu-indicator { image: none; }
QToolButton:pressed, QPushButton:pressed { background: %(selection)s; }
QToolButton:checked, QPushButton:checked { background: %(selection)s; border-color: %(accent)s; }
QToolButton:disabled, QPushButton:disabled { color: %(text_dim)s; }
QPushButton:default { background: %(accent)s; color: %(accent_text)s; border-color: %(accent)s; }
QLineEdit, QComboBox, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit {
    background: %(window)s; color: %(text)s; border: 1px solid %(line)s; border-radius: 0.3em;
    padding: 0.2em 0.4em; selection-background-color: %(accent)s; selection-color: %(accent_text)s;
}
QLineEdit:focus, QComboBox:focus { border-color: %(accent)s; }
QComboBox::drop-down { border: none; width: 1.5em; }
QComboBox::down-arrow { width: 0; height: 0; border-left: 0.3em solid %(window)s;
    border-right: 0.3em solid %(window)s; border-top: 0.36em solid %(text_dim)s; }
QComboBox QAbstractItemView { background: %(panel)s; border: 1px solid %(line)s;
    selection-background-color: %(selection)s; selection-color: %(text)s; }
QAbstractItemView { background: %(panel)s; color: %(text)s; border: none; outline: none;
    selection-background-color: %(selection)s; selection-color: %(text)s; }
QHeaderView::section { background: %(panel)s; color: %(text_dim)s; border: none; padding: 0.25em 0.4em;
    border-bottom: 1px solid %(line)s; }
QMenu { background: %(panel)s; border: 1px solid %(line)s; padding: 0.25em; }
QMenu::item { padding: 0.3em 1.4em 0.3em 1em; border-radius: 0.25em; }
QMenu::icon { padding-left: 0.4em; }
QMenu::item:selected { background: %(selection)s; }
QMenu::item:disabled { color: %(text_dim)s; }
QMenu::separator { height: 1px; background: %(line)s; margin: 0.25em 0.4em; }
QMenuBar { background: %(panel)s; border-bottom: 1px solid %(line)s; }
QMenuBar::item { padding: 0.25em 0.6em; background: transparent; }
QMenuBar::item:selected { background: %(selection)s; }
QStatusBar { background: %(panel)s; border-top: 1px solid %(line)s; }
QStatusBar::item { border: none; }
QSplitter::handle { background: %(window)s; }
QSplitter::handle:hover { background: %(line)s; }
QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 0.75em; }
QScrollBar:horizontal { height: 0.75em; }
QScrollBar::handle { background: %(line)s; border-radius: 0.25em; margin: 0.12em; }
QScrollBar::handle:vertical { min-height: 2em; }
QScrollBar::handle:horizontal { min-width: 2em; }
QScrollBar::handle:hover { background: %(text_dim)s; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QTabBar::tab { background: transparent; color: %(text_dim)s; padding: 0.3em 0.8em; border: none;
    border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: %(text)s; border-bottom-color: %(accent)s; }
QTabWidget::pane { border: none; }
QProgressBar { background: %(raised)s; border: none; border-radius: 0.2em; height: 0.4em; }
QProgressBar::chunk { background: %(accent)s; border-radius: 0.2em; }
"""

_ROLES = {
    QPalette.ColorRole.Window: "window",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "panel",
    QPalette.ColorRole.AlternateBase: "raised",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "text_dim",
    QPalette.ColorRole.Button: "raised",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "error",
    QPalette.ColorRole.Highlight: "accent",
    QPalette.ColorRole.HighlightedText: "accent_text",
    QPalette.ColorRole.ToolTipBase: "raised",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.Mid: "line",
}


def stylesheet(theme: Theme) -> str:
    """Qt's style sheet with the theme's colours filled in."""
    return _SHEET % {name: getattr(theme, name) for name in theme.__slots__}


def qt_palette(theme: Theme) -> QPalette:
    """The palette of the application, for what style sheets do not reach."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(getattr(theme, name)))
    dim = QColor(theme.text_dim)
    for role in (
        QPalette.ColorRole.Text,
        QPalette.ColorRole.ButtonText,
        QPalette.ColorRole.WindowText,
    ):
        palette.setColor(QPalette.ColorGroup.Disabled, role, dim)
    return palette
