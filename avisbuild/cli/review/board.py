"""`avisbuild review board`: the lead's page, as tables, JSON, CSV files or one HTML page."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json, say_table
from avisbuild.cli.review.group import review
from avisbuild.errors import AvisbuildError

if TYPE_CHECKING:
    from avisbuild.review.board import Board

_LAST_POINTS = 14


@review.command()
def board(
    project: ProjectOption = HERE,
    since: Annotated[
        datetime | None,
        typer.Option(
            metavar="DATE",
            formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"],
            help="Count work and reviews from then on only, local time: 2030-01-31.",
            show_default="all, and the pace of the last 7 days",
        ),
    ] = None,
    person: Annotated[
        str, typer.Option(metavar="NAME", help="Whose work and reviews.", show_default="all")
    ] = "",
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write a page with plots, too; it needs no other file."),
    ] = None,
    csv: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write each table as a CSV file, too.")
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """The lead's page: who makes how many masks an hour, how far the videos are, days left at this pace.

    Time at work is estimated from the journal: between two edits of a person, up to 5 minutes.
    """
    from datetime import UTC

    from avisbuild.cli.review.board_document import board_document
    from avisbuild.cli.review.board_tables import board_tables, pace_lines
    from avisbuild.review.board import read_board
    from avisbuild.store import Project

    with Project.open(project) as opened:
        name = opened.folder.name
        found = read_board(
            opened,
            now=datetime.now(UTC),
            since=_in_every_zone(since).astimezone() if since else None,
            person=person,
        )
    if person and person not in found.names:
        raise AvisbuildError("board-person", person=person, known=", ".join(sorted(found.names)))
    tables = board_tables(found)
    for table in tables:
        rows = table.rows[-_LAST_POINTS:] if table.name == "states" else table.rows
        if rows:
            say_table(table.title, table.columns, rows, left=table.left)
    for line in pace_lines(found):
        say(line)
    _say_files(found, name, html=html, csv=csv)
    say_json({"project": name, **board_document(found)})


def _in_every_zone(day: datetime) -> datetime:
    """The time, or the nearest one that every time zone has: calendars end where years of four digits do."""
    return min(max(day, datetime(1970, 1, 2)), datetime(9999, 12, 30))  # noqa: DTZ001 - local, as asked


def _say_files(found: "Board", name: str, *, html: Path | None, csv: Path | None) -> None:
    from avisbuild import files
    from avisbuild.cli.review.board_page import board_page
    from avisbuild.cli.review.board_tables import board_tables
    from avisbuild.documents.csv_text import csv_text

    if csv is not None:
        csv.mkdir(parents=True, exist_ok=True)
        for table in board_tables(found):
            files.write_text(csv / f"{table.name}.csv", csv_text(table.columns, table.cells))
        say(f"tables: {csv}")
    if html is not None:
        files.write_text(html, board_page(found, name))
        say(f"page: {html}")
