"""The page of a split: how balanced it is, with a plot, and which videos stayed together and why."""

from avisbuild.errors import AvisbuildError
from avisbuild.records import Split
from avisbuild.releases.splits.balance import BalanceRow
from avisbuild.releases.splits.balance_plot import balance_svg
from avisbuild.releases.splits.planning import PlannedSplit
from avisbuild.report.markup import Table, figure
from avisbuild.report.page import Page, Section

_MOST_GROUPS = 2000


def split_page(planned: PlannedSplit) -> str:
    """One HTML page that needs nothing else; the same split gives the same page."""
    plan, balance = planned.plan, planned.balance
    page = Page(
        f"Split of {len(planned.items)} videos",
        remark=f"Method {plan.method}, seed {plan.seed}.",
    )
    given = list(plan.assignment.values())
    page.tile("/".join(str(given.count(split)) for split in Split), "videos in train/val/test")
    page.tile(len(planned.groups.shared()), "groups of several videos")
    page.tile(len(planned.cut), "groups cut")
    page.tile(planned.leaking_clips, "test videos that leak")
    if largest := balance.largest:
        page.tile(f"{largest.largest_gap:.2f}", f"points: the largest gap ({largest.name})")
    _add_balance(page.section("Balance"), planned)
    _add_cut(page, planned)
    _add_groups(page, planned)
    if planned.left_out:
        section = page.section("Left out")
        section.paragraph("The published table has no line for these videos.")
        section.table(Table(columns=("video",), rows=[(name,) for name in planned.left_out]))
    return page.html()


def _add_balance(section: Section, planned: PlannedSplit) -> None:
    balance = planned.balance
    if not balance.rows:
        section.paragraph("No labels, lengths or counts were given: nothing can be balanced.")
        return
    section.paragraph(
        "A gap is the share of a split's videos that have something, less the share of all videos, in points."
        " A relative gap is a gap in percent of that share; no split of whole videos can be nearer than the"
        " least gap."
    )
    if balance.p_value is not None:
        section.paragraph(
            f"p is the part of {balance.random_count:,} random splits of the same groups into the same sizes"
            f" whose gap is at least as large; for the largest gap of all it is {balance.p_value:.3f}."
        )
    try:
        svg = balance_svg(balance.rows)
    except AvisbuildError as error:
        section.paragraph(str(error), faint=True)
    else:
        section.figures(figure(svg, "Gaps by split", "Each dot is one split.", size="wide"))
    section.table(
        Table(
            columns=(
                "kind",
                "what",
                "share",
                *(f"{split} {word}" for split in Split for word in ("videos", "gap", "relative %")),
                "least gap",
                "p",
            ),
            rows=[_balance_row(row) for row in balance.rows],
            left=frozenset({0, 1}),
            decimals=2,
        )
    )


def _balance_row(row: BalanceRow) -> tuple[str | int | float | None, ...]:
    by_split = zip(row.counts, row.gaps, row.relative, strict=True)
    least = [each for each in row.attainable if each is not None]
    return (
        row.kind,
        row.name,
        row.share,
        *(cell for cells in by_split for cell in cells),
        max(least, default=None),
        row.p_value,
    )


def _add_cut(page: Page, planned: PlannedSplit) -> None:
    if not planned.cut:
        return
    section = page.section("Groups that are cut")
    section.paragraph("What these groups show in one split they show in another, too.")
    rows = [
        (each.group, *(" ".join(each.members.get(split, ())) for split in Split))
        for each in planned.cut[:_MOST_GROUPS]
    ]
    section.table(Table(columns=("group", *Split), rows=rows, left=frozenset({0, 1, 2, 3})))


def _add_groups(page: Page, planned: PlannedSplit) -> None:
    shared = planned.groups.shared()
    if not shared:
        return
    section = page.section("Which videos belong together")
    rows = [
        (
            group.key,
            ", ".join(dict.fromkeys(planned.plan.assignment[name] for name in group.members)),
            len(group.members),
            " ".join(group.members),
            "; ".join(dict.fromkeys(f"{tie.evidence} {tie.what}".strip() for tie in group.ties)),
        )
        for group in shared[:_MOST_GROUPS]
    ]
    if len(shared) > _MOST_GROUPS:
        section.paragraph(f"The first {_MOST_GROUPS:,} of {len(shared):,}; splits.json has all.")
    section.table(
        Table(
            columns=("group", "split", "size", "videos", "why"),
            rows=rows,
            left=frozenset({0, 1, 3, 4}),
        )
    )
