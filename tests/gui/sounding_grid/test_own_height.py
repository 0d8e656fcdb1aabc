"""The grid is as high as its lanes, until a person decides otherwise."""

import pytest
from drawn_views import drawn_view
from gui.sounding_grid.grid_case import LEFT, NONE
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from avisbuild_gui.sounding_grid import OwnHeight, SoundingGrid
from avisbuild_gui.theme import LIGHT


class _Divided:
    """A splitter with something over a grid, and who keeps the grid's height."""

    def __init__(self, qtbot: QtBot, chosen: tuple[int, ...] = ()) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.setHandleWidth(8)
        qtbot.addWidget(self.splitter)
        self.grid = SoundingGrid(LIGHT)
        for part in (QWidget(), self.grid):
            self.splitter.addWidget(part)
        self.splitter.resize(1366, 768)
        self.splitter.show()
        self.own = OwnHeight(self.splitter, self.grid, chosen)
        QApplication.processEvents()

    def show(self, lanes: int) -> int:
        """Show so many lanes; the grid's height then."""
        self.grid.show_video(drawn_view(*["#" * 30] * lanes))
        QApplication.processEvents()
        return self.splitter.sizes()[1]

    def drag(self, pixels: int) -> None:
        handle = self.splitter.handle(1)
        at = handle.rect().center()
        QTest.mousePress(handle, LEFT, NONE, at)
        QTest.mouseMove(handle, at + QPoint(0, pixels))
        QTest.mouseRelease(handle, LEFT, NONE, at + QPoint(0, pixels))


def test_it_is_as_high_as_its_lanes_and_all_are_in_sight(qtbot: QtBot) -> None:
    divided = _Divided(qtbot)
    one, three = divided.show(1), divided.show(3)
    lane = divided.grid.lanes.stack.lane_px
    assert three - one == 2 * lane
    assert divided.grid.lanes.height() == 3 * lane
    assert divided.show(1) == one
    assert divided.grid.lanes.height() == lane
    assert divided.grid.strip.height() == divided.grid.strip.rows.full_px


def test_of_many_lanes_the_rest_is_scrolled_to(qtbot: QtBot) -> None:
    divided = _Divided(qtbot)
    height = divided.show(40)
    assert height < 0.45 * 768
    assert divided.grid.lanes.stack.most_scroll_px > 0


def test_the_strip_of_sound_stays_as_high_when_a_lane_comes(qtbot: QtBot) -> None:
    divided = _Divided(qtbot)
    divided.show(1)
    rows = divided.grid.strip.rows
    divided.show(4)
    assert divided.grid.strip.rows == rows


def test_who_drags_it_keeps_that_until_a_double_click(qtbot: QtBot) -> None:
    divided = _Divided(qtbot)
    own = divided.show(2)
    assert divided.own.chosen == ()
    divided.drag(-100)
    dragged = divided.splitter.sizes()[1]
    assert dragged > own + 50
    assert divided.show(4) == dragged
    assert divided.own.chosen == tuple(divided.splitter.sizes())
    QTest.mouseDClick(divided.splitter.handle(1), LEFT)
    assert divided.show(2) == own


@pytest.mark.parametrize(("chosen", "expected"), [((400, 360), 360), ((1, 2, 3), None)])
def test_what_was_chosen_once_is_there_again(qtbot: QtBot, chosen, expected) -> None:
    divided = _Divided(qtbot, chosen)
    height = divided.show(1)
    assert (abs(height - expected) < 8) if expected else divided.own.chosen == ()
