"""R45: who heard what is kept in the project, beside the journal: no step of undo, no other annotation."""

from dataclasses import replace
from datetime import datetime

import pytest
from core.annotation.small_project import DOG, POND, RECIPE, add, commit

from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.listening import note_heard
from avisbuild.errors import ProjectError
from avisbuild.records import Heard, RoundState
from avisbuild.store import Project


def test_seconds_are_added_up_for_each_person_and_the_first_time_stays(project: Project) -> None:
    assert note_heard(project, POND, "ann", {0: 1, 2: 2}) == {0, 2}
    first = project.records(Heard, POND)
    assert note_heard(project, POND, "bo", {2: 1, 3: 1}) == {0, 2, 3}
    assert note_heard(project, POND, "ann", {2: 1}) == {0, 2, 3}
    found = {(each.person, each.second): each for each in project.records(Heard, POND)}
    assert {name: each.times for name, each in found.items()} == {
        ("ann", 0): 1,
        ("ann", 2): 3,
        ("bo", 2): 1,
        ("bo", 3): 1,
    }
    assert found["ann", 2].first_at == first[1].first_at
    assert datetime.fromisoformat(first[1].first_at).tzinfo is not None
    assert project.heard_counts() == {POND: 3}


def test_a_second_that_the_video_does_not_have_is_passed_over(project: Project) -> None:
    assert note_heard(project, POND, "ann", {5: 1, 6: 1, -1: 1}) == {5}


def test_listening_reopens_nothing_and_is_no_step_of_undo(
    workbench: Workbench, project: Project
) -> None:
    dog = add(workbench, DOG, "#.....")
    commit(workbench, dog, 0)
    workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    before = (
        project.state_digest(),
        project.annotation_hash(POND),
        workbench.to_undo,
        project.journal.head(),
    )
    note_heard(project, POND, "ann", {0: 1, 1: 1})
    assert not workbench.refresh()
    assert workbench.view.state is RoundState.SUBMITTED
    after = (
        project.state_digest(),
        project.annotation_hash(POND),
        workbench.to_undo,
        project.journal.head(),
    )
    assert after == before
    workbench.undo()
    assert [each.second for each in project.records(Heard, POND)] == [0, 1]
    project.rebuild()
    assert [each.second for each in project.records(Heard, POND)] == [0, 1]


def test_handing_in_asks_for_the_share_that_the_recipe_names(
    workbench: Workbench, project: Project
) -> None:
    dog = add(workbench, DOG, "#.....")
    commit(workbench, dog, 0)
    note_heard(project, POND, "bo", dict.fromkeys(range(4), 1))
    with pytest.raises(ProjectError, match="2 of 6 seconds were never listened to") as caught:
        workbench.run_as_is(commands.submit(workbench.view, author="ann", heard_share=0.8))
    assert "heard_share asks for 80 %" in str(caught.value)
    assert workbench.view.state is RoundState.ANNOTATING
    note_heard(project, POND, "ann", {5: 1})
    workbench.run_as_is(commands.submit(workbench.view, author="ann", heard_share=0.8))
    assert workbench.view.state is RoundState.SUBMITTED


def test_a_recipe_asks_for_a_share_between_nothing_and_everything() -> None:
    assert RECIPE.heard_share == 0
    for wrong in (-0.1, 1.1):
        with pytest.raises(ValueError, match="heard_share"):
            replace(RECIPE, heard_share=wrong)
