"""The frame in the canvas: where it stays, what stands there without it, what it says of itself."""

import numpy as np
import pytest
from gui.canvas.canvas_case import (
    GREY,
    MIDDLE,
    SIZE,
    STAIRS,
    WHOLE,
    Mouse,
    Watched,
    layer_of,
    middle_of,
    rgb,
    screenshot,
    settle,
)
from PyQt6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from avisbuild.segment import Prompt
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.theme import DARK, LIGHT


def test_zoom_and_pan_stay_from_second_to_second(canvas: FrameCanvas, mouse: Mouse) -> None:
    """R32."""
    mouse.wheel(30, 40, (0, 360))
    mouse.drag((30, 40), (36, 45), button=MIDDLE)
    place = canvas.zoom_and_centre()
    for value in (10, 200):
        canvas.show_frame(np.full((*SIZE, 3), value, np.uint8))
        assert canvas.zoom_and_centre() == place
    canvas.show_frame(None, "no frame here")
    canvas.show_frame(GREY)
    assert canvas.zoom_and_centre() == place


def test_a_frame_of_another_size_is_shown_whole(canvas: FrameCanvas) -> None:
    """R32."""
    canvas.restore_view(5.0, (30.0, 30.0))
    canvas.show_frame(np.zeros((50, 50, 3), np.uint8))
    assert canvas.is_fitted
    assert canvas.zoom_and_centre()[1] == (24.5, 24.5)


def test_a_place_comes_back_to_the_last_digit(canvas: FrameCanvas, qtbot: QtBot) -> None:
    """R22, R32: also when it is given before there is a frame."""
    place = (3.141592653589793, (71.23456789, 33.987654321))
    canvas.restore_view(*place)
    assert canvas.zoom_and_centre() == place
    other = FrameCanvas(LIGHT)
    qtbot.addWidget(other)
    other.resize(400, 300)
    other.restore_view(*place)
    other.show_frame(GREY)
    assert other.zoom_and_centre() == place
    other.show()
    qtbot.waitExposed(other)
    assert other.zoom_and_centre() == place


def test_the_middle_stays_when_the_window_changes_size(canvas: FrameCanvas) -> None:
    """R32."""
    canvas.restore_view(3.5, (40.25, 90.5))
    canvas.resize(900, 500)
    assert canvas.zoom_and_centre() == (3.5, (40.25, 90.5))
    middle = canvas.viewportTransform().map(QPointF(40.75, 91.0))
    assert middle.x() == pytest.approx(450, abs=0.51)
    assert middle.y() == pytest.approx(250, abs=0.51)


def test_a_whole_frame_stays_whole_when_the_window_changes_size(canvas: FrameCanvas) -> None:
    """R32: also after a place that was whole came back."""
    place = canvas.zoom_and_centre()
    canvas.zoom_by(2)
    assert not canvas.is_fitted
    canvas.restore_view(*place)
    canvas.resize(800, 600)
    assert canvas.is_fitted
    assert canvas.zoom_and_centre()[0] == pytest.approx(580 / 120)
    assert canvas.zoom_and_centre()[1] == (79.5, 59.5)


def test_zooming_by_keys_keeps_the_middle_and_says_so(canvas: FrameCanvas, qtbot: QtBot) -> None:
    """R32."""
    canvas.restore_view(2.0, (40.0, 50.0))
    with qtbot.waitSignal(canvas.view_changed):
        canvas.zoom_by(1.5)
    assert canvas.zoom_and_centre() == (3.0, (40.0, 50.0))
    canvas.zoom_to(1.0)
    assert canvas.zoom_and_centre() == (1.0, (40.0, 50.0))
    with qtbot.waitSignal(canvas.view_changed):
        canvas.zoom_to_fit()
    assert canvas.is_fitted


def test_the_old_frame_stays_until_the_new_one_is_painted(qtbot: QtBot) -> None:
    """R32: one painting a switch, with the frame and its masks; none of an empty canvas between."""
    canvas = Watched(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.show_frame(GREY)
    canvas.show_masks([layer_of(STAIRS)])
    screenshot(canvas)
    canvas.areas.clear()
    canvas.show_frame(np.full((*SIZE, 3), 60, np.uint8))
    assert canvas.areas == []
    canvas.show_masks([layer_of(~STAIRS)])
    assert canvas.areas == []
    settle()
    assert len(canvas.areas) == 1


def test_a_new_frame_takes_the_marks_of_the_old_one_away(canvas: FrameCanvas) -> None:
    """R06: nothing of another frame is ever painted on this one."""
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    canvas.show_draft(STAIRS, "#00ff00")
    canvas.show_preview(STAIRS)
    canvas.show_prompt(Prompt(points_xy=((9.0, 9.0),), positive=(True,)))
    canvas.show_frame(GREY)
    np.testing.assert_array_equal(screenshot(canvas), before)


def test_without_a_frame_a_message_stands_there_and_nothing_else(
    canvas: FrameCanvas, mouse: Mouse
) -> None:
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    canvas.show_frame(None, "The frame of second 18 is missing.")
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    canvas.show_draft(STAIRS, "#00ff00")
    canvas.show_preview(STAIRS)
    shown = screenshot(canvas)
    colours = np.unique(shown.reshape(-1, 3), axis=0)
    assert np.abs(colours - rgb(DARK.canvas)).min(axis=0).max() == 0
    # Grey text on the ground and nothing of red or green.
    assert np.ptp(colours, axis=1).max() < 40
    assert 100 < (shown != rgb(DARK.canvas)).any(axis=2).sum() < 12_000
    assert canvas.accessibleDescription() == "The frame of second 18 is missing."
    canvas.show_frame(GREY)
    assert screenshot(canvas)[middle_of(canvas, 60, 80)].tolist() == [128, 128, 128]


def test_the_theme_colours_what_is_not_frame(canvas: FrameCanvas) -> None:
    """R40: light and dark."""
    assert screenshot(canvas)[1, 1].tolist() == rgb(DARK.canvas).tolist()
    canvas.set_theme(LIGHT)
    assert screenshot(canvas)[1, 1].tolist() == rgb(LIGHT.canvas).tolist()


def test_it_has_a_name_and_says_what_it_shows(canvas: FrameCanvas) -> None:
    canvas.show_masks([layer_of(STAIRS)])
    assert canvas.accessibleName()
    assert canvas.accessibleDescription() == "160 by 120 pixels, 1 mask"


def test_a_larger_font_makes_names_and_lines_larger(canvas: FrameCanvas) -> None:
    """Legible on any screen."""
    canvas.restore_view(2.0, WHOLE)
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    before = (screenshot(canvas) == 128).all(axis=2).sum()
    font = canvas.font()
    font.setPointSizeF(2 * font.pointSizeF())
    canvas.setFont(font)
    after = (screenshot(canvas) == 128).all(axis=2).sum()
    assert before - after > 600


def test_a_moving_picture_fills_the_frame_whatever_its_size_and_goes_without_a_trace(
    canvas: FrameCanvas,
) -> None:
    """R43: masks and pointer stay in the frame's pixels."""
    before = screenshot(canvas)
    height, width = SIZE
    half = np.zeros((height // 2, width // 2, 3), np.uint8)
    half[: height // 4] = (250, 0, 0)
    place = canvas.zoom_and_centre()
    canvas.show_moving(half)
    moving = screenshot(canvas)
    for row, colour in ((height // 2 - 4, (250, 0, 0)), (height // 2 + 4, (0, 0, 0))):
        for column in (1, width - 2):
            assert moving[middle_of(canvas, row, column)].tolist() == list(colour)
    assert canvas.zoom_and_centre() == place
    canvas.show_moving(None)
    assert (screenshot(canvas) == before).all()


def test_a_press_on_another_seconds_picture_is_told_and_does_no_more(
    canvas: FrameCanvas, mouse: Mouse
) -> None:
    pressed, clicked = [], []
    canvas.pressed.connect(lambda: pressed.append(True))
    canvas.clicked.connect(lambda *what: clicked.append(what))
    canvas.show_moving(GREY, is_elsewhere=True)
    mouse.click(20, 20)
    assert (len(pressed), clicked) == (1, [])
    canvas.show_moving(GREY)
    mouse.click(20, 20)
    assert (len(pressed), len(clicked)) == (2, 1)


def test_the_view_is_pushed_on_while_pictures_move(canvas: FrameCanvas, mouse: Mouse) -> None:
    canvas.restore_view(4.0, (40.0, 40.0))
    canvas.show_moving(GREY)
    mouse.press(20, 20, MIDDLE)
    mouse.move(25, 20)
    once = canvas.zoom_and_centre()
    canvas.show_moving(GREY)
    mouse.move(25, 20)
    assert canvas.zoom_and_centre() != once
    mouse.release(25, 20, MIDDLE)
