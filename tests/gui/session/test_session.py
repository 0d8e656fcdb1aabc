"""Undo, bookmarks, identities, suggestions, sound, and other people's edits, through the session alone."""

import stat
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting, make_project
from PyQt6.QtCore import QCoreApplication

from avisbuild.annotation import Bookmarks
from avisbuild.records import CategoryId, RoundState, Sounding
from avisbuild.store import Project
from avisbuild_gui.action_table import session_actions
from avisbuild_gui.actions import KeyMap
from avisbuild_gui.actions.action import Shortcut
from avisbuild_gui.session import Session
from avisbuild_gui.values import Tool


def _shortcuts(session: Session) -> dict[str, Shortcut]:
    """What the session's keys do, by the name in files of keys."""
    return KeyMap(session_actions(session)).shortcuts


def test_every_action_can_be_done_by_a_test_without_a_window(desk: Sitting) -> None:
    """R38: nothing that a key does needs a window, but for what is the window's own."""
    shortcuts = _shortcuts(desk.session)
    assert {"undo", "choose_instance_9", "hand_in"} <= set(shortcuts)
    for shortcut in shortcuts.values():
        shortcut.run()


def test_every_action_does_no_harm_where_there_is_nothing(sit, tmp_path: Path) -> None:
    """R38: a project without videos, and every key pressed."""
    from avisbuild.records.bundled import load_recipe

    with Project.create(tmp_path / "empty", load_recipe("aviseg")) as empty:
        desk = sit(on=empty, started=False)
        said = []
        desk.session.frame_changed.connect(lambda image, text: said.append((image, text)))
        desk.session.start()
        assert said[0][0] is None
        assert "no video yet" in said[0][1]
        for shortcut in _shortcuts(desk.session).values():
            shortcut.run()
        desk.session.close()
        assert empty.journal.head().sequence == 0


def test_random_actions_leave_a_project_that_verifies(desk: Sitting, project: Project) -> None:
    """R38, R13: a script of random actions by name; the journal is whole, and undo goes all the way back."""
    import random

    rng = random.Random(7)
    session = desk.session
    desk.add("dog", 0, 1, 2)
    desk.add("cat", 1)
    shortcuts = [each for name, each in _shortcuts(session).items() if name != "next_video"]
    for _ in range(300):
        rng.choice(shortcuts).run()
        if rng.random() < 0.2:
            session.click(rng.uniform(0, 159), rng.uniform(0, 89), positive=True)
            QCoreApplication.processEvents()
    project.journal.verify()
    assert project.state_digest() == project.rebuild_state()


def test_undo_goes_on_tomorrow(project: Project, sit) -> None:
    """R13: a mask committed in one sitting is taken back in the next, and done again."""
    today = sit()
    dog = today.add("dog", 2)
    today.mask(2)
    today.close()
    tomorrow = sit()
    session = tomorrow.session
    session.undo()
    assert session.view is not None
    assert session.view.mask_of(dog, 2) is None
    assert session.second == 2
    session.redo()
    assert session.view.mask_of(dog, 2) is not None


def test_undo_takes_the_drafts_last_gesture_first(desk: Sitting) -> None:
    """R13: prompts are undone, too, before what was committed."""
    session = desk.session
    desk.add("dog", 0, 1)
    desk.mask(0)
    session.choose_second(1)
    desk.click(40, 40)
    desk.click(60, 60)
    session.undo()
    assert session.draft is not None
    assert len(session.draft.prompt.points_xy) == 1
    session.redo()
    assert len(session.draft.prompt.points_xy) == 2
    session.undo()
    session.undo()
    assert session.view is not None
    assert session.instance_id is not None
    assert session.view.mask_of(session.instance_id, 0) is not None
    session.undo()
    assert session.view.mask_of(session.instance_id, 0) is None


def test_one_key_toggles_and_a_run_is_filled_at_once(desk: Sitting, project: Project) -> None:
    """R07: S on a cell; Shift+arrows and S on a run is one step of undo; lanes overlap."""
    session = desk.session
    cat, dog = desk.add("cat", 1), desk.add("dog")
    session.choose_second(1)
    session.extend_right()
    session.extend_right()
    before = project.journal.head().sequence
    session.toggle_sounding()
    assert project.journal.head().sequence == before + 1
    assert session.view is not None
    states = [session.view.state_of(dog, second) for second in range(6)]
    assert [second for second, state in enumerate(states) if state is Sounding.SOUNDING] == [
        1,
        2,
        3,
    ]
    assert session.view.state_of(cat, 1) is Sounding.SOUNDING
    assert len(session.selection) == 1
    session.toggle_sounding()
    assert session.view.state_of(dog, 3) is Sounding.SILENT


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("mark_offscreen", Sounding.OFFSCREEN),
        ("mark_occluded", Sounding.OCCLUDED),
        ("mark_unsure", Sounding.UNSURE),
    ],
)
def test_the_other_states_have_a_key_each(desk: Sitting, action: str, state: Sounding) -> None:
    """R16."""
    dog = desk.add("dog")
    mark = _shortcuts(desk.session)[action]
    mark.run()
    assert desk.session.view is not None
    assert desk.session.view.state_of(dog, 0) is state
    mark.run()
    assert desk.session.view.state_of(dog, 0) is Sounding.SILENT


def test_a_video_is_handed_in_only_when_nothing_is_amiss(desk: Sitting, project: Project) -> None:
    """R17: the key leads to what is to mend; afterwards it hands in."""
    session = desk.session
    desk.add("dog", 3)
    session.choose_second(0)
    session.hand_in()
    assert session.second == 3
    assert "1 to mend" in desk.texts[-1]
    desk.click()
    session.commit()
    session.hand_in()
    assert project.states()[FIRST] is RoundState.SUBMITTED
    session.undo()
    assert project.states()[FIRST] is RoundState.ANNOTATING


def test_one_comes_back_to_where_one_stopped(sit, project: Project, tmp_path: Path) -> None:
    """R22: video, second, identity, tool, brush, zoom."""
    bookmarks = Bookmarks(tmp_path / "places", project=project.folder, author="ann")
    first = sit(bookmarks=bookmarks)
    first.session.open_video(OTHER)
    first.add("cat")
    dog = first.add("dog", 1)
    first.session.choose_second(4)
    first.session.use_brush()
    first.session.use_brush_diameter(40)
    first.session.keep_place(2.5, (30.0, 20.0))
    first.close()
    again = sit(bookmarks=bookmarks, started=False)
    place = again.session.start()
    assert again.session.view is not None
    assert again.session.view.video.video_id == OTHER
    assert (again.session.second, again.session.instance_id) == (4, dog)
    assert (again.session.tool, again.session.brush_diameter_px) == (Tool.BRUSH, 40)
    assert (place.zoom, place.centre_xy) == (2.5, (30.0, 20.0))


def test_a_video_that_is_asked_for_and_not_there_is_said(sit) -> None:
    desk = sit(started=False)
    desk.session.start("gamma")
    assert desk.texts[0] == "There is no video gamma in this project."
    assert desk.session.view is not None


def test_two_windows_on_one_project_show_each_others_edits(sit, project: Project) -> None:
    """Bad days: the other one's edit is there before one's own, and it is said."""
    here = sit(author="ann")
    with Project.open(project.folder) as same:
        there = sit(on=same, author="bo")
        dog = there.add("dog", 0, 1)
        here.session.refresh()
        assert "Someone else has edited" in here.texts[-1]
        assert here.session.view is not None
        assert dog in here.session.view.by_id
        here.session.go_to(0, dog)
        here.click()
        assert here.session.commit()
        there.session.mark_unsure()
        assert there.session.view is not None
        assert there.session.view.mask_of(dog, 0) is not None
        there.close()
    project.journal.verify()


def test_a_read_only_project_opens_and_says_so(sit, tmp_path: Path) -> None:
    """Bad days: everything can be looked at and heard, nothing changed."""
    folder = tmp_path / "kept"
    make_project(folder).close()
    database = folder / "project.db"
    with Project.open(folder) as locked:
        locked._read_only = True
        desk = sit(on=locked)
        assert any("read-only" in text for text in desk.texts)
        desk.session.next_second()
        assert desk.session.second == 1
        desk.session.add_instance(CategoryId(1))
        assert desk.session.view is not None
        assert desk.session.view.instances == ()
        desk.session.click(10, 10, positive=True)
        assert desk.session.draft is None
        desk.session.play_second()
        assert len(desk.sink.played) == 1
        desk.close()
    assert stat.S_ISREG(database.stat().st_mode)


def test_the_list_of_videos_knows_how_far_each_is(desk: Sitting) -> None:
    """R22: state, cells done of all, person."""
    rows = []
    desk.session.row_changed.connect(rows.append)
    desk.add("dog", 0, 1)
    desk.mask(0)
    row = rows[-1]
    assert (row.video_id, row.state, row.cells_done, row.cells_total, row.person) == (
        FIRST,
        RoundState.ANNOTATING,
        1,
        2,
        "ann",
    )
    desk.session.read_rows()
    assert desk.session.rows[0] == row
    assert desk.session.rows[1].cells_total == 0


def test_keys_walk_through_the_videos(desk: Sitting) -> None:
    session: Session = desk.session
    session.next_video()
    assert session.view is not None
    assert session.view.video.video_id == OTHER
    session.next_video()
    assert session.view.video.video_id == OTHER
    session.previous_video()
    session.next_open_video()
    assert session.view.video.video_id == OTHER
