"""The sounding grid with real mouse events, and the signals that it emits."""

import pytest
from gui.sounding_grid.grid_case import (
    CTRL,
    GUITAR,
    LEFT,
    NONE,
    PERSON,
    SHIFT,
    Heard,
    cell_point,
    drag,
    move_to,
    painted,
    strip_point,
    wheel,
)
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from avisbuild_gui.sounding_grid import SoundingGrid


def test_a_click_on_the_strip_goes_to_that_second(grid: SoundingGrid, qtbot: QtBot) -> None:
    """R18: click to seek, at every second."""
    heard = Heard(grid)
    for second in range(60):
        qtbot.mouseClick(grid.strip, LEFT, NONE, strip_point(grid, second))
    assert heard.said == [("second_chosen", second) for second in range(60)]


def test_a_drag_on_the_strip_scrubs(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    drag(grid.strip, qtbot, *(strip_point(grid, second) for second in (10, 10, 11, 13)))
    assert heard.said == [("second_chosen", 10), ("second_chosen", 11), ("second_chosen", 13)]


def test_a_double_click_on_the_strip_asks_to_play(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseDClick(grid.strip, LEFT, NONE, strip_point(grid, 30))
    assert heard.said[-1] == ("play_asked", 30)


def test_a_click_in_the_row_of_silence_toggles_it(grid: SoundingGrid, qtbot: QtBot) -> None:
    """R14: accepted singly."""
    heard = Heard(grid)
    qtbot.mouseClick(grid.strip, LEFT, NONE, strip_point(grid, 42, "silence"))
    assert heard.said == [("silence_toggled", 42)]


def test_a_click_on_a_cell_chooses_it_and_nothing_else(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, NONE, cell_point(grid, 1, 45))
    assert heard.said == [("instance_chosen", GUITAR), ("second_chosen", 45)]


def test_a_click_on_the_chosen_cell_toggles_it(grid: SoundingGrid, qtbot: QtBot) -> None:
    """R07: one gesture toggles "instance k sounds in this second"."""
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, NONE, cell_point(grid, 0, 5))
    assert heard.said == [("cell_toggled", PERSON, 5)]


def test_ctrl_and_a_click_toggle_a_cell_from_afar(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, CTRL, cell_point(grid, 1, 0))
    assert heard.said == [("cell_toggled", GUITAR, 0)]


def test_a_drag_along_a_lane_paints_a_span_whatever_lane_it_ends_in(
    grid: SoundingGrid, qtbot: QtBot
) -> None:
    """R07: a drag fills a range."""
    heard = Heard(grid)
    drag(grid.lanes, qtbot, cell_point(grid, 1, 12), cell_point(grid, 1, 9), cell_point(grid, 0, 7))
    assert heard.said == [("span_painted", GUITAR, 7, 13)]


def test_a_drag_beyond_the_last_second_ends_there(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    drag(grid.lanes, qtbot, cell_point(grid, 0, 55), QPoint(grid.lanes.width() + 300, 5))
    assert heard.said == [("span_painted", PERSON, 55, 60)]


def test_shift_and_a_click_paint_from_the_chosen_second(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, SHIFT, cell_point(grid, 0, 9))
    assert heard.said == [("span_painted", PERSON, 5, 10)]


def test_the_right_button_takes_a_drag_back(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    before = painted(grid.lanes)
    qtbot.mousePress(grid.lanes, LEFT, NONE, cell_point(grid, 0, 12))
    move_to(grid.lanes, cell_point(grid, 0, 18))
    assert painted(grid.lanes) != before
    qtbot.mousePress(grid.lanes, Qt.MouseButton.RightButton, NONE, cell_point(grid, 0, 18))
    qtbot.mouseRelease(grid.lanes, LEFT, NONE, cell_point(grid, 0, 18))
    assert heard.said == []
    assert painted(grid.lanes) == before


def test_a_click_on_a_name_chooses_the_instance(grid: SoundingGrid, qtbot: QtBot) -> None:
    heard = Heard(grid)
    qtbot.mouseClick(grid.lanes, LEFT, NONE, grid.lanes.head_rect(1).center())
    assert heard.said == [("instance_chosen", GUITAR)]


def test_the_wheel_scrolls_zooms_and_stays_within_bounds(grid: SoundingGrid) -> None:
    point = QPoint(800, 20)
    fitted = grid.lanes.axis
    second = grid.lanes.second_under(point)
    for _ in range(30):
        wheel(grid.lanes, point, 1, CTRL)
    assert grid.lanes.axis.cell_px > 3 * fitted.cell_px
    assert grid.lanes.second_under(point) == second
    assert grid.strip.axis == grid.lanes.axis
    scrolled = grid.lanes.axis.scroll_px
    wheel(grid.strip, point, -1, SHIFT)
    assert grid.lanes.axis.scroll_px > scrolled
    assert grid.along.value() == grid.lanes.axis.scroll_px
    for _ in range(60):
        wheel(grid.lanes, point, -1, CTRL)
    assert grid.lanes.axis.cell_px == pytest.approx(fitted.cell_px)
    grid.zoom_to_fit()
    assert grid.lanes.axis == fitted


def test_nothing_takes_the_keyboard(grid: SoundingGrid, qtbot: QtBot) -> None:
    """Keys are the window's."""
    qtbot.mouseClick(grid.lanes, LEFT, NONE, cell_point(grid, 0, 3))
    for widget in (grid, *grid.findChildren(QWidget)):
        assert not widget.hasFocus()
        assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus
