"""Of masks that share a pixel the smaller one has it, then the one whose identity comes first."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.formats.avsbench.overlap import NOBODY, label_map, owners, paint
from avisbuild.masks import encode
from avisbuild.records import CategoryId

PLAYER, VIOLIN = CategoryId(1), CategoryId(2)
_stacks = st.integers(1, 4).flatmap(lambda count: arrays(np.bool_, (count, 3, 4)))


def _drawn(rows: str) -> NDArray[np.bool_]:
    return np.array([[pixel == "#" for pixel in row] for row in rows.split()])


def _maps(*drawn: tuple[CategoryId, str]) -> Any:
    return [(category, encode(_drawn(rows))) for category, rows in drawn]


@pytest.mark.parametrize("order", [(PLAYER, VIOLIN), (VIOLIN, PLAYER)])
def test_an_instrument_shows_before_its_player_whatever_their_ids(
    order: tuple[CategoryId, CategoryId],
) -> None:
    person, instrument = order
    masks = _maps((person, "#### ####"), (instrument, ".##. ...."))
    if person > instrument:
        masks.reverse()
    expected = [[person, instrument, instrument, person], [person] * 4]
    assert label_map(masks, (2, 4)).tolist() == expected


def test_of_masks_of_the_same_size_the_first_identity_has_the_pixel() -> None:
    masks = _maps((PLAYER, "##."), (VIOLIN, ".##"))
    assert label_map(masks, (1, 3)).tolist() == [[1, 1, 2]]
    assert paint(masks, (1, 3)).lost_px == (0, 1)


def test_a_pixel_that_goes_to_the_same_category_is_not_lost() -> None:
    masks = _maps((VIOLIN, "##."), (VIOLIN, ".##"))
    assert label_map(masks, (1, 3)).tolist() == [[2, 2, 2]]
    assert paint(masks, (1, 3)).lost_px == (0, 0)


def test_a_frame_without_masks_is_background() -> None:
    assert not label_map([], (2, 3)).any()


@pytest.mark.parametrize("category", [256, 1000])
def test_a_category_that_eight_bits_cannot_hold_is_refused(category: int) -> None:
    with pytest.raises(FormatError, match=f"1 to 255, got {category}"):
        label_map(_maps((CategoryId(category), "#")), (1, 1))


@settings(max_examples=60, deadline=None)
@given(stack=_stacks)
def test_each_pixel_belongs_to_the_smallest_mask_that_has_it(stack: NDArray[np.bool_]) -> None:
    found = owners([encode(mask) for mask in stack], stack.shape[1:])
    for row, column in np.ndindex(*stack.shape[1:]):
        here = [index for index, mask in enumerate(stack) if mask[row, column]]
        smallest = min(here, key=lambda each: (stack[each].sum(), each), default=NOBODY)
        assert found[row, column] == smallest


@settings(max_examples=40, deadline=None)
@given(stack=_stacks)
def test_what_is_lost_and_what_is_painted_are_all_pixels_of_a_mask(
    stack: NDArray[np.bool_],
) -> None:
    masks = [(CategoryId(1 + index), encode(mask)) for index, mask in enumerate(stack)]
    painted = paint(masks, stack.shape[1:])
    for index, mask in enumerate(stack):
        assert painted.lost_px[index] + (painted.labels == 1 + index).sum() == mask.sum()
