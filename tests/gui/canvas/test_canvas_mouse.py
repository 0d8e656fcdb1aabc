"""Real events of mouse, wheel and keys on the canvas."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from gui.canvas.canvas_case import ALT, CONTROL, LEFT, MIDDLE, RIGHT, SHIFT, Mouse, screenshot
from PyQt6.QtCore import QEvent, QPoint, QPointF, Qt
from PyQt6.QtGui import QFocusEvent, QKeyEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avisbuild.segment import Prompt
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.values import Tool


@pytest.fixture
def said(canvas: FrameCanvas) -> Iterator[list[tuple[Any, ...]]]:
    """Every signal of the canvas, with its name, in order; but for changes of the view."""
    signals: list[tuple[Any, ...]] = []
    for name in (
        "clicked",
        "part_clicked",
        "box_drawn",
        "stroke_began",
        "stroke_moved",
        "stroke_ended",
        "hovered",
        "left",
        "brush_scaled",
    ):
        getattr(canvas, name).connect(lambda *values, name=name: signals.append((name, *values)))
    yield signals
    signals.clear()


def test_a_click_in_the_middle_of_a_shown_pixel_is_its_whole_number(
    canvas: FrameCanvas, mouse: Mouse, said: list[Any]
) -> None:
    """R28: pixel (10, 20) is 8 x 8 pixels of the window here."""
    canvas.restore_view(8.0, (20.0, 20.0))
    mouse.click(10, 20)
    assert said == [("clicked", 10.0, 20.0, True)]


def test_left_right_and_alt_click(canvas: FrameCanvas, mouse: Mouse, said: list[Any]) -> None:
    """R28: left +, right or Alt -."""
    mouse.click(30, 40)
    mouse.click(50, 60, RIGHT)
    mouse.click(70, 80, LEFT, ALT)
    mouse.click(90, 10, LEFT, SHIFT)
    mouse.click(10, 30, LEFT, SHIFT | ALT)
    assert [(signal[0], signal[3]) for signal in said] == [
        ("clicked", True),
        ("clicked", False),
        ("clicked", False),
        ("part_clicked", True),
        ("part_clicked", False),
    ]
    where = [value for signal in said for value in signal[1:3]]
    assert where == pytest.approx([30, 40, 50, 60, 70, 80, 90, 10, 10, 30])


def test_clicks_by_qtbot_arrive_also_the_quick_ones(
    canvas: FrameCanvas, qtbot: QtBot, said: list[Any]
) -> None:
    """R06: no click is dropped, in a double click neither."""
    viewport = canvas.viewport()
    middle = QPoint(viewport.width() // 2, viewport.height() // 2)
    qtbot.mouseClick(viewport, LEFT, pos=middle)
    qtbot.mouseDClick(viewport, LEFT, pos=middle)
    qtbot.mouseClick(viewport, LEFT, ALT, middle + QPoint(3, 3))
    assert [signal[0] for signal in said] == ["clicked", "clicked", "clicked"]


def test_the_second_press_of_a_double_click_counts(mouse: Mouse, said: list[Any]) -> None:
    """R06."""
    mouse.click(30, 40)
    mouse.press(30, 40, twice=True)
    mouse.release(30, 40)
    assert [signal[0] for signal in said] == ["clicked", "clicked"]


def test_a_drag_is_a_box_within_the_frame(mouse: Mouse, said: list[Any]) -> None:
    """R28."""
    mouse.drag((100, 90), (60, 50), (-30, 30))
    assert [signal[0] for signal in said] == ["box_drawn"]
    assert said[0][1:] == pytest.approx((0, 30, 100, 90))


def test_a_box_shows_while_it_is_dragged_and_escape_drops_it(
    canvas: FrameCanvas, mouse: Mouse, qtbot: QtBot, said: list[Any]
) -> None:
    """R28: Esc never commits."""
    before = screenshot(canvas)
    mouse.press(40, 40)
    mouse.move(80, 70)
    assert np.abs(screenshot(canvas) - before).max() > 80
    override = QKeyEvent(
        QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier
    )
    override.ignore()
    QApplication.sendEvent(canvas, override)
    assert override.isAccepted()
    qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    np.testing.assert_array_equal(screenshot(canvas), before)
    mouse.release(80, 70)
    assert said == []


def test_escape_is_for_others_while_nothing_is_dragged(canvas: FrameCanvas) -> None:
    key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    canvas.keyPressEvent(key)
    assert not key.isAccepted()


def test_keys_of_the_window_go_on_to_it(canvas: FrameCanvas) -> None:
    for name in (Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_Return):
        key = QKeyEvent(QEvent.Type.KeyPress, name, Qt.KeyboardModifier.NoModifier)
        canvas.keyPressEvent(key)
        assert not key.isAccepted()


def test_nothing_is_clicked_beside_the_frame(mouse: Mouse, said: list[Any]) -> None:
    for x, y in ((-1, 50), (50, -1), (160, 50), (50, 120)):
        mouse.click(x, y)
        mouse.move(x, y)
    assert said == []


def test_strokes_say_where_they_go_between_pixels_too(
    canvas: FrameCanvas, mouse: Mouse, said: list[Any]
) -> None:
    """R29."""
    canvas.restore_view(3.0, (80.0, 60.0))
    canvas.set_tool(Tool.BRUSH)
    mouse.drag((80.25, 60.5), (81.75, 61), (83, 62.125))
    assert [signal[0] for signal in said] == [
        "stroke_began",
        "stroke_moved",
        "stroke_moved",
        "stroke_ended",
    ]
    assert said[0][3] is False
    where = [value for signal in said[:3] for value in signal[1:3]]
    assert where == pytest.approx([80.25, 60.5, 81.75, 61, 83, 62.125])


def test_alt_makes_a_brush_an_eraser(canvas: FrameCanvas, mouse: Mouse, said: list[Any]) -> None:
    """R29."""
    canvas.set_tool(Tool.BRUSH)
    mouse.press(80, 60, keys=ALT)
    mouse.release(80, 60)
    canvas.set_tool(Tool.ERASER)
    mouse.click(80, 60)
    assert [signal[3] for signal in said if signal[0] == "stroke_began"] == [True, True]


def test_the_circle_is_as_large_as_the_brush(canvas: FrameCanvas, mouse: Mouse) -> None:
    """R29: the true diameter in pixels of the frame."""
    canvas.restore_view(2.0, (80.0, 60.0))
    before = screenshot(canvas)
    canvas.set_tool(Tool.BRUSH)
    canvas.set_brush_diameter(40)
    mouse.move(80, 60)
    white = (screenshot(canvas) - before).max(axis=2) > 90
    rows, columns = np.nonzero(white)
    assert np.ptp(rows) == pytest.approx(80, abs=2)
    assert np.ptp(columns) == pytest.approx(80, abs=2)
    middle = mouse.at(80, 60)
    assert columns.mean() == pytest.approx(middle.x() - 0.5, abs=0.6)
    assert rows.mean() == pytest.approx(middle.y() - 0.5, abs=0.6)
    mouse.leave()
    np.testing.assert_array_equal(screenshot(canvas), before)


def test_the_pointer_says_where_it_is_and_when_it_leaves(mouse: Mouse, said: list[Any]) -> None:
    mouse.move(20.5, 30)
    mouse.move(-5, 30)
    mouse.move(-6, 30)
    mouse.move(40, 30)
    mouse.leave()
    assert [signal[0] for signal in said] == ["hovered", "left", "hovered", "left"]
    assert said[0][1:] == pytest.approx((20.5, 30))


def test_a_stroke_ends_when_the_button_went_up_elsewhere(
    canvas: FrameCanvas, mouse: Mouse, said: list[Any]
) -> None:
    canvas.set_tool(Tool.BRUSH)
    mouse.press(80, 60)
    mouse._held = Qt.MouseButton.NoButton
    mouse.move(82, 60)
    assert [signal[0] for signal in said] == ["stroke_began", "stroke_ended", "hovered"]


def test_another_tool_or_frame_ends_a_stroke(
    canvas: FrameCanvas, mouse: Mouse, said: list[Any]
) -> None:
    canvas.set_tool(Tool.BRUSH)
    mouse.press(80, 60)
    canvas.set_tool(Tool.POINT)
    mouse.release(80, 60)
    assert [signal[0] for signal in said] == ["stroke_began", "stroke_ended"]
    canvas.set_tool(Tool.ERASER)
    mouse.press(80, 60)
    canvas.show_frame(None, "gone")
    assert [signal[0] for signal in said[2:]] == ["stroke_began", "stroke_ended"]
    mouse.release(80, 60)
    assert len(said) == 4


@pytest.mark.parametrize("keys", [CONTROL, CONTROL | SHIFT])
def test_the_wheel_with_ctrl_is_for_the_brush(
    canvas: FrameCanvas, mouse: Mouse, said: list[Any], keys: Qt.KeyboardModifier
) -> None:
    """R29: size keys; by half notches, as fine wheels turn, too."""
    place = canvas.zoom_and_centre()
    mouse.wheel(80, 60, (0, 120), keys)
    for _ in range(4):
        mouse.wheel(80, 60, (0, -60), keys)
    assert said == [("brush_scaled", 1), ("brush_scaled", -1), ("brush_scaled", -1)]
    assert canvas.zoom_and_centre() == place


def test_the_wheel_zooms_about_the_pointer(canvas: FrameCanvas, mouse: Mouse) -> None:
    """R32."""
    before = mouse.at(40, 30)
    zoom = canvas.zoom_and_centre()[0]
    for _ in range(7):
        mouse.wheel(40, 30, (0, 120))
    assert canvas.zoom_and_centre()[0] == pytest.approx(zoom * 1.2**7)
    after = mouse.at(40, 30)
    assert (after - before).manhattanLength() <= 2
    for _ in range(7):
        mouse.wheel(40, 30, (0, -120))
    assert canvas.zoom_and_centre()[0] == pytest.approx(zoom)


@pytest.mark.parametrize(
    ("turn", "keys", "fingers", "way"),
    [
        ((0, 120), SHIFT, (0, 0), (60, 0)),
        ((-120, 0), Qt.KeyboardModifier.NoModifier, (0, 0), (-60, 0)),
        ((0, 24), Qt.KeyboardModifier.NoModifier, (7, 11), (7, 11)),
    ],
    ids=["Shift and wheel", "wheel that tilts", "two fingers"],
)
def test_other_turns_push_the_view(
    canvas: FrameCanvas,
    mouse: Mouse,
    turn: tuple[int, int],
    keys: Qt.KeyboardModifier,
    fingers: tuple[int, int],
    way: tuple[int, int],
) -> None:
    """R32."""
    canvas.restore_view(4.0, (80.0, 60.0))
    before = mouse.at(80, 60)
    mouse.wheel(80, 60, turn, keys, fingers=fingers)
    assert mouse.at(80, 60) - before == QPointF(*way)
    assert canvas.zoom_and_centre()[0] == 4.0


def test_middle_ctrl_and_space_push_the_view(
    canvas: FrameCanvas, mouse: Mouse, qtbot: QtBot, said: list[Any]
) -> None:
    """R32."""
    canvas.restore_view(4.0, (80.0, 60.0))
    mouse.drag((80, 60), (85, 62), (90, 55), button=MIDDLE)
    assert canvas.zoom_and_centre() == (4.0, (70.0, 65.0))
    mouse.drag((70, 60), (75, 60), keys=CONTROL)
    assert canvas.zoom_and_centre() == (4.0, (65.0, 65.0))
    mouse.move(60, 60)
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    mouse.drag((60, 60), (60, 65))
    qtbot.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.zoom_and_centre() == (4.0, (65.0, 60.0))
    assert {signal[0] for signal in said} <= {"hovered"}
    mouse.click(60, 60)
    assert said[-1][0] == "clicked"


def test_a_key_held_when_the_window_lost_the_keyboard_is_let_go(
    canvas: FrameCanvas, mouse: Mouse, qtbot: QtBot, said: list[Any]
) -> None:
    mouse.move(60, 60)
    qtbot.keyPress(canvas, Qt.Key.Key_Space)
    QApplication.sendEvent(canvas, QFocusEvent(QEvent.Type.FocusOut))
    mouse.click(60, 60)
    assert said[-1][0] == "clicked"


def test_the_cursor_tells_the_tool_and_what_a_click_does(
    canvas: FrameCanvas, mouse: Mouse, qtbot: QtBot
) -> None:
    def shape() -> Qt.CursorShape:
        return canvas.viewport().cursor().shape()

    plus = canvas.viewport().cursor().pixmap().toImage()
    qtbot.keyPress(canvas, Qt.Key.Key_Alt)
    assert canvas.viewport().cursor().pixmap().toImage() != plus
    qtbot.keyRelease(canvas, Qt.Key.Key_Alt)
    assert canvas.viewport().cursor().pixmap().toImage() == plus
    canvas.set_tool(Tool.PAN)
    assert shape() is Qt.CursorShape.OpenHandCursor
    mouse.press(80, 60)
    assert shape() is Qt.CursorShape.ClosedHandCursor
    mouse.release(80, 60)
    canvas.set_tool(Tool.BRUSH)
    assert shape() is Qt.CursorShape.BlankCursor


def test_no_mouse_moves_a_mark_of_the_prompt(
    canvas: FrameCanvas, mouse: Mouse, said: list[Any]
) -> None:
    """R31: what stands on the canvas is pointed through, never caught."""
    canvas.show_prompt(Prompt(points_xy=((40.0, 40.0),), positive=(True,)))
    before = screenshot(canvas)
    mouse.drag((40, 40), (70, 70))
    assert [signal[0] for signal in said] == ["box_drawn"]
    np.testing.assert_array_equal(screenshot(canvas), before)
