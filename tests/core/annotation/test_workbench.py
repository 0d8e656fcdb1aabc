"""The workbench: a command changes the video, and listeners hear of it; on a bad day nothing is lost."""

from pathlib import Path

import numpy as np
import pytest
from core.annotation.small_project import (
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
    workbench: Workbench, project: Project
) -> None:
    heard: list[VideoView] = []
    workbench.listen(heard.append)
    name = add(workbench)
    before = project.journal.head().sequence
    workbench.run(commands.set_sounding(workbench.view, name, range(1, 4), Sounding.SOUNDING))
    assert project.journal.head().sequence == before + 1
    assert heard[-1] is workbench.view
    assert workbench.view == read_view(project, POND)
    assert states_text(workbench.view, name) == ".###.."


def test_a_command_that_changes_nothing_leaves_no_entry_and_no_step(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench)
    before = project.journal.head()
    workbench.run(commands.set_sounding(workbench.view, name, range(2), Sounding.SILENT))
    workbench.run(commands.reopen_silences(workbench.view, [1, 2]))
    assert project.journal.head() == before
    assert undo_label(workbench) == "Add dog_1"


def test_a_command_that_fails_midway_changes_nothing(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench)
    before = project.state_digest()

    def carry_out(edit: Edit, _view: VideoView) -> None:
        edit.drop(Instance, instance_id=name)
        raise ProjectError("no")

    with pytest.raises(ProjectError, match="no"):
        workbench.run(Command(label=Message("Half"), carry_out=carry_out))
    assert project.state_digest() == before
    assert workbench.view == read_view(project, POND)
    assert undo_label(workbench) == "Add dog_1"


def test_without_a_video_open_there_is_one_line(project: Project) -> None:
    workbench = Workbench(project, author="ann")
    assert not workbench.has_video
    assert not workbench.refresh()
    assert workbench.undo() is None
    with pytest.raises(ProjectError, match="open one first"):
        workbench.run(Command(label=Message("Nothing"), carry_out=lambda _edit, _view: None))


def test_a_read_only_project_is_shown_and_not_changed(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R35."""
    workbench = Workbench(project, author="ann")
    workbench.open_video(POND)
    add(workbench)
    before = project.state_digest()
    monkeypatch.setattr(project, "_refusal", "project-read-only")
    for gesture in (workbench.undo, lambda: add(workbench, CAT)):
        with pytest.raises(ProjectError, match="is read-only; make the folder writable"):
            gesture()
    assert project.state_digest() == before
    assert list(picture(workbench.view)) == ["dog_1"]


def test_a_full_disk_loses_nothing_that_was_there(workbench: Workbench, project: Project) -> None:
    """R35: one error, the old state, and the same edit succeeds when there is room again."""
    name = add(workbench)
    commit(workbench, name, 1)
    before, shown = project.state_digest(), workbench.view

    def shrink(connection: Connection) -> None:
        connection.exec_driver_sql("PRAGMA max_page_count = 1")  # SQLite takes the present size

    event.listen(project._engine, "begin", shrink)
    with pytest.raises(ProjectError, match="the disk is full; nothing of this edit was kept"):
        for number in range(400):
            before, shown = project.state_digest(), workbench.view
            commit(workbench, name, number % 6, corner=number % 11)
    assert project.state_digest() == before
    assert workbench.view == shown == read_view(project, POND)
    event.remove(project._engine, "begin", shrink)
    with project._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
    commit(workbench, name, 5, corner=12)
    assert workbench.view.mask_at(name, 5) == square(12)
    assert project.rebuild_state() == project.state_digest()


def test_a_mask_is_kept_bit_for_bit(workbench: Workbench, project: Project, tmp_path: Path) -> None:
    """R12: one mask a cell, of any number of parts, holes kept; what is saved is what was shown."""
    shown = np.zeros((18, 32), np.bool_)
    shown[1:9, 1:9] = True
    shown[3:6, 3:6] = False
    shown[4, 4] = True
    shown[17, 31] = True
    name = add(workbench)
    commit(workbench, name, 2)
    workbench.run(commands.commit_mask(workbench.view, name, 2, encode(shown), CLICKED))
    project.close()
    with Project.open(project.folder) as again:
        (track,) = again.tracks(POND)
        assert masked(read_view(again, POND), name) == [2]
        assert track.masks[2] is not None
        assert np.array_equal(decode(track.masks[2]), shown)
