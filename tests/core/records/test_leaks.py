"""Pieces of one recording in more than one split."""

import pytest

from avisbuild.records import Split
from avisbuild.records.leaks import find_leaking_groups, members_by_split, source_in_name


def test_a_group_is_cut_when_two_of_its_members_are_in_different_splits() -> None:
    placed = [
        ("pond", Split.TEST, "b"),
        ("pond", Split.TRAIN, "a"),
        ("whole", Split.VAL, "c"),
        ("whole", Split.VAL, "d"),
        ("", Split.TRAIN, "e"),
        ("", Split.TEST, "f"),
    ]
    (leak,) = find_leaking_groups(placed)
    assert (leak.group, list(leak.members.items())) == (
        "pond",
        [(Split.TRAIN, ("a",)), (Split.TEST, ("b",))],
    )
    assert members_by_split([leak]) == {Split.TRAIN: 1, Split.TEST: 1}


def test_one_video_in_two_splits_shares_its_source_with_no_other() -> None:
    assert find_leaking_groups([("pond", Split.TRAIN, "a"), ("pond", Split.TEST, "a")]) == []


@pytest.mark.parametrize(
    ("name", "source"),
    [("dQw4w9WgXcQ", "dQw4w9WgXcQ"), ("dQw4w9WgXcQ-seg2", "dQw4w9WgXcQ"), ("00000768", "")],
)
def test_a_name_in_the_style_of_aviseg_tells_its_source(name: str, source: str) -> None:
    assert source_in_name(name) == source
