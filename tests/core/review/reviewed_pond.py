"""A project with one video that went through an annotator's pass and two reviews."""

from collections.abc import Callable
from pathlib import Path

from core.store.values import RECIPE, instance, mask, span, video

from avisbuild.records import Mask, Round, RoundState, VideoId
from avisbuild.store import Edit, Project

POND = VideoId("pond")


def _round(number: int, state: RoundState, person: str) -> Round:
    return Round(video_id=POND, number=number, state=state, person=person)


def reviewed_pond(folder: Path) -> Project:
    """ann marks rex; bob moves one mask, and sends it back; ann drops another; eve adds a cell.

    Beside it lies `lake`, which nobody has begun.
    """
    project = Project.create(folder / "pets", RECIPE)

    def step(person: str, *changes: Callable[[Edit], None], about: str = POND) -> None:
        with project.edit(author=person, action="Step", video_id=about) as edit:
            for change in changes:
                change(edit)

    def put(*records: object) -> Callable[[Edit], None]:
        return lambda edit: edit.put(*records)

    step("admin", put(video("pond"), video("lake")), about="")
    step(
        "ann",
        put(_round(1, RoundState.ANNOTATING, "ann"), instance("rex", "pond")),
        lambda edit: edit.set_sounding(span("rex", 0, 3)),
        put(*(mask("rex", second) for second in range(3))),
    )
    step("ann", put(_round(1, RoundState.SUBMITTED, "ann")))
    step("bob", put(_round(2, RoundState.IN_REVIEW, "bob")))
    step("bob", put(mask("rex", 1, corner=2)))
    step("bob", put(_round(2, RoundState.CHANGES_REQUESTED, "bob")))
    step(
        "ann",
        put(_round(2, RoundState.ANNOTATING, "ann")),
        lambda edit: edit.drop(Mask, instance_id="rex", second=2),
    )
    step("ann", put(_round(2, RoundState.SUBMITTED, "ann")))
    step("bob", put(_round(2, RoundState.IN_REVIEW, "bob")))
    step(
        "bob",
        put(_round(2, RoundState.ACCEPTED, "bob"), _round(3, RoundState.SUBMITTED, "")),
    )
    step("eve", put(_round(3, RoundState.IN_REVIEW, "eve")))
    step("eve", lambda edit: edit.set_sounding(span("rex", 3, 4)))
    return project
