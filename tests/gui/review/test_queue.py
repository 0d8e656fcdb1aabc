"""The queue of suspects: worst first, gone through with one key, dismissed with another (R27)."""

from gui.annotator_case import Sitting
from gui.conftest import Sit
from gui.review.conftest import HandIn, square
from pytestqt.qtbot import QtBot

from avisbuild.annotation import commands
from avisbuild.checks.suspects import SuspectKind
from avisbuild.records import MaskSource, Provenance
from avisbuild.store import Project


def _seeded(project: Project, sit: Sit, hand_in: HandIn, qtbot: QtBot) -> Sitting:
    """Mia's review of a video in which the dog's mask of second 1 lies on the cat's."""
    hand_in()
    sitting = sit(author="mia")
    session = sitting.session
    qtbot.waitUntil(lambda: session.review.waits)
    session.verdicts.begin()
    view = session.state.view
    assert view is not None
    dog = view.instances[0].instance_id
    wrong = Provenance(source=MaskSource.BRUSH, author="mia")
    session.edits.run(lambda view: commands.commit_mask(view, dog, 1, square(94), wrong))
    qtbot.waitUntil(
        lambda: any(each.kind is SuspectKind.OVERLAP for each in session.suspects.suspects or ()),
        timeout=10_000,
    )
    return sitting


def test_suspects_are_gone_through_and_dismissed_and_a_dismissal_is_taken_back(
    project: Project, sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    session = _seeded(project, sit, hand_in, qtbot).session
    queue = session.suspects
    assert queue.suspects is not None
    found = queue.suspects
    assert session.review.stand.suspects == len(found)
    scores = [each.score for each in found]
    assert scores == sorted(scores, reverse=True)
    session.state.go_to(5)
    queue.step(1)
    assert session.state.second == found[0].second
    queue.step(1)
    queue.step(-1)
    queue.dismiss()
    assert found[0] not in queue.suspects
    assert session.review.stand.suspects == len(found) - 1
    session.outline_first.undo()
    assert queue.suspects == found


def test_kinds_that_are_off_are_not_shown(
    project: Project, sit: Sit, hand_in: HandIn, qtbot: QtBot
) -> None:
    session = _seeded(project, sit, hand_in, qtbot).session
    session.suspects.switch(SuspectKind.OVERLAP, on=False)
    kinds = {each.kind for each in session.suspects.suspects or ()}
    assert SuspectKind.OVERLAP not in kinds
    session.suspects.use_off(["overlap", "no kind of ours"])
    assert session.suspects.off == {SuspectKind.OVERLAP}
    session.suspects.switch(SuspectKind.OVERLAP, on=True)
    assert SuspectKind.OVERLAP in {each.kind for each in session.suspects.suspects or ()}


def test_nothing_is_looked_for_in_what_one_does_not_review(sit: Sit, hand_in: HandIn) -> None:
    hand_in()
    otto = sit(author="otto")
    otto.session.suspects.step(1)
    assert otto.texts[-1] == "You do not review this video."
    assert otto.session.suspects.suspects is None
