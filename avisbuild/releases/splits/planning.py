"""Planning a split as asked: one way for `avisbuild split` and for `avisbuild export --split`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from avisbuild.errors import ReleaseError
from avisbuild.progress import Progress, silent
from avisbuild.records import Split, SplitMethod, SplitPlan, SplitSizes, VideoId
from avisbuild.records.leaks import LeakingGroup, members_by_split
from avisbuild.releases.audit.pairs import Pair
from avisbuild.releases.splits.at_random import plan_random
from avisbuild.releases.splits.balance import Balance, balance_of
from avisbuild.releases.splits.grouped import plan_grouped
from avisbuild.releases.splits.groups import Groups, group_items
from avisbuild.releases.splits.growth import Torn, pin_items, torn_groups
from avisbuild.releases.splits.items import SplitItem
from avisbuild.releases.splits.leaks import groups_cut, into_test, refuse_leaks
from avisbuild.releases.splits.published import plan_published
from avisbuild.releases.splits.sizes import scale_sizes

_NAMED = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRequest:
    """How to split.

    `sizes` are needed but for `published`, which needs `table`; with `as_ratios` they are proportions.
    `earlier` is what a plan that is grown has assigned, `pairs` are near-duplicates that an audit found.
    """

    method: SplitMethod
    sizes: SplitSizes | None = None
    as_ratios: bool = False
    seed: int = 0
    table: Mapping[VideoId, Split] | None = None
    earlier: Mapping[VideoId, Split] = field(default_factory=dict)
    pairs: Sequence[Pair] = ()
    by_uploader: bool = False
    leak_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSplit:
    """A plan with everything that is told of it; `items` and `groups` are of the videos in it.

    `left_out` are the videos that a published table does not have, `missing` how many of the table are not
    here; `torn` are the groups that growth found in several splits, and somebody accepted.
    """

    plan: SplitPlan
    items: tuple[SplitItem, ...]
    groups: Groups
    balance: Balance
    cut: tuple[LeakingGroup[VideoId], ...]
    left_out: tuple[VideoId, ...] = ()
    missing: int = 0
    kept: int = 0
    torn: tuple[Torn, ...] = ()
    by_uploader: bool = False
    leak_accepted: bool = False

    @property
    def leaking(self) -> list[LeakingGroup[VideoId]]:
        """The groups that stand in test and elsewhere."""
        return into_test(self.cut)

    @property
    def leaking_clips(self) -> int:
        """How many test videos those groups have."""
        return members_by_split(self.leaking).get(Split.TEST, 0)


def plan_split(
    items: Sequence[SplitItem], request: SplitRequest, *, progress: Progress = silent
) -> PlannedSplit:
    """Plan the split of these videos. Raises ReleaseError, also for leaks into test but at random."""
    items = tuple(sorted(items, key=lambda item: item.video_id))
    left_out: tuple[VideoId, ...] = ()
    missing = 0
    torn: tuple[Torn, ...] = ()
    groups = _groups(items, request)
    match request.method:
        case SplitMethod.RANDOM:
            sizes = _sizes(items, request)
            plan = plan_random([item.video_id for item in items], sizes, request.seed)
            plan = replace(plan, groups=_keys(groups))
        case SplitMethod.GROUPED:
            items = pin_items(items, request.earlier)
            torn = torn_groups(items, groups)
            if torn and not request.leak_accepted:
                raise ReleaseError("split-torn", count=len(torn), named=_named(torn))
            plan = plan_grouped(
                items, groups, _sizes(items, request), request.seed, progress=progress
            )
        case SplitMethod.PUBLISHED:
            published = plan_published(items, groups, request.table or {})
            plan, left_out, missing = published.plan, published.left_out, published.missing
            items = tuple(item for item in items if item.video_id in plan.assignment)
            groups = _groups(items, request)
    if request.method is not SplitMethod.RANDOM and not request.leak_accepted:
        refuse_leaks(plan, groups)
    return PlannedSplit(
        plan=plan,
        items=items,
        groups=groups,
        balance=balance_of(items, plan, groups),
        cut=tuple(groups_cut(plan, groups)),
        left_out=left_out,
        missing=missing,
        kept=sum(item.pinned is not None for item in items),
        torn=torn,
        by_uploader=request.by_uploader,
        leak_accepted=request.leak_accepted,
    )


def _groups(items: Iterable[SplitItem], request: SplitRequest) -> Groups:
    return group_items(items, request.pairs, by_uploader=request.by_uploader)


def _keys(groups: Groups) -> dict[VideoId, str]:
    return {name: group.key for name, group in groups.of_video().items()}


def _sizes(items: Sequence[SplitItem], request: SplitRequest) -> SplitSizes:
    if request.sizes is None:
        raise ReleaseError("split-needs-sizes")
    return scale_sizes(request.sizes, len(items)) if request.as_ratios else request.sizes


def _named(torn: Sequence[Torn]) -> str:
    told = [
        f"{each.group.key} in {' and '.join(each.sides)}"
        + (f", joined by {', '.join(each.new[:_NAMED])}" if each.new else "")
        for each in torn[:_NAMED]
    ]
    return "; ".join([*told, *(["..."] if len(torn) > _NAMED else [])])
