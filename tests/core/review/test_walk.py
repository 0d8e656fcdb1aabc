"""What a reviewer goes through, in which order, and what they have looked at."""

from dataclasses import replace

import pytest
from drawn_views import drawn_view
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.records import Sounding
from avisbuild.review.walk import Seen, Stop, WalkOrder, next_stop, stops

_LANES = st.integers(1, 6).flatmap(
    lambda length: st.lists(
        st.text("#ox.>~?", min_size=length, max_size=length), min_size=1, max_size=3
    )
)
_CELLS, _SECONDS = WalkOrder.CELLS, WalkOrder.SECONDS


def _named(found: tuple[Stop, ...]) -> list[tuple[str, int]]:
    return [(each.instance_id, each.second) for each in found]


def test_a_cell_is_to_be_judged_unless_it_is_silent_and_bare() -> None:
    view = drawn_view("#.x?", ".>~.")
    cells = [("i0", 0), ("i0", 2), ("i0", 3), ("i1", 1), ("i1", 2)]
    assert _named(stops(view, _CELLS)) == cells
    assert _named(stops(view, _SECONDS)) == [("", second) for second in range(4)]


def test_the_walk_goes_to_what_is_left_ahead_then_behind_and_then_nowhere() -> None:
    ordered = tuple(Stop("i0", second) for second in range(4))
    left = ordered[:1] + ordered[3:]
    assert next_stop(ordered, ordered[1], left) == ordered[3]
    assert next_stop(ordered, ordered[3], left) == ordered[0]
    assert next_stop(ordered, None, left) == ordered[0]
    assert next_stop(ordered, ordered[0], ordered[:1]) is None
    assert next_stop(ordered, ordered[1], left, step=-1) == ordered[0]
    assert next_stop(ordered, ordered[0], left, step=-1) is None


@pytest.mark.parametrize("order", list(WalkOrder))
def test_what_is_changed_after_it_was_looked_at_is_to_be_looked_at_again(order: WalkOrder) -> None:
    view = drawn_view("##")
    seen = Seen()
    for stop in stops(view, order):
        seen = seen.with_looked_at(view, stop)
    assert seen.left(view, order) == ()
    (track,) = view.tracks
    changed = replace(track, states=(Sounding.SOUNDING, Sounding.UNSURE))
    assert [each.second for each in seen.left(replace(view, tracks=(changed,)), order)] == [1]


def test_who_has_looked_at_a_second_has_looked_at_every_cell_in_it() -> None:
    view = drawn_view("##", "##")
    seen = Seen().with_looked_at(view, Stop("", 1))
    assert _named(seen.left(view, _CELLS)) == [("i0", 0), ("i1", 0)]
    assert _named(Seen().with_looked_at(view, Stop("i0", 1)).left(view, _SECONDS)) == [
        ("", 0),
        ("", 1),
    ]


def test_what_was_looked_at_comes_back_from_its_file() -> None:
    view = drawn_view("##")
    seen = Seen().with_looked_at(view, Stop("i0", 1))
    assert Seen.from_document(dict(seen.digests)) == seen
    assert Seen.from_document(["no", "document"]) == Seen()


@settings(max_examples=40, deadline=None)
@given(lanes=_LANES, order=st.sampled_from(list(WalkOrder)), first=st.integers(0, 9))
def test_who_goes_on_until_nothing_is_left_has_been_at_every_stop_once(
    lanes: list[str], order: WalkOrder, first: int
) -> None:
    """From wherever one begins."""
    view = drawn_view(*lanes)
    ordered, seen, been = stops(view, order), Seen(), []
    here = ordered[first % len(ordered)] if ordered else None
    while here is not None:
        been.append(here)
        seen = seen.with_looked_at(view, here)
        here = next_stop(ordered, here, seen.left(view, order))
    assert sorted(been) == sorted(ordered)
    assert seen.left(view, order) == ()
