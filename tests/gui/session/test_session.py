"""Undo, bookmarks, instances, suggestions, sound, and other people's edits, through the session alone."""

import stat
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, OTHER, Sitting, make_project
from PyQt6.QtCore import QCoreApplication

from avisbuild.annotation import Bookmarks
from avisbuild.records import CategoryId, RoundState, Sounding
from avisbuild.store import Project
from avisbuild_gui import resume
from avisbuild_gui.action_table import session_actions
from avisbuild_gui.actions import KeyMap
from avisbuild_gui.actions.action import Shortcut
from avisbuild_gui.session_parts import Session
from avisbuild_gui.values import Tool


def _shortcuts(session: Session) -> dict[str, Shortcut]:
    """What the session's keys do, by the name in files of keys."""
    return KeyMap(session_actions(session)).shortcuts


def test_every_action_can_be_done_by_a_test_without_a_window(sitting: Sitting) -> None:
    """R38: nothing that a key does needs a window, but for what is the window's own."""
    shortcuts = _shortcuts(sitting.session)
    assert {"undo", "choose_instance_9", "hand_in"} <= set(shortcuts)
    for shortcut in shortcuts.values():
        shortcut.run()


def test_every_action_does_no_harm_where_there_is_nothing(sit, tmp_path: Path) -> None:
    """R38: a project without videos, and every key pressed."""
    from avisbuild.records.bundled import load_recipe

    with Project.create(tmp_path / "empty", load_recipe("aviseg")) as empty:
        sitting = sit(on=empty, started=False)
        said = []
        sitting.session.frames.frame_changed.connect(lambda image, text: said.append((image, text)))
        resume.start(sitting.session)
        assert said[0][0] is None
        assert "no video yet" in said[0][1]
        for shortcut in _shortcuts(sitting.session).values():
            shortcut.run()
        sitting.session.close()
        assert empty.journal.head().sequence == 0


def test_random_actions_leave_a_project_that_verifies(sitting: Sitting, project: Project) -> None:
    """R38, R13: a script of random actions by name; the journal is whole, and undo goes all the way back."""
    import random

    rng = random.Random(7)
    session = sitting.session
    sitting.add("dog", 0, 1, 2)
    sitting.add("cat", 1)
    shortcuts = [each for name, each in _shortcuts(session).items() if name != "next_video"]
    for _ in range(300):
        rng.choice(shortcuts).run()
        if rng.random() < 0.2:
            session.drafts.click(rng.uniform(0, 159), rng.uniform(0, 89), positive=True)
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
    session.commits.undo()
    assert session.state.view is not None
    assert session.state.view.mask_at(dog, 2) is None
    assert session.state.second == 2
    session.commits.redo()
    assert session.state.view.mask_at(dog, 2) is not None


def test_undo_takes_the_drafts_last_gesture_first(sitting: Sitting) -> None:
    """R13: prompts are undone, too, before what was committed."""
    session = sitting.session
    sitting.add("dog", 0, 1)
    sitting.mask(0)
    session.navigation.choose_second(1)
    sitting.click(40, 40)
    sitting.click(60, 60)
    session.commits.undo()
    assert session.drafts.here is not None
    assert len(session.drafts.here.prompt.points_xy) == 1
    session.commits.redo()
    assert len(session.drafts.here.prompt.points_xy) == 2
    session.commits.undo()
    session.commits.undo()
    assert session.state.view is not None
    assert session.state.instance_id is not None
    assert session.state.view.mask_at(session.state.instance_id, 0) is not None
    session.commits.undo()
    assert session.state.view.mask_at(session.state.instance_id, 0) is None


def test_one_key_toggles_and_a_run_is_filled_at_once(sitting: Sitting, project: Project) -> None:
    """R07: S on a cell; Shift+arrows and S on a run is one step of undo; lanes overlap."""
    session = sitting.session
    cat, dog = sitting.add("cat", 1), sitting.add("dog")
    session.navigation.choose_second(1)
    session.navigation.extend(1)
    session.navigation.extend(1)
    before = project.journal.head().sequence
    session.sounding.toggle()
    assert project.journal.head().sequence == before + 1
    assert session.state.view is not None
    states = [session.state.view.sounding_at(dog, second) for second in range(6)]
    assert [second for second, state in enumerate(states) if state is Sounding.SOUNDING] == [
        1,
        2,
        3,
    ]
    assert session.state.view.sounding_at(cat, 1) is Sounding.SOUNDING
    assert len(session.navigation.selection) == 1
    session.sounding.toggle()
    assert session.state.view.sounding_at(dog, 1) is Sounding.SILENT


@pytest.mark.parametrize(
    ("action", "state"),
    [
        ("mark_offscreen", Sounding.OFFSCREEN),
        ("mark_occluded", Sounding.OCCLUDED),
        ("mark_unsure", Sounding.UNSURE),
    ],
)
def test_the_other_states_have_a_key_each(sitting: Sitting, action: str, state: Sounding) -> None:
    """R16."""
    dog = sitting.add("dog")
    mark = _shortcuts(sitting.session)[action]
    mark.run()
    assert sitting.session.state.view is not None
    assert sitting.session.state.view.sounding_at(dog, 0) is state
    mark.run()
    assert sitting.session.state.view.sounding_at(dog, 0) is Sounding.SILENT


def test_a_video_is_handed_in_only_when_nothing_is_amiss(
    sitting: Sitting, project: Project
) -> None:
    """R17: the key leads to what is to mend; afterwards it hands in."""
    session = sitting.session
    sitting.add("dog", 3)
    session.navigation.choose_second(0)
    session.hand_in.hand_in()
    assert session.state.second == 3
    assert "1 to mend" in sitting.texts[-1]
    sitting.click()
    session.commits.commit()
    session.hand_in.hand_in()
    assert project.states()[FIRST] is RoundState.SUBMITTED
    session.commits.undo()
    assert project.states()[FIRST] is RoundState.ANNOTATING


def test_one_comes_back_to_where_one_stopped(sit, project: Project, tmp_path: Path) -> None:
    """R22: video, second, instance, tool, brush, zoom."""
    bookmarks = Bookmarks(tmp_path / "places", project=project.folder, author="ann")
    first = sit(bookmarks=bookmarks)
    first.session.videos.open(OTHER)
    first.add("cat")
    dog = first.add("dog", 1)
    first.session.navigation.choose_second(4)
    first.session.look.use_tool(Tool.BRUSH)
    first.session.look.use_brush_diameter(40)
    resume.keep_bookmark(first.session, 2.5, (30.0, 20.0))
    first.close()
    again = sit(bookmarks=bookmarks, started=False)
    place = resume.start(again.session)
    assert again.session.state.view is not None
    assert again.session.state.view.video.video_id == OTHER
    assert (again.session.state.second, again.session.state.instance_id) == (4, dog)
    assert (again.session.state.tool, again.session.state.brush_diameter_px) == (Tool.BRUSH, 40)
    assert (place.zoom, place.centre_xy) == (2.5, (30.0, 20.0))


def test_a_video_that_is_asked_for_and_not_there_is_said(sit) -> None:
    sitting = sit(started=False)
    resume.start(sitting.session, "gamma")
    assert sitting.texts[0] == "There is no video gamma in this project."
    assert sitting.session.state.view is not None


def test_two_windows_on_one_project_show_each_others_edits(sit, project: Project) -> None:
    """Bad days: the other one's edit is there before one's own, and it is said."""
    here = sit(author="ann")
    with Project.open(project.folder) as same:
        there = sit(on=same, author="bo")
        dog = there.add("dog", 0, 1)
        here.session.edits.refresh()
        assert "Someone else has edited" in here.texts[-1]
        assert here.session.state.view is not None
        assert dog in here.session.state.view.by_id
        here.session.state.go_to(0, dog)
        here.click()
        assert here.session.commits.commit()
        there.session.sounding.mark(Sounding.UNSURE)
        assert there.session.state.view is not None
        assert there.session.state.view.mask_at(dog, 0) is not None
        there.close()
    project.journal.verify()


def test_a_read_only_project_opens_and_says_so(sit, tmp_path: Path) -> None:
    """Bad days: everything can be looked at and heard, nothing changed."""
    folder = tmp_path / "kept"
    make_project(folder).close()
    database = folder / "project.db"
    with Project.open(folder) as locked:
        locked._refusal = "project-read-only"
        sitting = sit(on=locked)
        assert any("read-only" in text for text in sitting.texts)
        sitting.session.navigation.step(1)
        assert sitting.session.state.second == 1
        sitting.session.instances.add(CategoryId(1))
        assert sitting.session.state.view is not None
        assert sitting.session.state.view.instances == ()
        sitting.session.drafts.click(10, 10, positive=True)
        assert sitting.session.drafts.here is None
        sitting.session.sound.play_second()
        assert len(sitting.sink.played) == 1
        sitting.close()
    assert stat.S_ISREG(database.stat().st_mode)


def test_the_list_of_videos_knows_how_far_each_is(sitting: Sitting) -> None:
    """R22: state, cells done of all, person."""
    rows = []
    sitting.session.videos.row_changed.connect(rows.append)
    sitting.add("dog", 0, 1)
    sitting.mask(0)
    row = rows[-1]
    assert (row.video_id, row.state, row.cells_done, row.cells_total, row.person) == (
        FIRST,
        RoundState.ANNOTATING,
        1,
        2,
        "ann",
    )
    sitting.session.videos.tell()
    assert sitting.session.videos.rows[0] == row
    assert sitting.session.videos.rows[1].cells_total == 0


def test_keys_walk_through_the_videos(sitting: Sitting) -> None:
    session: Session = sitting.session
    session.videos.step(1)
    assert session.state.view is not None
    assert session.state.view.video.video_id == OTHER
    session.videos.step(1)
    assert session.state.view.video.video_id == OTHER
    session.videos.step(-1)
    session.videos.next_open()
    assert session.state.view.video.video_id == OTHER
