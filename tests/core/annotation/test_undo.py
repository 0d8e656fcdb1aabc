"""Undo and redo: over days, for hundreds of steps, and what becomes of the round."""

from core.annotation.small_project import (
    CAT,
    LAKE,
    POND,
    add,
    commit,
    masked,
    redo_label,
    undo_label,
)

from avisbuild.annotation import Workbench, commands
from avisbuild.annotation.history import MOST_STEPS, History
from avisbuild.records import Round, RoundState, Sounding
from avisbuild.store import Project, Step


def test_undo_and_redo_name_what_they_do_and_end_where_there_is_nothing_more(
    workbench: Workbench,
) -> None:
    """R13: the menu says what will be undone."""
    name = add(workbench)
    workbench.run(commands.set_sounding(workbench.view, name, range(3, 6), Sounding.SOUNDING))
    assert (undo_label(workbench), redo_label(workbench)) == (
        "Mark dog_1 as sounding, seconds 3-5",
        None,
    )
    assert workbench.undo() == "Mark dog_1 as sounding, seconds 3-5"
    assert workbench.undo() == "Add dog_1"
    assert workbench.undo() is None
    assert (undo_label(workbench), redo_label(workbench)) == (None, "Add dog_1")
    assert workbench.redo() == "Add dog_1"
    assert workbench.redo() == "Mark dog_1 as sounding, seconds 3-5"
    assert workbench.redo() is None


def test_the_first_edit_of_a_video_begins_its_round_and_undo_takes_that_back(
    workbench: Workbench,
) -> None:
    assert workbench.view.state is RoundState.TODO
    add(workbench)
    assert workbench.view.state is RoundState.ANNOTATING
    assert workbench.view.round is not None
    assert workbench.view.round.person == "ann"
    workbench.undo()
    assert workbench.view.state is RoundState.TODO


def test_a_new_edit_after_undo_ends_what_could_be_redone(workbench: Workbench) -> None:
    name = add(workbench)
    commit(workbench, name, 1)
    workbench.undo()
    commit(workbench, name, 2)
    assert redo_label(workbench) is None
    assert workbench.redo() is None
    assert masked(workbench.view, name) == [2]


def test_undo_goes_on_the_next_day_and_only_in_its_own_video(
    workbench: Workbench, project: Project
) -> None:
    """R13: one stack a video, and it survives a restart and going to another video and back."""
    name = add(workbench)
    commit(workbench, name, 1)
    workbench.undo()
    workbench.open_video(LAKE)
    assert (undo_label(workbench), redo_label(workbench)) == (None, None)
    add(workbench, CAT)
    project.close()
    with Project.open(project.folder) as again:
        tomorrow = Workbench(again, author="ann")
        tomorrow.open_video(POND)
        assert (undo_label(tomorrow), redo_label(tomorrow)) == ("Add dog_1", "Mask dog_1, second 1")
        tomorrow.redo()
        assert masked(tomorrow.view, name) == [1]
        tomorrow.undo()
        tomorrow.undo()
        assert tomorrow.view.tracks == ()
        assert len(again.tracks(LAKE)) == 1


def test_more_than_five_hundred_steps_are_undone_and_redone_after_opening_again(
    workbench: Workbench, project: Project
) -> None:
    """R13: at least 500 steps."""
    name = add(workbench)
    for number in range(520):
        workbench.run(commands.toggle_sounding(workbench.view, name, number * 7 % 6))
    last = workbench.view
    project.close()
    with Project.open(project.folder) as again:
        other = Workbench(again, author="ann")
        other.open_video(POND)
        undone = 0
        while other.undo():
            undone += 1
        assert undone == 521
        assert other.view.tracks == ()
        while other.redo():
            undone -= 1
        assert undone == 0
        assert other.view == last


def test_the_stack_is_bounded_however_much_is_done() -> None:
    """R13: memory of the stack does not grow for ever."""
    history = History("ann", (Step(number, "ann", "Toggle", 0) for number in range(1, 20_001)))
    assert len(history) == MOST_STEPS
    for number in range(MOST_STEPS):
        history.add(Step(20_001 + number, "ann", "Toggle", 20_000 - number))
    assert history.to_undo is None
    assert len(history) == MOST_STEPS


def test_editing_a_video_that_was_handed_in_opens_it_again(
    workbench: Workbench, project: Project
) -> None:
    """R23."""
    name = add(workbench, states="#")
    commit(workbench, name, 0)
    workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    assert workbench.view.state is RoundState.SUBMITTED
    commit(workbench, name, 1)
    assert workbench.view.state is RoundState.ANNOTATING
    workbench.undo()
    assert workbench.view.state is RoundState.SUBMITTED
    assert workbench.undo() == "Hand in pond"
    workbench.undo()
    assert workbench.view.state is RoundState.ANNOTATING


def test_undo_in_a_video_that_someone_has_accepted_opens_it_again(
    workbench: Workbench, project: Project
) -> None:
    """R23."""
    name = add(workbench)
    commit(workbench, name, 0)
    with project.edit(author="bo", action="Accept", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ACCEPTED, person="bo"))
    assert workbench.undo() == "Mask dog_1, second 0"
    assert workbench.view.state is RoundState.ANNOTATING
