"""Groups so large that they may be glued together by chance, and the links that hold them most weakly."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from avisbuild.records import VideoId
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.splits.groups import Group, Groups

# A group with more of the videos than this is looked at by a person.
LARGE_SHARE = 0.02
# In a small set two per cent are less than any pair.
_FEWEST = 4
# What a picture of another frame, and a sound of three seconds, is at most and at least.
_LEAST_CORRELATION, _LONG_SPAN_S = 0.65, 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class LargeGroup:
    """A group with more than 2 % of all videos, and the pairs that hold it together, the weakest first.

    Without one of them the group falls in two, unless a weaker pair holds it, too.
    """

    group: Group
    links: tuple[Pair, ...]


def find_large_groups(groups: Groups, pairs: Iterable[Pair]) -> tuple[LargeGroup, ...]:
    """The large groups, the largest first; what holds by names and sources is no weak link."""
    total = sum(len(group.members) for group in groups.all)
    large = [
        group
        for group in groups.all
        if len(group.members) >= _FEWEST and len(group.members) > LARGE_SHARE * total
    ]
    listed = list(pairs)
    return tuple(
        LargeGroup(group=group, links=_weakest_first(group, listed))
        for group in sorted(large, key=lambda group: (-len(group.members), group.key))
    )


def strength(pair: Pair) -> float:
    """How well a pair holds, 0 to 1: its correlation, or how much of the sound it shares; 2 for words."""
    if pair.evidence is Evidence.PICTURE:
        return max(0.0, (pair.score - _LEAST_CORRELATION) / (1 - _LEAST_CORRELATION))
    if pair.evidence is Evidence.SOUND:
        return min(1.0, (pair.span_s or 0.0) / _LONG_SPAN_S)
    return 2.0


def _weakest_first(group: Group, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """The pairs of a strongest spanning tree: each is the best of all that join its two halves."""
    members = set(group.members)
    inside = [pair for pair in pairs if pair.first in members and pair.second in members]
    likely = [pair for pair in inside if strength(pair) <= 1]
    trees = _Trees(group.members)
    alike = {(pair.first, pair.second, pair.evidence) for pair in likely}
    for tie in group.ties:
        if (tie.first, tie.second, tie.evidence) not in alike:
            trees.join(tie.first, tie.second)
    strongest = sorted(likely, key=lambda each: (-strength(each), each.first, each.second))
    holding = [pair for pair in strongest if trees.join(pair.first, pair.second)]
    return tuple(reversed(holding))


class _Trees:
    """Which members hang together by now."""

    def __init__(self, members: Iterable[VideoId]) -> None:
        self._tree: dict[VideoId, set[VideoId]] = {name: {name} for name in members}

    def join(self, first: VideoId, second: VideoId) -> bool:
        """Put two together; whether they were apart."""
        one, other = self._tree[first], self._tree[second]
        if one is other:
            return False
        if len(one) < len(other):
            one, other = other, one
        one |= other
        self._tree |= dict.fromkeys(other, one)
        return True


def links_by_group(large: Iterable[LargeGroup]) -> Mapping[str, tuple[Pair, ...]]:
    """The links by the key of their group."""
    return {each.group.key: each.links for each in large}
