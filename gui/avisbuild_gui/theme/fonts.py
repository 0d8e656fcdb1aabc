"""Fonts beside the window's own."""

from PyQt6.QtGui import QFont

_SHARE = 0.85


def smaller(font: QFont) -> QFont:
    """The same font at 85 % of its size, whether that was given in points or in pixels."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(max(6.5, font.pointSizeF() * _SHARE))
    else:
        result.setPixelSize(max(8, round(font.pixelSize() * _SHARE)))
    return result
