"""What clicks and drags mean over the lanes, without a window. R07: a drag fills a range."""

from avisbuild_gui.sounding_grid.gestures import Gesture, LaneDrag


def released(
    drag: LaneDrag, chosen: tuple[int, int] | None = (0, 5), **keys: bool
) -> Gesture | None:
    return drag.release(chosen=chosen, **{"ctrl": False, "shift": False} | keys)


def test_a_click_chooses_a_cell() -> None:
    drag = LaneDrag()
    drag.press(1, 7)
    assert released(drag) == Gesture("choose", 1, 7, 8)


def test_a_click_on_the_chosen_cell_toggles_it() -> None:
    drag = LaneDrag()
    drag.press(0, 5)
    assert released(drag) == Gesture("toggle", 0, 5, 6)


def test_ctrl_toggles_any_cell() -> None:
    drag = LaneDrag()
    drag.press(2, 9)
    assert released(drag, ctrl=True) == Gesture("toggle", 2, 9, 10)


def test_a_drag_paints_the_run_whichever_way_it_goes() -> None:
    drag = LaneDrag()
    drag.press(2, 9)
    assert drag.move(6)
    assert drag.preview == (2, 6, 10)
    assert released(drag) == Gesture("paint", 2, 6, 10)
    assert drag.preview is None


def test_a_drag_that_comes_back_paints_one_second() -> None:
    drag = LaneDrag()
    drag.press(2, 9)
    drag.move(10)
    drag.move(9)
    assert released(drag) == Gesture("paint", 2, 9, 10)


def test_shift_paints_from_the_chosen_second_in_its_own_lane_only() -> None:
    drag = LaneDrag()
    drag.press(0, 9)
    assert released(drag, shift=True) == Gesture("paint", 0, 5, 10)
    drag.press(1, 9)
    assert released(drag, shift=True) == Gesture("choose", 1, 9, 10)


def test_a_gesture_taken_back_does_nothing() -> None:
    drag = LaneDrag()
    drag.press(2, 9)
    drag.move(12)
    drag.cancel()
    assert not drag.is_down
    assert not drag.move(13)
    assert released(drag) is None
