"""R13, R23: a review by keys and clicks alone in the real window: begun, walked, corrected, accepted."""

from gui.annotator_case import FIRST, OTHER
from gui.conftest import OpenWindow
from gui.review.conftest import HandIn
from gui.window_case import press
from PyQt6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from avisbuild.records import RoundState
from avisbuild.store import Project
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.panels.video_rows import TO_REVIEW

LEFT = Qt.MouseButton.LeftButton


def _reviewing(open_annotator: OpenWindow, qtbot: QtBot) -> MainWindow:
    """Ann's window on what eva has handed in; she presses the button that she sees."""
    window = open_annotator()
    begin = window.workspace.strip.button("begin_review")
    qtbot.waitUntil(begin.isVisible)
    assert "Ctrl+B" in begin.text()
    assert window.workspace.candidates.isVisible()
    qtbot.mouseClick(begin, LEFT)
    assert window.session.review.is_on
    return window


def _state(window: MainWindow) -> RoundState:
    view = window.session.state.view
    assert view is not None
    return view.state


def _middle(window: MainWindow, lane: int, second: int) -> QPoint:
    return window.workspace.grid.lanes.cell_rect(lane, second).center()


def test_a_video_is_walked_by_one_key_accepted_by_another_and_undone_by_a_third(
    open_annotator: OpenWindow, hand_in: HandIn, qtbot: QtBot
) -> None:
    hand_in()
    window = _reviewing(open_annotator, qtbot)
    session, workspace = window.session, window.workspace
    assert workspace.review.isVisible()
    assert not workspace.candidates.isVisible()
    places = [session.state.active_cell]
    for _ in range(3):
        assert session.sound.playing.request is not None  # the second plays
        press(window, "F4")
        places.append(session.state.active_cell)
    view = session.state.view
    assert view is not None
    dog, cat = (each.instance_id for each in view.instances)
    assert places == [(dog, 0), (dog, 1), (dog, 2), (cat, 1)]
    assert "3/4 cells seen" in workspace.strip.label.text()
    assert workspace.grid.lanes.hint_at(_middle(window, 0, 2))[0].endswith("You have looked at it")
    assert not workspace.grid.lanes.hint_at(_middle(window, 1, 1))[0].endswith("looked at it")
    press(window, "Shift+F4")
    assert session.state.active_cell == (dog, 2)
    qtbot.waitUntil(lambda: session.suspects.suspects is not None, timeout=10_000)
    press(window, "Ctrl+Shift+Return")
    assert "1 of 4 cells not looked at" in workspace.notice.label.text()
    press(window, "Ctrl+Shift+Return")
    assert _state(window) is RoundState.SUBMITTED
    assert not workspace.review.isVisible()
    press(window, "Ctrl+Z")
    assert _state(window) is RoundState.IN_REVIEW
    assert workspace.review.isVisible()


def test_the_reviewer_corrects_in_place_and_the_walk_comes_back_to_it(
    open_annotator: OpenWindow, hand_in: HandIn, qtbot: QtBot
) -> None:
    hand_in()
    window = _reviewing(open_annotator, qtbot)
    press(window, "F4", "F4", "F4", "F4")
    assert window.session.walk.left == ()
    press(window, "Home", "U")  # unsure
    assert _state(window) is RoundState.IN_REVIEW
    assert [each.second for each in window.session.walk.left] == [0]
    press(window, "Ctrl+Return")  # done with it: an unsure cell stands in the way
    assert "to mend before the video can be accepted" in window.workspace.notice.label.text()
    press(window, "Ctrl+Z")
    assert window.session.walk.left == ()


def test_what_was_looked_at_is_still_known_when_the_window_is_opened_again(
    open_annotator: OpenWindow, hand_in: HandIn, qtbot: QtBot
) -> None:
    hand_in()
    window = _reviewing(open_annotator, qtbot)
    press(window, "F4", "F4")
    window.session.suspects.use_off(["border"])
    window.close()
    again = open_annotator()
    assert again.session.review.is_on
    assert "2/4 cells seen" in again.workspace.strip.label.text()
    assert [each.value for each in again.session.suspects.off] == ["border"]


def test_the_list_shows_what_waits_and_a_reviewer_begins_with_it(
    project: Project, open_annotator: OpenWindow, hand_in: HandIn, qtbot: QtBot
) -> None:
    hand_in(OTHER)
    window = open_annotator()
    videos = window.workspace.videos
    button = videos.waiting.button(TO_REVIEW)
    qtbot.waitUntil(button.isVisible)
    assert button.text() == "1 to review"
    qtbot.mouseClick(button, LEFT)
    assert [row.video_id for row in videos.model.shown] == [OTHER]
    qtbot.mouseClick(button, LEFT)
    assert [row.video_id for row in videos.model.shown] == [FIRST, OTHER]
    press(window, "Alt+PgDown")
    view = window.session.state.view
    assert view is not None
    assert view.video.video_id == OTHER
    window.close()
    window = open_annotator()
    window.start(to_review=True)
    assert window.session.state.view is not None
    assert window.session.state.view.video.video_id == OTHER
