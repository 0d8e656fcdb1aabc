"""Pieces of one recording in more than one split."""

from avisbuild.records import Split
from avisbuild.records.leaks import find_leaking_groups, members_by_split


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
