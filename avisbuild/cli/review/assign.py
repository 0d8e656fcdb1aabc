"""`avisbuild review assign`: who is to review which videos."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from avisbuild.cli.author import AuthorOption, author_named
from avisbuild.cli.options import HERE, DebugOption, JsonOption, ProjectOption
from avisbuild.cli.output import say, say_json
from avisbuild.cli.review.group import review
from avisbuild.cli.review.moves import OTHERWISE
from avisbuild.cli.review.several import in_each
from avisbuild.errors import AvisbuildError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from avisbuild.annotation import VideoView, Workbench
    from avisbuild.review.overview import ReviewRow
    from avisbuild.store import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wish:
    """What the options ask for."""

    names: "Sequence[str]"
    people: "Sequence[str]"
    share: float | None
    review: int | None
    seed: int


@review.command()
def assign(
    to: Annotated[
        list[str],
        typer.Option(
            "--to", metavar="NAME", help="Who; given several times, they get equally many."
        ),
    ],
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[VIDEO...]", help="Which videos; or say --share.", show_default=False
        ),
    ] = None,
    share: Annotated[
        float | None,
        typer.Option(
            min=0.0,
            max=1.0,
            metavar="0..1",
            help="So much of those that nobody is to review yet, drawn by chance; 1 for all.",
        ),
    ] = None,
    round_: Annotated[
        int | None,
        typer.Option(
            "--round",
            min=0,
            metavar="N",
            help="Which review; 0 is the annotator's pass.",
            show_default="the next of each video",
        ),
    ] = None,
    seed: Annotated[
        int, typer.Option(min=0, help="Which draw it is; the same gives the same.")
    ] = 0,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Also what somebody else reviews at this moment.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Only say who would get what.")
    ] = False,
    project: ProjectOption = HERE,
    author: AuthorOption = "",
    as_json: JsonOption = False,
    debug: DebugOption = False,
) -> None:
    """Say who is to review which videos: some, or a share of all; nobody gets what they annotated."""
    from avisbuild.annotation import Workbench
    from avisbuild.store import Project

    wish = _Wish(
        names=list(dict.fromkeys(names or ())),
        people=_people(to),
        share=share,
        review=round_,
        seed=seed,
    )
    if bool(wish.names) == (share is not None):
        raise AvisbuildError("assign-which")
    with Project.open(project) as opened:
        dealt, left = _dealt(opened, wish)
        if dry_run:
            for name, person in dealt.items():
                say(f"{name}: would go to {person}")
            _say_left(left)
            say_json({"dry_run": True, "assigned": dict(dealt), "nobody_for": left})
            return
        bench = Workbench(opened, author=author_named(author, otherwise=OTHERWISE))
        outcome = in_each(
            bench,
            list(dealt),
            lambda bench, view: _assign(
                bench, view, opened, dealt[view.video.video_id], wish.review, take_over
            ),
        )
    _say_left(left)
    if not dealt:
        say("nothing to assign")
    outcome.tell(
        {name: f"{name}: assigned to {dealt[name]}" for name in outcome.done},
        assigned={name: dealt[name] for name in outcome.done},
        nobody_for=left,
    )


def _people(names: "Sequence[str]") -> list[str]:
    for each in names:
        if not each.strip() or not each.isprintable():
            raise AvisbuildError("assign-to-whom", found=each)
    return list(dict.fromkeys(each.strip() for each in names))


def _dealt(opened: "Project", wish: _Wish) -> "tuple[Mapping[str, str], list[str]]":
    """Who gets what, and the videos that none of the people may have."""
    from avisbuild.records import VideoId
    from avisbuild.review.assigning import can_be_assigned, deal, next_review, share_of
    from avisbuild.review.overview import annotators_of, may_review, review_rows

    rows = {row.video_id: row for row in review_rows(opened)}
    if wish.share is None:
        for name in wish.names:
            opened.video(VideoId(name))  # raises where there is none
        chosen = [rows[VideoId(name)] for name in wish.names]
        if len(wish.people) == 1:  # what does not fit is told video by video
            return {row.video_id: wish.people[0] for row in chosen}, []
    else:
        free = [row for row in rows.values() if can_be_assigned(row, wish.review)]
        chosen = list(share_of(free, wish.share, seed=wish.seed))
    annotated_by = {
        row.video_id: annotators_of(opened, row.video_id) for row in chosen if wish.review != 0
    }

    def may(row: "ReviewRow", person: str) -> bool:
        name, number = row.video_id, wish.review
        if number == 0:
            return True
        known = annotated_by[name]
        return may_review(opened, name, number or next_review(row), person, annotated_by=known)

    dealt = deal(chosen, wish.people, seed=wish.seed, may=may)
    left = [str(row.video_id) for row in chosen if row.video_id not in dealt]
    return {str(name): person for name, person in dealt.items()}, left


def _assign(
    bench: "Workbench",
    view: "VideoView",
    opened: "Project",
    person: str,
    number: int | None,
    takes_over: bool,
) -> None:
    from avisbuild.records import RoundState
    from avisbuild.review.assigning import assign as assign_review
    from avisbuild.review.moves import give_back, review_number
    from avisbuild.review.rules import ReviewRules

    made = assign_review(
        view,
        person=person,
        author=bench.author,
        rules=ReviewRules.of(opened.recipe),
        review=number,
        takes_over=takes_over,
    )
    bench.run_as_is(made)
    now = bench.view
    if now.round is None or now.state is not RoundState.IN_REVIEW:
        return
    if now.round.person != person and number in (None, review_number(now)):
        bench.run_as_is(give_back(now))


def _say_left(names: "Sequence[str]") -> None:
    if names:
        say(f"none of them may review: {', '.join(names)}")
