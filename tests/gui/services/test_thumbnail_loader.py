"""Small pictures of videos are read in a thread, the last asked first (R33)."""

import threading

import pytest
from gui.annotator_case import FIRST, OTHER
from PyQt6.QtCore import QObject
from pytestqt.qtbot import QtBot

from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild_gui.services import thumbnail_loader
from avisbuild_gui.services.job import GivenUpJobs
from avisbuild_gui.services.thumbnail_loader import LARGEST_PX, ThumbnailLoader


@pytest.fixture
def loader(project: Project, qapp: object) -> ThumbnailLoader:
    parent, jobs = QObject(), GivenUpJobs()
    loader = ThumbnailLoader(project, jobs, parent)
    yield loader
    loader.close()
    jobs.join(5)


def test_a_picture_comes_small_and_none_of_a_video_whose_frame_is_gone(
    loader: ThumbnailLoader, project: Project, qtbot: QtBot
) -> None:
    (project.video_dir(OTHER) / "frames" / "00003.jpg").unlink()
    found: dict[str, object] = {}
    loader.loaded.connect(found.__setitem__)
    loader.ask([(FIRST, 3), (OTHER, 3)])
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found[OTHER] is None
    height, width, _ = found[FIRST].shape
    assert height <= LARGEST_PX[0]
    assert width <= LARGEST_PX[1]


def test_of_many_the_last_asked_come_and_the_window_is_not_held_up(
    loader: ThumbnailLoader, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R33: who scrolls through 900 videos wants those that are in sight in the end."""
    may_read, threads = threading.Event(), set()

    def slow(_path: object) -> None:
        threads.add(threading.current_thread())
        may_read.wait(10)

    monkeypatch.setattr(thumbnail_loader, "_picture", slow)
    told: list[str] = []
    loader.loaded.connect(lambda video_id, _: told.append(video_id))
    loader.ask([(VideoId("first"), 0)])
    qtbot.waitUntil(lambda: bool(threads))
    loader.ask([(VideoId(f"v{number}"), 0) for number in range(900)])
    may_read.set()
    qtbot.waitUntil(lambda: len(told) == 129)
    assert told[:3] == ["first", "v899", "v898"]
    assert told[-1] == "v772"
    assert threading.main_thread() not in threads
