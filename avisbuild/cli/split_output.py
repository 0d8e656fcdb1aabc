"""What is said of a planned split: the balance, and what its reader has to know."""

from collections.abc import Iterator

from avisbuild.cli.output import say, say_table
from avisbuild.messages import Message
from avisbuild.records import Split
from avisbuild.releases.splits.balance import BalanceRow
from avisbuild.releases.splits.planning import PlannedSplit

_SHOWN = 12
_NAMED = 5


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


def split_notes(planned: PlannedSplit) -> Iterator[Message]:
    """What the reader of a split has to know: groups that it cuts, videos it leaves out, what it kept."""
    if planned.cut:
        yield Message(
            "split-cuts-groups",
            count=len(planned.cut),
            leaking=len(planned.leaking),
            clips=planned.leaking_clips,
        )
    if planned.left_out:
        yield Message(
            "split-left-out",
            count=len(planned.left_out),
            named=_first(planned.left_out),
        )
    if planned.missing:
        yield Message("split-missing", count=planned.missing)
    if planned.kept:
        yield Message("split-kept", count=planned.kept, new=len(planned.items) - planned.kept)
    if not planned.balance.rows:
        yield Message("split-nothing-to-balance")


def _first(names: tuple[str, ...]) -> str:
    return ", ".join([*names[:_NAMED], *(["..."] if len(names) > _NAMED else [])])


def _cells(row: BalanceRow) -> tuple[object, ...]:
    return (
        row.kind,
        row.name,
        f"{row.share:.1f}",
        *("-" if gap is None else f"{gap:+.2f}" for gap in row.gaps),
        "-" if row.p_value is None else f"{row.p_value:.3f}",
    )
