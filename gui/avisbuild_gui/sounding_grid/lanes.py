"""The lanes: a row for each instance, with a cell for each second."""

from collections.abc import Collection, Iterable, Mapping

from PyQt6.QtCore import QPoint, QRect, Qt, pyqtSignal
from PyQt6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PyQt6.QtWidgets import QWidget

from avisbuild.annotation import Cell, CellSign
from avisbuild.records import InstanceId
from avisbuild_gui.sounding_grid.cell_pixmaps import CellPixmaps
from avisbuild_gui.sounding_grid.comment_marks import paint_comment
from avisbuild_gui.sounding_grid.ended_marks import paint_ended
from avisbuild_gui.sounding_grid.geometry import LaneStack, TimeAxis
from avisbuild_gui.sounding_grid.gestures import Gesture, LaneDrag
from avisbuild_gui.sounding_grid.lane_head import paint_head
from avisbuild_gui.sounding_grid.lane_rows import Lane, changed_cells, same_shape
from avisbuild_gui.sounding_grid.seen_marks import paint_seen
from avisbuild_gui.sounding_grid.time_view import Highlights, TimeView
from avisbuild_gui.texts import tr
from avisbuild_gui.theme import Theme, see_through, sign_text

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class LanesView(TimeView):
    """All lanes; `gestures` says what clicks and drags mean here.

    Signals: see SoundingGrid, and
        edge_dragged: a drag went beyond what is in sight, -1 to the left or 1 to the right.
        resized: there is more or less room than before.
    """

    second_chosen = pyqtSignal(int)
    instance_chosen = pyqtSignal(str)
    cell_toggled = pyqtSignal(str, int)
    span_painted = pyqtSignal(str, int, int)
    edge_dragged = pyqtSignal(int)
    resized = pyqtSignal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.lanes: tuple[Lane, ...] = ()
        self.stack = LaneStack()
        self._ended: Mapping[Cell, str] = {}
        self._comments: Mapping[Cell, str] = {}
        self._seen: frozenset[Cell] = frozenset()
        self._drag = LaneDrag()
        self._held: Mapping[InstanceId, Collection[int]] = {}
        self._cells = CellPixmaps(theme, 1.0)
        self.setAccessibleName(tr("Sounding grid"))

    def set_stack(self, stack: LaneStack) -> None:
        """Use other heights or another scroll position."""
        if stack != self.stack:
            self.stack = stack
            self.update()

    def set_axis(self, axis: TimeAxis, head_px: int) -> None:
        if axis.second_count != self.axis.second_count:
            self.cancel_gesture()
        super().set_axis(axis, head_px)

    def set_lanes(self, lanes: tuple[Lane, ...]) -> None:
        """Show other lanes; only cells and heads that differ are painted."""
        before, self.lanes = self.lanes, lanes
        if not same_shape(before, lanes):
            self.cancel_gesture()
            self.update()
            return
        for number, (old, new) in enumerate(zip(before, lanes, strict=True)):
            if not old.same_head(new):
                self.update(self.head_rect(number))
            for second in changed_cells(old, new):
                self.update(self.cell_rect(number, second))

    def set_ended(self, ended: Mapping[Cell, str]) -> None:
        """Mark the cells at which propagation lost something; the texts say why."""
        before, self._ended = self._ended, dict(ended)
        self._update_cells(before.keys() ^ self._ended.keys())

    def set_comments(self, comments: Mapping[Cell, str]) -> None:
        """Mark the cells on which comments are open; the texts are what they say."""
        before, self._comments = self._comments, dict(comments)
        self._update_cells(before.keys() ^ self._comments.keys())

    def set_seen(self, cells: frozenset[Cell]) -> None:
        """Mark the cells that a reviewer has looked at."""
        before, self._seen = self._seen, cells
        self._update_cells(before ^ cells)

    def show_held(self, held: Mapping[InstanceId, Collection[int]]) -> None:
        """Paint these cells as sounding already; they are marked once their keys are let go."""
        before, self._held = self._held, held
        for number, lane in enumerate(self.lanes):
            cells = (set(each.get(lane.instance_id, ())) for each in (before, held))
            for second in set.symmetric_difference(*cells):
                self.update(self.cell_rect(number, second))

    def set_highlights(self, highlights: Highlights) -> None:
        before = self.highlights
        super().set_highlights(highlights)
        if (before.instance_id, before.selection) != (highlights.instance_id, highlights.selection):
            for instance_id in {before.instance_id, highlights.instance_id}:
                lane = self.lane_of(instance_id)
                if lane is not None:
                    self.update(self.row_rect(lane))
        self.setAccessibleDescription(self._chosen_text())

    def lane_of(self, instance_id: InstanceId | None) -> int | None:
        """The position of an instance's lane."""
        for number, lane in enumerate(self.lanes):
            if lane.instance_id == instance_id:
                return number
        return None

    def row_rect(self, lane: int) -> QRect:
        """The whole row of a lane, with the lines around it."""
        return QRect(0, self.stack.top(lane) - 1, self.width(), self.stack.lane_px + 2)

    def head_rect(self, lane: int) -> QRect:
        """The name's part of a row."""
        return QRect(0, self.stack.top(lane), self.head_px, self.stack.lane_px)

    def cell_rect(self, lane: int, second: int) -> QRect:
        """A cell, with its share of the gaps."""
        left, right = self.axis.edge(second), self.axis.edge(second + 1)
        return QRect(self.head_px + left, self.stack.top(lane), right - left, self.stack.lane_px)

    def cell_at(self, point: QPoint) -> tuple[int, int] | None:
        """The (lane, second) at a point of the widget."""
        lane, second = self.stack.lane_at(point.y()), self.second_under(point)
        return None if lane is None or second is None else (lane, second)

    @property
    def chosen_cell(self) -> tuple[int, int] | None:
        """The (lane, second) that is highlighted, if its instance has a lane."""
        lane = self.lane_of(self.highlights.instance_id)
        return None if lane is None else (lane, self.highlights.second)

    def hint_at(self, point: QPoint) -> tuple[str, QRect]:
        cell = self.cell_at(point)
        if cell is not None:
            return self._cell_text(*cell), self.cell_rect(*cell)
        lane = self.stack.lane_at(point.y())
        if lane is None or point.x() >= self.head_px:
            return "", QRect()
        shown = self.lanes[lane]
        text = tr("{name}: sounds in {seconds} s, {todo} to do").format(
            name=shown.name, seconds=shown.sounding_count, todo=shown.todo_count
        )
        return text, self.head_rect(lane)

    def paintEvent(self, a0: QPaintEvent | None) -> None:
        assert a0 is not None
        painter = QPainter(self)
        if (self._cells.theme, self._cells.ratio) != (self.theme, self.devicePixelRatioF()):
            self._cells = CellPixmaps(self.theme, self.devicePixelRatioF())
        painter.fillRect(a0.rect(), QColor(self.theme.panel))
        self._paint_cells(painter, a0.region())
        self._paint_corners(painter)
        self.paint_highlights(painter)
        self._paint_active(painter)
        painter.setClipping(False)
        self._paint_heads(painter, a0.rect())

    def resizeEvent(self, a0: QResizeEvent | None) -> None:
        super().resizeEvent(a0)
        self.resized.emit()

    def mousePressEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        if a0.button() != Qt.MouseButton.LeftButton:
            self.cancel_gesture()
            return
        point = a0.position().toPoint()
        cell = self.cell_at(point)
        if cell is not None:
            self._drag.press(*cell)
            return
        lane = self.stack.lane_at(point.y())
        if lane is not None and point.x() < self.head_px:
            self.instance_chosen.emit(self.lanes[lane].instance_id)

    def mouseDoubleClickEvent(self, a0: QMouseEvent | None) -> None:
        self.mousePressEvent(a0)  # Two quick clicks are two clicks.

    def mouseMoveEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        if not self._drag.is_down:
            return
        x = a0.position().x() - self.head_px
        before = self._drag.preview
        if self._drag.move(self.axis.nearest_second(x)):
            self._update_preview(before)
        if x < 0 or x >= self.axis.width_px:
            self.edge_dragged.emit(-1 if x < 0 else 1)

    def mouseReleaseEvent(self, a0: QMouseEvent | None) -> None:
        assert a0 is not None
        if a0.button() != Qt.MouseButton.LeftButton:
            return
        keys = a0.modifiers()
        before = self._drag.preview
        gesture = self._drag.release(
            chosen=self.chosen_cell, ctrl=bool(keys & _CTRL), shift=bool(keys & _SHIFT)
        )
        self._update_preview(before)
        if gesture is not None:
            self._carry_out(gesture)

    def keyPressEvent(self, a0: QKeyEvent | None) -> None:
        assert a0 is not None
        a0.ignore()  # Keys are the window's.

    def cancel_gesture(self) -> bool:
        """Take back a press or a drag that has not ended; return whether there was one."""
        before, was_down = self._drag.preview, self._drag.is_down
        self._drag.cancel()
        self._update_preview(before)
        return was_down

    def _carry_out(self, gesture: Gesture) -> None:
        instance_id = self.lanes[gesture.lane].instance_id
        if gesture.kind == "paint":
            self.span_painted.emit(instance_id, gesture.start, gesture.stop)
        elif gesture.kind == "toggle":
            self.cell_toggled.emit(instance_id, gesture.start)
        else:
            if instance_id != self.highlights.instance_id:
                self.instance_chosen.emit(instance_id)
            if gesture.start != self.highlights.second:
                self.second_chosen.emit(gesture.start)

    def _update_preview(self, before: tuple[int, int, int] | None) -> None:
        for preview in (before, self._drag.preview):
            if preview is not None:
                self.update(self._run_rect(*preview).adjusted(-2, -1, 2, 1))

    def _run_rect(self, lane: int, start: int, stop: int) -> QRect:
        left, right = self.axis.edge(start), self.axis.edge(stop)
        return QRect(self.head_px + left, self.stack.top(lane), right - left, self.stack.lane_px)

    def _paint_cells(self, painter: QPainter, region: QRegion) -> None:
        area, is_scattered = region.boundingRect(), region.rectCount() > 1
        top_to_bottom = self.stack.lanes_between(area.top(), area.bottom() + 1)
        seconds = self.axis.seconds_between(
            area.left() - self.head_px, area.right() + 1 - self.head_px
        )
        gap = 1 if self.axis.cell_px >= 6 else 0
        height = self.stack.lane_px - 3
        edges = [self.axis.edge(second) for second in (*seconds, seconds.stop)] if seconds else []
        for number in top_to_bottom:
            top = self.stack.top(number) + 1
            if is_scattered and not region.intersects(self.row_rect(number)):
                continue
            signs = self.lanes[number].signs
            held = self._held.get(self.lanes[number].instance_id, ())
            for position, second in enumerate(seconds):
                left = edges[position]
                width = edges[position + 1] - left - gap
                sign = CellSign.TODO if second in held else signs[second]
                stamp = self._cells.pixmap(sign, width, height)
                painter.drawPixmap(self.head_px + left, top, stamp)

    def _update_cells(self, cells: Iterable[Cell]) -> None:
        for instance_id, second in cells:
            lane = self.lane_of(instance_id)
            if lane is not None:
                self.update(self.cell_rect(lane, second))

    def _paint_corners(self, painter: QPainter) -> None:
        """Marks in corners of cells: they stand over the cells' own signs."""
        for cells, paint in (
            (self._seen, paint_seen),
            (self._ended, paint_ended),
            (self._comments, paint_comment),
        ):
            for instance_id, second in cells:
                lane = self.lane_of(instance_id)
                if lane is None or not 0 <= second < self.axis.second_count:
                    continue
                box = self.cell_rect(lane, second)
                if box.left() >= self.head_px:
                    paint(painter, box, self.theme)

    def _paint_active(self, painter: QPainter) -> None:
        accent = QColor(self.theme.accent)
        painter.setClipRect(
            QRect(self.head_px, 0, self.width(), self.height()), Qt.ClipOperation.ReplaceClip
        )
        lane = self.lane_of(self.highlights.instance_id)
        if lane is not None:
            row = self.row_rect(lane)
            for y in (row.top() + 1, row.bottom() - 1):
                painter.fillRect(0, y, self.width(), 1, see_through(self.theme.accent, 0.55))
            if self.highlights.selection is not None:
                self._outline(
                    painter, self._run_rect(lane, *self.highlights.selection), accent, 0.30
                )
            if self.highlights.second < self.axis.second_count:
                self._outline(painter, self.cell_rect(lane, self.highlights.second), accent, 0.0)
        if self._drag.preview is not None:
            self._outline(painter, self._run_rect(*self._drag.preview), accent, 0.30)

    def _outline(self, painter: QPainter, box: QRect, colour: QColor, fill: float) -> None:
        if fill:
            painter.fillRect(box.adjusted(0, 0, -1, -1), see_through(self.theme.accent, fill))
        for edge in (
            QRect(box.left() - 1, box.top() - 1, box.width() + 1, 2),
            QRect(box.left() - 1, box.bottom() - 1, box.width() + 1, 2),
            QRect(box.left() - 1, box.top() - 1, 2, box.height() + 1),
            QRect(box.right() - 1, box.top() - 1, 2, box.height() + 1),
        ):
            painter.fillRect(edge, colour)

    def _paint_heads(self, painter: QPainter, area: QRect) -> None:
        if area.left() >= self.head_px:
            return
        for number in self.stack.lanes_between(area.top(), area.bottom() + 1):
            lane = self.lanes[number]
            is_active = lane.instance_id == self.highlights.instance_id
            paint_head(
                painter, self.head_rect(number), number, lane, self.theme, is_active=is_active
            )

    def _cell_text(self, lane: int, second: int) -> str:
        shown = self.lanes[lane]
        text = tr("{name}, second {second}: {state}").format(
            name=shown.name, second=second, state=sign_text(shown.signs[second])
        )
        cell = shown.instance_id, second
        seen = tr("You have looked at it") if cell in self._seen else ""
        more = filter(None, (seen, self._ended.get(cell), self._comments.get(cell)))
        return ". ".join((text, *more))

    def _chosen_text(self) -> str:
        chosen = self.chosen_cell
        if chosen is None or chosen[1] >= self.axis.second_count:
            return tr("second {second}").format(second=self.highlights.second)
        return self._cell_text(*chosen)
