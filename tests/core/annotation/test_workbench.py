"""The desk: a command changes the video, and listeners hear of it; on a bad day nothing is lost."""

from pathlib import Path

import numpy as np
import pytest
from core.annotation.small_desk import (
    CAT,
    CLICKED,
    POND,
    add,
    commit,
    masked,
    picture,
    square,
    states_text,
    undo_label,
)
from sqlalchemy import Connection, event

from avisbuild.annotation import Command, VideoView, Workbench, commands, read_view
from avisbuild.errors import ProjectError
from avisbuild.masks import decode, encode
from avisbuild.messages import Message
from avisbuild.records import Instance, Sounding
from avisbuild.store import Edit, Project


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
    assert undo_label(desk) == "Add dog_1"


def test_a_command_that_fails_midway_changes_nothing(desk: Workbench, project: Project) -> None:
    name = add(desk)
    before = project.state_digest()

    def carry_out(edit: Edit, _view: VideoView) -> None:
        edit.drop(Instance, instance_id=name)
        raise ProjectError("no")

    with pytest.raises(ProjectError, match="no"):
        desk.run(Command(label=Message("Half"), carry_out=carry_out))
    assert project.state_digest() == before
    assert desk.view == read_view(project, POND)
    assert undo_label(desk) == "Add dog_1"


def test_without_a_video_on_the_desk_there_is_one_line(project: Project) -> None:
    desk = Workbench(project, author="ann")
    assert not desk.has_video
    assert not desk.refresh()
    assert desk.undo() is None
    with pytest.raises(ProjectError, match="open one first"):
        desk.run(Command(label=Message("Nothing"), carry_out=lambda _edit, _view: None))


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
