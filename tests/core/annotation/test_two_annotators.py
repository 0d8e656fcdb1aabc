"""Two people, or two windows, on one video: nobody is overwritten unawares."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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
    undo_label,
)

from avisbuild.annotation import Command, VideoView, Workbench, commands, read_view
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import RoundState, Sounding
from avisbuild.store import Edit, Project


@contextmanager
def _workbench_of(author: str, project: Project) -> Iterator[Workbench]:
    """A workbench of its own on the same video, as in another window."""
    with Project.open(project.folder) as theirs:
        workbench = Workbench(theirs, author=author)
        workbench.open_video(POND)
        yield workbench


def test_edits_of_another_workbench_are_there_at_the_next_command(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench)
    with _workbench_of("bo", project) as other:
        commit(other, name, 2)
        assert masked(workbench.view, name) == []
        commit(workbench, name, 3)
        assert masked(workbench.view, name) == [2, 3]
        assert other.refresh()
        assert not other.refresh()
        assert other.view == workbench.view


def test_an_edit_since_the_last_look_is_seen_by_the_command(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench)
    with _workbench_of("bo", project) as other:
        steal = commands.commit_mask(
            workbench.view, name, 1, square(2), CLICKED, overlap=commands.Overlap.STEAL
        )
        seen: list[VideoView] = []

        def carry_out(edit: Edit, now: VideoView) -> None:
            seen.append(now)
            steal.carry_out(edit, now)

        commit(other, name, 1, corner=2)
        workbench.run(Command(label=Message("Steal"), carry_out=carry_out))
    assert masked(seen[0], name) == [1]
    assert workbench.view == read_view(project, POND)


def test_a_command_on_an_instance_that_another_has_removed_is_refused(
    workbench: Workbench, project: Project
) -> None:
    name, other_name = add(workbench), add(workbench, CAT)
    with _workbench_of("bo", project) as other:
        other.run(commands.remove_instance(other.view, name))
        for command in (
            commands.swap_instances(workbench.view, name, other_name, 1),
            commands.merge_instances(workbench.view, name, other_name),
            commands.change_category(workbench.view, name, CAT),
            commands.renumber_instance(workbench.view, name, 7),
            commands.commit_mask(workbench.view, name, 1, square(), CLICKED),
        ):
            with pytest.raises(ProjectError, match="no instance") as caught:
                workbench.run(command)
            assert "\n" not in str(caught.value)
    assert list(picture(workbench.view)) == ["cat_1"]


def test_undo_takes_back_ones_own_edit_and_not_anothers(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench)
    commit(workbench, name, 1)
    with _workbench_of("bo", project) as other:
        assert undo_label(other) is None
        commit(other, name, 2)
        assert workbench.undo() == "Mask dog_1, second 1"
        assert masked(workbench.view, name) == [2]
        assert other.undo() == "Mask dog_1, second 2"
        assert masked(other.view, name) == []


def test_undo_is_refused_in_one_line_where_another_has_edited_the_same(
    workbench: Workbench, project: Project
) -> None:
    """R35, R36: never a silent winner."""
    name = add(workbench)
    commit(workbench, name, 1, corner=0)
    with _workbench_of("bo", project) as other:
        commit(other, name, 1, corner=5)
    before = project.state_digest()
    with pytest.raises(ConflictError) as caught:
        workbench.undo()
    assert str(caught.value) == (
        '"Mask dog_1, second 1" cannot be undone: bo has edited this video ("Mask dog_1, second 1") since; '
        "nothing was changed"
    )
    assert project.state_digest() == before
    assert workbench.view.mask_at(name, 1) == square(5)
    assert undo_label(workbench) == "Mask dog_1, second 1"


def test_undoing_an_instance_on_which_another_has_built_is_refused(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench)
    with _workbench_of("bo", project) as other:
        commit(other, name, 1)
    with pytest.raises(ConflictError, match="bo has edited this video"):
        workbench.undo()
    assert masked(workbench.view, name) == [1]


def test_a_state_given_for_the_whole_video_does_not_come_back_after_anothers_edit(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench, states="##")
    commit(workbench, name, 0)
    commit(workbench, name, 1)
    workbench.run_as_is(commands.submit(workbench.view, author="ann"))
    workbench.undo()
    with _workbench_of("bo", project) as other:
        other.run(commands.remove_masks(other.view, [(name, 0)]))
    with pytest.raises(ConflictError, match="do it anew after a look"):
        workbench.redo()
    assert workbench.view.state is RoundState.ANNOTATING


def test_undo_that_meets_an_edit_between_look_and_lock_looks_again(
    workbench: Workbench, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows of one person: each edit is undone once."""
    name = add(workbench)
    commit(workbench, name, 1)
    with _workbench_of("ann", project) as second_window:
        look, times = workbench.refresh, iter([True])

        def look_too_early() -> bool:
            found = look()
            if next(times, False):
                commit(second_window, name, 2)
            return found

        monkeypatch.setattr(workbench, "refresh", look_too_early)
        assert workbench.undo() == "Mask dog_1, second 2"
    assert masked(workbench.view, name) == [1]


def test_two_who_add_at_once_get_two_numbers(workbench: Workbench, project: Project) -> None:
    command = commands.add_instance(workbench.view, commands.new_instance(workbench.view, CAT))
    with _workbench_of("bo", project) as other:
        add(other, CAT)
    workbench.run(command)
    assert list(picture(workbench.view)) == ["cat_1", "cat_2"]


def test_a_split_while_another_adds_gets_the_next_number(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench, states="..##")
    command = commands.split_instance(workbench.view, name, 3)
    with _workbench_of("bo", project) as other:
        add(other)
    workbench.run(command)
    assert list(picture(workbench.view)) == ["dog_1", "dog_2", "dog_3"]


def test_a_split_that_another_has_left_nothing_for_is_refused(
    workbench: Workbench, project: Project
) -> None:
    name = add(workbench, states=".##..")
    split = commands.split_instance(workbench.view, name, 2)
    with _workbench_of("bo", project) as other:
        other.run(commands.set_sounding(other.view, name, range(2, 6), Sounding.SILENT))
    with pytest.raises(ProjectError, match="nothing from second 2 on"):
        workbench.run(split)
    assert picture(workbench.view) == {"dog_1": (".#....", [])}


def test_undo_never_takes_back_what_another_did_after_a_copy_was_restored(
    workbench: Workbench, project: Project, tmp_path: Path
) -> None:
    """The journal's numbers are given again then, so that the workbench's last step is another's."""
    name = add(workbench)
    copy = sqlite3.connect(tmp_path / "copy.db")
    live = sqlite3.connect(project.folder / "project.db")
    with closing(copy), closing(live):
        live.backup(copy)
        commit(workbench, name, 1)
        copy.backup(live)
    with _workbench_of("bo", project) as other:
        commit(other, name, 2)
    with pytest.raises(ConflictError, match="bo has edited this video"):
        workbench.undo()
    assert undo_label(workbench) == "Add dog_1"
    assert masked(workbench.view, name) == [2]
