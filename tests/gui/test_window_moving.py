"""R43 in the real window: pictures move in the frame's place, and any other gesture ends that."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from gui.moving_case import make_moving_project
from gui.window_case import add_dog, answered, click, press
from pytestqt.qtbot import QtBot

from avisbuild.store import Project
from avisbuild_gui.main_window import MainWindow


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.open(make_moving_project(tmp_path / "set")) as project:
        yield project


def playing(window: MainWindow, second: int) -> bool:
    """Whether the picture of a second is on, moving."""
    moves = window.workspace.canvas._items.is_moving
    return moves and window.session.moving.second == second


def test_playing_is_seen_and_a_click_ends_it(open_annotator, qtbot: QtBot) -> None:
    """In the second that one is in the click counts; on another one's picture it only ends the playing."""
    window = open_annotator()
    add_dog(window, qtbot)
    press(window, "Space")
    qtbot.waitUntil(lambda: playing(window, 0), timeout=10_000)
    click(window, 40, 30)
    assert window.session.sound.playing.request is None
    answered(window.session, qtbot)
    press(window, "Escape", "Ctrl+R")
    qtbot.waitUntil(lambda: playing(window, 1), timeout=10_000)
    click(window, 40, 30)
    assert window.session.sound.playing.request is None
    assert window.session.drafts.here is None
    assert window.session.state.second == 0


def test_the_window_closes_while_pictures_are_decoded(open_annotator, qtbot: QtBot) -> None:
    """No thread is left behind: every test of the window looks for that."""
    window = open_annotator()
    press(window, "Ctrl+R")
    qtbot.waitUntil(lambda: window.workspace.canvas._items.is_moving, timeout=10_000)
    window.close()
    assert all(job.has_ended for job in window.session.given_up.running)
