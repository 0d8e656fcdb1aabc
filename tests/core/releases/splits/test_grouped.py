"""Laws of a grouped split: exact sizes, no group cut, one plan from any order, and growth moves nothing."""

import random
from collections import Counter
from dataclasses import replace

import pytest
from core.releases.splits.split_cases import group_sizes, items_in_groups
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.errors import ReleaseError
from avisbuild.records import Split, SplitPlan, SplitSizes
from avisbuild.releases.splits import SplitItem, group_items
from avisbuild.releases.splits.balance import balance_of
from avisbuild.releases.splits.grouped import plan_grouped
from avisbuild.releases.splits.growth import pin_items
from avisbuild.releases.splits.leaks import groups_cut


def sizes_by_turns(sizes: list[int]) -> SplitSizes:
    """Sizes that whole groups fill: those of a dealing by turns."""
    train, val, test = (sum(sizes[part::3]) for part in range(3))
    return SplitSizes(train=train, val=val, test=test)


def plan(items: tuple[SplitItem, ...], sizes: SplitSizes, seed: int = 0) -> SplitPlan:
    return plan_grouped(items, group_items(items), sizes, seed, restarts=3, steps=60)


def counts(made: SplitPlan) -> list[int]:
    found = Counter(made.assignment.values())
    return [found[split] for split in Split]


@given(group_sizes, st.integers(0, 3))
@settings(max_examples=15, deadline=None)
def test_sizes_are_exact_no_group_is_cut_and_order_makes_no_difference(
    sizes: list[int], seed: int
) -> None:
    items = items_in_groups(sizes, seed)
    wanted = sizes_by_turns(sizes)
    made = plan(items, wanted, seed)
    assert counts(made) == [wanted.train, wanted.val, wanted.test]
    assert groups_cut(made, group_items(items)) == []
    shuffled = tuple(random.Random(seed).sample(items, len(items)))
    assert plan(shuffled, wanted, seed) == made


@given(group_sizes, st.lists(st.integers(1, 4), min_size=3, max_size=12))
@settings(max_examples=15, deadline=None)
def test_growth_moves_nothing_that_was_assigned(sizes: list[int], more: list[int]) -> None:
    first = items_in_groups(sizes, 1)
    before = plan(first, sizes_by_turns(sizes))
    grown = items_in_groups([*sizes, *more], 1)
    old, new = sizes_by_turns(sizes), sizes_by_turns(more)
    wanted = SplitSizes(
        train=old.train + new.train, val=old.val + new.val, test=old.test + new.test
    )
    after = plan(pin_items(grown, before.assignment), wanted)
    assert {name: after.assignment[name] for name in before.assignment} == dict(before.assignment)
    assert counts(after) == [wanted.train, wanted.val, wanted.test]


def test_a_new_clip_goes_where_its_group_is() -> None:
    items = [replace(item, group="") for item in items_in_groups([1] * 12)]
    before = plan(tuple(items), SplitSizes(train=8, val=2, test=2))
    tested = min(name for name, split in before.assignment.items() if split is Split.TEST)
    joined = [replace(item, group="g" if item.video_id == tested else "") for item in items]
    new = replace(items[0], video_id=items[0].video_id + "-new", group="g")  # type: ignore[arg-type]
    grown = pin_items([*joined, new], before.assignment)
    after = plan(grown, SplitSizes(train=8, val=2, test=3))
    assert after.assignment[new.video_id] is Split.TEST


def test_sizes_that_no_mix_of_groups_fills_are_refused_with_the_nearest_that_one_does() -> None:
    items = items_in_groups([2, 2, 2, 2])
    with pytest.raises(ReleaseError, match=r"no mix of whole groups .* 5/1/2; .* --sizes 4/2/2, "):
        plan(items, SplitSizes(train=5, val=1, test=2))


def test_sizes_below_what_is_assigned_are_refused() -> None:
    items = pin_items(
        items_in_groups([1] * 4),
        dict.fromkeys(["g00-0", "g01-0"], Split.TEST),  # type: ignore[arg-type]
    )
    with pytest.raises(ReleaseError, match=r"2/1/1 wanted, but 0/0/2 are assigned"):
        plan(items, SplitSizes(train=2, val=1, test=1))


def test_the_search_brings_the_largest_gap_far_below_that_of_random_splits() -> None:
    """One random grouped split in a hundred, at best, is as balanced as what is found."""
    items = items_in_groups([1] * 60 + [2] * 12 + [3] * 4, 5)
    groups = group_items(items)
    made = plan_grouped(
        items, groups, SplitSizes(train=64, val=12, test=20), 0, restarts=8, steps=1500
    )
    balance = balance_of(items, made, groups, random_count=200)
    assert balance.p_value is not None
    assert balance.p_value > 0.99


def test_items_without_anything_to_balance_are_split_all_the_same() -> None:
    items = tuple(SplitItem(video_id=item.video_id) for item in items_in_groups([1] * 6))
    assert counts(plan(items, SplitSizes(train=3, val=1, test=2))) == [3, 1, 2]


def test_the_plan_of_a_seed_stays_the_same_for_ever() -> None:
    """Whoever searches in another way gives the algorithm another number (plan_document.ALGORITHM)."""
    made = plan(items_in_groups([1] * 7 + [2, 3]), SplitSizes(train=6, val=2, test=4), 26)
    assert sorted(name for name, split in made.assignment.items() if split is Split.TEST) == [
        "g01-0",
        "g02-0",
        "g05-0",
        "g06-0",
    ]
