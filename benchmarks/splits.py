"""How balanced is a grouped split of 926 videos, how long does it take, and what do random splits reach?

    python benchmarks/splits.py

Ten tables (split_tables.py): the first is rebuilt from AVISeg's published lengths and counts, the others are
drawn like it. Each is split 616/105/205 by groups with seed 0; its largest gap over categories, in points of
share, is compared with the best of 1,000 random splits (which cut groups). The whole command is timed, too,
from a table of videos to the files, with p-values against 1,000 random grouped splits.
"""

import csv
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from harness import run, write_result
from split_tables import drawn_table, rebuilt_table

from avisbuild.records import Split, SplitSizes, VideoId
from avisbuild.releases.splits import SplitItem, group_items, plan_random
from avisbuild.releases.splits.grouped import plan_grouped
from avisbuild.releases.splits.leaks import groups_cut

_SIZES = SplitSizes(train=616, val=105, test=205)
_TABLES = 10
_RANDOM = 1000
_LARGEST_SHARE_OF_RANDOM = 0.5
_BUDGET_S = 20


def main() -> None:
    """Split the tables, compare, time the command, write results/splits.json."""
    tables = [rebuilt_table(), *map(drawn_table, range(1, _TABLES))]
    figures = {f"table {number}": compare(items) for number, items in enumerate(tables)}
    with tempfile.TemporaryDirectory() as name:
        videos = Path(name) / "videos.csv"
        write_table(videos, tables[0])
        out = ("--out", str(Path(name) / "splits.csv"))
        command = ("-m", "avisbuild", "split", str(videos), "--sizes", str(_SIZES), *out)
        cost = run([sys.executable, *command])
    worst = max(each["grouped / best random"] for each in figures.values())
    held = worst <= _LARGEST_SHARE_OF_RANDOM and cost.cpu_s <= _BUDGET_S
    write_result(
        "splits",
        question="How balanced a grouped split of 926 videos in 784 groups is, against 1,000 random splits",
        figures={
            **figures,
            "largest grouped / best random": worst,
            "avisbuild split, CPU s": round(cost.cpu_s, 2),
            "avisbuild split, wall s": round(cost.wall_s, 2),
            "avisbuild split, MiB": round(cost.peak_rss_mib),
            "at most half of the best random, in at most 20 CPU s": held,
        },
    )


def compare(items: Sequence[SplitItem]) -> dict[str, float]:
    """The largest gap over categories of the grouped split and of the random ones, in points."""
    groups = group_items(items)
    plan = plan_grouped(items, groups, _SIZES, 0)
    if groups_cut(plan, groups):
        raise RuntimeError("a group is cut")
    grouped = largest_gap(items, plan.assignment)
    names = [item.video_id for item in items]
    randoms = sorted(
        largest_gap(items, plan_random(names, _SIZES, seed).assignment) for seed in range(_RANDOM)
    )
    return {
        "groups": len(groups.all),
        "grouped": round(grouped, 3),
        "best random": round(randoms[0], 3),
        "median random": round(randoms[_RANDOM // 2], 3),
        "grouped / best random": round(grouped / randoms[0], 3),
    }


def largest_gap(items: Sequence[SplitItem], assignment: Mapping[VideoId, Split]) -> float:
    """Largest |share of videos with a category in a split - share in all|, counted anew from the items."""
    in_all: dict[str, int] = {}
    in_split: dict[tuple[str, Split], int] = {}
    for item in items:
        for label in item.labels:
            in_all[label] = in_all.get(label, 0) + 1
            place = label, assignment[item.video_id]
            in_split[place] = in_split.get(place, 0) + 1
    gaps = (
        abs(in_split.get((label, split), 0) / _SIZES.of(split) - count / len(items))
        for label, count in in_all.items()
        for split in Split
    )
    return 100 * max(gaps)


def write_table(path: Path, items: Sequence[SplitItem]) -> None:
    """The items as a table that `avisbuild split` reads."""
    columns = ("video_id", "group", "labels", "seconds", "silent_seconds", "instances")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(columns)
        for item in items:
            told = {column: getattr(item, column) for column in columns}
            writer.writerow((told | {"labels": ";".join(item.labels)}).values())


if __name__ == "__main__":
    main()
