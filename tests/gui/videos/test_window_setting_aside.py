"""In the real window: a key, a number for the reason, on to the next video, and back by undo."""

from gui.conftest import OpenWindow
from gui.window_case import press
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from avisbuild.records import RoundState
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.texts.set_aside import suggested_reasons


def _choose_reason(window: MainWindow, number: int) -> None:
    press(window, "Ctrl+D")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    QTest.keyClick(menu, Qt.Key(Qt.Key.Key_0 + number))


def test_a_video_is_set_aside_by_keys_and_taken_back_by_undo(open_annotator: OpenWindow) -> None:
    window = open_annotator()
    state, project = window.session.state, window.session.state.project
    first = state.view.video.video_id
    _choose_reason(window, 1)
    assert project.set_aside() == {first: suggested_reasons()[0]}
    issues = window.workspace.issues
    assert issues.heading.text() == "Set aside: no sound match"
    assert issues.model.stringList() == []
    press(window, "PgDown", "PgUp")
    assert issues.heading.text() == "Before handing in: 1"
    assert state.view.video.video_id != first
    window.session.videos.choose(first)
    assert state.view.state is RoundState.TODO
    press(window, "Ctrl+Z")
    assert project.set_aside() == {}
    press(window, "Ctrl+Y")
    assert project.set_aside() == {first: suggested_reasons()[0]}
    press(window, "Ctrl+D")
    assert project.set_aside() == {}
