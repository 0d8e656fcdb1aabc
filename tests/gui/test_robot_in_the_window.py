"""A whole minute annotated by keys and clicks alone, in the real window, from empty to handed in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from annotation_scene import Oracle, Scene, render_scene
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from recording_sink import RecordingSink
from window_robot import WindowRobot

from avisbuild.records import RoundState, Sounding
from avisbuild.segment.service.service import SegmentService
from avisbuild.store import Project
from avisbuild_gui.app import AnnotatorOptions, open_window
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.sound import Player


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    return render_scene(tmp_path_factory.mktemp("scene") / "rendered")


@pytest.fixture
def project(scene: Scene, tmp_path: Path) -> Iterator[Project]:
    with scene.blank_project(tmp_path / "project") as project:
        yield project


@pytest.fixture
def window(project: Project, scene: Scene, qtbot: QtBot) -> Iterator[MainWindow]:
    window = open_window(
        project,
        AnnotatorOptions(project=project.folder, author="robot", language="en", theme="light"),
        make_service=lambda answer, ready: SegmentService(
            lambda: Oracle(scene), on_answer=answer, on_readiness=ready
        ),
        make_player=lambda parent: Player(parent, sink=RecordingSink()),
    )
    window.resize(1366, 768)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.start()
    yield window
    window.close()
    QApplication.processEvents()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_minute_of_four_instances_is_annotated_by_keys_and_clicks_alone(
    window: MainWindow, project: Project, scene: Scene, qtbot: QtBot
) -> None:
    """R40, R10, R11, R17: one click and one key a mask, and what is handed in is the truth, bit for bit."""
    robot = WindowRobot(window, lambda done: qtbot.waitUntil(done, timeout=20_000))
    ids = robot.add_instances(scene.heard)
    assert len(ids) == 4
    for track in scene.heard:
        robot.mark_states(ids[track.instance.instance_id], track)
    before = robot.effort.keys, robot.effort.clicks
    mask_count = robot.view.todo_count
    robot.mask_all(ids, scene.truth)
    spent = robot.effort.keys - before[0], robot.effort.clicks - before[1]
    assert spent == (mask_count + 1, mask_count)
    robot.press("Ctrl+Return")

    assert project.states()[scene.video_id] is RoundState.SUBMITTED
    done = {track.instance.instance_id: track for track in project.tracks(scene.video_id)}
    for track in scene.heard:
        mine = done[ids[track.instance.instance_id]]
        assert mine.states == track.states
        assert mine.masks == tuple(
            rle if state is Sounding.SOUNDING else None
            for rle, state in zip(track.masks, track.states, strict=True)
        )
