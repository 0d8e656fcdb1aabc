"""Sizes are filled with whole groups exactly wherever that is possible, and the nearest sizes are told."""

from itertools import product

import pytest
from core.releases.splits.split_cases import group_sizes
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.releases.splits.filling import fill_at_random, nearest_sizes


def sums(counts: list[int], found: list[int]) -> list[int]:
    return [
        sum(count for count, split in zip(counts, found, strict=True) if split == part)
        for part in range(3)
    ]


def every_fill(counts: list[int]) -> set[tuple[int, ...]]:
    """All sizes that can be filled, by trying everything."""
    return {tuple(sums(counts, list(found))) for found in product(range(3), repeat=len(counts))}


@given(st.lists(st.integers(1, 5), min_size=1, max_size=6), st.data())
@settings(max_examples=40, deadline=None)
def test_what_can_be_filled_is_filled_and_what_cannot_is_not(
    counts: list[int], data: st.DataObject
) -> None:
    total = sum(counts)
    train = data.draw(st.integers(0, total))
    val = data.draw(st.integers(0, total - train))
    room = (train, val, total - train - val)
    possible = every_fill(counts)
    found = fill_at_random(counts, room, "a seed")
    assert (found is not None) == (room in possible)
    if found is not None:
        assert tuple(sums(counts, found.tolist())) == room
    nearest = min(sum(abs(a - b) for a, b in zip(each, room, strict=True)) for each in possible)
    first = nearest_sizes(counts, room)[0]
    assert first in possible
    assert sum(abs(a - b) for a, b in zip(first, room, strict=True)) == nearest


@given(group_sizes)
@settings(max_examples=20, deadline=None)
def test_many_groups_are_filled_by_the_sums_that_can_be_reached(counts: list[int]) -> None:
    """The sizes are those of a dealing by turns, which the greedy tries do not know of."""
    room = sums(counts, [index % 3 for index in range(len(counts))])
    found = fill_at_random(counts, room, 1)
    assert found is not None
    assert sums(counts, found.tolist()) == room


@pytest.mark.parametrize(
    ("counts", "room", "nearest"),
    [
        ([2, 2, 2], (3, 1, 2), [(2, 2, 2), (4, 0, 2)]),
        ([3, 3, 1], (4, 1, 2), [(3, 1, 3), (4, 0, 3)]),
    ],
)
def test_the_nearest_sizes_are_told(
    counts: list[int], room: tuple[int, int, int], nearest: list[tuple[int, int, int]]
) -> None:
    assert fill_at_random(counts, room, 0) is None
    assert nearest_sizes(counts, room)[:2] == nearest


def test_one_seed_fills_in_one_way_and_others_in_others() -> None:
    ways = [fill_at_random([1] * 30, (20, 5, 5), seed).tolist() for seed in (1, 1, 2)]  # type: ignore[union-attr]
    assert ways[0] == ways[1] != ways[2]
