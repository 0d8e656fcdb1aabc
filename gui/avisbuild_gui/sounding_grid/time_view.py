"""What the strip and the lanes share: an axis of seconds, highlights, and repainting only what changed."""

from dataclasses import dataclass

from PyQt6.QtCore import QEvent, QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QHelpEvent, QPainter, QWheelEvent
from PyQt6.QtWidgets import QToolTip, QWidget

from avisbuild.records import InstanceId
from avisbuild_gui.sounding_grid.geometry import TimeAxis
from avisbuild_gui.sounding_grid.wheel import WheelMove, wheel_move
from avisbuild_gui.theme import Theme, see_through


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlights:
    """What is highlighted: the second on screen, the active instance, its chosen run, the playhead.

    `selection` is half-open, in seconds; `playhead_s` is where the sound is that plays.
    """

    second: int = 0
    instance_id: InstanceId | None = None
    selection: tuple[int, int] | None = None
    playhead_s: float | None = None


class TimeView(QWidget):
    """A widget with a head of `head_px` on the left and seconds to the right of it.

    Signals:
        wheel_turned: a WheelMove; the grid scrolls or zooms all its parts at once.
    """

    wheel_turned = pyqtSignal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.theme = theme
        self.axis = TimeAxis()
        self.highlights = Highlights()
        self.head_px = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(False)

    def set_theme(self, theme: Theme) -> None:
        self.theme = theme
        self.update()

    def set_axis(self, axis: TimeAxis, head_px: int) -> None:
        """Use another axis; nothing is painted where it is the same."""
        if (axis, head_px) != (self.axis, self.head_px):
            self.axis, self.head_px = axis, head_px
            self.update()

    def set_highlights(self, highlights: Highlights) -> None:
        """Move the highlights; only where they were and where they are now is painted."""
        before, self.highlights = self.highlights, highlights
        if before.second != highlights.second:
            self.update(self.column_rect(before.second))
            self.update(self.column_rect(highlights.second))
        if before.playhead_s != highlights.playhead_s:
            for moment_s in (before.playhead_s, highlights.playhead_s):
                if moment_s is not None:
                    self.update(self.playhead_rect(moment_s))

    def column_rect(self, second: int) -> QRect:
        """What the highlight of a second's column covers."""
        left, right = self.axis.edge(second), self.axis.edge(second + 1)
        return QRect(self.head_px + left - 1, 0, right - left + 1, self.height())

    def playhead_rect(self, moment_s: float) -> QRect:
        """What the playhead covers."""
        return QRect(self.head_px + round(self.axis.x_at(moment_s)) - 2, 0, 5, self.height())

    def second_under(self, point: QPoint) -> int | None:
        """The second at a point of the widget, None over the head and beside all."""
        return None if point.x() < self.head_px else self.axis.second_at(point.x() - self.head_px)

    def hint_at(self, point: QPoint) -> tuple[str, QRect]:
        """What a tooltip says at a point, "" for nothing, and where it holds."""
        raise NotImplementedError

    def paint_highlights(self, painter: QPainter) -> None:
        """The column of the second on screen, and the playhead."""
        painter.setClipRect(QRect(self.head_px, 0, self.width() - self.head_px, self.height()))
        if 0 <= self.highlights.second < self.axis.second_count:
            column = self.column_rect(self.highlights.second)
            painter.fillRect(column, see_through(self.theme.accent, 0.13))
            line = QColor(self.theme.accent)
            painter.fillRect(QRect(column.left(), 0, 1, column.height()), line)
            painter.fillRect(QRect(column.right(), 0, 1, column.height()), line)
        if self.highlights.playhead_s is not None:
            centre = self.playhead_rect(self.highlights.playhead_s).center().x()
            painter.fillRect(QRect(centre, 0, 2, self.height()), QColor(self.theme.playhead))

    def wheelEvent(self, a0: QWheelEvent | None) -> None:
        assert a0 is not None
        move: WheelMove = wheel_move(a0, left_px=self.head_px)
        self.wheel_turned.emit(move)
        a0.accept()

    def event(self, a0: QEvent | None) -> bool:
        if isinstance(a0, QHelpEvent) and a0.type() == QEvent.Type.ToolTip:
            text, area = self.hint_at(a0.pos())
            if text:
                QToolTip.showText(a0.globalPos(), text, self, area)
            else:
                QToolTip.hideText()
            return True
        return super().event(a0)
