"""What is said of a planned split: the balance, and what its reader has to know."""

from avisbuild.cli.output import say, say_table
from avisbuild.records import Split
from avisbuild.releases.splits.balance import BalanceRow
from avisbuild.releases.splits.notes import split_notes
from avisbuild.releases.splits.planning import PlannedSplit

_SHOWN = 12


def show_split(planned: PlannedSplit) -> None:
    """Print the sizes, the largest gaps and the notes."""
    given = list(planned.plan.assignment.values())
    sizes = "/".join(str(given.count(split)) for split in Split)
    groups = planned.groups
    say(
        f"{planned.plan.method} split, seed {planned.plan.seed}: {sizes} of {len(planned.items)} videos in "
        f"{len(groups.all)} groups, {len(groups.shared())} of several videos; cut: {len(planned.cut)}"
    )
    rows = sorted(planned.balance.rows, key=lambda row: -row.largest_gap)
    if rows:
        columns = ("kind", "what", "share %", *(f"{split} gap" for split in Split), "p")
        say_table(
            f"largest gaps, points of share ({min(_SHOWN, len(rows))} of {len(rows)})",
            columns,
            [_cells(row) for row in rows[:_SHOWN]],
            left=(0, 1),
        )
    for note in split_notes(planned):
        say(f"note: {note}")


def _cells(row: BalanceRow) -> tuple[object, ...]:
    return (
        row.kind,
        row.name,
        f"{row.share:.1f}",
        *("-" if gap is None else f"{gap:+.2f}" for gap in row.gaps),
        "-" if row.p_value is None else f"{row.p_value:.3f}",
    )
