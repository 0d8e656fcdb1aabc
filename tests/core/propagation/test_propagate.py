"""Masks go from seconds that have them to seconds that have none, and never onto a person's mask."""

import numpy as np
import pytest
from core.propagation.rendered import RATE_HZ, Clip, ClipSource, iou

from avisbuild.propagation import SecondProposal, combine_proposals, propagate, propagate_all

SLOW = Clip(lambda time_s: (105 + 45 * time_s, 135))
CUT = Clip(lambda time_s: (150 + 45 * time_s, 135), cut_s=1.5)


def test_each_second_gets_one_proposal() -> None:
    """R19: the mask of the nearest annotated second is propagated."""
    found = list(propagate(ClipSource(SLOW), SLOW.mask(0), start=0, stop=2))
    assert [each.second for each in found] == [1, 2]
    assert all(iou(each.mask, SLOW.mask(each.second)) >= 0.95 for each in found)
    assert all(0.5 < each.confidence < 1 for each in found)


def test_it_goes_backwards_too() -> None:
    """R20: both directions."""
    found = list(propagate(ClipSource(SLOW), SLOW.mask(2), start=2, stop=1))
    assert [each.second for each in found] == [1]
    assert iou(found[0].mask, SLOW.mask(1)) >= 0.95


def test_a_persons_mask_is_never_proposed_for_and_the_walk_goes_on_from_it() -> None:
    """R20: human masks are immutable to it."""
    other = np.roll(SLOW.mask(1), 90, axis=0)
    known = {"disc": {0: SLOW.mask(0), 2: SLOW.mask(2)}, "late": {1: other}}
    found = list(propagate_all(ClipSource(SLOW), known, start=0, stop=3))
    cells = [(key, each.second) for key, each in found]
    assert cells == [("disc", 1), ("late", 2), ("disc", 3), ("late", 3)]


def test_what_was_finished_before_the_stop_is_kept() -> None:
    """R20: cancel keeps finished seconds, and stops between two pictures."""
    source = ClipSource(SLOW)
    found = list(
        propagate(
            source,
            SLOW.mask(0),
            start=0,
            stop=3,
            should_stop=lambda: source.given > RATE_HZ + 5,
        )
    )
    assert [each.second for each in found] == [1]
    assert source.given == RATE_HZ + 6


def test_nothing_is_carried_over_a_cut() -> None:
    """R20: stops at scene cuts."""
    source = ClipSource(CUT)
    assert [each.second for each in propagate(source, CUT.mask(0), start=0, stop=4)] == [1]
    assert source.given <= 2 * RATE_HZ + 1


def test_a_later_mask_is_taken_up_after_a_cut() -> None:
    known = {"disc": {0: CUT.mask(0), 2: CUT.mask(2)}}
    found = [each.second for _, each in propagate_all(ClipSource(CUT), known, start=0, stop=3)]
    assert found == [1, 3]


def test_a_jump_of_a_second_is_offered_with_little_confidence() -> None:
    still = Clip(lambda _: (225, 135))
    found = list(propagate(ClipSource(still, is_dense=False), still.mask(0), start=0, stop=2))
    assert [each.second for each in found] == [1, 2]
    assert all(iou(each.mask, still.mask(0)) > 0.95 and each.confidence <= 0.3 for each in found)


@pytest.mark.parametrize(
    ("first", "second", "agree", "low", "high"),
    [(0.6, 0.5, True, 0.75, 0.85), (0.6, 0.5, False, 0.25, 0.35), (0.8, 0.0, False, 0.8, 0.8)],
    ids=["each confirms the other", "one of them is wrong", "one that is lost says nothing"],
)
def test_two_walks_that_meet(
    first: float, second: float, agree: bool, low: float, high: float
) -> None:
    mask = SLOW.mask(0)
    other = mask if agree else np.roll(mask, 150, axis=1)
    one = SecondProposal(second=4, mask=other, confidence=second)
    better = SecondProposal(second=4, mask=mask, confidence=first)
    met = combine_proposals(one, better)
    assert met.second == 4
    assert np.array_equal(met.mask, mask)
    assert low <= met.confidence <= high
