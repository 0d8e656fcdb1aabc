"""A correction never takes away what was right: plus never removes, minus never adds (R41)."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from avisbuild.segment.base import MaskArray
from avisbuild.segment.corrections import corrected

SIZE = (30, 40)


def block(top: int, bottom: int, left: int, right: int) -> MaskArray:
    mask = np.zeros(SIZE, np.bool_)
    mask[top:bottom, left:right] = True
    return mask


masks = array_shapes(min_dims=2, max_dims=2, max_side=12).flatmap(
    lambda shape: st.tuples(arrays(np.bool_, shape), arrays(np.bool_, shape))
)
places = st.floats(-3, 15)


@settings(max_examples=60)
@given(pair=masks, x=places, y=places)
def test_plus_never_removes_and_minus_never_adds(
    pair: tuple[MaskArray, MaskArray], x: float, y: float
) -> None:
    standing, answer = pair
    before = standing.copy(), answer.copy()
    more = corrected(standing, answer, x, y, positive=True)
    less = corrected(standing, answer, x, y, positive=False)
    assert not (standing & ~more).any()
    assert not (less & ~standing).any()
    # What changes is what the answer says; and neither array is written to.
    assert not (more & ~standing & ~answer).any()
    assert not (standing & ~less & answer).any()
    assert all(np.array_equal(old, new) for old, new in zip(before, pair, strict=True))
    assert not np.shares_memory(more, standing)
    assert not np.shares_memory(less, standing)


@settings(max_examples=40)
@given(pair=masks, x=places, y=places)
def test_plus_on_a_mask_is_minus_on_what_is_left(
    pair: tuple[MaskArray, MaskArray], x: float, y: float
) -> None:
    standing, answer = pair
    more = corrected(standing, answer, x, y, positive=True)
    less = corrected(~standing, ~answer, x, y, positive=False)
    assert np.array_equal(more, ~less)


def test_only_the_part_that_was_clicked_is_added() -> None:
    standing, arm, leak = block(5, 25, 5, 15), block(5, 10, 15, 25), block(20, 25, 30, 38)
    assert np.array_equal(
        corrected(standing, standing | arm | leak, 20, 7, positive=True), standing | arm
    )
    # An answer that has lost the body does not lose it from the mask.
    assert np.array_equal(corrected(standing, arm, 20, 7, positive=True), standing | arm)


def test_only_the_part_that_was_clicked_is_taken_away() -> None:
    body, leak, foot = block(5, 25, 5, 15), block(5, 10, 15, 25), block(25, 30, 5, 9)
    standing = body | leak | foot
    assert np.array_equal(corrected(standing, body, 20, 7, positive=False), body | foot)


def test_parts_that_touch_at_a_corner_are_one() -> None:
    empty, steps = block(0, 0, 0, 0), block(5, 10, 5, 10) | block(10, 15, 10, 15)
    assert np.array_equal(corrected(empty, steps, 7, 7, positive=True), steps)


def test_a_click_that_the_answer_agrees_with_already_changes_nothing() -> None:
    standing = block(5, 25, 5, 15)
    other = block(5, 25, 5, 20)
    assert np.array_equal(corrected(standing, other, 7, 7, positive=True), standing)
    assert np.array_equal(corrected(standing, block(5, 20, 5, 15), 30, 7, positive=False), standing)
