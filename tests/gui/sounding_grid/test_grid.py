"""The sounding grid as a whole: where one is, another video, long ones, what it says."""

from drawn_views import drawn_view
from gui.sounding_grid.grid_case import CTRL, cell_point, painted, strip_point, wheel
from PyQt6.QtCore import QEvent, QPoint
from PyQt6.QtGui import QHelpEvent
from PyQt6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from avisbuild.records import InstanceId
from avisbuild_gui.sounding_grid import SoundingGrid
from avisbuild_gui.theme import DARK, LIGHT


def test_a_cell_says_what_it_is(grid: SoundingGrid) -> None:
    text, area = grid.lanes.hint_at(cell_point(grid, 0, 22))
    assert text == "person_1, second 22: sounding, no mask yet"
    assert area == grid.lanes.cell_rect(0, 22)
    where = cell_point(grid, 0, 22)
    help_event = QHelpEvent(QEvent.Type.ToolTip, where, grid.lanes.mapToGlobal(where))
    QApplication.sendEvent(grid.lanes, help_event)
    assert QToolTip.text() == text
    QToolTip.hideText()


def test_ten_minutes_of_thirty_instances_scroll_to_where_one_works(qtbot: QtBot) -> None:
    grid = SoundingGrid(DARK)
    qtbot.addWidget(grid)
    grid.resize(1366, 300)
    grid.show()
    grid.show_video(drawn_view(*("#" * 600,) * 30))
    QApplication.processEvents()
    assert grid.along.isVisible()
    assert grid.down.isVisible()
    grid.show_place(400, InstanceId("i25"))
    lanes = grid.lanes
    cell = lanes.cell_rect(25, 400)
    assert lanes.rect().contains(cell)
    assert grid.strip.axis == lanes.axis
    before = lanes.axis.scroll_px, lanes.stack.scroll_px
    grid.show_place(401, InstanceId("i25"))
    grid.show_place(402, InstanceId("i24"))
    assert (lanes.axis.scroll_px, lanes.stack.scroll_px) == before


def test_an_edit_moves_nothing(qtbot: QtBot) -> None:
    """R32: no jumping views; zoom and place survive what is edited."""
    grid = SoundingGrid(LIGHT)
    qtbot.addWidget(grid)
    grid.resize(900, 260)
    grid.show()
    grid.show_video(drawn_view(*("#" * 300,) * 20))
    QApplication.processEvents()
    wheel(grid.lanes, QPoint(500, 30), 3, CTRL)
    wheel(grid.lanes, QPoint(500, 30), -2)
    before = grid.lanes.axis, grid.lanes.stack
    grid.show_video(drawn_view("o" * 300, *("#" * 300,) * 19))
    assert (grid.lanes.axis, grid.lanes.stack) == before


def test_another_video_is_shown_whole_again(grid: SoundingGrid) -> None:
    wheel(grid.lanes, QPoint(800, 20), 5, CTRL)
    grid.show_suggestions(frozenset({3}))
    grid.show_video(drawn_view("#" * 40, video="other"))
    assert grid.lanes.axis.second_count == 40
    assert grid.lanes.axis.is_fitted
    assert grid.strip.hint_at(strip_point(grid, 3))[0] == "second 3"
    grid.show_video(None)
    assert grid.lanes.lanes == ()
    painted(grid)


def test_the_legend_can_be_hidden_and_gives_its_room_to_the_lanes(grid: SoundingGrid) -> None:
    height = grid.lanes.height()
    grid.show_legend(shown=False)
    QApplication.processEvents()
    assert grid.lanes.height() > height
    assert grid.lanes.stack.height_px == grid.lanes.height()


def test_a_screen_reader_is_told_where_one_is(grid: SoundingGrid) -> None:
    assert grid.lanes.accessibleDescription() == "person_1, second 5: sounding, masked"
    assert grid.lanes.accessibleName()
    assert grid.strip.accessibleName()
