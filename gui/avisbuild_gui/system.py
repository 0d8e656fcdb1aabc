"""What the desktop prefers, for whoever has said nothing."""

from PyQt6.QtCore import QLocale, Qt
from PyQt6.QtGui import QFontDatabase, QGuiApplication

from avisbuild_gui.texts import LANGUAGES
from avisbuild_gui.theme import DARK, LIGHT, Theme


def system_theme() -> Theme:
    """The desktop's: light where it does not say."""
    hints = QGuiApplication.styleHints()
    assert hints is not None
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def system_language() -> str:
    """The first of the desktop's languages that the annotator speaks, English without one."""
    for name in QLocale.system().uiLanguages():
        if name.partition("-")[0] in LANGUAGES:
            return name.partition("-")[0]
    return LANGUAGES[0]


def can_show_chinese() -> bool:
    """Whether any font has Chinese characters."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
