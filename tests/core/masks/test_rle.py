"""Run lengths say what the pixels say, and broken ones are refused before pycocotools sees them."""

import numpy as np
import pytest
from core.masks.random_masks import random_mask
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from numpy.typing import NDArray

from avisbuild.errors import FormatError
from avisbuild.masks import area, box_xywh, decode, encode, union
from avisbuild.masks.rle import from_run_lengths, run_lengths
from avisbuild.records import Rle

Mask = NDArray[np.bool_]
masks = arrays(np.bool_, array_shapes(min_dims=2, max_dims=2, max_side=20))


@given(masks)
def test_decoding_undoes_encoding(mask: Mask) -> None:
    found = decode(encode(mask))
    assert found.dtype == np.bool_
    assert np.array_equal(found, mask)


@pytest.mark.parametrize(
    "view",
    [np.ascontiguousarray, np.asfortranarray, lambda mask: mask[::-1, ::2], lambda mask: mask.T],
    ids=["C order", "Fortran order", "a view with steps", "transposed"],
)
def test_any_layout_in_memory_encodes_alike(view: object) -> None:
    mask = view(np.random.default_rng(0).random((9, 14)) < 0.5)  # type: ignore[operator]
    assert encode(mask) == encode(np.array(mask.tolist()))


@given(masks)
def test_area_and_box_are_those_of_the_pixels(mask: Mask) -> None:
    rows, columns = np.nonzero(mask)
    expected = (0, 0, 0, 0)
    if rows.size:
        expected = (columns.min(), rows.min(), np.ptp(columns) + 1, np.ptp(rows) + 1)
    assert area(encode(mask)) == mask.sum()
    assert box_xywh(encode(mask)) == expected


def test_a_union_holds_what_any_mask_holds() -> None:
    rng = np.random.default_rng(1)
    for count in range(6):
        drawn = [rng.random((8, 11)) < 0.2 for _ in range(count)]
        expected = np.logical_or.reduce(drawn) if drawn else np.zeros((8, 11), dtype=np.bool_)
        assert union([encode(mask) for mask in drawn], (8, 11)) == encode(expected)


def test_a_union_of_different_sizes_is_refused() -> None:
    with pytest.raises(ValueError, match=r"expected masks of size \(2, 2\), got \(2, 3\)"):
        union([encode(np.ones((2, 3), dtype=np.bool_))], (2, 2))


def test_only_pictures_of_truth_values_are_encoded() -> None:
    with pytest.raises(ValueError, match=r"dtype bool, got \(2, 2\) uint8"):
        encode(np.zeros((2, 2), dtype=np.uint8))  # type: ignore[arg-type]


def test_run_lengths_go_down_the_columns() -> None:
    mask = np.array([[0, 1, 1], [0, 1, 0]], dtype=np.bool_)
    assert run_lengths(encode(mask)).tolist() == [2, 3, 1]


def test_run_lengths_make_the_same_mask_again() -> None:
    rng = np.random.default_rng(2)
    for _ in range(2_000):
        rle = encode(random_mask(rng))
        assert from_run_lengths(run_lengths(rle), rle.size) == rle


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_empty_runs_anywhere_change_nothing(lengths: list[int]) -> None:
    height = sum(lengths)
    if height:
        flags = [index % 2 == 1 for index, length in enumerate(lengths) for _ in range(length)]
        assert from_run_lengths(lengths, (height, 1)) == encode(np.array(flags).reshape(-1, 1))


@pytest.mark.parametrize(
    ("counts", "problem"),
    [
        (b"\x00", "expected RLE counts"),
        (b"p1", "expected RLE counts"),
        ("4é".encode("latin1"), "expected RLE counts"),
        (b"P", "cut off"),
        (b"1PPPPPPPPPPPPPP0", "a broken number"),
        (b"O", "negative"),
        (b"5", "for 4 pixels, got 5"),
        (b"3", "for 4 pixels, got 3"),
    ],
)
def test_broken_counts_are_refused(counts: bytes, problem: str) -> None:
    with pytest.raises(FormatError, match=problem):
        run_lengths(Rle((2, 2), counts))


@given(st.binary(min_size=1, max_size=12))
def test_no_bytes_break_more_than_their_own_mask(counts: bytes) -> None:
    try:
        lengths = run_lengths(Rle((3, 4), counts))
    except FormatError:
        return
    assert decode(from_run_lengths(lengths, (3, 4))).shape == (3, 4)


@pytest.mark.parametrize(
    ("size", "counts"), [((3, 3), b"d0"), ((3, 3), b"\xff\xff"), ((1 << 40, 1 << 40), b"9")]
)
def test_a_mask_that_nobody_checked_is_told_when_it_is_drawn(
    size: tuple[int, int], counts: bytes
) -> None:
    with pytest.raises(FormatError):
        decode(Rle(size, counts))
