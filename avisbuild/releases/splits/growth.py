"""Growing a split: what an earlier plan assigned stays where it is, and what is new goes beside its group."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from avisbuild.records import Split, VideoId
from avisbuild.releases.splits.groups import Group, Groups
from avisbuild.releases.splits.items import SplitItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Torn:
    """A group whose videos an earlier plan has in several splits; `new` are those that join it now."""

    group: Group
    sides: tuple[Split, ...]
    new: tuple[VideoId, ...]


def pin_items(
    items: Sequence[SplitItem], earlier: Mapping[VideoId, Split]
) -> tuple[SplitItem, ...]:
    """The items, each pinned to the split that the earlier plan gave it."""
    return tuple(replace(item, pinned=earlier.get(item.video_id)) for item in items)


def torn_groups(items: Sequence[SplitItem], groups: Groups) -> tuple[Torn, ...]:
    """The groups that are pinned to several splits: a person decides about them, for nothing moves."""
    pins = {item.video_id: item.pinned for item in items}
    found = []
    for group in groups.shared():
        sides = {pin for name in group.members if (pin := pins.get(name)) is not None}
        if len(sides) > 1:
            new = tuple(name for name in group.members if pins.get(name) is None)
            in_order = tuple(split for split in Split if split in sides)
            found.append(Torn(group=group, sides=in_order, new=new))
    return tuple(found)


def parts_by_side(
    group: Group, pins: Mapping[VideoId, Split]
) -> dict[Split | None, tuple[VideoId, ...]]:
    """The members by the split they go to, None for a group that is free to go anywhere.

    What is not pinned goes where most of the pinned are: to train before val before test where equally many.
    """
    sides = [pins[name] for name in group.members if name in pins]
    if not sides:
        return {None: group.members}
    home = max(Split, key=sides.count)
    found: dict[Split | None, list[VideoId]] = {}
    for name in group.members:
        found.setdefault(pins.get(name, home), []).append(name)
    return {side: tuple(members) for side, members in found.items()}
