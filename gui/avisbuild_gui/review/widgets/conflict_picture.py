"""One side of a conflict: the frame with the masks that this side has, and what it says."""

from collections.abc import Mapping

from PyQt6.QtCore import QPointF, QRectF, Qt
from PyQt6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PyQt6.QtWidgets import QSizePolicy, QWidget

from avisbuild.records import Rle
from avisbuild.segment import Image
from avisbuild_gui.canvas.pixmaps import frame_pixmap, rle_picture
from avisbuild_gui.theme import Theme

_FILL = 0.45
_LINE_PX = 2.0


class ConflictPicture(QWidget):
    """A frame with masks, as large as there is room for it."""

    def __init__(self, theme: Theme, colour: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colour = colour
        self._pixmap = QPixmap()
        self._masks: Mapping[str, Rle] = {}
        self.setMinimumSize(16 * self.fontMetrics().height(), 9 * self.fontMetrics().height())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_masks(self, image: Image | None, masks: Mapping[str, Rle]) -> None:
        """Show a frame with masks of its size; without a frame, nothing."""
        self._pixmap = QPixmap() if image is None else frame_pixmap(image)
        self._masks = masks
        self.update()

    @property
    def mask_count(self) -> int:
        """How many masks are seen."""
        return 0 if self._pixmap.isNull() else len(self._masks)

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._theme.canvas))
        if self._pixmap.isNull():
            return
        width, height = self._pixmap.width(), self._pixmap.height()
        zoom = min(self.width() / width, self.height() / height)
        corner = QPointF((self.width() - zoom * width) / 2, (self.height() - zoom * height) / 2)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.translate(corner)
        painter.scale(zoom, zoom)
        painter.drawPixmap(QRectF(0, 0, width, height), self._pixmap, QRectF(self._pixmap.rect()))
        for rle in self._masks.values():
            self._paint_mask(painter, rle, zoom)

    def _paint_mask(self, painter: QPainter, rle: Rle, zoom: float) -> None:
        picture = rle_picture(rle, self._colour)
        if picture is None:
            return
        painter.setOpacity(_FILL)
        painter.drawPixmap(picture.left, picture.top, picture.pixmap)
        painter.setOpacity(1.0)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._colour), _LINE_PX / zoom))
        painter.drawPath(picture.edges)
