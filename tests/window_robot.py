"""A robot with hands: annotates through real key and mouse events in the annotator's real window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from annotation_scene import best_click, pixels_at
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QWidget

from avisbuild import masks
from avisbuild.annotation import CellSign, VideoView
from avisbuild.records import Instance, InstanceId, Sounding, Track, sounding_spans
from avisbuild_gui.main_window import MainWindow

_LEFT = Qt.MouseButton.LeftButton
_STATE_KEYS = {
    Sounding.SOUNDING: "S",
    Sounding.OFFSCREEN: "X",
    Sounding.OCCLUDED: "C",
    Sounding.UNSURE: "U",
}


@dataclass
class Effort:
    """What the robot's hands did; a drag counts as one click."""

    keys: int = 0
    clicks: int = 0


class WindowRobot:
    """Knows the truth, sees the window, has a keyboard and a mouse."""

    def __init__(
        self, window: MainWindow, wait_until: Callable[[Callable[[], bool]], None]
    ) -> None:
        self.window = window
        self.effort = Effort()
        self._wait_until = wait_until

    @property
    def view(self) -> VideoView:
        """The video as the window has it."""
        view = self.window.session.state.view
        assert view is not None
        return view

    def press(self, keys: str, times: int = 1) -> None:
        """Press a key, or keys together, as written in the cheat sheet."""
        for _ in range(times):
            QTest.keySequence(self._focus(), QKeySequence(keys))
            self.effort.keys += 1

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        QTest.keyClicks(self._focus(), text)
        self.effort.keys += len(text)

    def click(self, x: float, y: float, *, alt: bool = False) -> None:
        """Click on the middle of a pixel of the frame."""
        canvas = self.window.workspace.canvas
        viewport = canvas.viewport()
        assert viewport is not None
        modifier = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
        place = canvas.mapFromScene(QPointF(x + 0.5, y + 0.5))
        QTest.mouseClick(viewport, _LEFT, modifier, place)
        self.effort.clicks += 1

    def click_cell(self, instance_id: InstanceId, second: int) -> None:
        """Click on a cell of the sounding grid."""
        QTest.mouseClick(self._lanes(), _LEFT, pos=self._cell(instance_id, second))
        self.effort.clicks += 1

    def add_instances(self, truth: Sequence[Track]) -> dict[InstanceId, InstanceId]:
        """Make an instance for every true one, in order; true ids to the project's."""
        found: dict[InstanceId, InstanceId] = {}
        for track in truth:
            before = {each.instance_id for each in self.view.instances}
            self.press("I")
            self.type(self._category_of(track.instance))
            self.press("Return")
            (new,) = {each.instance_id for each in self.view.instances} - before
            found[track.instance.instance_id] = new
        return found

    def mark_states(self, instance_id: InstanceId, truth: Track) -> None:
        """Go to each run of a state other than silent, stretch the range over it, press the state's key."""
        for span in sounding_spans(instance_id, truth.states):
            if span.state is Sounding.SILENT:
                continue
            if (instance_id, span.start) != self.window.session.state.active_cell:
                self.click_cell(instance_id, span.start)
            self.press("Shift+Right", times=span.stop - span.start - 1)
            self.press(_STATE_KEYS[span.state])

    def mask_all(self, ids: dict[InstanceId, InstanceId], truth: Sequence[Track]) -> None:
        """Click and Enter until nothing is left to do."""
        by_id = {
            ids[track.instance.instance_id]: track
            for track in truth
            if track.instance.instance_id in ids
        }
        self.press("N")
        while self.view.todo_count:
            cell = self.window.session.state.active_cell
            assert cell is not None
            assert self.view.sign(*cell) is CellSign.TODO
            instance_id, second = cell
            rle = by_id[instance_id].masks[second]
            assert rle is not None
            pixels = masks.decode(rle)
            self.click(*best_click(pixels, pixels_at(truth, second)))
            self._wait_until(self._has_candidates)
            self.press("Return")

    def _has_candidates(self) -> bool:
        draft = self.window.session.drafts.here
        return draft is not None and not draft.needs_answer and not draft.is_empty

    def _category_of(self, instance: Instance) -> str:
        return self.view.taxonomy.by_id[instance.category_id].name

    def _cell(self, instance_id: InstanceId, second: int) -> QPoint:
        lanes = self._lanes()
        lane = lanes.lane_of(instance_id)
        assert lane is not None
        return lanes.cell_rect(lane, second).center()

    def _lanes(self):  # type: ignore[no-untyped-def]
        return self.window.workspace.grid.lanes

    def _focus(self) -> QWidget:
        return QApplication.focusWidget() or self.window
