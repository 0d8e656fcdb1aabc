"""What presses and drags mean to lasso, polygon and scissors, without a window."""

from unittest.mock import Mock, call

import pytest

from avisbuild_gui.canvas.gestures import Button, Gestures, Touch
from avisbuild_gui.values import Tool

LEFT, RIGHT = Button.LEFT, Button.RIGHT
ADDS, ERASES = False, True


@pytest.fixture
def target() -> Mock:
    """Notes what it is asked; an anchor is on show at (10, 10), and one at (50, 10), of the frame."""
    made = Mock()
    made.anchor_at.side_effect = {(20, 20): 0, (100, 20): 1}.get
    return made


def _gestures(target: Mock, tool: Tool) -> Gestures:
    made = Gestures(target, drag_distance_px=4.0)
    made.frame, made.tool = (100, 80), tool
    return made


def _at(x: float, y: float, *, alt: bool = False) -> Touch:
    """On a frame that is shown at twice its size."""
    return Touch(view_xy=(x * 2, y * 2), frame_xy=(x, y), alt=alt)


def _done(target: Mock) -> list[object]:
    return [each for each in target.mock_calls if each[0] != "anchor_at"]


@pytest.mark.parametrize(
    ("button", "alt", "erases"), [(LEFT, False, False), (LEFT, True, True), (RIGHT, False, True)]
)
def test_a_lasso_is_a_drag_and_alt_at_its_beginning_takes_away(
    target: Mock, button: Button, alt: bool, erases: bool
) -> None:
    """R42: as with the brush, and as other programs have it."""
    gestures = _gestures(target, Tool.LASSO)
    gestures.press(button, _at(5, 5, alt=alt))
    gestures.move(_at(300, 40))
    gestures.release(button, _at(300, 40))
    assert _done(target) == [
        call.begin_lasso((5, 5), erases),
        call.move_lasso((99.5, 40)),
        call.end_lasso(),
    ]


def test_a_lasso_that_is_cancelled_comes_to_nothing(target: Mock) -> None:
    gestures = _gestures(target, Tool.LASSO)
    gestures.press(LEFT, _at(5, 5))
    gestures.cancel()
    assert _done(target) == [call.begin_lasso((5, 5), ADDS), call.cancel_outline_gesture()]


@pytest.mark.parametrize("tool", [Tool.POLYGON, Tool.SCISSORS])
def test_each_click_sets_an_anchor_where_the_button_went_down(target: Mock, tool: Tool) -> None:
    gestures = _gestures(target, tool)
    for x, alt in ((30, True), (70, False)):
        gestures.press(LEFT, _at(x, 30, alt=alt))
        gestures.move(_at(x + 9, 30))
        gestures.release(LEFT, _at(x + 9, 30))
    assert _done(target) == [call.add_anchor((30, 30), ERASES), call.add_anchor((70, 30), ADDS)]


def test_an_anchor_is_dragged(target: Mock) -> None:
    gestures = _gestures(target, Tool.POLYGON)
    gestures.press(LEFT, _at(50, 10))
    gestures.move(_at(51, 10))
    gestures.move(_at(60, 15))
    gestures.move(_at(51, 10))
    gestures.release(LEFT, _at(51, 10))
    assert _done(target) == [
        call.move_anchor(1, (60, 15)),
        call.move_anchor(1, (51, 10)),
        call.release_anchor(),
    ]


def test_a_drag_of_an_anchor_that_is_cancelled_is_taken_back(target: Mock) -> None:
    gestures = _gestures(target, Tool.POLYGON)
    gestures.press(LEFT, _at(50, 10))
    gestures.move(_at(60, 15))
    gestures.cancel()
    assert _done(target)[-1] == call.cancel_outline_gesture()


def test_a_click_on_the_first_anchor_closes_and_on_another_one_does_nothing(target: Mock) -> None:
    gestures = _gestures(target, Tool.SCISSORS)
    gestures.press(LEFT, _at(50, 10))
    gestures.release(LEFT, _at(50, 10))
    assert _done(target) == []
    gestures.press(LEFT, _at(10, 10))
    gestures.release(LEFT, _at(10, 10))
    assert _done(target) == [call.close_outline()]
