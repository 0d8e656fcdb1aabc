"""The segmenter's answers to one prompt, side by side."""

from PyQt6.QtCore import QEvent, QRect, QRectF, QSize, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QEnterEvent, QHideEvent, QImage, QPainter, QPaintEvent
from PyQt6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from avisbuild.segment import Candidates, Image, MaskArray
from avisbuild_gui.panels.close_up import CloseUp
from avisbuild_gui.panels.thumbnails import crop_around, thumbnail
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

_MOST = 3


class CandidatePanel(QWidget):
    """Up to three candidates, with the IoU that a model predicts; it keeps its height when there are none.

    The one under the pointer is shown large, over the window.

    Signals:
        candidate_chosen: the position of the candidate that was clicked.
    """

    candidate_chosen = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._candidates: Candidates | None = None
        self._image: Image | None = None
        self._pointed: int | None = None
        self.close_up: CloseUp | None = None
        self.buttons = tuple(CandidateButton(theme, number, self) for number in range(_MOST))
        for button in self.buttons:
            button.pointed.connect(self._point_at)
        heading = QLabel(tr("Candidates"))
        heading.setObjectName("heading")
        row = QHBoxLayout()
        group = QButtonGroup(self)
        group.setExclusive(False)
        for number, button in enumerate(self.buttons):
            row.addWidget(button)
            group.addButton(button, number)
        group.idClicked.connect(self.candidate_chosen)
        layout = QVBoxLayout(self)
        margin = self.fontMetrics().height() // 3
        layout.setContentsMargins(margin, margin, margin, margin)
        layout.setSpacing(margin)
        row.setSpacing(margin)
        layout.addWidget(heading)
        layout.addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        if self.close_up is not None:
            self.close_up.theme = theme
        for button in self.buttons:
            button.theme = theme
            button.update()

    def show_candidates(
        self, candidates: Candidates | None, chosen: int = 0, image: Image | None = None
    ) -> None:
        """Show the candidates over the frame `image` (H, W, 3) uint8, or that there are none."""
        self._candidates, self._image = candidates, image
        crop = (0, 0, 1, 1) if candidates is None else crop_around(candidates.masks[:_MOST])
        for number, button in enumerate(self.buttons):
            if candidates is None or number >= len(candidates.scores):
                button.show_nothing()
                continue
            picture = self._picture(candidates.masks[number], crop, button.picture_size)
            score = candidates.scores[number] if candidates.are_predicted_ious else None
            button.show_picture(picture, score)
        self.show_chosen(chosen)
        self._show_close_up()

    def show_chosen(self, chosen: int) -> None:
        """Frame the candidate at this position as the chosen one."""
        for number, button in enumerate(self.buttons):
            button.setChecked(number == chosen and button.isEnabled())

    def hideEvent(self, a0: QHideEvent | None) -> None:
        self._point_at(-1)
        super().hideEvent(a0)

    def _point_at(self, number: int) -> None:
        """The pointer came over a candidate, or left them (-1)."""
        self._pointed = number if number >= 0 else None
        self._show_close_up()

    def _show_close_up(self) -> None:
        found, number = self._candidates, self._pointed
        if found is None or number is None or number >= len(found.scores):
            if self.close_up is not None:
                self.close_up.hide()
            return
        if self.close_up is None:
            window = self.window()
            assert window is not None
            self.close_up = CloseUp(self._theme, window)
            self.destroyed.connect(self.close_up.deleteLater)
        crop = crop_around(found.masks[:_MOST])
        picture = self._picture(found.masks[number], crop, self.close_up.room)
        self.close_up.show_beside(picture, self)

    def _picture(
        self, mask: MaskArray, crop: tuple[int, int, int, int], size: tuple[int, int]
    ) -> Image:
        red, green, blue, _ = QColor(self._theme.accent).getRgb()
        edge_rgb = (red or 0, green or 0, blue or 0)
        return thumbnail(mask, self._image, crop, size=size, edge_rgb=edge_rgb)


class CandidateButton(QAbstractButton):
    """One candidate: its picture, its number and the IoU predicted; framed where it is the chosen one.

    Signals:
        pointed: its position when the pointer comes over it, -1 when it leaves.
    """

    pointed = pyqtSignal(int)

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self._number = number
        self._image: QImage | None = None
        self._predicted_iou: float | None = None
        self.setCheckable(True)
        self.setAutoExclusive(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_nothing()

    @property
    def picture_size(self) -> tuple[int, int]:
        """(height, width) in device pixels that a picture may fill."""
        ratio = self.devicePixelRatioF()
        box = self._picture_box()
        return max(8, round(box.height() * ratio)), max(8, round(box.width() * ratio))

    def show_picture(self, picture: Image, predicted_iou: float | None) -> None:
        """Show a picture (h, w, 3) uint8, and the IoU in [0, 1] that the model expects where it says so."""
        height, width, _ = picture.shape
        data, kind = picture.tobytes(), QImage.Format.Format_RGB888
        self._image = QImage(data, width, height, 3 * width, kind).copy()
        self._image.setDevicePixelRatio(self.devicePixelRatioF())
        self._predicted_iou = predicted_iou
        self.setEnabled(True)
        text = tr("Candidate {number}").format(number=self._number + 1)
        if predicted_iou is not None:
            text = tr("Candidate {number}; the model expects an IoU of {percent} %").format(
                number=self._number + 1, percent=round(100 * predicted_iou)
            )
        self.setAccessibleName(text)
        self.setToolTip(text)
        self.update()

    def show_nothing(self) -> None:
        """Empty the button: the segmenter gave fewer candidates."""
        self._image = None
        self.setEnabled(False)
        self.setChecked(False)
        self.setToolTip("")
        self.setAccessibleName(tr("Candidate {number}: none").format(number=self._number + 1))
        self.update()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(5 * line, 5 * line)

    def enterEvent(self, event: QEnterEvent | None) -> None:
        super().enterEvent(event)
        self.pointed.emit(self._number)

    def leaveEvent(self, a0: QEvent | None) -> None:
        super().leaveEvent(a0)
        self.pointed.emit(-1)

    def nextCheckState(self) -> None:
        """A click only asks; which one is chosen is shown from outside."""

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        is_framed = self.isChecked()
        painter.setPen(QColor(self.theme.accent if is_framed else self.theme.line))
        painter.setBrush(QColor(self.theme.selection if is_framed else self.theme.window))
        painter.drawRoundedRect(frame, 4, 4)
        if is_framed:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 3, 3)
        if self._image is not None:
            area = QRect(0, 0, *(round(side) for side in _sides(self._image)))
            area.moveCenter(self._picture_box().center())
            painter.drawImage(area, self._image)
        self._paint_words(painter)

    def _paint_words(self, painter: QPainter) -> None:
        high = painter.fontMetrics().height()
        line = QRect(6, self.height() - high - 4, self.width() - 12, high)
        painter.setPen(QColor(self.theme.text if self.isEnabled() else self.theme.text_dim))
        font = painter.font()
        font.setBold(self.isChecked())
        painter.setFont(font)
        painter.drawText(line, Qt.AlignmentFlag.AlignLeft, f"{self._number + 1}")
        if self._image is not None and self._predicted_iou is not None:
            percent = f"{round(100 * self._predicted_iou)} %"
            painter.drawText(line, Qt.AlignmentFlag.AlignRight, percent)

    def _picture_box(self) -> QRect:
        return self.rect().adjusted(5, 5, -5, -self.fontMetrics().height() - 6)


def _sides(image: QImage) -> tuple[float, float]:
    size = image.deviceIndependentSize()
    return size.width(), size.height()
