"""The strip above the lanes: second numbers, silence, waveform with level bars, spectrogram."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray
from PyQt6.QtCore import QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PyQt6.QtWidgets import QWidget

from avisbuild.sound import SoundAnalysis, filling_gain
from avisbuild_gui.sounding_grid.comment_marks import paint_comment
from avisbuild_gui.sounding_grid.geometry import StripRows, TimeAxis, ruler_step
from avisbuild_gui.sounding_grid.heard_marks import paint_heard
from avisbuild_gui.sounding_grid.silence_marks import (
    consecutive_runs,
    paint_confirmed,
    paint_suggested,
)
from avisbuild_gui.sounding_grid.sound_arrays import SpectrogramShades, loudness_shares
from avisbuild_gui.sounding_grid.sound_images import spectrogram_image, wave_image
from avisbuild_gui.sounding_grid.time_view import TimeView
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, mixed, smaller


class SoundStrip(TimeView):
    """The sound of the whole video; a click goes to a second, a drag scrubs.

    Signals:
        second_chosen: a second was clicked or scrubbed to. play_asked: it was double-clicked.
        silence_toggled: a second of the silence row was clicked.
    """

    second_chosen = pyqtSignal(int)
    play_asked = pyqtSignal(int)
    silence_toggled = pyqtSignal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.rows = StripRows.fit(line_px=16, room_px=300)
        self._sound: SoundAnalysis | None = None
        self._shades: SpectrogramShades | None = None
        self._wave: NDArray[np.float32] = np.zeros((0, 2), np.float32)
        self._wave_zoom = 1
        self._message = ""
        self._confirmed: frozenset[int] = frozenset()
        self._suggested: frozenset[int] = frozenset()
        self._heard: frozenset[int] = frozenset()
        self._unheard: frozenset[int] = frozenset()
        self._comments: Mapping[int, str] = {}
        self._background: QPixmap | None = None
        self._scrubbed: int | None = None
        self._pressed_silence: int | None = None
        self.setAccessibleName(tr("Sound of the video"))

    def set_theme(self, theme: Theme) -> None:
        self._background = None
        super().set_theme(theme)

    def set_axis(self, axis: TimeAxis, head_px: int) -> None:
        if (axis, head_px) != (self.axis, self.head_px):
            self._background = None
        super().set_axis(axis, head_px)

    def set_rows(self, rows: StripRows) -> None:
        """Use other heights."""
        if rows != self.rows:
            self.rows, self._background = rows, None
        self.setFixedHeight(rows.full_px)

    def show_sound(self, sound: SoundAnalysis | None, message: str = "") -> None:
        """Show this sound; without one, a line that says why."""
        if sound is not self._sound or sound is None:
            self._sound, self._message = sound, message
            self._shades = None if sound is None else SpectrogramShades(sound.log_mel)
            if sound is not None:
                self._wave = sound.waveform * np.float32(filling_gain(sound.waveform))
            self._background = None
            self.update()

    def zoom_wave(self, zoom: int) -> None:
        """Show the waveform so many times as high; at 1 the video's loudest moment fills it."""
        if zoom != self._wave_zoom:
            self._wave_zoom, self._background = zoom, None
            self.update()

    def show_silences(self, *, confirmed: frozenset[int], suggested: frozenset[int]) -> None:
        """Show which seconds a person confirmed as silent, and which may be."""
        suggested -= confirmed
        changed = (confirmed ^ self._confirmed) | (suggested ^ self._suggested)
        self._confirmed, self._suggested = confirmed, suggested
        for second in changed:
            self.update(self.column_rect(second).adjusted(-1, 0, 1, 0))

    def show_heard(self, heard: frozenset[int], *, by_nobody: frozenset[int]) -> None:
        """Show which seconds this person has listened to; tooltips name those that nobody has."""
        changed = heard ^ self._heard
        self._heard, self._unheard = heard, by_nobody
        for second in changed:
            self.update(self.column_rect(second))

    def show_comments(self, comments: Mapping[int, str]) -> None:
        """Mark the seconds on which comments are open that are about no instance."""
        changed = comments.keys() ^ self._comments.keys()
        self._comments = dict(comments)
        for second in changed:
            self.update(self.column_rect(second))

    def hint_at(self, point: QPoint) -> tuple[str, QRect]:
        second = self.second_under(point)
        if second is None:
            return "", QRect()
        text = tr("second {second}").format(second=second)
        if second in self._confirmed:
            text = tr("second {second}: confirmed as silent").format(second=second)
        elif second in self._suggested:
            text = tr("second {second}: probably silent").format(second=second)
        if self.rows.is_silence(point.y()):
            cure = (
                tr("click to take it back") if second in self._confirmed else tr("click to confirm")
            )
            text = f"{text} ({cure})"
        elif self.rows.is_ruler(point.y()):
            text = f"{text} · {self._heard_text(second)}"
        if second in self._comments:
            text = f"{text}. {self._comments[second]}"
        return text, self.column_rect(second)

    def _heard_text(self, second: int) -> str:
        if second in self._heard:
            return tr("you have listened to it")
        if second in self._unheard:
            return tr("nobody has listened to it")
        return tr("others have listened to it")

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        assert a0 is not None
        if (
            self._background is None
            or self._background.deviceIndependentSize() != self.size().toSizeF()
        ):
            self._background = self._painted_background()
        painter = QPainter(self)
        painter.setClipRegion(a0.region())
        painter.drawPixmap(0, 0, self._background)
        self._paint_silences(painter, a0.rect())
        self._paint_heard(painter)
        self._paint_comments(painter)
        self.paint_highlights(painter)

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        point = a0.position().toPoint()
        second = self.second_under(point)
        if a0.button() != Qt.MouseButton.LeftButton or second is None:
            return
        if self.rows.is_silence(point.y()):
            self._pressed_silence = second
        else:
            self._scrubbed = second
            self.second_chosen.emit(second)

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        if self._scrubbed is None:
            return
        second = self.axis.nearest_second(a0.position().x() - self.head_px)
        if second != self._scrubbed:
            self._scrubbed = second
            self.second_chosen.emit(second)

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        pressed, self._pressed_silence, self._scrubbed = self._pressed_silence, None, None
        point = a0.position().toPoint()
        if pressed is not None and self.second_under(point) == pressed:
            self.silence_toggled.emit(pressed)

    def mouseDoubleClickEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        point = a0.position().toPoint()
        second = self.second_under(point)
        if self.rows.is_silence(point.y()):
            self.mousePressEvent(a0)
        elif second is not None and a0.button() == Qt.MouseButton.LeftButton:
            self.play_asked.emit(second)

    def _painted_background(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        pixmap = QPixmap(self.size() * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(QColor(self.theme.panel))
        painter = QPainter(pixmap)
        self._paint_ruler(painter)
        if self._sound is not None and self._shades is not None:
            self._paint_sound(painter, self._sound, self._shades, ratio)
        self._paint_head(painter)
        painter.end()
        return pixmap

    def _paint_ruler(self, painter: QPainter) -> None:
        painter.setFont(smaller(self.font()))
        metrics = painter.fontMetrics()
        step = ruler_step(self.axis.cell_px, metrics.horizontalAdvance("000"))
        line, words = QColor(self.theme.line), QColor(self.theme.text_dim)
        rows = self.rows
        for second in self.axis.seconds_between(0, self.axis.width_px):
            left = self.head_px + self.axis.edge(second)
            is_numbered = second % step == 0
            tick = rows.ruler_px // (3 if is_numbered else 6)
            painter.fillRect(left, rows.ruler_px - tick, 1, tick, line)
            if is_numbered:
                painter.setPen(words)
                width = self.axis.edge(second + 1) - self.axis.edge(second)
                wide = max(width, metrics.horizontalAdvance(f"{second}") + 2)
                box = QRect(left + (width - wide) // 2, 0, wide, rows.ruler_px - 1)
                painter.drawText(box, Qt.AlignmentFlag.AlignCenter, f"{second}")
        painter.fillRect(
            self.head_px, rows.wave_top, self.width(), rows.full_px, QColor(self.theme.window)
        )

    def _paint_sound(
        self, painter: QPainter, sound: SoundAnalysis, shades: SpectrogramShades, ratio: float
    ) -> None:
        axis, rows = self.axis, self.rows
        left, right = max(0, axis.edge(0)), min(axis.width_px, axis.edge(axis.second_count))
        if right <= left:
            return
        start = (left + axis.scroll_px) / axis.full_px
        stop = (right + axis.scroll_px) / axis.full_px
        wide = round((right - left) * ratio)
        self._paint_levels(painter, loudness_shares(np.asarray(sound.level_db)))
        wave = wave_image(
            self._wave * np.float32(self._wave_zoom), self.theme, start=start, stop=stop,
            width_px=wide, height_px=round(rows.wave_px * ratio),
        )  # fmt: skip
        painter.drawImage(
            QRect(self.head_px + left, rows.wave_top, right - left, rows.wave_px), wave
        )
        picture = spectrogram_image(
            shades, self.theme, start=start, stop=stop,
            width_px=wide, height_px=round(rows.spectrogram_px * ratio),
        )  # fmt: skip
        area = QRect(self.head_px + left, rows.spectrogram_top, right - left, rows.spectrogram_px)
        painter.drawImage(area, picture)

    def _paint_levels(
        self, painter: QPainter, shares: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]"
    ) -> None:
        colour = mixed(self.theme.waveform, self.theme.window, 0.26)
        rows = self.rows
        for second in self.axis.seconds_between(0, self.axis.width_px):
            if second < len(shares):
                left, right = self.axis.edge(second), self.axis.edge(second + 1)
                high = round(shares[second] * rows.wave_px)
                top = rows.spectrogram_top - high
                painter.fillRect(self.head_px + left, top, max(1, right - left - 1), high, colour)

    def _paint_head(self, painter: QPainter) -> None:
        rows = self.rows
        painter.fillRect(0, 0, self.head_px, self.height(), QColor(self.theme.panel))
        painter.setFont(smaller(self.font()))
        painter.setPen(QColor(self.theme.text_dim))
        zoom = f" ×{self._wave_zoom}" if self._wave_zoom > 1 else ""
        labels = (
            (tr("seconds"), 0, rows.ruler_px),
            (tr("silence"), rows.silence_top, rows.silence_px),
            (tr("waveform") + zoom, rows.wave_top, rows.wave_px),
            (tr("spectrogram"), rows.spectrogram_top, rows.spectrogram_px),
        )
        margin = painter.fontMetrics().averageCharWidth()
        for text, top, height in labels:
            box = QRect(margin, top, self.head_px - 2 * margin, height)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(
                box,
                flags,
                painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width()),
            )
        if self._sound is None and self._message:
            room = QRect(self.head_px, rows.wave_top, self.width() - self.head_px, rows.wave_px * 2)
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, self._message)

    def _paint_heard(self, painter: QPainter) -> None:
        painter.save()
        painter.setClipRect(
            QRect(self.head_px, 0, self.width(), self.height()), Qt.ClipOperation.IntersectClip
        )
        for start, stop in consecutive_runs(self._heard):
            left, right = self.axis.edge(start), self.axis.edge(stop)
            if right >= 0 and left <= self.axis.width_px:
                run = QRect(self.head_px + left, 0, right - left, self.rows.ruler_px)
                paint_heard(painter, run, self.theme)
        painter.restore()

    def _paint_comments(self, painter: QPainter) -> None:
        for second in self._comments:
            left, right = self.axis.edge(second), self.axis.edge(second + 1)
            if left >= 0 and right <= self.axis.width_px:
                box = QRect(self.head_px + left, 0, right - left, self.rows.ruler_px)
                paint_comment(painter, box, self.theme)

    def _paint_silences(self, painter: QPainter, area: QRect) -> None:
        painter.save()
        painter.setClipRect(area.intersected(QRect(self.head_px, 0, self.width(), self.height())))
        for seconds, paint in (
            (self._confirmed, paint_confirmed),
            (self._suggested, paint_suggested),
        ):
            for start, stop in consecutive_runs(seconds):
                left, right = self.axis.edge(start), self.axis.edge(stop)
                if right < 0 or left > self.axis.width_px:
                    continue
                x, width = self.head_px + left, right - left
                row = QRect(x, self.rows.silence_top, width, self.rows.silence_px)
                paint(
                    painter,
                    row,
                    QRect(x, self.rows.wave_top, width, self.rows.full_px - self.rows.wave_top),
                    self.theme,
                )
        painter.restore()
