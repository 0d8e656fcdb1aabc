"""Undo and redo on the desk: over days, for hundreds of steps, and what becomes of the round."""

from core.annotation.small_desk import (
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
    desk: Workbench,
) -> None:
    """R13: the menu says what will be undone."""
    name = add(desk)
    desk.run(commands.set_sounding(desk.view, name, range(3, 6), Sounding.SOUNDING))
    assert (undo_label(desk), redo_label(desk)) == ("Mark dog_1 as sounding, seconds 3-5", None)
    assert desk.undo() == "Mark dog_1 as sounding, seconds 3-5"
    assert desk.undo() == "Add dog_1"
    assert desk.undo() is None
    assert (undo_label(desk), redo_label(desk)) == (None, "Add dog_1")
    assert desk.redo() == "Add dog_1"
    assert desk.redo() == "Mark dog_1 as sounding, seconds 3-5"
    assert desk.redo() is None


def test_the_first_edit_of_a_video_begins_its_round_and_undo_takes_that_back(
    desk: Workbench,
) -> None:
    assert desk.view.state is RoundState.TODO
    add(desk)
    assert desk.view.state is RoundState.ANNOTATING
    assert desk.view.round is not None
    assert desk.view.round.person == "ann"
    desk.undo()
    assert desk.view.state is RoundState.TODO


def test_a_new_edit_after_undo_ends_what_could_be_redone(desk: Workbench) -> None:
    name = add(desk)
    commit(desk, name, 1)
    desk.undo()
    commit(desk, name, 2)
    assert redo_label(desk) is None
    assert desk.redo() is None
    assert masked(desk.view, name) == [2]


def test_undo_goes_on_the_next_day_and_only_in_its_own_video(
    desk: Workbench, project: Project
) -> None:
    """R13: one stack a video, and it survives a restart and going to another video and back."""
    name = add(desk)
    commit(desk, name, 1)
    desk.undo()
    desk.open_video(LAKE)
    assert (undo_label(desk), redo_label(desk)) == (None, None)
    add(desk, CAT)
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
    desk: Workbench, project: Project
) -> None:
    """R13: at least 500 steps."""
    name = add(desk)
    for number in range(520):
        desk.run(commands.toggle_sounding(desk.view, name, number * 7 % 6))
    last = desk.view
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
    desk: Workbench, project: Project
) -> None:
    """R23."""
    name = add(desk, states="#")
    commit(desk, name, 0)
    desk.run_as_is(commands.submit(desk.view, author="ann"))
    assert desk.view.state is RoundState.SUBMITTED
    commit(desk, name, 1)
    assert desk.view.state is RoundState.ANNOTATING
    desk.undo()
    assert desk.view.state is RoundState.SUBMITTED
    assert desk.undo() == "Hand in pond"
    desk.undo()
    assert desk.view.state is RoundState.ANNOTATING


def test_undo_in_a_video_that_someone_has_accepted_opens_it_again(
    desk: Workbench, project: Project
) -> None:
    """R23."""
    name = add(desk)
    commit(desk, name, 0)
    with project.edit(author="bo", action="Accept", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ACCEPTED, person="bo"))
    assert desk.undo() == "Mask dog_1, second 0"
    assert desk.view.state is RoundState.ANNOTATING
