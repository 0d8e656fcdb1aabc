"""A suspect is dismissed and taken back: one entry each, undone like any edit, and the state stays."""

import pytest
from core.annotation.small_project import CAT, POND, add, commit, undo_label

from avisbuild.annotation import VideoView, Workbench, commands
from avisbuild.checks.suspects import Findings, Suspect, find_suspects
from avisbuild.errors import ProjectError
from avisbuild.records import Round, RoundState


def _look(view: VideoView) -> Findings:
    return find_suspects(view.video, view.tracks, view.taxonomy, dismissals=view.dismissals)


@pytest.fixture
def suspect(workbench: Workbench) -> Suspect:
    """A cat that sounds for one second, in a video that was handed in."""
    cat = add(workbench, CAT, "..#...")
    commit(workbench, cat, 2)
    with workbench.project.edit(author="ann", action="Hand in", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.SUBMITTED, person="ann"))
    workbench.refresh()
    (found,) = _look(workbench.view).suspects
    return found


def test_it_is_one_entry_that_undo_takes_back(workbench: Workbench, suspect: Suspect) -> None:
    before = workbench.project.journal.head().sequence
    workbench.run_as_is(commands.dismiss_suspect(suspect, author="mia"))
    assert workbench.project.journal.head().sequence == before + 1
    assert _look(workbench.view).suspects == ()
    assert undo_label(workbench).startswith("Dismiss: cat_1, second 2: sounding for one second")
    workbench.undo()
    assert _look(workbench.view).suspects == (suspect,)
    workbench.redo()
    assert [each.person for each in workbench.view.dismissals] == ["mia"]


def test_neither_it_nor_its_undo_touches_the_annotation_or_the_state(
    workbench: Workbench, suspect: Suspect
) -> None:
    annotated = workbench.project.annotation_hash(POND)
    workbench.run_as_is(commands.dismiss_suspect(suspect, author="mia"))
    assert workbench.view.state is RoundState.SUBMITTED
    workbench.undo()
    assert workbench.view.state is RoundState.SUBMITTED
    assert workbench.project.annotation_hash(POND) == annotated


def test_what_was_dismissed_can_be_shown_again(workbench: Workbench, suspect: Suspect) -> None:
    workbench.run_as_is(commands.dismiss_suspect(suspect, author="mia"))
    (dismissal,) = workbench.view.dismissals
    workbench.run_as_is(commands.restore_suspect(workbench.view, dismissal))
    assert _look(workbench.view).suspects == (suspect,)
    with pytest.raises(ProjectError, match="nobody has dismissed sounds or is silent"):
        commands.restore_suspect(workbench.view, dismissal)


def test_dismissals_are_in_the_journal(workbench: Workbench, suspect: Suspect) -> None:
    workbench.run_as_is(commands.dismiss_suspect(suspect, author="mia"))
    assert workbench.project.rebuild_state() == workbench.project.state_digest()
