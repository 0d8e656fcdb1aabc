"""What the desktop prefers where the person has chosen nothing: theme, language, size of text."""

from typing import TYPE_CHECKING

from PyQt6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, Qt, QTranslator
from PyQt6.QtGui import QFontDatabase, QGuiApplication
from PyQt6.QtWidgets import QApplication, QWidget

from avisbuild_gui.texts import LANGUAGES

if TYPE_CHECKING:
    from avisbuild_gui.theme import Theme

_QT_CATALOGUES = {"zh": "qtbase_zh_CN"}
_DENSE, _ABSURD = 1.3, 3.5
_CLAIMED_DPI = 96.0
_USUAL_PX = (1920, 1080)


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
    """The desktop's own size in points; larger on a dense screen that the desktop does not enlarge."""
    screen = widget.screen()
    usual: float = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).pointSizeF()
    if screen is None or screen.devicePixelRatio() > 1:
        return usual
    size = screen.size()
    density = text_scale(
        physical_dpi=screen.physicalDotsPerInch(),
        logical_dpi=screen.logicalDotsPerInch(),
        width_px=size.width(),
        height_px=size.height(),
    )
    return round(usual * density, 1)


def text_scale(*, physical_dpi: float, logical_dpi: float, width_px: int, height_px: int) -> float:
    """How much larger than the desktop's text ours is to be: 1 where that is legible already.

    A screen that does not know how large it is claims 96 pixels to the inch, or something odd; that of most
    people has 1920 by 1080 pixels, so it is taken as dense as it has more of them.
    """
    is_measured = abs(physical_dpi - _CLAIMED_DPI) > 1 and physical_dpi / logical_dpi < _ABSURD
    if not is_measured:
        physical_dpi = _CLAIMED_DPI * min(width_px / _USUAL_PX[0], height_px / _USUAL_PX[1])
    density = physical_dpi / logical_dpi
    return density if _DENSE < density < _ABSURD else 1.0


def use_text_size(size_pt: float) -> None:
    """Write everything in this size; icons and widgets follow the font."""
    font = QApplication.font()
    if size_pt > 0 and font.pointSizeF() != size_pt:
        font.setPointSizeF(size_pt)
        QApplication.setFont(font)
        # Qt tells windows that are there already only once the program runs, and the first is made before.
        for window in QApplication.topLevelWidgets():
            QApplication.sendEvent(window, QEvent(QEvent.Type.ApplicationFontChange))


def can_show_chinese() -> bool:
    """Whether any font has Chinese characters."""
    return bool(QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese))
