"""The frame itself as one picture."""

from PyQt6.QtCore import QRectF, Qt
from PyQt6.QtGui import QPainter, QPixmap
from PyQt6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from avisbuild_gui.canvas.pens import smooth_pictures

_HALVED_BELOW_ZOOM = 0.5


class FrameItem(QGraphicsItem):
    """A frame at the scene's origin: pixel (x, y) covers x to x + 1 and y to y + 1.

    Below half its size it is painted from a picture of half the size, since smoothing looks at two
    pixels a side only.
    """

    def __init__(self) -> None:
        super().__init__()
        self._pixmap = QPixmap()
        self._moving = QPixmap()
        self._halves: list[QPixmap] = []

    def show_pixmap(self, pixmap: QPixmap) -> None:
        """Show another picture; a null one shows nothing."""
        if pixmap.size() != self._pixmap.size():
            self.prepareGeometryChange()
        self._pixmap, self._moving = pixmap, QPixmap()
        self._halves = []
        self.update()

    def show_moving(self, pixmap: QPixmap) -> None:
        """Show a picture of any size in the frame's place; a null one lets the frame be seen again."""
        self._moving = pixmap
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(self._pixmap.rect())

    def paint(
        self,
        painter: QPainter | None,
        option: QStyleOptionGraphicsItem | None,
        widget: QWidget | None = None,
    ) -> None:
        assert painter is not None
        smooth_pictures(painter)
        pixmap = self._moving
        if pixmap.isNull():
            pixmap = self._at(painter.deviceTransform().m11())
        painter.drawPixmap(self.boundingRect(), pixmap, QRectF(pixmap.rect()))

    def _at(self, zoom: float) -> QPixmap:
        """The picture, halved until at most two of its pixels a side become one on screen."""
        pixmap, depth = self._pixmap, 0
        while zoom < _HALVED_BELOW_ZOOM / 2**depth and min(pixmap.width(), pixmap.height()) > 1:
            if depth == len(self._halves):
                self._halves.append(_half(pixmap))
            pixmap, depth = self._halves[depth], depth + 1
        return pixmap


def _half(pixmap: QPixmap) -> QPixmap:
    return pixmap.scaled(
        (pixmap.width() + 1) // 2,
        (pixmap.height() + 1) // 2,
        Qt.AspectRatioMode.IgnoreAspectRatio,
        Qt.TransformationMode.SmoothTransformation,
    )
