"""The plot of a split's balance: a line for everything that is balanced, a dot for each split."""

from collections.abc import Sequence

from avisbuild.records import Split
from avisbuild.releases.splits.balance import BalanceRow
from avisbuild.report.colours import light
from avisbuild.report.figures import house_look, new_figure, svg_of

_DOTS = {
    Split.TRAIN: ("blue", "o"),
    Split.VAL: ("amber", "s"),
    Split.TEST: ("orange", "D"),
}
_MOST_ROWS = 80


def balance_svg(rows: Sequence[BalanceRow]) -> str:
    """The gaps in points, largest first; of more than eighty the eighty largest. Raises AvisbuildError."""
    shown = sorted(rows, key=lambda row: (-row.largest_gap, row.kind, row.name))[:_MOST_ROWS]
    with house_look():
        plot = new_figure(7.5, 1.0 + 0.19 * len(shown))
        axes = plot.add_subplot()
        at = range(len(shown))
        axes.axvline(0, color=light("faint"), linewidth=1)
        axes.hlines(
            at,
            [_ends(row)[0] for row in shown],
            [_ends(row)[1] for row in shown],
            color=light("line"),
        )
        for index, (split, (colour, marker)) in enumerate(_DOTS.items()):
            told = [
                (gap, row)
                for row, each in enumerate(shown)
                if (gap := each.gaps[index]) is not None
            ]
            axes.plot(
                [gap for gap, _ in told],
                [row for _, row in told],
                marker,
                color=light(colour),
                markersize=4.5,
                label=split,
            )
        axes.set_yticks(list(at), [_name(row) for row in shown])
        axes.set_ylim(len(shown) - 0.5, -0.5)
        axes.set_xlabel("gap, points of share")
        axes.grid(axis="x")
        axes.legend(loc="lower right", ncols=3, bbox_to_anchor=(1, 1), borderaxespad=0.1)
    return svg_of(plot, "balance")


def _ends(row: BalanceRow) -> tuple[float, float]:
    gaps = [gap for gap in row.gaps if gap is not None]
    return min((0.0, *gaps)), max((0.0, *gaps))


def _name(row: BalanceRow) -> str:
    return row.name if row.kind in ("category", "silent share") else f"{row.kind} {row.name}"
