"""Seconds spent on a mask: between gestures, and no more than so long for each."""

import pytest

from avisbuild.annotation import Clock
from avisbuild.annotation.clock import IDLE_AFTER_S


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now_s = 100.0

    def __call__(self) -> float:
        return self.now_s


def test_time_between_gestures_counts_and_a_pause_is_capped() -> None:
    """R37: seconds spent."""
    hand = Hand()
    clock = Clock(hand)
    for pause_s in (2.0, 3.5, 600.0):
        hand.now_s += pause_s
        clock.tick()
    hand.now_s += 1.0
    assert clock.take() == pytest.approx(2.0 + 3.5 + IDLE_AFTER_S + 1.0)
    assert clock.take() == 0.0


def test_each_mask_has_its_own_time() -> None:
    hand = Hand()
    clock = Clock(hand)
    hand.now_s += 4.0
    clock.take()
    hand.now_s += 2.0
    assert clock.take() == pytest.approx(2.0)


def test_a_clock_that_was_set_back_gives_no_negative_time() -> None:
    hand = Hand()
    clock = Clock(hand)
    hand.now_s -= 50.0
    assert clock.take() == 0.0
