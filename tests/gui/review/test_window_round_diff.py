"""R25, in the real window: keys show what a reviewer changed, and nothing can be drawn on it."""

import pytest
from gui.annotator_case import FIRST
from gui.conftest import OpenWindow
from gui.review.conftest import HandIn
from gui.review.test_round_diff import correct
from gui.window_case import click, press
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest

from avisbuild.store import Project
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.review.blink import Side


@pytest.fixture
def window(hand_in: HandIn, project: Project, open_annotator: OpenWindow) -> MainWindow:
    """Ann's window, with the video that came back."""
    hand_in(author="ann")
    correct(project)
    window = open_annotator()
    assert window.session.state.view is not None
    assert window.session.state.view.video.video_id == FIRST
    return window


def test_keys_show_what_changed_and_lead_from_the_worst_on(window: MainWindow) -> None:
    workspace = window.workspace
    press(window, "F7")
    assert workspace.compared.isVisible()
    assert workspace.changes.isVisible()
    press(window, "F8", "F8")
    assert window.session.state.second == 2
    assert workspace.changes.view.model().rowCount() == 2
    assert [
        len(each._items.layers) for each in (workspace.compared.before, workspace.compared.after)
    ] == [1, 1]
    click(window, 80, 45)
    assert window.session.drafts.here is None
    press(window, "Esc")
    assert not workspace.compared.isVisible()
    assert not workspace.changes.isVisible()


def test_a_key_that_is_held_shows_how_it_was(window: MainWindow) -> None:
    press(window, "Shift+F7")
    blink = window.session.round_diff.blink
    assert (blink.is_on, blink.side) == (True, Side.BEFORE)
    press(window, "Shift+F7")
    QTest.keyPress(window.workspace.canvas, Qt.Key.Key_Semicolon)
    assert blink.side is Side.BEFORE
    QTest.keyRelease(window.workspace.canvas, Qt.Key.Key_Semicolon)
    assert blink.side is Side.AFTER


def test_the_pace_is_chosen_by_keys_and_kept(
    window: MainWindow, open_annotator: OpenWindow
) -> None:
    press(window, "Alt+[", "Alt+[")
    assert window.session.round_diff.blink.pace_s == 1.5
    window.close()
    assert open_annotator().session.round_diff.blink.pace_s == 1.5
