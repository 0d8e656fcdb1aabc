"""What became of whole instances between two moments: added, removed, renamed, merged, split."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from avisbuild.masks import area, union
from avisbuild.records import Instance, InstanceId, Rle, Track
from avisbuild.review.track_pairs import TrackPair

# So much of what an instance was must be found in another, for one to have become, or come from, the other.
_ENOUGH = 0.5


class InstanceChangeKind(StrEnum):
    """What became of an instance."""

    ADDED = "added"
    REMOVED = "removed"
    RENAMED = "renamed"
    MERGED = "merged"
    SPLIT = "split"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstanceChange:
    """What became of one instance: `instance` is the later one of the two, `before` what it was if renamed.

    `other` is the instance that it was merged into or split from. `author` is who was the last to change the
    instance itself, "" where that is not known.
    """

    kind: InstanceChangeKind
    instance: Instance
    before: Instance | None = None
    other: Instance | None = None
    author: str = ""

    @property
    def instance_id(self) -> InstanceId:
        return self.instance.instance_id


def instance_changes(
    pairs: Sequence[TrackPair], authors: Mapping[tuple[str, int | None], str]
) -> Iterator[InstanceChange]:
    """Of instances before and after, those that came, went or are called otherwise.

    One that went is merged into the one that has since got most of its cells, and one that came is split
    from the one that has since lost most of them.
    """
    for pair in pairs:
        author = authors.get((pair.instance.instance_id, None), "")
        if not pair.is_there:
            gained = [_Candidate(each.instance, each.after, each.before) for each in pairs]
            other = _heir(pair.before, gained)
            kind = InstanceChangeKind.REMOVED if other is None else InstanceChangeKind.MERGED
            yield InstanceChange(kind=kind, instance=pair.instance, other=other, author=author)
        elif not pair.was_there:
            lost = [_Candidate(each.instance, each.before, each.after) for each in pairs]
            other = _heir(pair.after, lost)
            kind = InstanceChangeKind.ADDED if other is None else InstanceChangeKind.SPLIT
            yield InstanceChange(kind=kind, instance=pair.instance, other=other, author=author)
        elif _called(pair.before.instance) != _called(pair.after.instance):
            yield InstanceChange(
                kind=InstanceChangeKind.RENAMED,
                instance=pair.instance,
                before=pair.before.instance,
                author=author,
            )


def _called(instance: Instance) -> tuple[int, int]:
    return instance.category_id, instance.number


class _Candidate(NamedTuple):
    """An instance that may have what another lacks: what it has on that side, and had on the other."""

    instance: Instance
    has: Track
    had: Track


def _heir(track: Track, candidates: Sequence[_Candidate]) -> Instance | None:
    """Which instance has most of a track's cells and had not; None where none has."""
    shares = [(_share_found(track, each), each.instance) for each in candidates]
    share, instance = max(shares, key=lambda each: each[0])
    return instance if share >= _ENOUGH else None


def _share_found(track: Track, candidate: _Candidate) -> float:
    """The share of a track's marked cells that a candidate has, and had not."""
    marked = [second for second in range(len(track.states)) if track.is_marked(second)]
    return sum(_is_found(track, candidate, each) for each in marked) / max(1, len(marked))


def _is_found(track: Track, candidate: _Candidate, second: int) -> bool:
    """Whether a cell's mask, or its state where it has none, came to the candidate."""
    own, theirs = track.masks[second], candidate.has.masks[second]
    if own is not None:
        is_new = theirs is not None and theirs != candidate.had.masks[second]
        return is_new and theirs is not None and _covered(own, theirs) >= _ENOUGH
    state = candidate.has.states[second]
    return state is track.states[second] and state is not candidate.had.states[second]


def _covered(part: Rle, whole: Rle) -> float:
    """The share of a mask's pixels that another has, too."""
    own = area(part)
    if part.size != whole.size or not own:
        return 0.0
    return (own + area(whole) - area(union([part, whole], part.size))) / own
