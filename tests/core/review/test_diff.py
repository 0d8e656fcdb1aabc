"""R25: what differs between two moments, cell by cell, worst first."""

import pytest
from core.review.drawn_tracks import Drawn, drawn, track
from core.store.values import video
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.records import CategoryId, Sounding, Track
from avisbuild.review.diff import RoundChanges, Totals, changes


def _texts(found: RoundChanges) -> list[str]:
    """Instance, second, both states by their first letters where they differ, and the IoU."""
    return [
        f"{each.instance_id}{each.second}"
        + (f" {each.state_before[:2]}>{each.state_after[:2]}" if each.has_other_state else "")
        + ("" if each.iou is None else f" {each.iou:.2f}")
        for each in found.cells
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (track("a", "##", "00"), track("a", "##", "01"), ["a1 0.60"]),
        (track("a", "##", "00"), track("a", "##", "0."), ["a1 0.00"]),
        (track("a", "##", "0."), track("a", "##", "00"), ["a1 0.00"]),
        (track("a", "#.", ".."), track("a", "##", ".."), ["a1 si>so"]),
        (track("a", "##", "00"), track("a", "#o", "0."), ["a1 so>of 0.00"]),
        (track("a", "##", "00"), track("a", "#.", "00"), ["a1 so>si 1.00"]),
        (track("a", "#", "0"), track("a", "##", "00"), ["a1 si>so 0.00"]),
    ],
    ids=["moved", "removed", "added", "sounds", "out of sight", "silent", "a longer video"],
)
def test_a_cell_is_told_with_its_states_and_the_iou_of_its_masks(
    before: Track, after: Track, expected: list[str]
) -> None:
    assert _texts(changes(drawn(before), drawn(after))) == expected


def test_the_worst_cells_come_first() -> None:
    """Another state counts as IoU 0, both come before one, and then it goes by second."""
    before = drawn(track("a", "####", "0000"), track("b", ".###", ".000", number=2))
    after = drawn(track("a", "##.#", "01.3"), track("b", "####", ".0.0", number=2))
    assert _texts(changes(before, after)) == [
        "a2 so>si 0.00",
        "b0 si>so",
        "b2 0.00",
        "a3 0.14",
        "a1 0.60",
    ]


def test_who_changed_a_cell_is_told_where_it_is_known() -> None:
    before, after = drawn(track("a", "##", "00")), drawn(track("a", "##", "11"))
    found = changes(before, after, authors={("a", 1): "eve"})
    assert [each.author for each in found.cells] == ["", "eve"]


def test_what_there_was_to_change_is_what_is_there_on_either_side() -> None:
    before = drawn(track("a", "##..", "0..."), track("gone", "#...", "0...", category=2))
    after = drawn(track("a", ".##.", "..0."))
    assert changes(before, after).totals == {
        CategoryId(1): Totals(masks=2, cells=3, instances=1),
        CategoryId(2): Totals(masks=1, cells=1, instances=1),
    }


def test_seconds_that_were_confirmed_as_silent_on_one_side_only_are_told() -> None:
    here, there = drawn(silences=(1, 2)), drawn(silences=(2, 4))
    assert changes(here, there).silences == (1, 4)


def test_two_videos_are_not_compared() -> None:
    with pytest.raises(ValueError, match="one video"):
        changes(drawn(), Drawn(tracks=(), video=video("lake")))


_TRACKS = st.lists(
    st.tuples(st.text("#.o", min_size=3, max_size=3), st.text("01.", min_size=3, max_size=3)),
    max_size=3,
).map(
    lambda rows: drawn(
        *(track("abc"[place], *row, number=place + 1) for place, row in enumerate(rows))
    )
)


@settings(max_examples=60)
@given(_TRACKS, _TRACKS)
def test_the_way_back_is_the_way_there_with_its_sides_exchanged(one: Drawn, other: Drawn) -> None:
    there, back = changes(one, other), changes(other, one)
    assert not changes(one, one)
    assert bool(there) == (one.tracks != other.tracks)
    assert {
        (each.instance_id, each.second, each.iou, each.state_before, each.state_after)
        for each in there.cells
    } == {
        (each.instance_id, each.second, each.iou, each.state_after, each.state_before)
        for each in back.cells
    }
    assert there.totals == back.totals
    assert there.changed_instances == back.changed_instances


def test_a_cell_that_only_sounds_otherwise_has_the_mask_it_had() -> None:
    (cell,) = changes(drawn(track("a", "#", "0")), drawn(track("a", ".", "0"))).cells
    assert (cell.has_other_mask, cell.is_moved, cell.agreement) == (False, False, 0.0)
    assert cell.state_after is Sounding.SILENT
