"""The desk: commands change the video, listeners hear of it, and nobody is overwritten unawares."""

from pathlib import Path

import numpy as np
import pytest
from core.annotation.small_desk import (
    CAT,
    CLICKED,
    LAKE,
    POND,
    add,
    commit,
    masked,
    picture,
    square,
    states_text,
)
from sqlalchemy import Connection, event

from avisbuild.annotation import Command, VideoView, Workbench, commands, read_view
from avisbuild.annotation.history import MOST_STEPS, History
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.masks import decode, encode
from avisbuild.records import Round, RoundState, Sounding
from avisbuild.store import Edit, Project, Step


def test_a_command_is_one_entry_and_what_listeners_are_given(
    desk: Workbench, project: Project
) -> None:
    heard: list[VideoView] = []
    desk.listen(heard.append)
    name = add(desk)
    before = project.journal.head().sequence
    desk.run(commands.set_sounding(desk.view, name, range(1, 4), Sounding.SOUNDING))
    assert project.journal.head().sequence == before + 1
    assert heard[-1] is desk.view
    assert desk.view == read_view(project, POND)
    assert states_text(desk.view, name) == ".###.."


def test_a_command_that_changes_nothing_leaves_no_entry_and_no_step(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    before = project.journal.head()
    desk.run(commands.set_sounding(desk.view, name, range(2), Sounding.SILENT))
    desk.run(commands.reopen_silences(desk.view, [1, 2]))
    assert project.journal.head() == before
    assert desk.undo_label == "Add dog_1"


def test_a_command_that_fails_midway_changes_nothing(desk: Workbench, project: Project) -> None:
    name = add(desk)
    before = project.state_digest()

    def carry_out(edit: Edit, _view: VideoView) -> None:
        edit.remove_instance(name)
        raise ProjectError("no")

    with pytest.raises(ProjectError, match="no"):
        desk.run(Command(label="Half", carry_out=carry_out))
    assert project.state_digest() == before
    assert desk.view == read_view(project, POND)
    assert desk.undo_label == "Add dog_1"


def test_without_a_video_on_the_desk_there_is_one_line(project: Project) -> None:
    desk = Workbench(project, author="ann")
    assert not desk.has_video
    assert not desk.refresh()
    assert desk.undo() is None
    with pytest.raises(ProjectError, match="open one first"):
        desk.run(Command(label="Nothing", carry_out=lambda _edit, _view: None))


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


def test_undo_and_redo_name_what_they_do_and_end_where_there_is_nothing_more(
    desk: Workbench,
) -> None:
    """R13: the menu says what will be undone."""
    name = add(desk)
    desk.run(commands.set_sounding(desk.view, name, range(3, 6), Sounding.SOUNDING))
    assert (desk.undo_label, desk.redo_label) == ("Mark dog_1 as sounding, seconds 3-5", None)
    assert desk.undo() == "Mark dog_1 as sounding, seconds 3-5"
    assert desk.undo() == "Add dog_1"
    assert desk.undo() is None
    assert (desk.undo_label, desk.redo_label) == (None, "Add dog_1")
    assert desk.redo() == "Add dog_1"
    assert desk.redo() == "Mark dog_1 as sounding, seconds 3-5"
    assert desk.redo() is None


def test_a_new_edit_after_undo_ends_what_could_be_redone(desk: Workbench) -> None:
    name = add(desk)
    commit(desk, name, 1)
    desk.undo()
    commit(desk, name, 2)
    assert desk.redo_label is None
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
    assert (desk.undo_label, desk.redo_label) == (None, None)
    add(desk, CAT)
    project.close()
    with Project.open(project.folder) as again:
        tomorrow = Workbench(again, author="ann")
        tomorrow.open_video(POND)
        assert (tomorrow.undo_label, tomorrow.redo_label) == ("Add dog_1", "Mask dog_1, second 1")
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


def test_edits_of_another_desk_are_there_at_the_next_command(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        commit(other, name, 2)
        assert masked(desk.view, name) == []
        commit(desk, name, 3)
        assert masked(desk.view, name) == [2, 3]
        assert other.refresh()
        assert not other.refresh()
        assert other.view == desk.view


def test_undo_takes_back_ones_own_edit_and_not_anothers(desk: Workbench, project: Project) -> None:
    name = add(desk)
    commit(desk, name, 1)
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        assert other.undo_label is None
        commit(other, name, 2)
        assert desk.undo() == "Mask dog_1, second 1"
        assert masked(desk.view, name) == [2]
        assert other.undo() == "Mask dog_1, second 2"
        assert masked(other.view, name) == []


def test_undo_is_refused_in_one_line_where_another_has_edited_the_same(
    desk: Workbench, project: Project
) -> None:
    """R35: never a silent winner."""
    name = add(desk)
    commit(desk, name, 1, corner=0)
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        commit(other, name, 1, corner=5)
    before = project.state_digest()
    with pytest.raises(ConflictError) as caught:
        desk.undo()
    assert str(caught.value) == (
        '"Mask dog_1, second 1" cannot be undone: bo has edited this video ("Mask dog_1, second 1") since; '
        "nothing was changed"
    )
    assert project.state_digest() == before
    assert desk.view.mask_of(name, 1) == square(5)
    assert desk.undo_label == "Mask dog_1, second 1"


def test_undoing_an_instance_on_which_another_has_built_is_refused(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        commit(other, name, 1)
    with pytest.raises(ConflictError, match="bo has edited this video"):
        desk.undo()
    assert masked(desk.view, name) == [1]


def test_a_command_on_an_instance_that_another_has_removed_is_refused(
    desk: Workbench, project: Project
) -> None:
    name, other_name = add(desk), add(desk, CAT)
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        other.run(commands.remove_instance(other.view, name))
        for command in (
            commands.swap_instances(desk.view, name, other_name, 1),
            commands.merge_instances(desk.view, name, other_name),
            commands.commit_mask(desk.view, name, 1, square(), CLICKED),
        ):
            with pytest.raises(ProjectError, match="no instance") as caught:
                desk.run(command)
            assert "\n" not in str(caught.value)
    assert list(picture(desk.view)) == ["cat_1"]


def test_two_who_add_at_once_get_two_numbers(desk: Workbench, project: Project) -> None:
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        made = commands.new_instance(desk.view, CAT)
        command = commands.add_instance(desk.view, made)
        add(other, CAT)
        desk.run(command)
    assert list(picture(desk.view)) == ["cat_1", "cat_2"]


def test_an_edit_since_the_last_look_is_seen_by_the_command(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        steal = commands.commit_mask(
            desk.view, name, 1, square(2), CLICKED, overlap=commands.Overlap.STEAL
        )
        seen: list[VideoView] = []

        def carry_out(edit: Edit, now: VideoView) -> None:
            seen.append(now)
            steal.carry_out(edit, now)

        commit(other, name, 1, corner=2)
        desk.run(Command(label="Steal", carry_out=carry_out))
    assert masked(seen[0], name) == [1]
    assert desk.view == read_view(project, POND)


def test_undo_that_meets_an_edit_between_look_and_lock_looks_again(
    desk: Workbench, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows of one person: each edit is undone once."""
    name = add(desk)
    commit(desk, name, 1)
    with Project.open(project.folder) as theirs:
        second_window = Workbench(theirs, author="ann")
        second_window.open_video(POND)
        look, times = desk.refresh, iter([True])

        def look_too_early() -> bool:
            found = look()
            if next(times, False):
                commit(second_window, name, 2)
            return found

        monkeypatch.setattr(desk, "refresh", look_too_early)
        assert desk.undo() == "Mask dog_1, second 2"
    assert masked(desk.view, name) == [1]


def test_editing_a_video_that_was_handed_in_opens_it_again(
    desk: Workbench, project: Project
) -> None:
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


def test_a_state_given_for_the_whole_video_does_not_come_back_after_anothers_edit(
    desk: Workbench, project: Project
) -> None:
    name = add(desk, states="##")
    commit(desk, name, 0)
    commit(desk, name, 1)
    desk.run_as_is(commands.submit(desk.view, author="ann"))
    desk.undo()
    with Project.open(project.folder) as theirs:
        other = Workbench(theirs, author="bo")
        other.open_video(POND)
        other.run(commands.remove_masks(other.view, [(name, 0)]))
    with pytest.raises(ConflictError, match="do it anew after a look"):
        desk.redo()
    assert desk.view.state is RoundState.ANNOTATING


def test_undo_in_a_video_that_someone_has_accepted_opens_it_again(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    commit(desk, name, 0)
    with project.edit(author="bo", action="Accept", video_id=POND) as edit:
        edit.set_round(Round(video_id=POND, number=1, state=RoundState.ACCEPTED, person="bo"))
    assert desk.undo() == "Mask dog_1, second 0"
    assert desk.view.state is RoundState.ANNOTATING


def test_a_read_only_project_is_shown_and_not_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R35."""
    desk = Workbench(project, author="ann")
    desk.open_video(POND)
    add(desk)
    before = project.state_digest()
    monkeypatch.setattr(project, "_read_only", True)
    for gesture in (desk.undo, lambda: add(desk, CAT)):
        with pytest.raises(ProjectError, match="is read-only; make the folder writable"):
            gesture()
    assert project.state_digest() == before
    assert list(picture(desk.view)) == ["dog_1"]


def test_a_full_disk_loses_nothing_that_was_there(desk: Workbench, project: Project) -> None:
    """R35: one error, the old state, and the same edit succeeds when there is room again."""
    name = add(desk)
    commit(desk, name, 1)
    before, shown = project.state_digest(), desk.view

    def shrink(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size

    event.listen(project._engine, "begin", shrink)
    with pytest.raises(ProjectError, match="the disk is full; nothing of this edit was kept"):
        for number in range(400):
            before, shown = project.state_digest(), desk.view
            commit(desk, name, number % 6, corner=number % 11)
    assert project.state_digest() == before
    assert desk.view == shown == read_view(project, POND)
    event.remove(project._engine, "begin", shrink)
    with project._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    commit(desk, name, 5, corner=12)
    assert desk.view.mask_of(name, 5) == square(12)
    assert project.rebuild_state() == project.state_digest()


def test_a_mask_is_kept_bit_for_bit(desk: Workbench, project: Project, tmp_path: Path) -> None:
    """R12: one mask a cell, of any number of parts, holes kept; what is saved is what was shown."""
    shown = np.zeros((18, 32), np.bool_)
    shown[1:9, 1:9] = True
    shown[3:6, 3:6] = False
    shown[4, 4] = True
    shown[17, 31] = True
    name = add(desk)
    commit(desk, name, 2)
    desk.run(commands.commit_mask(desk.view, name, 2, encode(shown), CLICKED))
    project.close()
    with Project.open(project.folder) as again:
        (track,) = again.tracks(POND)
        assert masked(read_view(again, POND), name) == [2]
        assert track.masks[2] is not None
        assert np.array_equal(decode(track.masks[2]), shown)
