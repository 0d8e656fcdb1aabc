"""`avisbuild review diff`: what each review changed, worst first, and in figures."""

from typing import TYPE_CHECKING, Annotated, Literal

import typer

from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption, switches
from avisbuild.cli.output import say_json
from avisbuild.cli.review.group import review
from avisbuild.errors import AvisbuildError
from avisbuild.records import VideoId

if TYPE_CHECKING:
    from avisbuild.review.round_changes import ChangedRound
    from avisbuild.store import Project


@review.command()
def diff(
    videos: Annotated[
        list[str] | None,
        typer.Argument(metavar="[VIDEO]...", help="Which videos.", show_default="all"),
    ] = None,
    number: Annotated[
        int | None,
        typer.Option(
            "--review",
            metavar="N",
            min=0,
            help="What this review changed; 0 is the annotator's pass.",
            show_default="every review",
        ),
    ] = None,
    between: Annotated[
        tuple[int, int] | None,
        typer.Option(
            metavar="A B",
            help="What changed of one VIDEO after entry A of the journal up to entry B.",
        ),
    ] = None,
    by: Annotated[
        Literal["reviewer", "category", "video"] | None,
        typer.Option(help="Figures of each of these, not single cells."),
    ] = None,
    most: Annotated[
        int, typer.Option(metavar="N", min=0, help="How many cells to list, 0 for all.")
    ] = 20,
    as_csv: Annotated[
        bool, typer.Option("--csv", help="Print CSV: a line a changed cell, or with --by a group.")
    ] = False,
    project: ProjectOption = HERE,
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """What each review changed: masks, sounding cells and instances, the worst first.

    Without VIDEO the figures of the project, by reviewer and by category: which share of the masks, cells
    and instances is not what it was when the review began, and how far masks were moved (IoU of before
    and after). What an annotator corrects because a review asked for it belongs to that review.
    """
    from avisbuild.cli.review import diff_output
    from avisbuild.store import Project

    _check_options(videos or [], number, between, as_csv)
    with Project.open(project) as opened:
        taxonomy = opened.taxonomy
        rounds = _rounds(opened, [VideoId(name) for name in videos or ()], number, between)
    say_json(diff_output.document(rounds, taxonomy))
    if as_csv:
        diff_output.say_csv(rounds, by, taxonomy)
    elif by is not None:
        diff_output.say_groups(rounds, by, taxonomy)
    elif videos:
        diff_output.say_changes(rounds, taxonomy, most=most or None)
    else:
        for each in ("reviewer", "category"):
            diff_output.say_groups(rounds, each, taxonomy)
    if not as_csv:
        diff_output.say_total(rounds)


def _check_options(
    videos: list[str], number: int | None, between: tuple[int, int] | None, as_csv: bool
) -> None:
    if number is not None and between is not None:
        raise AvisbuildError("diff-two-ways")
    if between is not None and (len(videos) != 1 or not 0 <= between[0] <= between[1]):
        raise AvisbuildError("diff-between-one")
    if as_csv and switches.as_json:
        raise AvisbuildError("diff-csv-or-json")


def _rounds(
    project: "Project",
    videos: list[VideoId],
    number: int | None,
    between: tuple[int, int] | None,
) -> "list[ChangedRound]":
    from avisbuild.review.round_changes import changed_between, changes_by_round

    if between is not None:
        return [changed_between(project, videos[0], *between)]
    return list(changes_by_round(project, review=number, video_ids=videos or None))
