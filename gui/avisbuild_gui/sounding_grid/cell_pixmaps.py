"""Cells painted once for each sign and size, and stamped from then on."""

from PyQt6.QtCore import QRectF, QSize, Qt
from PyQt6.QtGui import QPainter, QPixmap

from avisbuild.annotation import CellSign
from avisbuild_gui.theme import Theme, paint_cell


class CellPixmaps:
    """Pixmaps of cells for one theme and one device pixel ratio."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.theme = theme
        self.ratio = ratio
        self._made: dict[tuple[CellSign, int, int], QPixmap] = {}

    def pixmap(self, sign: CellSign, width_px: int, height_px: int) -> QPixmap:
        """A cell of a size in device-independent pixels."""
        key = sign, width_px, height_px
        if key not in self._made:
            self._made[key] = self._painted(*key)
        return self._made[key]

    def _painted(self, sign: CellSign, width_px: int, height_px: int) -> QPixmap:
        width, height = max(1, width_px), max(1, height_px)
        pixmap = QPixmap(QSize(round(width * self.ratio), round(height * self.ratio)))
        pixmap.setDevicePixelRatio(self.ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_cell(painter, QRectF(0, 0, width, height), sign, self.theme)
        painter.end()
        return pixmap
