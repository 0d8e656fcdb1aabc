"""Why a video is set aside is chosen from a list, or said in one's own words."""

from dataclasses import replace

import pytest
from gui.panels.test_videos import row
from PyQt6.QtCore import Qt
from PyQt6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from avisbuild_gui.panels import VideoList
from avisbuild_gui.texts.set_aside import suggested_reasons
from avisbuild_gui.theme import LIGHT


@pytest.fixture
def videos(qtbot: QtBot) -> VideoList:
    """Two videos; `lake` is set aside."""
    videos = VideoList(LIGHT)
    qtbot.addWidget(videos)
    videos.show_rows([row("pond"), replace(row("lake"), set_aside_reason="too dark")])
    videos.show()
    return videos


@pytest.mark.parametrize("key", [Qt.Key.Key_2, Qt.Key.Key_Down])
def test_a_reason_has_a_number_and_is_found_by_the_arrows(
    videos: VideoList, qtbot: QtBot, key: Qt.Key
) -> None:
    menu = videos.set_aside_menu("pond")
    assert menu is not None
    menu.popup(videos.mapToGlobal(videos.rect().center()))
    menu.choose_first()
    with qtbot.waitSignal(videos.set_aside_asked) as asked:
        qtbot.keyClick(menu, key)
        if key == Qt.Key.Key_Down:
            qtbot.keyClick(menu, Qt.Key.Key_Return)
    assert asked.args == ["pond", suggested_reasons()[1]]


@pytest.mark.parametrize(
    ("said", "heard"),
    [((" too loud ", True), [("pond", "too loud")]), (("", True), []), (("x", False), [])],
    ids=["a reason", "nothing", "given up"],
)
def test_another_reason_is_said_in_one_line(
    videos: VideoList,
    monkeypatch: pytest.MonkeyPatch,
    said: tuple[str, bool],
    heard: list[tuple[str, str]],
) -> None:
    asked: list[tuple[str, str]] = []
    videos.set_aside_asked.connect(lambda *given: asked.append(given))
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: said)
    menu = videos.set_aside_menu("pond")
    assert menu is not None
    menu.actions()[-1].trigger()
    assert asked == heard


def test_one_that_is_aside_can_only_be_taken_back(videos: VideoList, qtbot: QtBot) -> None:
    menu = videos.set_aside_menu("lake")
    assert menu is not None
    (take_back,) = menu.actions()
    with qtbot.waitSignal(videos.take_back_asked) as asked:
        take_back.trigger()
    assert asked.args == ["lake"]
    assert videos.set_aside_menu("moor") is None
