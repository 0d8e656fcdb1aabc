"""What tests of the sounding grid share: mouse events, what was emitted, what was painted."""

import pytest
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QImage, QMouseEvent, QRegion, QWheelEvent
from PyQt6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import InstanceId
from avisbuild_gui.sounding_grid import SoundingGrid

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
PERSON, GUITAR = InstanceId("i0"), InstanceId("i1")
MINUTE = ("#" * 20 + "o" * 10 + "." * 30, "." * 40 + "p" * 20)


class Heard:
    """Everything that a grid says, in order."""

    def __init__(self, grid: SoundingGrid) -> None:
        self.said: list[tuple[object, ...]] = []
        for name in (
            "second_chosen",
            "instance_chosen",
            "cell_toggled",
            "span_painted",
            "silence_toggled",
            "play_asked",
        ):
            getattr(grid, name).connect(lambda *what, name=name: self.said.append((name, *what)))


def cell_point(grid: SoundingGrid, lane: int, second: int) -> QPoint:
    return grid.lanes.cell_rect(lane, second).center()


def strip_point(grid: SoundingGrid, second: int, row: str = "wave") -> QPoint:
    x = grid.strip.column_rect(second).center().x()
    return QPoint(
        x, (grid.strip.rows.wave_top if row == "wave" else grid.strip.rows.silence_top) + 3
    )


def drag(widget: QWidget, qtbot: QtBot, start: QPoint, *stops: QPoint) -> None:
    qtbot.mousePress(widget, LEFT, NONE, start)
    for stop in stops:
        move_to(widget, stop)
    qtbot.mouseRelease(widget, LEFT, NONE, stops[-1])


def move_to(widget: QWidget, point: QPoint) -> None:
    where = QPointF(point)
    event = QMouseEvent(
        QEvent.Type.MouseMove, where, widget.mapToGlobal(where), Qt.MouseButton.NoButton, LEFT, NONE
    )
    QApplication.sendEvent(widget, event)


def wheel(widget: QWidget, point: QPoint, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    where = QPointF(point)
    event = QWheelEvent(
        where, widget.mapToGlobal(where), QPoint(), QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton, keys, Qt.ScrollPhase.NoScrollPhase, bool(0),
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def painted(widget: QWidget) -> QImage:
    return widget.grab().toImage()


class Repainted:
    """Which parts of a widget are painted while it lasts."""

    def __init__(self, widget: QWidget, monkeypatch: pytest.MonkeyPatch) -> None:
        self.region = QRegion()
        paint = type(widget).paintEvent

        def note(event: object) -> None:
            self.region = self.region.united(event.region())  # type: ignore[attr-defined]
            paint(widget, event)  # type: ignore[arg-type]

        QApplication.processEvents()
        monkeypatch.setattr(widget, "paintEvent", note)

    @property
    def area_px(self) -> int:
        """How many pixels the bounds of what was painted cover."""
        box = self.region.boundingRect()
        return box.width() * box.height()


def on_screen(grid: SoundingGrid) -> QImage:
    """What has been painted so far; unlike `painted`, nothing is painted anew for it."""
    QApplication.processEvents()
    screen = grid.screen()
    assert screen is not None
    return screen.grabWindow(grid.winId()).toImage()
