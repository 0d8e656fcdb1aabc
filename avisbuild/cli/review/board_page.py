"""The board as one HTML page that needs nothing else: no script, no other file, no network."""

from collections.abc import Iterable, Sequence

from avisbuild.cli.review.board_plots import stacked_bar, state_plot
from avisbuild.cli.review.board_style import BOARD_STYLE
from avisbuild.cli.review.board_tables import (
    BoardTable,
    board_tables,
    idle_minutes,
    means_said,
    pace_lines,
    rate_said,
    used_states,
    word_said,
    zone_said,
)
from avisbuild.records import MaskSource, RoundState
from avisbuild.report.markup import text_of, tiles
from avisbuild.report.page import page_frame
from avisbuild.review.board import Board
from avisbuild.review.board.video_states import SET_ASIDE
from avisbuild.review.board.work import total_means, total_work

_MASKS_COLUMN = 2
_KNOWN_MEANS = frozenset(source.value for source in MaskSource)


def board_page(board: Board, name: str) -> str:
    """The page of a project called `name`."""
    tables = {table.name: table for table in board_tables(board)}
    sections = (
        _states_section(board, tables["states"]),
        _people_section(board, tables["people"], tables["person_means"]),
        _means_section(board, tables["means"]),
        _reviews_section(board, tables["reviewers"]),
        _comments_section(board, tables["comments"]),
        _changes_section(tables["changes_by_reviewer"], tables["changes_by_category"]),
    )
    title = f"{name}: review board"
    body = f"{_head(board, title)}{_tiles(board)}{''.join(sections)}"
    return page_frame(title, body, style=BOARD_STYLE)


def _head(board: Board, title: str) -> str:
    since = f", work and reviews since {board.since:%Y-%m-%d %H:%M}" if board.since else ""
    made = f"{board.made_at:%Y-%m-%d %H:%M} {zone_said(board.made_at)}{since}"
    return f'<h1>{text_of(title)}</h1>\n<p class="faint">{text_of(made)}</p>\n'


def _tiles(board: Board) -> str:
    pace, all_work = board.pace, total_work(board.people)
    worked_on = sum(count for state, count in board.videos.items() if state != SET_ASIDE)
    accepted = board.videos.get(RoundState.ACCEPTED.value, 0)
    figures = (
        (f"{accepted} of {worked_on}", "videos accepted"),
        (rate_said(pace.days_to_hand_in), f"days to hand in {pace.left_to_hand_in} more"),
        (rate_said(pace.days_to_accept), f"days to accept {pace.left_to_accept} more"),
        (rate_said(all_work.masks_an_hour, 0), "masks an hour, all people"),
        (str(sum(each.open for each in board.comments)), "open comments"),
    )
    told = "".join(f'<p class="faint">{text_of(line)}</p>' for line in pace_lines(board)[:2])
    return f"{tiles(figures)}{told}\n"


def _states_section(board: Board, table: BoardTable) -> str:
    states = used_states(board)
    plot = state_plot(board.over_time, states, until=board.made_at)
    names = [
        (f"s-{state}", f"{word_said(state)}: {board.videos.get(state, 0)}") for state in states
    ]
    return _section(
        "Videos by state", f"{_legend(names)}{plot}{_details('The figures', _table(table))}"
    )


def _people_section(board: Board, people: BoardTable, means: BoardTable) -> str:
    most = max((each.made + each.changed for each in board.people), default=0)
    bars = []
    for each in board.people:
        parts = [
            (
                _means_class(one.means),
                one.made + one.changed,
                f"{means_said(one.means)}: {one.made + one.changed}",
            )
            for one in board.means
            if one.person == each.person
        ]
        bars.append(stacked_bar(parts, most=most))
    used = [each.means for each in total_means(board.means)]
    said = (
        f"Masks made or changed, by means. Hours are estimated: the time between two edits, where it is at "
        f"most {idle_minutes()} minutes. What was taken back does not count."
    )
    return _section(
        "Work by person",
        f'<p class="faint">{said}</p>{_legend([(_means_class(one), means_said(one)) for one in used])}'
        f"{_table(people, bars=bars)}{_details('By person and means', _table(means))}",
    )


def _means_section(board: Board, table: BoardTable) -> str:
    """How quick each means is, over all people."""
    groups = total_means(board.means)
    rates = [each.masks_an_hour or 0.0 for each in groups]
    bars = [
        stacked_bar(
            [(_means_class(each.means), rate, f"{rate:.1f} masks an hour")], most=max(rates)
        )
        for each, rate in zip(groups, rates, strict=True)
    ]
    said = "Masks an hour by each means; its hours are the time before the edits that made them."
    bars += [""] * (len(table.values) - len(bars))
    if not bars:
        return ""
    return _section("Masks by means", f'<p class="faint">{said}</p>{_table(table, bars=bars)}')


def _reviews_section(board: Board, table: BoardTable) -> str:
    most = max((each.reviews for each in board.reviewers), default=0)
    bars = [
        stacked_bar(
            [
                ("s-accepted", each.accepted, f"accepted: {each.accepted}"),
                ("s-changes_requested", each.returned, f"sent back: {each.returned}"),
            ],
            most=most,
        )
        for each in board.reviewers
    ]
    names = [("s-accepted", "accepted"), ("s-changes_requested", "sent back")]
    return _section("Reviews", f"{_legend(names)}{_table(table, bars=bars)}") if bars else ""


def _comments_section(board: Board, table: BoardTable) -> str:
    most = max((each.total for each in board.comments), default=0)
    bars = [
        stacked_bar(
            [
                ("s-changes_requested", each.open, f"open: {each.open}"),
                ("s-todo", each.total - each.open, f"resolved: {each.total - each.open}"),
            ],
            most=most,
        )
        for each in board.comments
    ]
    names = [("s-changes_requested", "open"), ("s-todo", "resolved")]
    return (
        _section("Comments by reason", f"{_legend(names)}{_table(table, bars=bars)}")
        if bars
        else ""
    )


def _changes_section(by_reviewer: BoardTable, by_category: BoardTable) -> str:
    """What reviews changed, with the share of changed masks as a bar."""
    said = (
        "How much of the masks, sounding cells and instances is not as it was handed in, and the IoU of "
        "masks that were changed, before with after."
    )
    parts = []
    for table in (by_reviewer, by_category):
        bars = []
        for row in table.values:
            percent = row[_MASKS_COLUMN]
            length = float(percent) if isinstance(percent, float) else 0.0
            bars.append(stacked_bar([("s-in_review", length, f"{length:.1f} %")], most=100))
        parts.append(_table(table, bars=bars))
    if not by_reviewer.values:
        return ""
    return _section("What reviews changed", f'<p class="faint">{said}</p>{"".join(parts)}')


def _section(title: str, content: str) -> str:
    return f"<section>\n<h2>{text_of(title)}</h2>\n{content}</section>\n"


def _details(summary: str, content: str) -> str:
    return f"<details><summary>{text_of(summary)}</summary>{content}</details>\n"


def _legend(names: Iterable[tuple[str, str]]) -> str:
    entries = "".join(
        f'<li><svg viewBox="0 0 10 10" aria-hidden="true"><rect class="{each}" width="10" height="10"/>'
        f"</svg>{text_of(said)}</li>"
        for each, said in names
    )
    return f'<ul class="legend">{entries}</ul>\n'


def _table(table: BoardTable, *, bars: Sequence[str] = ()) -> str:
    """A table with a bar at the end of each of its first rows."""
    heads = "".join(
        f'<th scope="col"{_word(index, table)}>{text_of(column)}</th>'
        for index, column in enumerate(table.columns)
    )
    if bars:
        heads += '<th class="wide"></th>'
    rows = []
    for number, row in enumerate(table.rows):
        cells = "".join(
            f"<td{_word(index, table)}>{text_of(cell)}</td>" for index, cell in enumerate(row)
        )
        is_all = bool(bars) and number >= len(bars)
        if bars:
            cells += f'<td class="wide">{"" if is_all else bars[number]}</td>'
        rows.append(f"<tr{' class=all' if is_all else ''}>{cells}</tr>")
    return (
        f'<div class="scroll"><table><thead><tr>{heads}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></div>\n"
    )


def _word(index: int, table: BoardTable) -> str:
    return ' class="word"' if index in table.left else ""


def _means_class(source: str) -> str:
    """The colour of a means; a word that we do not know has that of what was imported."""
    return f"m-{source if source in _KNOWN_MEANS else MaskSource.IMPORTED.value}"
