"""A candidate as large as the window has room for, beside the one that the pointer is on."""

from PyQt6.QtCore import QPoint, QRect, QSize, Qt
from PyQt6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import QWidget

from avisbuild.segment import Image
from avisbuild_gui.theme import Theme

_MOST_OF_WIDTH, _MOST_OF_HEIGHT = 0.4, 0.6
_FRAME_PX = 2


class CloseUp(QWidget):
    """Floats over the window to the left of what it belongs to; the pointer goes through it."""

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self.theme = theme
        self._image = QImage()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def room(self) -> tuple[int, int]:
        """(height, width) in device pixels that a picture may fill."""
        window = self.parentWidget()
        assert window is not None
        ratio = self.devicePixelRatioF()
        return (
            round(_MOST_OF_HEIGHT * window.height() * ratio),
            round(_MOST_OF_WIDTH * window.width() * ratio),
        )

    def show_beside(self, picture: Image, anchor: QWidget) -> None:
        """Show a picture (h, w, 3) uint8 to the left of `anchor`, as low as the window lets it."""
        window = self.parentWidget()
        assert window is not None
        height, width, _ = picture.shape
        form = QImage.Format.Format_RGB888
        self._image = QImage(picture.tobytes(), width, height, 3 * width, form).copy()
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        size = self._image.deviceIndependentSize().toSize() + 2 * QSize(_FRAME_PX, _FRAME_PX)
        corner = anchor.mapTo(window, QPoint(0, anchor.height()))
        box = QRect(corner - QPoint(size.width(), size.height()), size)
        box.moveLeft(max(0, box.left()))
        box.moveTop(max(0, box.top()))
        self.setGeometry(box)
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self.theme.accent))
        painter.drawImage(QPoint(_FRAME_PX, _FRAME_PX), self._image)
