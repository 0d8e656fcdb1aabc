"""The sounding grid as one widget: the strip of sound, the lanes under it, scroll bars and legend."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from PyQt6.QtCore import QEvent, QSize, Qt, pyqtSignal
from PyQt6.QtWidgets import QGridLayout, QScrollBar, QSizePolicy, QWidget

from avisbuild.annotation import Cell, VideoView
from avisbuild.records import InstanceId
from avisbuild.sound import SoundAnalysis
from avisbuild_gui.sounding_grid.geometry import LaneStack, StripRows, TimeAxis
from avisbuild_gui.sounding_grid.lane_rows import lanes_from_view
from avisbuild_gui.sounding_grid.lanes import LanesView
from avisbuild_gui.sounding_grid.legend import Legend
from avisbuild_gui.sounding_grid.sound_strip import SoundStrip
from avisbuild_gui.sounding_grid.time_view import Highlights
from avisbuild_gui.sounding_grid.wheel import WheelMove
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme

# A grid that follows its lanes shows so many; more are scrolled to.
_MOST_LANES = 8
# And its strip is as high as in a grid of this height, in lines of text.
_LINES_OF_OWN_ROOM = 16


class SoundingGrid(QWidget):
    """Instances by seconds, under the sound of the whole video.

    The wheel scrolls lanes, with Shift along the time, with Ctrl it zooms about the pointer. All seconds are
    in sight where that leaves them legible; whatever is shown, the view scrolls only to keep the second and
    the instance one works on in sight.

    Signals:
        second_chosen: a second was clicked in the strip, or a cell of it in a lane.
        instance_chosen: a lane's name, or a cell of it, was clicked.
        cell_toggled: the chosen cell was clicked once more, or any cell with Ctrl held.
        span_painted: cells of one lane were dragged over (or Shift-clicked), as the run [start, stop).
        silence_toggled: a second of the silence row was clicked.
        play_asked: a second of the strip was double-clicked.
        height_changed: `own_height` is another one.
    """

    second_chosen = pyqtSignal(int)
    instance_chosen = pyqtSignal(str)
    cell_toggled = pyqtSignal(str, int)
    span_painted = pyqtSignal(str, int, int)
    silence_toggled = pyqtSignal(int)
    play_asked = pyqtSignal(int)
    height_changed = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: VideoView | None = None
        self._highlights = Highlights()
        self._suggested: frozenset[int] = frozenset()
        self._follows_lanes = False
        self._told_height = 0
        self.strip = SoundStrip(theme)
        self.lanes = LanesView(theme)
        self.legend = Legend(theme)
        self.along = QScrollBar(Qt.Orientation.Horizontal)
        self.down = QScrollBar(Qt.Orientation.Vertical)
        self._lay_out()
        self._connect()
        self._fit_fonts()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(tr("Sound and sounding grid"))

    def set_theme(self, theme: Theme) -> None:
        for part in (self.strip, self.lanes, self.legend):
            part.set_theme(theme)

    def show_video(self, view: VideoView | None) -> None:
        """Show a video's cells; only what differs from before is painted anew."""
        is_other = (
            view is None or self._view is None or view.video.video_id != self._view.video.video_id
        )
        self._view = view
        if is_other:
            self._highlights = replace(self._highlights, selection=None, playhead_s=None)
            self._suggested = frozenset()
        self.lanes.set_lanes(() if view is None else lanes_from_view(view))
        self.legend.show_silent_masks(kept=view is not None and view.keep_silent_masks)
        self._fit(keep_zoom=not is_other)
        self.strip.show_silences(
            confirmed=frozenset() if view is None else view.silences, suggested=self._suggested
        )
        self._set_highlights(self._highlights)
        self._tell_height()

    def show_ended(self, marks: Mapping[Cell, str]) -> None:
        """Mark the cells at which propagation lost an instance; the texts say why."""
        self.lanes.set_ended(marks)

    def show_comments(self, marks: Mapping[Cell, str]) -> None:
        """Mark the cells on which comments are open, and seconds (of instance ""), with what they say."""
        self.lanes.set_comments(marks)
        self.strip.show_comments(
            {second: text for (name, second), text in marks.items() if not name}
        )

    def show_seen(self, cells: frozenset[Cell]) -> None:
        """Mark the cells that a reviewer has looked at."""
        self.lanes.set_seen(cells)

    @property
    def own_height(self) -> int:
        """The height in which all lanes are in sight, or the most that are shown at once."""
        lanes = min(max(len(self.lanes.lanes), 1), _MOST_LANES)
        below = (part for part in (self.legend, self.along) if part.isVisibleTo(self))
        return (
            self.strip.rows.full_px
            + lanes * self.lanes.stack.lane_px
            + sum(part.sizeHint().height() for part in below)
        )

    def follow_lanes(self, *, on: bool) -> None:
        """Keep the strip's height whatever the grid's; else it takes what some lanes leave."""
        self._follows_lanes = on
        self._fit(keep_zoom=True)
        self._tell_height()

    def show_sound(self, analysis: SoundAnalysis | None, message: str = "") -> None:
        """Show the sound of the video; where there is none, `message` says why."""
        self.strip.show_sound(analysis, message)

    def show_suggestions(self, seconds: frozenset[int]) -> None:
        """Show which seconds are likely silent; confirmed ones come with the video."""
        self._suggested = seconds
        confirmed = frozenset[int]() if self._view is None else self._view.silences
        self.strip.show_silences(confirmed=confirmed, suggested=seconds)

    def show_heard(self, heard: frozenset[int], by_nobody: tuple[int, ...]) -> None:
        """Show which seconds this person has listened to, and say which ones nobody has."""
        self.strip.show_heard(heard, by_nobody=frozenset(by_nobody))

    def show_held(self, held: Mapping[InstanceId, Collection[int]]) -> None:
        """Show the cells that keys which are held would mark as sounding."""
        self.lanes.show_held(held)

    def show_place(self, second: int, instance_id: InstanceId | None) -> None:
        """Highlight the second on screen and the active instance, scrolled to if out of sight."""
        highlights = replace(self._highlights, second=second, instance_id=instance_id)
        if highlights == self._highlights:
            return
        self._set_highlights(highlights)
        self._set_axis(self.lanes.axis.showing(second))
        lane = self.lanes.lane_of(instance_id)
        if lane is not None:
            self._set_stack(self.lanes.stack.showing(lane))

    def show_selection(self, start: int, stop: int) -> None:
        """Outline the run [start, stop) in the active lane; none where start == stop.

        The end of it that has moved is scrolled to, unless both have.
        """
        second = self._highlights.second
        before = self._highlights.selection or (second, second + 1)
        shown = (start, stop) if start < stop else None
        self._set_highlights(replace(self._highlights, selection=shown))
        if shown is not None and before[0] == start:
            self._set_axis(self.lanes.axis.showing(stop - 1))
        elif shown is not None and before[1] == stop:
            self._set_axis(self.lanes.axis.showing(start))

    def show_playhead(self, seconds: float | None) -> None:
        """Draw the line of what is heard now, and keep it in sight; then the second on screen again."""
        at = self._highlights.second if seconds is None else int(seconds)
        axis = self.lanes.axis.showing(at)
        if axis != self.lanes.axis:
            self._set_axis(axis)
        self._set_highlights(replace(self._highlights, playhead_s=seconds))

    def show_legend(self, shown: bool) -> None:
        """Show or hide the row that explains the signs."""
        self.legend.setVisible(shown)
        self._tell_height()

    def zoom_to_fit(self) -> None:
        """All seconds in sight again, as far as they stay legible."""
        self._fit(keep_zoom=False)

    def cancel_gesture(self) -> bool:
        """Take back a drag that has not ended, as Esc should; return whether there was one."""
        return self.lanes.cancel_gesture()

    def sizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(60 * line, 18 * line)

    def minimumSizeHint(self) -> QSize:
        line = self.fontMetrics().height()
        return QSize(24 * line, self.strip.height() + self.lanes.stack.lane_px)

    def changeEvent(self, a0: QEvent | None) -> None:
        super().changeEvent(a0)
        if a0 is not None and a0.type() == QEvent.Type.FontChange:
            self._fit_fonts()

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.strip, 0, 0)
        layout.addWidget(self.lanes, 1, 0)
        layout.addWidget(self.down, 1, 1)
        layout.addWidget(self.along, 2, 0)
        layout.addWidget(self.legend, 3, 0, 1, 2)
        layout.setRowStretch(1, 1)
        layout.setColumnStretch(0, 1)
        for bar in (self.along, self.down):
            bar.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = self.down.sizePolicy()
        policy.setRetainSizeWhenHidden(
            True
        )  # Else every cell would move when a lane too many comes.
        # Else two lanes would be too few for its arrows.
        policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)
        self.down.setSizePolicy(policy)

    def _connect(self) -> None:
        self.along.valueChanged.connect(self._scroll_along)
        self.down.valueChanged.connect(self._scroll_down)
        for view in (self.strip, self.lanes):
            view.wheel_turned.connect(self._move)
            view.second_chosen.connect(self.second_chosen)
        self.strip.silence_toggled.connect(self.silence_toggled)
        self.strip.play_asked.connect(self.play_asked)
        self.lanes.instance_chosen.connect(self.instance_chosen)
        self.lanes.cell_toggled.connect(self.cell_toggled)
        self.lanes.span_painted.connect(self.span_painted)
        self.lanes.edge_dragged.connect(self._drag_on)
        self.lanes.resized.connect(self._refit)

    def _fit_fonts(self) -> None:
        lane_px = self.fontMetrics().height() + 6
        self._set_stack(replace(self.lanes.stack, lane_px=lane_px))
        self._fit(keep_zoom=True)
        self._tell_height()

    def _tell_height(self) -> None:
        if self.own_height != self._told_height:
            self._told_height = self.own_height
            self.height_changed.emit()

    def _fit(self, *, keep_zoom: bool) -> None:
        metrics = self.fontMetrics()
        line_px = metrics.height()
        room_px = _LINES_OF_OWN_ROOM * line_px if self._follows_lanes else self.height()
        self.strip.set_rows(StripRows.fit(line_px=line_px, room_px=room_px))
        head_px = min(29 * metrics.averageCharWidth(), self.lanes.width() // 4)
        width_px = max(1, self.lanes.width() - head_px)
        count = 1 if self._view is None else self._view.video.second_count
        least_px = max(8.0, metrics.height() * 0.5)
        axis = self.lanes.axis
        if keep_zoom and axis.second_count == count and axis.least_cell_px == least_px:
            axis = axis.resized(width_px)
        else:
            axis = TimeAxis.fit(second_count=count, width_px=width_px, least_cell_px=least_px)
        self._set_axis(axis, head_px)
        self._tell_height()
        stack = replace(
            self.lanes.stack,
            lane_count=len(self.lanes.lanes),
            height_px=max(1, self.lanes.height()),
        )
        self._set_stack(stack.scrolled(stack.scroll_px))

    def _set_axis(self, axis: TimeAxis, head_px: int | None = None) -> None:
        head = self.lanes.head_px if head_px is None else head_px
        for view in (self.strip, self.lanes):
            view.set_axis(axis, head)
        _set_bar(self.along, axis.most_scroll_px, axis.width_px, axis.scroll_px)

    def _set_stack(self, stack: LaneStack) -> None:
        self.lanes.set_stack(stack)
        _set_bar(self.down, stack.most_scroll_px, stack.height_px, stack.scroll_px)

    def _set_highlights(self, highlights: Highlights) -> None:
        self._highlights = highlights
        for view in (self.strip, self.lanes):
            view.set_highlights(highlights)

    def _move(self, move: WheelMove) -> None:
        axis, stack = self.lanes.axis, self.lanes.stack
        if move.factor != 1.0:
            self._set_axis(axis.zoomed(move.factor, move.x))
            return
        self._set_axis(axis.scrolled(axis.scroll_px + move.right_px))
        self._set_stack(stack.scrolled(stack.scroll_px + move.down_px))

    def _scroll_along(self, x: int) -> None:
        self._set_axis(self.lanes.axis.scrolled(x))

    def _scroll_down(self, y: int) -> None:
        self._set_stack(self.lanes.stack.scrolled(y))

    def _refit(self) -> None:
        self._fit(keep_zoom=True)

    def _drag_on(self, direction: int) -> None:
        axis = self.lanes.axis
        self._set_axis(axis.scrolled(axis.scroll_px + direction * axis.cell_px))


def _set_bar(bar: QScrollBar, most: int, page: int, value: int) -> None:
    """Set a scroll bar without its signal; hidden where there is nothing to scroll."""
    blocked = bar.blockSignals(True)
    bar.setRange(0, most)
    bar.setPageStep(page)
    bar.setSingleStep(max(1, page // 10))
    bar.setValue(value)
    bar.blockSignals(blocked)
    bar.setVisible(most > 0)
