"""Comparing a whole share with this project: what is taken, what conflicts, and what is told."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, func, select

from avisbuild.errors import ProjectError
from avisbuild.messages import Message
from avisbuild.records import Heard, Instance, Mask, Proposal, Video, VideoId
from avisbuild.review.merging.ancestor import Ancestor, find_ancestor, share_head
from avisbuild.review.merging.conflict import NOTHING, Choice, Conflict, Decisions, Three
from avisbuild.review.merging.other_ids import OtherIds
from avisbuild.review.merging.preparing import CategoryPlan, plan_categories, prepared
from avisbuild.review.merging.video_plan import VideoPlan, plan_video
from avisbuild.store import Project
from avisbuild.store.categories import CATEGORIES
from avisbuild.store.earlier_rows import (
    OF_NO_VIDEO,
    Changes,
    Rows,
    patched,
    rows_before,
    video_rows,
)
from avisbuild.store.journal import Entry, Head, read_entries, read_head
from avisbuild.store.kind import KINDS, kind_of
from avisbuild.store.sharing import MARK
from avisbuild.untrusted.limits import check_masks

# What `annotation/category_edits.py` calls it.
_CATEGORY_MERGE = "category-merge"


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What one person did in a share: how many edits of a kind, in one video, from when to when."""

    person: str
    video_id: str
    kind: str
    edits: int
    first_at: str
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """What merging a share means, as this project is at `head`; nothing is changed by it.

    `merged_into` says which category ours merged another one into, `used_elsewhere` which categories videos
    have that are not in the share, `other_ids` what has other ids here than there.
    """

    head: Head
    share_head: Head
    videos: tuple[VideoPlan, ...]
    categories: CategoryPlan
    our_categories: Rows
    category_conflicts: tuple[Conflict, ...]
    merged_into: Mapping[int, int]
    used_elsewhere: frozenset[int]
    heard: tuple[Heard, ...]
    work: tuple[Work, ...]
    notes: tuple[Message, ...]
    other_ids: OtherIds = field(default_factory=OtherIds)

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """Everything that a person has to decide, of each video first whether it is taken as a whole."""
        of_videos = chain.from_iterable(
            ((each.gate,) if each.gate else ()) + each.conflicts for each in self.videos
        )
        return (*self.category_conflicts, *of_videos)

    @property
    def taken_count(self) -> int:
        """How many rows are taken without a question."""
        return len(self.categories.taken) + sum(len(each.taken) for each in self.videos)

    @property
    def has_nothing(self) -> bool:
        """Whether the share says nothing that is not here."""
        heard = not self.work and not self.taken_count
        return heard and not self.conflicts

    def open_conflicts(self, decisions: Decisions) -> tuple[Conflict, ...]:
        """Those that are still to be decided; in a video of which one side is taken whole, none is."""
        settled = {
            each.video_id
            for each in self.videos
            if each.gate and decisions.get(each.gate.key) in (Choice.OURS, Choice.THEIRS)
        }
        return tuple(
            each
            for each in self.conflicts
            if decisions.get(each.key) not in each.choices and each.video_id not in settled
        )

    def unknown(self, decisions: Decisions) -> list[str]:
        """Keys of decisions that are about nothing, or say what cannot be chosen."""
        known = {each.key: each.choices for each in self.conflicts}
        return [key for key, choice in decisions.items() if choice not in known.get(key, ())]


def plan_merge(project: Project, share: Project) -> MergePlan:
    """Compare a share with the project that it was made of; raises ProjectError for any other's.

    Videos that only one of the two has are left out, and told.
    """
    ancestor = find_ancestor(project, share)
    theirs_until = share_head(share)
    with project.moment() as here, share.moment() as there:
        side = here if ancestor.side == "ours" else there
        before = rows_before(side, read_entries(side, after=ancestor.sequence))
        sides = _Sides(here, there, before, ancestor, name=share.folder)
        other_ids = ancestor.other_ids
        names, notes = sides.common_videos()
        kept = other_ids.category_rows(sides.categories(), notes)
        categories = plan_categories(kept)
        called = _names(kept.theirs, kept.ours)
        other_ids.add_categories(categories.new_ids)
        plans = []
        for video_id in names:
            three = sides.video(video_id)
            _check_video(three, video_id)
            three = other_ids.video_rows(three, video_id, notes)
            three, told = prepared(three, theirs_until.hash, other_ids)
            plans.append(plan_video(video_id, three, called))
            notes += told
        work = _work(read_entries(there, after=ancestor.share_sequence), names)
        gone = {int(key[0]) for (_, key), row in kept.ours.items() if row["is_retired"]}
        merged_into = _merged_into(read_entries(here, after=_ours_since(ancestor)), gone)
        kind = kind_of(Heard)
        heard = [each for name in names for each in kind.records(there, kind.of_video(name))]
        used_elsewhere = frozenset(
            each.category_id
            for each in kind_of(Instance).records(here)
            if each.video_id not in set(names)
        )
        lacking = _gone_categories(kept.ours, plans, merged_into, categories)
        return MergePlan(
            head=read_head(here),
            share_head=theirs_until,
            videos=tuple(plans),
            categories=categories,
            our_categories=kept.ours,
            category_conflicts=(*categories.conflicts, *lacking),
            merged_into=merged_into,
            used_elsewhere=used_elsewhere,
            heard=tuple(heard),
            work=tuple(work),
            notes=(*categories.notes, *notes),
            other_ids=other_ids,
        )


class _Sides:
    """The two databases and what was before, row by row."""

    def __init__(
        self,
        ours: Connection,
        theirs: Connection,
        before: dict[str, Changes],
        ancestor: Ancestor,
        *,
        name: object,
    ) -> None:
        self._ours, self._theirs, self._before = ours, theirs, before
        self._name = name
        self._is_ours = ancestor.side == "ours"

    def video(self, video_id: str) -> Three:
        """The three states of a video; raises BeyondLimitError where a stranger's has masks without end."""
        for kind in (kind_of(Mask), kind_of(Proposal)):
            counts = kind.table.c.counts
            query = select(func.count(), func.coalesce(func.sum(func.length(counts)), 0))
            found, size = self._theirs.execute(query.where(kind.of_video(video_id))).one()
            check_masks(self._name, video_id, found, int(size))
        return self._three(
            video_rows(self._ours, video_id), video_rows(self._theirs, video_id), video_id
        )

    def categories(self) -> Three:
        kind = KINDS[CATEGORIES]
        rows: list[Rows] = [
            {(kind.name, kind.key_of(row)): row for row in kind.rows(side)}
            for side in (self._ours, self._theirs)
        ]
        return self._three(rows[0], rows[1], OF_NO_VIDEO)

    def _three(self, ours: Rows, theirs: Rows, owner: str) -> Three:
        later = ours if self._is_ours else theirs
        base = patched(later, self._before.get(owner, NOTHING))
        return Three(base=base, ours=ours, theirs=theirs)

    def common_videos(self) -> tuple[list[VideoId], list[Message]]:
        kind = kind_of(Video)
        here, there = (
            {each.video_id for each in kind.records(side)} for side in (self._ours, self._theirs)
        )
        notes = [Message("merge-video-unknown", video=each) for each in sorted(there - here)]
        return sorted(here & there), notes


def _check_video(three: Three, video_id: str) -> None:
    """Refuse a video that one side has clipped anew: what was marked there fits no frame here."""
    place = ("videos", (video_id,))
    ours, theirs = (
        [side[place][name] for name in ("second_count", "height_px", "width_px")]
        for side in (three.ours, three.theirs)
    )
    if ours != theirs:
        said = ["{} s, {} x {}".format(*each) for each in (ours, theirs)]
        raise ProjectError("merge-video-changed", video=video_id, ours=said[0], theirs=said[1])


def _ours_since(ancestor: Ancestor) -> int:
    return ancestor.sequence if ancestor.side == "ours" else 0


def _work(entries: Iterable[Entry], videos: Iterable[str]) -> list[Work]:
    """Who did what in a share, in order of person, video and kind."""
    counts: Counter[tuple[str, str, str]] = Counter()
    times: dict[tuple[str, str, str], tuple[str, str]] = {}
    known = {*videos, OF_NO_VIDEO}
    for entry in entries:
        if entry.kind == MARK or entry.video_id not in known:
            continue
        key = (entry.author, entry.video_id, entry.kind)
        counts[key] += 1
        times[key] = (times.get(key, (entry.written_at,))[0], entry.written_at)
    return [
        Work(
            person=person,
            video_id=video_id,
            kind=kind,
            edits=counts[person, video_id, kind],
            first_at=times[person, video_id, kind][0],
            last_at=times[person, video_id, kind][1],
        )
        for person, video_id, kind in sorted(counts)
    ]


def _merged_into(entries: Iterable[Entry], gone: Collection[int]) -> dict[int, int]:
    """Which category became part of which, by id; `gone` are those that are not there any more."""
    found: dict[int, int] = {}
    for entry in entries:
        if entry.kind != _CATEGORY_MERGE:
            continue
        after: list[tuple[str, Any]] = [(each.table, each.after) for each in entry.operations]
        retired = [row for table, row in after if table == CATEGORIES and row["is_retired"]]
        kept = [row for table, row in after if row is not None and not row.get("is_retired")]
        for row in retired:
            # Its words became synonyms of the other, or its instances instances of it.
            found |= {int(row["category_id"]): int(each["category_id"]) for each in kept[-1:]}
    return {number: _end(number, found, gone) for number in found}


def _end(number: int, merged_into: Mapping[int, int], gone: Collection[int]) -> int:
    """Where one merge after another leads: the first category that is there."""
    into, steps = merged_into[number], 0
    while into in gone and into in merged_into and steps < len(merged_into):
        into, steps = merged_into[into], steps + 1
    return into


def _gone_categories(
    ours: Rows, plans: Iterable[VideoPlan], merged_into: Mapping[int, int], categories: CategoryPlan
) -> list[Conflict]:
    """Categories that were removed here, and that new or changed instances of the share have."""
    retired = {int(key[0]) for (_, key), row in ours.items() if row["is_retired"]}
    wanted = {
        int(row["category_id"])
        for plan in plans
        for changes in (
            plan.taken,
            *(effect for each in plan.conflicts for effect in each.effects.values()),
        )
        for (table, _), row in changes.items()
        if table == "instances" and row is not None
    }
    found = []
    for number in sorted(retired & wanted):
        place = (CATEGORIES, (number,))
        back = {place: {**ours[place], "is_retired": False}}
        name = str(ours[place]["name"])
        if number not in merged_into:
            categories.taken.update(back)
            categories.notes.append(Message("merge-category-back", name=name))
            continue
        into = str(ours[CATEGORIES, (merged_into[number],)]["name"])
        found.append(
            Conflict(
                kind="conflict-category-gone",
                video_id=OF_NO_VIDEO,
                place=str(number),
                name=name,
                ours=Message("side-category-merged", name=into),
                theirs=Message("side-category-used"),
                effects={Choice.OURS: NOTHING, Choice.THEIRS: back},
            )
        )
    return found


def _names(*sides: Rows) -> dict[int, str]:
    """What categories are called, by id; where several sides have one, as the last of them calls it."""
    return {int(key[0]): str(row["name"]) for side in sides for (_, key), row in side.items()}
