"""Which videos no split may separate, and why: what is tied together, directly or over others, is a group."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from avisbuild.records import VideoId
from avisbuild.records.source_names import source_in_name
from avisbuild.releases.audit.pairs import Evidence, Pair
from avisbuild.releases.splits.items import SplitItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """Why two videos are in one group; `what` is the text that they share, "" for a likeness.

    `evidence` is a word of `Evidence`, or "group" where whoever made the table grouped them.
    """

    first: VideoId
    second: VideoId
    evidence: str
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Videos that belong together, in order of id; `ties` tell why, enough of them to hold all together."""

    key: str
    members: tuple[VideoId, ...]
    ties: tuple[Tie, ...] = ()


@dataclass(frozen=True, slots=True)
class Groups:
    """All groups, in order of their first member; a video that belongs to no other is a group of one."""

    all: tuple[Group, ...]

    def of_video(self) -> dict[VideoId, Group]:
        """The group of each video."""
        return {name: group for group in self.all for name in group.members}

    def shared(self) -> tuple[Group, ...]:
        """The groups of two and more."""
        return tuple(group for group in self.all if len(group.members) > 1)


def group_items(
    items: Iterable[SplitItem], pairs: Iterable[Pair] = (), *, by_uploader: bool = False
) -> Groups:
    """Unite what has the same group, source, recording in its name or (where asked) uploader, and all pairs.

    The result does not depend on the order of either; a pair with a video that is no item ties nothing.
    """
    by_id = {item.video_id: item for item in items}
    ties = [*_ties_by_text(by_id, by_uploader=by_uploader), *_ties_of(pairs, by_id)]
    roots = _Roots()
    # Ties that hold nothing more together are left out: three clips of a source need two.
    needed = [tie for tie in ties if roots.unite(tie.first, tie.second)]
    members: dict[VideoId, list[VideoId]] = defaultdict(list)
    for name in sorted(by_id):
        members[roots.find(name)].append(name)
    why: dict[VideoId, list[Tie]] = defaultdict(list)
    for tie in needed:
        why[roots.find(tie.first)].append(tie)
    keys = _Keys(by_id)
    return Groups(
        tuple(
            Group(key=keys.key(names), members=tuple(names), ties=tuple(why[root]))
            for root, names in members.items()
        )
    )


def _ties_by_text(by_id: Mapping[VideoId, SplitItem], *, by_uploader: bool) -> Iterator[Tie]:
    """Each video with a text is tied to the first video that has it."""
    firsts: dict[tuple[str, str], VideoId] = {}
    for name in sorted(by_id):
        item = by_id[name]
        for evidence, text in _texts(item, by_uploader=by_uploader):
            first = firsts.setdefault((evidence, text), name)
            if text and first != name:
                yield Tie(first=first, second=name, evidence=evidence, what=text)


def _texts(item: SplitItem, *, by_uploader: bool) -> Iterator[tuple[str, str]]:
    yield "group", item.group
    yield Evidence.SOURCE, item.source
    yield Evidence.NAME, source_in_name(item.video_id)
    if by_uploader:
        yield Evidence.UPLOADER, item.uploader


def _ties_of(pairs: Iterable[Pair], by_id: Mapping[VideoId, SplitItem]) -> Iterator[Tie]:
    for pair in sorted(pairs, key=lambda pair: (pair.first, pair.second, pair.evidence)):
        if pair.first in by_id and pair.second in by_id:
            yield Tie(first=pair.first, second=pair.second, evidence=pair.evidence, what=pair.note)


class _Roots:
    """Union-find: which videos hang together by now."""

    def __init__(self) -> None:
        self._parent: dict[VideoId, VideoId] = {}

    def find(self, name: VideoId) -> VideoId:
        """The video that stands for all that hang together with this one."""
        path = []
        while (parent := self._parent.get(name, name)) != name:
            path.append(name)
            name = parent
        self._parent.update(dict.fromkeys(path, name))
        return name

    def unite(self, first: VideoId, second: VideoId) -> bool:
        """Put two together; whether they were apart."""
        roots = sorted({self.find(first), self.find(second)})
        self._parent |= dict.fromkeys(roots, roots[0])
        return len(roots) > 1


class _Keys:
    """A name of its own for each group: the group of its videos, else their source, else the first video."""

    def __init__(self, by_id: Mapping[VideoId, SplitItem]) -> None:
        self._by_id = by_id
        self._taken: set[str] = set()

    def key(self, members: Sequence[VideoId]) -> str:
        items = [self._by_id[name] for name in members]
        wanted = [
            *sorted({item.group for item in items} - {""}),
            *sorted({item.source for item in items} - {""}),
            members[0],
        ]
        key = next((each for each in wanted if each not in self._taken), members[0])
        while key in self._taken:
            key += "+"
        self._taken.add(key)
        return key
