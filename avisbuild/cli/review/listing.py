"""`avisbuild review next|list`: what there is to review, and for whom."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption, project_words
from avisbuild.cli.output import say, say_json, say_table
from avisbuild.cli.review.group import review
from avisbuild.cli.review.moves import OTHERWISE
from avisbuild.errors import AvisbuildError, ProjectError
from avisbuild.system.paths import quoted

if TYPE_CHECKING:
    from avisbuild.review.overview import ReviewRow
    from avisbuild.store import Project

# Why a review that may be begun is not: somebody else was quicker, or has the video open.
_TAKEN = frozenset({"review-going-on", "video-held"})


@review.command("next")
def next_(
    project: ProjectOption = HERE,
    begin: Annotated[bool, typer.Option("--begin", help="Begin its review, too.")] = False,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """The video that you should review now: what you have begun, what is yours, what is nobody's."""
    from avisbuild.review.overview import next_to_review, review_rows
    from avisbuild.store import Project

    who = author_named(author, otherwise=OTHERWISE)
    with Project.open(project) as opened:
        rows = review_rows(opened)
        found = _begun(opened, who, rows) if begin else next_to_review(opened, who, rows)
    if found is None:
        say(f"nothing for {who} to review{_what_waits(rows)}")
        say_json({"video_id": None, "person": who})
        return
    begins = begin and found.state != "in_review"
    is_begun = begins or found.state == "in_review"
    say(f"{found.video_id}: review {found.review}{' begun' if begins else ''}")
    if not is_begun:
        say(f"begin it: avisbuild review begin {found.video_id}{_as_here(project, author)}")
    say_json(
        {
            "video_id": found.video_id,
            "review": found.review,
            "state": "in_review" if is_begun else found.state.value,
            "person": who,
            "begun": is_begun,
        }
    )


def _as_here(project: Path, author: str) -> str:
    """The options of this call, so that what it prints does the same for the same person when it is typed."""
    who = f" --author {quoted(author)}" if author else ""
    return project_words(project) + who


def _begun(opened: "Project", who: str, rows: "tuple[ReviewRow, ...]") -> "ReviewRow | None":
    """The next one, begun; what somebody was quicker to begin, or has open, is passed over.

    Raises ProjectError where that is so of all.
    """
    from avisbuild.annotation import Workbench
    from avisbuild.review.moves import begin_review
    from avisbuild.review.overview import to_review
    from avisbuild.review.rules import ReviewRules

    bench, rules = Workbench(opened, author=who), ReviewRules.of(opened.recipe)
    refusal = None
    for row in to_review(opened, who, rows):
        if row.state == "in_review":
            return row
        try:
            view = bench.open_video(row.video_id)
            bench.run_as_is(begin_review(view, author=who, rules=rules))
        except ProjectError as error:
            if error.kind not in _TAKEN:
                raise
            refusal = refusal or error
        else:
            return row
    if refusal is not None:
        raise refusal
    return None


def _what_waits(rows: "tuple[ReviewRow, ...]") -> str:
    waiting = [row for row in rows if row.state == "submitted" and not row.video.is_set_aside]
    if not waiting:
        return "; none waits for a review"
    others = sum(bool(row.assigned) for row in waiting)
    told = f"; {len(waiting)} wait for a review by somebody else"
    return f"{told}, {others} of them assigned" if others else told


@review.command("list")
def list_(
    project: ProjectOption = HERE,
    state: Annotated[
        str,
        typer.Option(metavar="STATE", help="Only those in it: submitted, in_review, accepted, ..."),
    ] = "",
    person: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="Only those that they have, or that are assigned to them."
        ),
    ] = "",
    round_: Annotated[
        int | None,
        typer.Option("--round", min=0, metavar="N", help="Only those in review N; 0 is before."),
    ] = None,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Every video with its state, which review it is in or waits for, and who has it."""
    from avisbuild.records import RoundState
    from avisbuild.review.overview import review_rows
    from avisbuild.store import Project

    wanted = state.replace(" ", "_").replace("-", "_")
    states = [each.value for each in RoundState]
    if wanted and wanted not in states:
        raise AvisbuildError("review-state", found=state, known=", ".join(states))
    with Project.open(project) as opened:
        reviews = opened.recipe.review_rounds
        rows = [
            row
            for row in review_rows(opened)
            if (not wanted or row.state == wanted)
            and (not person or person in (row.person, row.assigned, row.to_annotate))
            and round_ in (None, row.review)
        ]
    say_table(
        "",
        ("video", "state", "review", "person", "assigned to", "seconds", "masked", "comments open"),
        [_cells(row) for row in rows],
        left=(0, 1, 3, 4),
    )
    say_json({"review_rounds": reviews, "videos": [_document(row) for row in rows]})


def _cells(row: "ReviewRow") -> tuple[object, ...]:
    from avisbuild.messages import Message

    aside = " (set aside)" if row.video.is_set_aside else ""
    return (
        row.video_id,
        f"{Message(row.state.value)}{aside}",
        row.review or "-",
        row.person or "-",
        _assigned(row),
        row.video.second_count,
        f"{row.video.cells_done}/{row.video.cells_total}",
        row.open_comments or "-",
    )


def _assigned(row: "ReviewRow") -> str:
    to_annotate = f"{row.to_annotate} to annotate" if row.to_annotate and not row.review else ""
    return ", ".join(each for each in (to_annotate, row.assigned) if each) or "-"


def _document(row: "ReviewRow") -> dict[str, Any]:
    return {
        "video_id": row.video_id,
        "state": row.state.value,
        "review": row.review,
        "person": row.person,
        "assigned": row.assigned or None,
        "to_annotate": row.to_annotate or None,
        "seconds": row.video.second_count,
        "cells_done": row.video.cells_done,
        "cells": row.video.cells_total,
        "comments_open": row.open_comments,
        "set_aside": row.video.set_aside_reason or None,
    }
