"""The window while something else comes: lines that must stay, another language amid something."""

import json
import shutil
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, OTHER
from gui.window_case import press
from PyQt6.QtCore import QPoint, QPointF, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avisbuild.store import Project
from avisbuild_gui.actions import KeyEditor
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.texts import language

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def _add(window: MainWindow, name: str) -> None:
    press(window, "I")
    QTest.keyClicks(window.workspace.picker.text, name)
    QTest.keyClick(window.workspace.picker.text, Qt.Key.Key_Return)


def _said(window: MainWindow) -> str:
    return window.workspace.notice.label.text() if window.workspace.notice.isVisible() else ""


def test_a_question_comes_back_after_a_notice(open_annotator) -> None:
    """Else the next number key would merge while nobody sees the question any more."""
    window = open_annotator()
    _add(window, "dog")
    _add(window, "cat")
    press(window, "M")
    assert "Merge cat_1 into which?" in _said(window)
    window.session.notices.say("something else")
    assert _said(window) == "something else"
    window.workspace.notice.timer.timeout.emit()
    assert "Merge cat_1 into which?" in _said(window)
    window.workspace.instances.effect_previewed.emit("3 s, 1 masks")
    window.workspace.instances.effect_previewed.emit("")
    assert "Merge cat_1 into which?" in _said(window)
    press(window, "Esc")
    assert _said(window) == ""


def test_the_cross_on_a_question_takes_the_question_away(open_annotator, qtbot: QtBot) -> None:
    window = open_annotator()
    _add(window, "dog")
    _add(window, "cat")
    press(window, "M")
    qtbot.mouseClick(window.workspace.notice.close_button, LEFT)
    assert _said(window) == ""
    press(window, "1")
    assert window.session.state.view is not None
    assert len(window.session.state.view.instances) == 2


def test_an_offer_made_while_a_question_is_open_does_what_it_offers(
    open_annotator, qtbot: QtBot
) -> None:
    window = open_annotator()
    _add(window, "dog")
    _add(window, "cat")
    press(window, "M")
    window.session.notices.say("gone", action_id="undo")
    qtbot.mouseClick(window.workspace.notice.action_button, LEFT)
    assert window.session.state.view is not None
    assert len(window.session.state.view.instances) == 1


def test_another_language_keeps_run_question_filter_and_legend(open_annotator) -> None:
    """What is said anew is all that is going on, and not only what stands on labels."""
    window = open_annotator()
    _add(window, "dog")
    _add(window, "cat")
    window.workspace.videos.filter.setText("alph")
    press(window, "Shift+L", "D", "Shift+Right", "Shift+Right", "M")
    assert not window.workspace.legend_is_shown
    press(window, "F10")
    QApplication.processEvents()
    assert language() == "zh"
    assert window.workspace.grid.lanes.highlights.selection == (1, 4)
    assert "cat_1" in _said(window)
    assert "合并" in _said(window)
    assert window.workspace.videos.filter.text() == "alph"
    assert [row.video_id for row in window.workspace.videos.model.shown] == ["alpha"]
    assert not window.workspace.legend_is_shown


def test_another_language_keeps_the_notice_on_screen(open_annotator) -> None:
    window = open_annotator()
    window.session.notices.warn("the frame is spoilt")
    press(window, "F10")
    QApplication.processEvents()
    assert _said(window) == "the frame is spoilt"


def test_an_error_of_one_video_goes_with_it(open_annotator) -> None:
    window = open_annotator()
    window.session.notices.warn("this video has no source")
    press(window, "D")
    assert _said(window) == "this video has no source"
    press(window, "PgDown")
    assert window.session.state.view.video.video_id == OTHER
    assert _said(window) == ""


def test_a_video_is_found_by_typing_and_the_keys_stay_among_those_found(open_annotator) -> None:
    window = open_annotator()
    press(window, "Ctrl+F")
    field = window.workspace.videos.filter
    QTest.keyClicks(field, "bet")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert window.session.state.view.video.video_id == OTHER
    press(window, "PgUp")
    assert window.session.state.view.video.video_id == OTHER
    assert "The filter leaves no other video" in _said(window)
    press(window, "Ctrl+F")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    press(window, "PgUp", "D")
    assert window.session.state.view.video.video_id == FIRST
    assert window.session.state.second == 1


def test_a_stroke_ends_when_the_language_changes_under_it(open_annotator) -> None:
    """The button goes up over another canvas; what was painted is one step, and no move paints on."""
    window = open_annotator()
    _add(window, "dog")
    press(window, "W")
    canvas = window.workspace.canvas.viewport()
    middle = QPointF(canvas.rect().center()).toPoint()
    QTest.mousePress(canvas, LEFT, PLAIN, middle)
    QTest.mouseMove(canvas, middle + QPoint(20, 0))
    press(window, "F10")
    draft = window.session.drafts.here
    assert draft is not None
    assert draft.can_undo
    painted = draft.mask.copy()
    window.session.drafts.extend_stroke(5, 5)
    assert (window.session.drafts.here.mask == painted).all()


def test_keys_that_collide_do_not_keep_the_window_from_keeping_its_settings(
    open_annotator, home: Path
) -> None:
    folder = home / "config" / "avisbuild"
    folder.mkdir(parents=True)
    document = {"format": 1, "keys": {"use_brush": ["E"]}}
    (folder / "keys.json").write_text(json.dumps(document))
    window = open_annotator(theme="")
    assert window.workspace.notice.isVisible()
    press(window, "F9")
    theme = window.theme.name
    window.close()
    assert json.loads((folder / "annotator.json").read_text())["theme"] == theme


def test_tab_does_not_leave_the_list_of_categories_open(open_annotator) -> None:
    """While it is open the keys are its own; Tab goes down the list."""
    window = open_annotator()
    press(window, "I")
    picker = window.workspace.picker
    QTest.keyClick(picker.text, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is picker.text
    assert picker.view.currentIndex().row() == 1
    QTest.keyClick(picker.text, Qt.Key.Key_Backtab)
    assert picker.view.currentIndex().row() == 0
    QTest.keyClick(picker.text, Qt.Key.Key_Escape)
    assert picker.isHidden()


def test_there_is_one_editor_of_keys_at_a_time(open_annotator) -> None:
    """Of two, the one closed last would undo what the other has chosen."""
    window = open_annotator()
    window.keys.edit()
    window.keys.edit()
    editors = window.findChildren(KeyEditor)
    assert len(editors) == 1
    editors[0].reject()


@pytest.mark.parametrize("name", ["switch_language", "switch_theme", "larger_text", "smaller_text"])
def test_the_window_changed_over_and_over_hears_everything_once(open_annotator, name: str) -> None:
    """No connection piles up: each workspace that goes is cut off."""
    window = open_annotator()
    _add(window, "dog")
    for _ in range(4):
        window.actions_.perform(name)
    told: list[object] = []
    window.session.state.view_changed.connect(told.append)
    connections = window.session.state.receivers(window.session.state.view_changed)
    window.actions_.perform(name)
    assert window.session.state.receivers(window.session.state.view_changed) == connections
    told.clear()
    window.workspace.grid.cell_toggled.emit(window.session.state.instance_id, 2)
    assert len(told) == 1


def test_who_clicks_beside_the_filter_types_no_more(open_annotator, qtbot: QtBot) -> None:
    """A video found by typing is clicked on, and the next key is the window's again."""
    window = open_annotator()
    _add(window, "dog")
    press(window, "Ctrl+F")
    QTest.keyClicks(window.workspace.videos.filter, "a")
    assert QApplication.focusWidget() is window.workspace.videos.filter
    window.workspace.videos.video_chosen.emit("alpha")
    assert QApplication.focusWidget() is window.workspace.canvas
    press(window, "Ctrl+F")
    point = window.workspace.grid.lanes.cell_rect(0, 3).center()
    qtbot.mouseClick(window.workspace.grid.lanes, LEFT, PLAIN, point)
    press(window, "S")
    assert window.session.state.second == 3
    assert window.session.state.view is not None
    assert window.session.state.view.sounding_count == 1


def test_a_sound_that_is_missing_is_said_where_it_would_be(
    open_annotator, project: Project, qtbot: QtBot
) -> None:
    """An empty strip looks like silence."""
    (project.video_dir(OTHER) / "audio.wav").unlink()
    window = open_annotator()
    press(window, "PgDown")
    qtbot.waitUntil(lambda: "audio.wav" in window.workspace.grid.strip._message, timeout=60_000)
    press(window, "F10")
    assert "audio.wav" in window.workspace.grid.strip._message
    press(window, "PgUp")
    # Until its sound is analysed, the strip says that it is.
    qtbot.waitUntil(lambda: window.workspace.grid.strip._message == "", timeout=60_000)


@pytest.mark.parametrize("lacks", ["frames and sound", "videos"])
def test_every_key_is_harmless_where_there_is_nothing(
    open_annotator, project: Project, tmp_path: Path, lacks: str
) -> None:
    """A video whose folder is gone, and a project without a video: lines, and no error of ours."""
    if lacks == "videos":
        with Project.create(tmp_path / "empty", project.recipe) as empty:
            _press_everything(open_annotator(on=empty))
    else:
        shutil.rmtree(project.video_dir(FIRST))
        window = open_annotator()
        _add(window, "dog")
        _press_everything(window)
        assert window.session.state.view is not None


def _press_everything(window: MainWindow) -> None:
    """Do every action but those that open another window or close this one."""
    for name in window.actions_.key_map.shortcuts:
        if name not in ("close_window", "edit_keys", "show_cheat_sheet", "merge_share"):
            window.actions_.perform(name)
            QApplication.processEvents()
    window.session.escape()
