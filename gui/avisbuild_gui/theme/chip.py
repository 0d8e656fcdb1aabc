"""The chip: an instance's colour as a small rounded square."""

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QColor, QIcon, QPainter, QPixmap

from avisbuild_gui.theme.palette import Theme


def paint_chip(painter: QPainter, box: QRectF, colour: str, theme: Theme) -> None:
    """Paint a chip into a square."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.line))
    painter.setBrush(QColor(colour))
    painter.drawRoundedRect(box, box.width() / 4, box.width() / 4)
    painter.restore()


def chip_icon(colour: str, theme: Theme) -> QIcon:
    """A chip for menus and lists."""
    result = QIcon()
    for size in (16, 32, 64):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        edge = size / 8
        paint_chip(painter, QRectF(edge, edge, size - 2 * edge, size - 2 * edge), colour, theme)
        painter.end()
        result.addPixmap(pixmap)
    return result
