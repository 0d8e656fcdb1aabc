"""Groups that a split cuts: what it shows in one split, it shows in another, too."""

from collections.abc import Sequence

from avisbuild.errors import ReleaseError
from avisbuild.records import Split, SplitPlan, VideoId
from avisbuild.records.leaks import LeakingGroup, find_leaking_groups, members_by_split
from avisbuild.releases.splits.groups import Groups

_NAMED = 3


def groups_cut(plan: SplitPlan, groups: Groups) -> list[LeakingGroup[VideoId]]:
    """The groups with videos in several splits, in order of their first video."""
    return find_leaking_groups(
        (group.key, plan.assignment[name], name)
        for group in groups.shared()
        for name in group.members
        if name in plan.assignment
    )


def into_test(cut: Sequence[LeakingGroup[VideoId]]) -> list[LeakingGroup[VideoId]]:
    """Those of which something is tested that something else was learnt from or chosen by."""
    return [group for group in cut if Split.TEST in group.members]


def refuse_leaks(plan: SplitPlan, groups: Groups) -> None:
    """Raise ReleaseError, naming the first groups, where a group stands in test and elsewhere."""
    leaking = into_test(groups_cut(plan, groups))
    if leaking:
        raise ReleaseError(
            "split-leaks-into-test",
            count=len(leaking),
            clips=members_by_split(leaking)[Split.TEST],
            named=_named(leaking),
        )


def _named(leaking: Sequence[LeakingGroup[VideoId]]) -> str:
    told = [
        f"{group.group} ({', '.join(f'{split} {names[0]}' for split, names in group.members.items())})"
        for group in leaking[:_NAMED]
    ]
    return "; ".join([*told, *(["..."] if len(leaking) > _NAMED else [])])
