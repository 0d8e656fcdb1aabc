"""What the desktop prefers where the person has chosen nothing: theme, language, size of text."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication, QLibraryInfo, QLocale, Qt, QTranslator
from PyQt6.QtGui import QFontDatabase, QGuiApplication
from PyQt6.QtWidgets import QApplication, QWidget

from avisbuild_gui.texts import LANGUAGES

if TYPE_CHECKING:
    from avisbuild_gui.theme import Theme

_QT_CATALOGUES = {"zh": "qtbase_zh_CN"}
_DENSE, _ABSURD = 1.3, 3.5


def system_theme() -> "Theme":
    """The desktop's: light where it does not say."""
    # Here, so that the splash does not wait for what the themes take with them.
    from avisbuild_gui.theme import DARK, LIGHT

    hints = QGuiApplication.styleHints()
    assert hints is not None
    return DARK if hints.colorScheme() is Qt.ColorScheme.Dark else LIGHT


def system_language() -> str:
    """The first of the desktop's languages that the annotator speaks, English without one."""
    for name in QLocale.system().uiLanguages():
        if name.partition("-")[0] in LANGUAGES:
            return name.partition("-")[0]
    return LANGUAGES[0]


class QtWords(QTranslator):
    """Qt's own words, as in the dialog for files, in the language of the window that has them."""

    def speak(self, language: str) -> None:
        """Use another language from here on; English is what Qt says without any."""
        QCoreApplication.removeTranslator(self)
        if name := _QT_CATALOGUES.get(language):
            self.load(name, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath))
            QCoreApplication.installTranslator(self)


def text_size_for(widget: QWidget) -> float:
    """The desktop's own size in points; larger on a dense screen that the desktop does not enlarge.

    A screen that says nothing of its size in millimetres, or something odd, is taken as an ordinary one.
    """
    screen = widget.screen()
    usual: float = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    if screen is None or screen.devicePixelRatio() > 1:
        return usual
    density = screen.physicalDotsPerInch() / screen.logicalDotsPerInch()
    is_dense = _DENSE < density < _ABSURD
    return round(usual * density, 1) if is_dense else usual


def use_text_size(size_pt: float) -> None:
    """Write everything in this size; icons and widgets follow the font."""
    font = QApplication.font()
    if size_pt > 0 and font.pointSizeF() != size_pt:
        font.setPointSizeF(size_pt)
        QApplication.setFont(font)


def can_show_chinese() -> bool:
    """Whether any font has Chinese characters."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
