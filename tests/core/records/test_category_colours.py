"""Colours of categories are far from one another, and the same each time."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.records.bundled import load_taxonomy
from avisbuild.records.category_colours import colours_apart, distance


def test_colours_are_told_apart() -> None:
    """Red and orange of a rainbow, (255, 0, 0) and (255, 128, 0), are 0.19 apart."""
    for count, least in ((5, 0.25), (12, 0.15), (30, 0.08)):
        chosen = colours_apart(count)
        assert len({*chosen}) == count
        assert min(distance(*pair) for pair in combinations(chosen, 2)) > least, count


def test_the_first_of_many_are_those_of_few() -> None:
    assert colours_apart(20)[:6] == colours_apart(6)


def test_a_new_one_is_far_from_all_of_avisegs() -> None:
    taken = [each.colour_rgb for each in load_taxonomy("aviseg")]
    (new,) = colours_apart(1, taken)
    assert min(distance(new, each) for each in taken) > 0.1


def test_a_new_one_is_of_its_own_among_very_many() -> None:
    """Of the colours that are told apart there are some hundred; then come hues."""
    known = colours_apart(200)
    for _ in range(5):
        known += colours_apart(1, known)
    assert len({*known}) == 205


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 9))
def test_each_is_no_nearer_to_those_before_it_than_they_are_to_one_another(count: int) -> None:
    chosen = colours_apart(count + 2)
    nearest = [
        min(distance(each, other) for other in chosen[:n]) for n, each in enumerate(chosen) if n
    ]
    assert nearest == sorted(nearest, reverse=True) or len(nearest) < 2
