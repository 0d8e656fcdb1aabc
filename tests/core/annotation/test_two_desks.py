"""Two people, or two windows, on one video: nobody is overwritten unawares."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

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
    undo_label,
)

from avisbuild.annotation import Command, VideoView, Workbench, commands, read_view
from avisbuild.errors import ConflictError, ProjectError
from avisbuild.messages import Message
from avisbuild.records import RoundState, Sounding
from avisbuild.store import Edit, Project


@contextmanager
def _desk_of(author: str, project: Project) -> Iterator[Workbench]:
    """A desk of its own on the same video, as in another window."""
    with Project.open(project.folder) as theirs:
        desk = Workbench(theirs, author=author)
        desk.open_video(POND)
        yield desk


def test_edits_of_another_desk_are_there_at_the_next_command(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    with _desk_of("bo", project) as other:
        commit(other, name, 2)
        assert masked(desk.view, name) == []
        commit(desk, name, 3)
        assert masked(desk.view, name) == [2, 3]
        assert other.refresh()
        assert not other.refresh()
        assert other.view == desk.view


def test_an_edit_since_the_last_look_is_seen_by_the_command(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    with _desk_of("bo", project) as other:
        steal = commands.commit_mask(
            desk.view, name, 1, square(2), CLICKED, overlap=commands.Overlap.STEAL
        )
        seen: list[VideoView] = []

        def carry_out(edit: Edit, now: VideoView) -> None:
            seen.append(now)
            steal.carry_out(edit, now)

        commit(other, name, 1, corner=2)
        desk.run(Command(label=Message("Steal"), carry_out=carry_out))
    assert masked(seen[0], name) == [1]
    assert desk.view == read_view(project, POND)


def test_a_command_on_an_instance_that_another_has_removed_is_refused(
    desk: Workbench, project: Project
) -> None:
    name, other_name = add(desk), add(desk, CAT)
    with _desk_of("bo", project) as other:
        other.run(commands.remove_instance(other.view, name))
        for command in (
            commands.swap_instances(desk.view, name, other_name, 1),
            commands.merge_instances(desk.view, name, other_name),
            commands.change_category(desk.view, name, CAT),
            commands.renumber_instance(desk.view, name, 7),
            commands.commit_mask(desk.view, name, 1, square(), CLICKED),
        ):
            with pytest.raises(ProjectError, match="no instance") as caught:
                desk.run(command)
            assert "\n" not in str(caught.value)
    assert list(picture(desk.view)) == ["cat_1"]


def test_undo_takes_back_ones_own_edit_and_not_anothers(desk: Workbench, project: Project) -> None:
    name = add(desk)
    commit(desk, name, 1)
    with _desk_of("bo", project) as other:
        assert undo_label(other) is None
        commit(other, name, 2)
        assert desk.undo() == "Mask dog_1, second 1"
        assert masked(desk.view, name) == [2]
        assert other.undo() == "Mask dog_1, second 2"
        assert masked(other.view, name) == []


def test_undo_is_refused_in_one_line_where_another_has_edited_the_same(
    desk: Workbench, project: Project
) -> None:
    """R35, R36: never a silent winner."""
    name = add(desk)
    commit(desk, name, 1, corner=0)
    with _desk_of("bo", project) as other:
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
    assert undo_label(desk) == "Mask dog_1, second 1"


def test_undoing_an_instance_on_which_another_has_built_is_refused(
    desk: Workbench, project: Project
) -> None:
    name = add(desk)
    with _desk_of("bo", project) as other:
        commit(other, name, 1)
    with pytest.raises(ConflictError, match="bo has edited this video"):
        desk.undo()
    assert masked(desk.view, name) == [1]


def test_a_state_given_for_the_whole_video_does_not_come_back_after_anothers_edit(
    desk: Workbench, project: Project
) -> None:
    name = add(desk, states="##")
    commit(desk, name, 0)
    commit(desk, name, 1)
    desk.run_as_is(commands.submit(desk.view, author="ann"))
    desk.undo()
    with _desk_of("bo", project) as other:
        other.run(commands.remove_masks(other.view, [(name, 0)]))
    with pytest.raises(ConflictError, match="do it anew after a look"):
        desk.redo()
    assert desk.view.state is RoundState.ANNOTATING


def test_undo_that_meets_an_edit_between_look_and_lock_looks_again(
    desk: Workbench, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two windows of one person: each edit is undone once."""
    name = add(desk)
    commit(desk, name, 1)
    with _desk_of("ann", project) as second_window:
        look, times = desk.refresh, iter([True])

        def look_too_early() -> bool:
            found = look()
            if next(times, False):
                commit(second_window, name, 2)
            return found

        monkeypatch.setattr(desk, "refresh", look_too_early)
        assert desk.undo() == "Mask dog_1, second 2"
    assert masked(desk.view, name) == [1]


def test_two_who_add_at_once_get_two_numbers(desk: Workbench, project: Project) -> None:
    command = commands.add_instance(desk.view, commands.new_instance(desk.view, CAT))
    with _desk_of("bo", project) as other:
        add(other, CAT)
    desk.run(command)
    assert list(picture(desk.view)) == ["cat_1", "cat_2"]


def test_a_split_while_another_adds_gets_the_next_number(desk: Workbench, project: Project) -> None:
    name = add(desk, states="..##")
    command = commands.split_instance(desk.view, name, 3)
    with _desk_of("bo", project) as other:
        add(other)
    desk.run(command)
    assert list(picture(desk.view)) == ["dog_1", "dog_2", "dog_3"]


def test_a_split_that_another_has_left_nothing_for_is_refused(
    desk: Workbench, project: Project
) -> None:
    name = add(desk, states=".##..")
    split = commands.split_instance(desk.view, name, 2)
    with _desk_of("bo", project) as other:
        other.run(commands.set_sounding(other.view, name, range(2, 6), Sounding.SILENT))
    with pytest.raises(ProjectError, match="nothing from second 2 on"):
        desk.run(split)
    assert picture(desk.view) == {"dog_1": (".#....", [])}


def test_undo_never_takes_back_what_another_did_after_a_copy_was_restored(
    desk: Workbench, project: Project, tmp_path: Path
) -> None:
    """The journal's numbers are given again then, so that the desk's last step is another's."""
    name = add(desk)
    copy = sqlite3.connect(tmp_path / "copy.db")
    live = sqlite3.connect(project.folder / "project.db")
    with closing(copy), closing(live):
        live.backup(copy)
        commit(desk, name, 1)
        copy.backup(live)
    with _desk_of("bo", project) as other:
        commit(other, name, 2)
    with pytest.raises(ConflictError, match="bo has edited this video"):
        desk.undo()
    assert undo_label(desk) == "Add dog_1"
    assert masked(desk.view, name) == [2]
