"""Holes, specks, a pixel more and less: what each of them never does."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.annotation.mask_cleaning import drop_specks, fill_holes, grow, shrink
from avisbuild.segment import MaskArray

_masks = st.tuples(st.integers(0, 2**32 - 1), st.sampled_from([0.1, 0.5, 0.8])).map(
    lambda seeded: np.random.default_rng(seeded[0]).random((14, 18)) < seeded[1]
)


def _drawn(text: str) -> MaskArray:
    return np.array([[each == "#" for each in row] for row in text.split()])


@given(mask=_masks)
def test_filling_holes_never_removes_and_leaves_none(mask: MaskArray) -> None:
    """R42."""
    filled = fill_holes(mask)
    assert not (mask & ~filled).any()
    assert np.array_equal(fill_holes(filled), filled)


def test_a_hole_is_what_cannot_be_left_straight() -> None:
    """Closed over corners is closed; open to the frame's edge is open."""
    mask = _drawn("..#...##  .#.#..#.  ..#...##")
    assert np.array_equal(fill_holes(mask), _drawn("..#...##  .###..#.  ..#...##"))


@given(mask=_masks, share=st.sampled_from([0.0, 0.01, 0.1, 1.0, 5.0]))
def test_dropping_specks_never_adds_and_never_empties(mask: MaskArray, share: float) -> None:
    """R42."""
    kept, count = drop_specks(mask, share)
    assert not (kept & ~mask).any()
    assert kept.any() == mask.any()
    assert (count == 0) == np.array_equal(kept, mask)


def test_specks_are_counted_over_corners_and_below_the_share() -> None:
    mask = _drawn("####..#.  ####...#  ........  #..#....")
    kept, count = drop_specks(mask, 0.1)
    assert count == 2
    assert np.array_equal(kept, _drawn("####..#.  ####...#  ........  ........"))
    assert drop_specks(mask, 1 / 12)[1] == 0


@given(mask=_masks)
def test_growing_contains_and_shrinking_is_contained(mask: MaskArray) -> None:
    """R42: and each undoes no more than the other did."""
    assert not (mask & ~grow(mask)).any()
    assert not (shrink(mask) & ~mask).any()
    assert not (mask & ~shrink(grow(mask))).any()
    assert not (grow(shrink(mask)) & ~mask).any()
    assert np.array_equal(shrink(mask), ~grow(~mask))


def test_a_pixel_grows_to_a_cross_and_shrinks_back() -> None:
    mask = _drawn(".....  .....  ..#..  .....  .....")
    cross = _drawn(".....  ..#..  .###.  ..#..  .....")
    assert np.array_equal(grow(mask), cross)
    assert np.array_equal(shrink(cross), mask)


def test_an_object_cut_by_the_frame_is_not_shrunk_from_there() -> None:
    assert np.array_equal(shrink(_drawn("###.. ###.. ###..")), _drawn("##... ##... ##..."))


@pytest.mark.parametrize("change", [fill_holes, grow, shrink, lambda mask: drop_specks(mask)[0]])
def test_nothing_stays_nothing_and_the_mask_given_is_not_written_to(change) -> None:
    empty = np.zeros((5, 6), np.bool_)
    assert not change(empty).any()
    mask = _drawn("###.#. #.#... ###... ...... .....#")
    before = mask.copy()
    changed = change(mask)
    assert np.array_equal(mask, before)
    assert changed.dtype == np.bool_
    assert not np.shares_memory(changed, mask)
    assert np.array_equal(change(np.asfortranarray(mask)), changed)
