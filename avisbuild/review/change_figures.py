"""What rounds changed in figures: shares of masks, cells and instances, and how far masks were moved."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from statistics import fmean, median
from typing import Any, Literal, TypeAlias

from avisbuild.records import CategoryId, Taxonomy
from avisbuild.review.diff import CellChange, Totals
from avisbuild.review.round_changes import ChangedRound

Grouping: TypeAlias = Literal["reviewer", "category", "video"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFigures:
    """What the rounds of one group changed; `group` is "" for all of them.

    `totals` is what there was before or after, `changed` how much of that is not the same. `mean_iou` and
    `median_iou` compare masks that are there on both sides and differ, before with after; None without any.
    """

    group: str
    videos: int
    totals: Totals
    changed: Totals
    mean_iou: float | None
    median_iou: float | None

    @property
    def document(self) -> dict[str, Any]:
        """As `review diff --json` gives it; a share is None where there was nothing to change."""
        return {
            "group": self.group,
            "videos": self.videos,
            "masks": self.totals.masks,
            "masks_changed": self.changed.masks,
            "mask_share": share(self.changed.masks, self.totals.masks),
            "cells": self.totals.cells,
            "cells_changed": self.changed.cells,
            "cell_share": share(self.changed.cells, self.totals.cells),
            "instances": self.totals.instances,
            "instances_changed": self.changed.instances,
            "instance_share": share(self.changed.instances, self.totals.instances),
            "mean_iou": self.mean_iou,
            "median_iou": self.median_iou,
        }


def share(changed: int, total: int) -> float | None:
    """How much of `total` changed, None of nothing."""
    return changed / total if total else None


def total_figures(rounds: Iterable[ChangedRound]) -> ChangeFigures:
    """The figures of all rounds together."""
    return _figures("", [part for each in rounds for part in _by_category(each)])


def grouped_figures(
    rounds: Iterable[ChangedRound], by: Grouping, taxonomy: Taxonomy
) -> tuple[ChangeFigures, ...]:
    """The figures of each reviewer, category or video, the one with the most changed masks first."""
    group_of: Mapping[Grouping, Callable[[_Part], str]] = {
        "reviewer": lambda part: part.round.span.person,
        "video": lambda part: part.round.span.video_id,
        "category": lambda part: category_name(taxonomy, part.category_id),
    }
    groups: dict[str, list[_Part]] = defaultdict(list)
    for each in rounds:
        for part in _by_category(each):
            groups[group_of[by](part)].append(part)
    found = [_figures(group, parts) for group, parts in groups.items()]
    return tuple(sorted(found, key=_worst_first))


def category_name(taxonomy: Taxonomy, category_id: CategoryId) -> str:
    """A category's name; its number where it is retired by now."""
    known = taxonomy.by_id.get(category_id)
    return str(category_id) if known is None else known.name


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """What a round has of one category."""

    round: ChangedRound
    category_id: CategoryId
    totals: Totals
    changed: Totals
    cells: Sequence[CellChange]


def _by_category(changed: ChangedRound) -> Iterator[_Part]:
    found = changed.changes
    ids = found.changed_instances
    known = {each.instance_id: each.instance for each in found.cells}
    known |= {each.instance_id: each.instance for each in found.instances}
    for category_id, totals in found.totals.items():
        cells = [each for each in found.cells if each.instance.category_id == category_id]
        touched = [name for name in ids if known[name].category_id == category_id]
        yield _Part(
            round=changed,
            category_id=category_id,
            totals=totals,
            changed=Totals(
                masks=sum(each.has_other_mask for each in cells),
                cells=sum(each.has_other_state for each in cells),
                instances=len(touched),
            ),
            cells=cells,
        )


def _figures(group: str, parts: Sequence[_Part]) -> ChangeFigures:
    ious = [
        each.iou for part in parts for each in part.cells if each.is_moved and each.iou is not None
    ]
    return ChangeFigures(
        group=group,
        videos=len({part.round.span.video_id for part in parts}),
        totals=reduce(Totals.__add__, (part.totals for part in parts), Totals()),
        changed=reduce(Totals.__add__, (part.changed for part in parts), Totals()),
        mean_iou=fmean(ious) if ious else None,
        median_iou=median(ious) if ious else None,
    )


def _worst_first(each: ChangeFigures) -> tuple[float, float, str]:
    masks = share(each.changed.masks, each.totals.masks) or 0.0
    cells = share(each.changed.cells, each.totals.cells) or 0.0
    return -masks, -cells, each.group
