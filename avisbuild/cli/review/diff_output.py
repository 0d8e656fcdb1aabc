"""What `review diff` prints: tables for people, CSV, and one JSON document."""

from collections.abc import Mapping, Sequence
from typing import Any

from avisbuild.cli.output import say, say_table
from avisbuild.documents.csv_text import csv_text
from avisbuild.records import Taxonomy
from avisbuild.review.change_figures import (
    ChangeFigures,
    Grouping,
    grouped_figures,
    total_figures,
)
from avisbuild.review.change_wording import (
    instance_message,
    instance_name,
    silences_message,
    what_changed,
)
from avisbuild.review.diff import CellChange
from avisbuild.review.round_changes import NO_REVIEW, ChangedRound

_CELL_COLUMNS = (
    "video_id",
    "review",
    "instance",
    "second",
    "state_before",
    "state_after",
    "mask",
    "iou",
    "author",
)


def document(rounds: Sequence[ChangedRound], taxonomy: Taxonomy) -> dict[str, Any]:
    """All that is known, for a program: rounds with their cells worst first, and the figures."""
    return {
        "rounds": [_round_document(each, taxonomy) for each in rounds],
        "by_reviewer": _group_documents(rounds, "reviewer", taxonomy),
        "by_category": _group_documents(rounds, "category", taxonomy),
        "total": _without_group(total_figures(rounds)),
    }


def say_changes(rounds: Sequence[ChangedRound], taxonomy: Taxonomy, *, most: int | None) -> None:
    """The cells of all rounds, each video's worst first, then what became of whole instances."""
    for each in rounds:
        found = each.changes
        shown = found.cells[:most]
        rows = [
            (
                instance_name(cell.instance, taxonomy),
                cell.second,
                what_changed(cell),
                "-" if cell.iou is None else f"{cell.iou:.2f}",
                cell.author or "-",
            )
            for cell in shown
        ]
        if rows:
            columns = ("instance", "second", "what changed", "IoU", "last by")
            say_table(_title(each), columns, rows, left=(0, 2, 4))
        else:
            say(f"{_title(each)}: no cell changed")
        if len(shown) < len(found.cells):
            say(f"{len(found.cells) - len(shown)} more cells; list them with --most 0")
        for instance in found.instances:
            by = f" ({instance.author})" if instance.author else ""
            say(f"{instance_message(instance, taxonomy)}{by}")
        if found.silences:
            say(str(silences_message(found.silences)))


def say_groups(rounds: Sequence[ChangedRound], by: Grouping, taxonomy: Taxonomy) -> None:
    """The figures of each reviewer, category or video, the one with most changed masks first."""
    columns = (by, "videos", "masks", "changed", "cells", "changed", "instances", "changed")
    rows = [
        (
            each.group or "-",
            each.videos,
            each.totals.masks,
            _percent(each.changed.masks, each.totals.masks),
            each.totals.cells,
            _percent(each.changed.cells, each.totals.cells),
            each.totals.instances,
            _percent(each.changed.instances, each.totals.instances),
            _rounded(each.mean_iou),
            _rounded(each.median_iou),
        )
        for each in grouped_figures(rounds, by, taxonomy)
    ]
    if rows:
        say_table("", (*columns, "IoU, mean", "median"), rows)


def say_total(rounds: Sequence[ChangedRound]) -> None:
    """All rounds in one line."""
    if not rounds:
        say("no such review has begun yet")
        return
    total = total_figures(rounds)
    parts = [
        f"{getattr(total.changed, what)} of {getattr(total.totals, what)} {what}"
        for what in ("masks", "cells", "instances")
    ]
    moved = (
        ""
        if total.mean_iou is None
        else f"; IoU of moved masks: mean {total.mean_iou:.3f}, median {total.median_iou:.3f}"
    )
    say(f"changed: {', '.join(parts)}{moved}")


def say_csv(rounds: Sequence[ChangedRound], by: Grouping | None, taxonomy: Taxonomy) -> None:
    """A line a changed cell, or a line a group, below a header."""
    if by is not None:
        groups = [each.document for each in grouped_figures(rounds, by, taxonomy)]
        _say_rows(tuple(total_figures([]).document), groups)
        return
    rows = [
        {"video_id": each.span.video_id, "review": _review(each), **_cell(cell, taxonomy)}
        for each in rounds
        for cell in each.changes.cells
    ]
    _say_rows(_CELL_COLUMNS, rows)


def _say_rows(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> None:
    cells = [[row[name] for name in columns] for row in rows]
    for line in csv_text(columns, cells).splitlines():
        say(line)


def _title(each: ChangedRound) -> str:
    span = each.span
    if _review(each) is None:
        return f"{span.video_id}, entries {span.start + 1} to {span.stop}"
    what = f"review {span.review}" if span.review else "annotating"
    by = f" by {span.person}" if span.person else ""
    return f"{span.video_id}, {what}{by}"


def _review(each: ChangedRound) -> int | None:
    """Which review it is, None where it is none."""
    return None if each.span.review == NO_REVIEW else each.span.review


def _round_document(each: ChangedRound, taxonomy: Taxonomy) -> dict[str, Any]:
    span = each.span
    return {
        "video_id": span.video_id,
        "review": _review(each),
        "person": span.person,
        "first_entry": span.start + 1,
        "last_entry": span.stop,
        "is_over": span.is_over,
        "changed_cells": [_cell(cell, taxonomy) for cell in each.changes.cells],
        "changed_instances": [
            {
                "kind": change.kind.value,
                "instance": instance_name(change.instance, taxonomy),
                "before": change.before and instance_name(change.before, taxonomy),
                "other": change.other and instance_name(change.other, taxonomy),
                "author": change.author,
            }
            for change in each.changes.instances
        ],
        "changed_silences": list(each.changes.silences),
        "figures": _without_group(total_figures([each])),
    }


def _cell(cell: CellChange, taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "instance": instance_name(cell.instance, taxonomy),
        "second": cell.second,
        "state_before": cell.state_before.value,
        "state_after": cell.state_after.value,
        "mask": _mask_change(cell),
        "iou": cell.iou,
        "author": cell.author,
    }


def _mask_change(cell: CellChange) -> str:
    if not cell.has_other_mask:
        return ""
    if cell.is_moved:
        return "changed"
    return "removed" if cell.mask_after is None else "added"


def _group_documents(
    rounds: Sequence[ChangedRound], by: Grouping, taxonomy: Taxonomy
) -> list[dict[str, Any]]:
    return [
        {by: each.group, **_without_group(each)} for each in grouped_figures(rounds, by, taxonomy)
    ]


def _without_group(figures: ChangeFigures) -> dict[str, Any]:
    told = figures.document
    del told["group"]
    return told


def _percent(changed: int, total: int) -> str:
    return f"{100 * changed / total:.1f} %" if total else "-"


def _rounded(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
