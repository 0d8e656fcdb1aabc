"""Large groups: which pairs hold them together most weakly."""

from itertools import pairwise

from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.audit.weak_links import find_large_groups
from avisbuild.releases.splits.groups import group_items
from avisbuild.releases.splits.items import SplitItem


def alike(first: int, second: int, span_s: float) -> Pair:
    names = VideoId(f"v{first:03d}"), VideoId(f"v{second:03d}")
    return Pair(first=names[0], second=names[1], evidence=Evidence.SOUND, score=20, span_s=span_s)


def items(count: int) -> list[SplitItem]:
    return [SplitItem(video_id=VideoId(f"v{number:03d}")) for number in range(count)]


def test_the_jingle_between_two_halves_of_a_large_group_comes_first() -> None:
    halves = [alike(a, b, 25.0) for half in (range(5), range(5, 10)) for a, b in pairwise(half)]
    jingle = alike(2, 7, 3.5)
    round_about = alike(0, 4, 3.2)
    pairs = [*halves, jingle, round_about]
    (large,) = find_large_groups(group_items(items(200), pairs), pairs)
    assert len(large.group.members) == 10
    assert large.links[0] == jingle
    assert round_about not in large.links


def test_two_per_cent_of_a_set_and_a_pair_in_a_small_one_are_no_large_group() -> None:
    pairs = [alike(0, 1, 5.0)]
    assert find_large_groups(group_items(items(3), pairs), pairs) == ()
    four = [alike(0, 1, 5.0), alike(1, 2, 5.0), alike(2, 3, 5.0)]
    assert find_large_groups(group_items(items(200), four), four) == ()
    assert len(find_large_groups(group_items(items(199), four), four)) == 1
