"""How one video looks in the list: sign of its state, picture, name, cells done, state and person, a bar."""

from PyQt6.QtCore import QModelIndex, QRect, QRectF, QSize, Qt
from PyQt6.QtGui import QColor, QFontMetrics, QPainter
from PyQt6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from avisbuild.annotation.summary import SummaryRow
from avisbuild.messages.printable import printable
from avisbuild.records import RoundState, VideoId
from avisbuild.store.locks import Held
from avisbuild_gui.panels.video_pictures import VideoPictures
from avisbuild_gui.panels.video_rows import VideoModel, row_state_text
from avisbuild_gui.texts import tr
from avisbuild_gui.texts.set_aside import reason_text
from avisbuild_gui.theme import Theme, paint_icon, smaller

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_SIGNS = {
    RoundState.TODO: "ring",
    RoundState.ANNOTATING: "rename",
    RoundState.SUBMITTED: "submit",
    RoundState.IN_REVIEW: "eye",
    RoundState.CHANGES_REQUESTED: "warning",
    RoundState.ACCEPTED: "check",
}


_ASIDE = "minus"
# Of a video that somebody else has open.
_OPEN = "lock"
# How much of a video that is set aside is seen of its picture and its name.
_ASIDE_OPACITY = 0.45


class VideoDelegate(QStyledItemDelegate):
    """Paints rows of two lines; `current` is the video that is open."""

    def __init__(self, theme: Theme, pictures: VideoPictures, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self._pictures = pictures
        self.current: VideoId | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        line = option.fontMetrics.height()
        return QSize(8 * line, round(2.4 * line) + 8)

    def paint(
        self, painter: QPainter | None, option: QStyleOptionViewItem, index: QModelIndex
    ) -> None:
        row = index.data(VideoModel.ROW_ROLE)
        if painter is None or not isinstance(row, SummaryRow):
            return
        painter.save()
        box = option.rect
        is_current = row.video_id == self.current
        is_under = bool(option.state & QStyle.StateFlag.State_MouseOver)
        back = (
            self.theme.selection
            if is_current
            else self.theme.raised
            if is_under
            else self.theme.panel
        )
        painter.fillRect(box, QColor(back))
        if is_current:
            painter.fillRect(
                QRect(box.left(), box.top(), 3, box.height()), QColor(self.theme.accent)
            )
        held = index.data(VideoModel.HOLDER_ROLE)
        self._paint_lines(painter, box.adjusted(8, 3, -6, -5), row, held, option.fontMetrics)
        if not row.is_set_aside:
            self._paint_bar(painter, box, row)
        painter.restore()

    def _paint_lines(
        self,
        painter: QPainter,
        box: QRect,
        row: SummaryRow,
        held: Held | None,
        metrics: QFontMetrics,
    ) -> None:
        half = box.height() // 2
        side = round(metrics.height() * 0.95)
        colour = self.theme.text_dim if row.is_set_aside else self._state_colour(row.state)
        sign = QRectF(box.left(), box.top() + (half - side) / 2, side, side)
        paint_icon(painter, sign, _ASIDE if row.is_set_aside else _SIGNS[row.state], colour)
        em = metrics.averageCharWidth()
        left = box.left() + side + em
        picture = QRect(left, box.top(), box.height() * 16 // 9, box.height())
        # In a narrow list its name says more.
        painter.setOpacity(_ASIDE_OPACITY if row.is_set_aside else 1.0)
        if box.width() > picture.width() + 14 * em:
            self._paint_picture(painter, picture, row)
            left = picture.right() + em
        first = QRect(left, box.top(), box.right() - left, half)
        second = first.translated(0, half)
        if held is not None:
            first = self._paint_holder(painter, first, held)
        self._paint_line(painter, first, row.video_id, "", Qt.TextElideMode.ElideMiddle)
        painter.setOpacity(1.0)  # the reason is to be read
        painter.setFont(smaller(painter.font()))
        if row.is_set_aside:
            words = reason_text(row.set_aside_reason)
            self._paint_line(painter, second, words, "", Qt.TextElideMode.ElideRight)
            return
        words = row_state_text(row) + (f" · {row.person}" if row.person else "")
        seconds = tr("{count} s").format(count=row.second_count) if row.second_count else ""
        counts = " · ".join(filter(None, (_cells_text(row), seconds)))
        self._paint_line(painter, second, words, counts, Qt.TextElideMode.ElideRight)

    def _paint_holder(self, painter: QPainter, box: QRect, held: Held) -> QRect:
        """Who has the video open, at the right end of a line; what is left of it."""
        metrics = painter.fontMetrics()
        colour = self.theme.text_dim if held.is_stale else self.theme.accent
        room = box.width() // 2
        name = metrics.elidedText(printable(held.lock.owner), Qt.TextElideMode.ElideRight, room)
        painter.setPen(QColor(colour))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | _MIDDLE, name)
        side = round(metrics.height() * 0.8)
        left = (
            box.right() - metrics.horizontalAdvance(name) - side - metrics.averageCharWidth() // 2
        )
        sign = QRectF(left, box.top() + (box.height() - side) / 2, side, side)
        paint_icon(painter, sign, _OPEN, colour)
        return box.adjusted(0, 0, left - metrics.averageCharWidth() - box.right(), 0)

    def _paint_picture(self, painter: QPainter, box: QRect, row: SummaryRow) -> None:
        painter.fillRect(box, QColor(self.theme.raised))
        picture = self._pictures.picture(row)
        if picture is None:
            sign = QRectF(0, 0, box.height() / 2, box.height() / 2)
            sign.moveCenter(QRectF(box).center())
            paint_icon(painter, sign, "play", self.theme.line)
            return
        size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        area = QRect(box.topLeft(), size)
        area.moveCenter(box.center())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area, picture)

    def _paint_line(
        self, painter: QPainter, box: QRect, text: str, end: str, mode: Qt.TextElideMode
    ) -> None:
        metrics = painter.fontMetrics()
        end_px = metrics.horizontalAdvance(end)
        painter.setPen(QColor(self.theme.text_dim))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | _MIDDLE, end)
        if mode is Qt.TextElideMode.ElideMiddle:
            painter.setPen(QColor(self.theme.text))
        room = box.width() - (end_px + 2 * metrics.averageCharWidth() if end else 0)
        shown = metrics.elidedText(text, mode, max(0, room))
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | _MIDDLE, shown)

    def _paint_bar(self, painter: QPainter, box: QRect, row: SummaryRow) -> None:
        full = QRect(box.left() + 8, box.bottom() - 3, box.width() - 14, 2)
        painter.fillRect(full, QColor(self.theme.line))
        done = QRect(full.left(), full.top(), round(full.width() * row.share_done), full.height())
        painter.fillRect(done, QColor(self.theme.good if row.is_done else self.theme.accent))

    def _state_colour(self, state: RoundState) -> str:
        return {
            RoundState.TODO: self.theme.text_dim,
            RoundState.ANNOTATING: self.theme.accent,
            RoundState.SUBMITTED: self.theme.good,
            RoundState.IN_REVIEW: self.theme.accent,
            RoundState.CHANGES_REQUESTED: self.theme.warning,
            RoundState.ACCEPTED: self.theme.good,
        }[state]


def _cells_text(row: SummaryRow) -> str:
    return f"{row.cells_done}/{row.cells_total}" if row.cells_total else ""
