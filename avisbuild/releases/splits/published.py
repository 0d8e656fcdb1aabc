"""Splitting as somebody published: each video where a table of names has it, and the rest left out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from avisbuild.errors import ReleaseError
from avisbuild.records import Split, SplitPlan, VideoId
from avisbuild.releases.splits.groups import Groups
from avisbuild.releases.splits.items import SplitItem

PUBLISHED = "published"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPlan:
    """The plan, the videos that the table does not have, and how many of the table are not there."""

    plan: SplitPlan
    left_out: tuple[VideoId, ...]
    missing: int


def plan_published(
    items: Sequence[SplitItem], groups: Groups, table: Mapping[VideoId, Split]
) -> PublishedPlan:
    """Assign each item by its name; raises ReleaseError where the table has none of them."""
    assignment = {
        item.video_id: table[item.video_id]
        for item in sorted(items, key=lambda item: item.video_id)
        if item.video_id in table
    }
    if not assignment:
        raise ReleaseError("split-none-published", count=len(items), listed=len(table))
    keys = groups.of_video()
    return PublishedPlan(
        plan=SplitPlan(
            method=PUBLISHED,
            seed=0,
            assignment=assignment,
            groups={name: keys[name].key for name in assignment},
        ),
        left_out=tuple(sorted(item.video_id for item in items if item.video_id not in table)),
        missing=len(table) - len(assignment),
    )
