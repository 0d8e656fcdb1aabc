"""A video is set aside with a reason and taken back: one entry each, undone like any edit."""

import pytest
from core.annotation.small_project import CAT, LAKE, POND, add, commit, undo_label

from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.summary import summary_rows
from avisbuild.errors import ProjectError
from avisbuild.records import Round, RoundState
from avisbuild.store import Project
from avisbuild.store.status import count_status


def _set_aside(workbench: Workbench, reason: str = "no sound match") -> None:
    workbench.run_as_is(commands.set_aside(workbench.view, reason=reason, author="ann"))


def _hand_in(project: Project, state: RoundState = RoundState.SUBMITTED) -> None:
    with project.edit(author="ann", action="Hand in", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=state, person="ann"))


def test_it_is_one_entry_that_undo_takes_back(workbench: Workbench) -> None:
    before = workbench.project.journal.head().sequence
    _set_aside(workbench, "  too\n dark ")
    assert workbench.view.set_aside is not None
    assert (workbench.view.set_aside.reason, workbench.view.set_aside.person) == ("too dark", "ann")
    assert workbench.project.journal.head().sequence == before + 1
    assert undo_label(workbench) == "Set pond aside: too dark"
    workbench.undo()
    assert workbench.view.set_aside is None
    workbench.redo()
    assert workbench.project.set_aside() == {POND: "too dark"}
    workbench.run_as_is(commands.take_back(workbench.view))
    assert workbench.project.set_aside() == {}


def test_neither_it_nor_its_undo_opens_a_round_or_touches_what_is_annotated(
    workbench: Workbench,
) -> None:
    cat = add(workbench, CAT, "#.....")
    commit(workbench, cat, 0)
    _hand_in(workbench.project)
    workbench.refresh()
    annotated = workbench.project.annotation_hash(POND)
    _set_aside(workbench)
    assert workbench.view.state is RoundState.SUBMITTED
    workbench.undo()
    assert workbench.view.state is RoundState.SUBMITTED
    assert workbench.project.annotation_hash(POND) == annotated


def test_it_is_out_of_the_way_and_in_the_counts(workbench: Workbench) -> None:
    project = workbench.project
    _hand_in(project, RoundState.ACCEPTED)
    workbench.refresh()
    assert [video.video_id for video in project.snapshot().videos] == [POND]
    _set_aside(workbench)
    assert list(project.snapshot().videos) == []
    status = count_status(project)
    assert (status.videos, status.seconds, status.seconds_left) == (2, 12, 6)
    assert status.document["states"]["accepted"] == 0
    assert status.document["set_aside"] == [
        {"reason": "no sound match", "videos": 1, "seconds": 6, "masks": 0}
    ]
    rows = {row.video_id: row for row in summary_rows(project.overview())}
    assert (rows[POND].set_aside_reason, rows[LAKE].is_set_aside) == ("no sound match", False)


def test_it_cannot_be_handed_in_before_it_is_taken_back(workbench: Workbench) -> None:
    _set_aside(workbench)
    with pytest.raises(ProjectError, match=r"pond is set aside \(no sound match\)"):
        workbench.run_as_is(commands.submit(workbench.view, author="ann"))


@pytest.mark.parametrize("reason", ["", " \n", "dark\x1b[31m", "x" * 201])
def test_a_reason_is_one_line_of_text(workbench: Workbench, reason: str) -> None:
    with pytest.raises(ProjectError, match="expected a reason in one line"):
        _set_aside(workbench, reason)
    assert workbench.project.set_aside() == {}


def test_what_is_not_aside_cannot_be_taken_back(workbench: Workbench) -> None:
    """Nor when somebody else has taken it back meanwhile."""
    with pytest.raises(ProjectError, match="pond is not set aside"):
        commands.take_back(workbench.view)
    _set_aside(workbench)
    command = commands.take_back(workbench.view)
    workbench.undo()
    with pytest.raises(ProjectError, match="pond is not set aside"):
        workbench.run_as_is(command)
