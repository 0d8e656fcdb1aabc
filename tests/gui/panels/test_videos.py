"""The list of videos: what is shown, what the filter leaves, who has the keyboard."""

from dataclasses import replace

import numpy as np
import pytest
from PyQt6.QtCore import QModelIndex, QPoint, Qt
from PyQt6.QtGui import QImage, QKeySequence, QShortcut, qGray
from PyQt6.QtWidgets import QApplication, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.annotation.summary import SummaryRow
from avisbuild.records import RoundState, VideoId
from avisbuild_gui.panels import VideoList
from avisbuild_gui.panels.video_rows import SET_ASIDE, matches, offered_states, row_text
from avisbuild_gui.theme import DARK, LIGHT, Theme

LEFT = Qt.MouseButton.LeftButton


def row(
    name: str, state: RoundState = RoundState.TODO, done: int = 0, person: str = ""
) -> SummaryRow:
    return SummaryRow(
        video_id=VideoId(name),
        state=state,
        cells_done=done,
        cells_total=60,
        person=person,
        second_count=60,
        round_number=1,
    )


def rows(count: int) -> list[SummaryRow]:
    states = list(RoundState)
    return [row(f"v{number:04}", states[number % 6], number % 61) for number in range(count)]


@pytest.fixture
def videos(qtbot: QtBot) -> VideoList:
    videos = VideoList(LIGHT)
    qtbot.addWidget(videos)
    videos.resize(220, 500)
    videos.show()
    return videos


def click(videos: VideoList, qtbot: QtBot, position: int) -> None:
    where = videos.view.visualRect(videos.model.index(position)).center()
    qtbot.mouseClick(videos.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, where)


def test_a_click_chooses_a_video(videos: VideoList, qtbot: QtBot) -> None:
    videos.show_rows(rows(10))
    with qtbot.waitSignal(videos.video_chosen) as chosen:
        click(videos, qtbot, 3)
    assert chosen.args == ["v0003"]


def test_words_and_state_filter_and_a_click_goes_to_what_is_shown(
    videos: VideoList, qtbot: QtBot
) -> None:
    """R22: the list shows state and person, filterable."""
    videos.show_rows(
        [
            row("dog_1"),
            row("dog_2", RoundState.SUBMITTED, person="Anna"),
            row("cat_1", person="Anna"),
        ]
    )
    qtbot.keyClicks(videos.filter, "anna")
    assert [row.video_id for row in videos.model.shown] == ["dog_2", "cat_1"]
    assert videos.count.text() == "2/3"
    with qtbot.waitSignal(videos.video_chosen) as chosen:
        click(videos, qtbot, 1)
    assert chosen.args == ["cat_1"]
    qtbot.keyClicks(videos.filter, " DOG")
    assert [row.video_id for row in videos.model.shown] == ["dog_2"]
    videos.filter.clear()
    videos.states.setCurrentIndex(videos.states.findData(RoundState.TODO))
    assert [row.video_id for row in videos.model.shown] == ["dog_1", "cat_1"]


def test_states_of_a_review_are_offered_where_there_is_one(videos: VideoList, qtbot: QtBot) -> None:
    """A state that is offered no more is not looked for either, and all videos are there again."""
    plain = (RoundState.TODO, RoundState.ANNOTATING, RoundState.ACCEPTED)
    rows = [row("dog_1"), row("dog_2", RoundState.SUBMITTED)]
    assert offered_states(rows[:1], review_rounds=0) == plain
    assert RoundState.SUBMITTED in offered_states(rows, review_rounds=0)
    assert offered_states([], review_rounds=1) == tuple(RoundState)
    videos.show_rows(rows)
    videos.states.setCurrentIndex(videos.states.findData(RoundState.SUBMITTED))
    videos.offer_states(tuple(RoundState))
    assert [row.video_id for row in videos.model.shown] == ["dog_2"]
    videos.offer_states(plain)
    assert (videos.states.currentData(), len(videos.model.shown)) == (None, 2)


@pytest.mark.parametrize(
    ("text", "state", "expected"),
    [
        ("", None, True),
        ("GUIT", None, True),
        ("anna guit", None, True),
        ("anna dog", None, False),
        ("", RoundState.TODO, False),
        ("", RoundState.ACCEPTED, True),
    ],
)
def test_every_word_must_be_in_name_or_person(
    text: str, state: RoundState | None, expected: bool
) -> None:
    one = row("guitar_7", RoundState.ACCEPTED, person="Anna")
    assert matches(one, text, state) is expected


def test_only_rows_in_sight_are_looked_at(
    videos: VideoList, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R33: nine hundred videos cost what is in sight costs."""
    asked: set[int] = set()
    data = type(videos.model).data

    def note(index: QModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        asked.add(index.row())
        return data(videos.model, index, role)

    monkeypatch.setattr(videos.model, "data", note)
    videos.show_rows(rows(926))
    QApplication.processEvents()
    videos.grab()
    assert 5 < len(asked) < 40


def test_an_edit_of_one_video_keeps_the_place_in_the_list(videos: VideoList) -> None:
    """R32: no jumping views."""
    videos.show_rows(rows(500))
    bar = videos.view.verticalScrollBar()
    assert bar is not None
    QApplication.processEvents()
    bar.setValue(1234)
    seen: list[int] = []
    videos.model.dataChanged.connect(lambda index, _: seen.append(index.row()))
    videos.model.modelReset.connect(lambda: pytest.fail("the whole list was replaced"))
    videos.show_row(row("v0040", RoundState.ANNOTATING, 33))
    changed = rows(500)
    changed[40] = row("v0040", RoundState.ANNOTATING, 33)
    videos.show_rows(changed)
    assert seen == [40]
    assert bar.value() == 1234


def test_the_open_video_is_marked_and_brought_into_sight(videos: VideoList) -> None:
    videos.show_rows(rows(900))
    videos.show_current(VideoId("v0700"))
    QApplication.processEvents()
    box = videos.view.visualRect(videos.model.index(700))
    viewport = videos.view.viewport()
    assert viewport is not None
    assert viewport.rect().contains(box)
    image = viewport.grab().toImage()
    assert image.pixelColor(box.left() + 1, box.center().y()).name() == LIGHT.accent


def test_states_differ_by_sign_in_grey(videos: VideoList) -> None:
    """R40: nothing depends on colour alone."""
    videos.show_rows([row("v", state) for state in RoundState])
    viewport = videos.view.viewport()
    assert viewport is not None
    image = viewport.grab().toImage().convertToFormat(QImage.Format.Format_Mono)
    signs = []
    for position in range(len(RoundState)):
        box = videos.view.visualRect(videos.model.index(position))
        part = image.copy(8, box.top(), 16, box.height() // 2)
        signs.append(bytes(part.constBits().asarray(part.sizeInBytes())))  # type: ignore[union-attr]
    assert len(set(signs)) == len(signs)


def test_long_names_are_elided_and_whole_in_the_tooltip(videos: VideoList) -> None:
    name = "a_very_long_name_of_a_video_" * 4
    videos.show_rows([row(name, person="Someone With A Long Name")])
    viewport = videos.view.viewport()
    assert viewport is not None
    viewport.grab()
    tooltip = videos.model.data(videos.model.index(0), Qt.ItemDataRole.ToolTipRole)
    assert name in tooltip
    assert videos.minimumSizeHint().width() < 400


def test_only_the_filter_takes_keys_and_it_gives_them_back(qtbot: QtBot) -> None:
    window, videos = QMainWindow(), VideoList(DARK)
    qtbot.addWidget(window)
    middle = QWidget()
    QVBoxLayout(middle).addWidget(videos)
    window.setCentralWidget(middle)
    pressed: list[str] = []
    for key in ("Esc", "D"):
        QShortcut(QKeySequence(key), window, lambda key=key: pressed.append(key))
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    videos.show_rows(rows(10))
    click(videos, qtbot, 2)
    assert QApplication.focusWidget() is not videos.view
    videos.focus_filter()
    assert videos.filter.hasFocus()
    qtbot.keyClick(videos.filter, Qt.Key.Key_D)
    assert videos.filter.text() == "d"
    with qtbot.waitSignal(videos.filter_left):
        qtbot.keyClick(videos.filter, Qt.Key.Key_Escape)
    assert not videos.filter.hasFocus()
    assert videos.filter.text() == ""
    assert pressed == []


def test_pictures_are_asked_for_as_they_come_into_sight_and_painted(
    videos: VideoList, qtbot: QtBot
) -> None:
    asked: list[tuple] = []
    videos.pictures.asked.connect(asked.extend)
    videos.resize(300, 500)
    videos.show_rows(rows(926))
    qtbot.waitUntil(lambda: bool(asked))
    assert ("v0000", 30) in asked
    assert 5 < len({video_id for video_id, _ in asked}) < 40
    box = videos.view.visualRect(videos.model.index(1))
    before = videos.view.viewport().grab(box).toImage()
    videos.pictures.take(VideoId("v0001"), np.full((54, 96, 3), (200, 30, 30), np.uint8))
    after = videos.view.viewport().grab(box).toImage()
    reds = [
        image.pixelColor(x, box.height() // 2).name() == "#c81e1e"
        for image in (before, after)
        for x in range(20, 60)
    ]
    assert not any(reds[:40])
    assert sum(reds[40:]) > 20
    qtbot.wait(20)
    asked.clear()
    videos.pictures.take(VideoId("v0002"), None)  # its frame is gone: it is not asked for again
    videos.view.viewport().grab()
    qtbot.wait(20)
    assert "v0002" not in {video_id for video_id, _ in asked}


def test_of_pictures_only_the_last_are_kept(videos: VideoList) -> None:
    for number in range(1000):
        videos.pictures.take(VideoId(f"v{number}"), np.zeros((1, 1, 3), np.uint8))
    assert len(videos.pictures._kept) == 300
    assert VideoId("v999") in videos.pictures._kept


def test_enter_opens_the_first_video_that_the_filter_leaves(
    videos: VideoList, qtbot: QtBot
) -> None:
    chosen: list[str] = []
    videos.video_chosen.connect(chosen.append)
    videos.show_rows([row("dog"), row("cat_1"), row("cat_2")])
    videos.focus_filter()
    with qtbot.waitSignal(videos.filter_left):
        qtbot.keyClick(videos.filter, Qt.Key.Key_Return)
    assert chosen == []  # nothing was looked for
    qtbot.keyClicks(videos.filter, "cat")
    with qtbot.waitSignal(videos.filter_left):
        qtbot.keyClick(videos.filter, Qt.Key.Key_Return)
    assert chosen == ["cat_1"]
    assert videos.filter.text() == "cat"
    qtbot.keyClicks(videos.filter, "x")
    with qtbot.assertNotEmitted(videos.filter_left):
        qtbot.keyClick(videos.filter, Qt.Key.Key_Return)
    assert chosen == ["cat_1"]


def test_it_tells_which_videos_the_filter_leaves(videos: VideoList, qtbot: QtBot) -> None:
    told: list[object] = []
    videos.narrowed.connect(told.append)
    qtbot.keyClicks(videos.filter, "c")
    videos.show_rows([row("dog"), row("cat", RoundState.ACCEPTED)])
    videos.filter.clear()
    videos.states.setCurrentIndex(videos.states.findData(RoundState.TODO))
    assert told == [(), ("cat",), None, ("dog",)]


def test_nothing_is_shown_where_there_is_nothing(videos: VideoList, qtbot: QtBot) -> None:
    videos.show_rows([])
    videos.show_current(None)
    qtbot.mouseClick(videos.view.viewport(), LEFT, Qt.KeyboardModifier.NoModifier, QPoint(20, 20))
    assert videos.count.text() == "0"


def test_a_video_that_is_set_aside_is_found_by_that_and_by_its_reason_and_not_by_its_state() -> (
    None
):
    aside = replace(row("pond"), set_aside_reason="too dark")
    lake = row("lake")
    assert [
        matches(aside, *wanted) for wanted in (("", SET_ASIDE), ("dark", None), ("", None))
    ] == [True] * 3
    assert [matches(aside, "", RoundState.TODO), matches(lake, "", SET_ASIDE)] == [False, False]
    assert offered_states((aside, lake), review_rounds=1) == (*RoundState, SET_ASIDE)
    assert SET_ASIDE not in offered_states((lake,), review_rounds=1)
    assert row_text(aside) == "pond: set aside: too dark, 0 of 60 cells masked, 60 s"


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_it_is_shown_paler_than_the_others(qtbot: QtBot, theme: Theme) -> None:
    """The name of a video set aside stands out less from its ground; its reason can be read."""
    videos = VideoList(theme)
    qtbot.addWidget(videos)
    videos.resize(220, 300)
    videos.show()
    videos.show_rows([row("pond")])
    strong = _contrast(videos, upper=True)
    videos.show_rows([replace(row("pond"), set_aside_reason="too dark")])
    assert _contrast(videos, upper=True) < 0.8 * strong
    assert _contrast(videos, upper=False) > 0.4 * strong


def _contrast(videos: VideoList, *, upper: bool) -> int:
    """How far the pixels of a line of the first row's text lie apart."""
    box = videos.view.visualRect(videos.model.index(0))
    image = videos.view.viewport().grab(box).toImage()
    top = 0 if upper else image.height() // 2
    greys = [
        qGray(image.pixel(x, y))
        for x in range(image.width() // 2, image.width() - 20)
        for y in range(top + 4, top + image.height() // 2 - 5)
    ]
    return max(greys) - min(greys)
