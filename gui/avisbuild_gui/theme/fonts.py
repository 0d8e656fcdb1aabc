"""Fonts beside the window's own."""

from PyQt6.QtGui import QFont


def smaller(font: QFont, share: float = 0.85) -> QFont:
    """The same font at `share` of its size, whether that was given in points or in pixels."""
    result = QFont(font)
    if font.pointSizeF() > 0:
        result.setPointSizeF(max(6.5, font.pointSizeF() * share))
    else:
        result.setPixelSize(max(8, round(font.pixelSize() * share)))
    return result
