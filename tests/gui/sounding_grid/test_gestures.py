"""What hands mean over the lanes, without a window. R07: a drag fills a range."""

from avisbuild_gui.sounding_grid.gestures import Gesture, LaneHand


def released(
    hand: LaneHand, chosen: tuple[int, int] | None = (0, 5), **keys: bool
) -> Gesture | None:
    return hand.release(chosen=chosen, **{"ctrl": False, "shift": False} | keys)


def test_a_click_chooses_a_cell() -> None:
    hand = LaneHand()
    hand.press(1, 7)
    assert released(hand) == Gesture("choose", 1, 7, 8)


def test_a_click_on_the_chosen_cell_toggles_it() -> None:
    hand = LaneHand()
    hand.press(0, 5)
    assert released(hand) == Gesture("toggle", 0, 5, 6)


def test_ctrl_toggles_any_cell() -> None:
    hand = LaneHand()
    hand.press(2, 9)
    assert released(hand, ctrl=True) == Gesture("toggle", 2, 9, 10)


def test_a_drag_paints_the_run_whichever_way_it_goes() -> None:
    hand = LaneHand()
    hand.press(2, 9)
    assert hand.move(6)
    assert hand.preview == (2, 6, 10)
    assert released(hand) == Gesture("paint", 2, 6, 10)
    assert hand.preview is None


def test_a_drag_that_comes_back_paints_one_second() -> None:
    hand = LaneHand()
    hand.press(2, 9)
    hand.move(10)
    hand.move(9)
    assert released(hand) == Gesture("paint", 2, 9, 10)


def test_shift_paints_from_the_chosen_second_in_its_own_lane_only() -> None:
    hand = LaneHand()
    hand.press(0, 9)
    assert released(hand, shift=True) == Gesture("paint", 0, 5, 10)
    hand.press(1, 9)
    assert released(hand, shift=True) == Gesture("choose", 1, 9, 10)


def test_a_gesture_taken_back_does_nothing() -> None:
    hand = LaneHand()
    hand.press(2, 9)
    hand.move(12)
    hand.cancel()
    assert not hand.is_down
    assert not hand.move(13)
    assert released(hand) is None
