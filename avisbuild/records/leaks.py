"""Leaks between splits: pieces of one recording in two of them; a model is tested on what it learnt."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from avisbuild.records.split import Split

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeakingGroup(Generic[T]):
    """A group with members in more than one split: the members by split, train before val before test."""

    group: str
    members: Mapping[Split, tuple[T, ...]]


def find_leaking_groups(placed: Iterable[tuple[str, Split, T]]) -> list[LeakingGroup[T]]:
    """The groups that more than one split has a piece of, in order of their first member.

    `placed` gives group, split and member; "" is no group, and one member alone is no group, whichever
    splits it is in.
    """
    groups: dict[str, dict[Split, list[T]]] = defaultdict(lambda: defaultdict(list))
    for group, split, member in placed:
        if group:
            groups[group][split].append(member)
    return [
        LeakingGroup(
            group=group, members={split: tuple(found[split]) for split in Split if split in found}
        )
        for group, found in groups.items()
        if len(found) > 1 and len(set().union(*found.values())) > 1
    ]


def members_by_split(groups: Sequence[LeakingGroup[T]]) -> dict[Split, int]:
    """How many members of each split the groups have, without the splits that have none."""
    counts = {split: sum(len(each.members.get(split, ())) for each in groups) for split in Split}
    return {split: count for split, count in counts.items() if count}
