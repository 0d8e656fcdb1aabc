"""What is tied together, directly or over others, is one group, whatever the order of the input."""

import random

from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.splits.groups import Groups, group_items
from avisbuild.releases.splits.items import SplitItem


def item(name: str, **fields: str) -> SplitItem:
    return SplitItem(video_id=VideoId(name), **fields)  # type: ignore[arg-type]


def pair(first: str, second: str, evidence: Evidence = Evidence.PICTURE) -> Pair:
    return Pair(first=VideoId(first), second=VideoId(second), evidence=evidence)


def members(groups: Groups) -> list[str]:
    return [" ".join(group.members) for group in groups.all]


ITEMS = [
    item("a", source="s", uploader="u"),
    item("b", source="s", group="g"),
    item("c", group="g"),
    item("d", uploader="u"),
    item("e"),
    item("f"),
]


def test_sources_and_groups_of_the_table_unite_over_each_other() -> None:
    assert members(group_items(ITEMS)) == ["a b c", "d", "e", "f"]


def test_uploaders_unite_only_where_asked() -> None:
    assert members(group_items(ITEMS, by_uploader=True)) == ["a b c d", "e", "f"]


def test_pairs_that_look_or_sound_alike_unite_and_strangers_do_not() -> None:
    pairs = [pair("c", "f"), pair("e", "nobody")]
    assert members(group_items(ITEMS, pairs)) == ["a b c f", "d", "e"]


def test_the_recording_in_a_name_unites() -> None:
    names = ["-lChxq186HE-1694961940678-seg1", "-lChxq186HE-1694961940678-seg3", "other"]
    groups = group_items([item(name) for name in names])
    assert members(groups) == [" ".join(names[:2]), "other"]
    assert [(tie.evidence, tie.what) for tie in groups.all[0].ties] == [("name", "-lChxq186HE")]


def test_each_group_says_why_with_no_more_ties_than_hold_it_together() -> None:
    (group, *_) = group_items(ITEMS, [pair("a", "c")]).all
    assert [(tie.first, tie.second, tie.evidence, tie.what) for tie in group.ties] == [
        ("a", "b", "source", "s"),
        ("b", "c", "group", "g"),
    ]


def test_the_order_of_the_input_makes_no_difference() -> None:
    pairs = [pair("a", "e"), pair("c", "f"), pair("d", "e", Evidence.SOUND)]
    shuffled = random.Random(3)
    for _ in range(20):
        items = shuffled.sample(ITEMS, len(ITEMS))
        again = group_items(items, shuffled.sample(pairs, len(pairs)))
        assert again == group_items(ITEMS, pairs)


def test_no_two_groups_have_one_key() -> None:
    items = [item("a", group="x"), item("b", source="x"), item("x"), item("y", source="x")]
    assert [group.key for group in group_items(items).all] == ["x", "b", "x+"]
