"""Choosing a category by a few letters, with the keyboard alone."""

import pytest
from drawn_views import taxonomy_of
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import CategoryId
from avisbuild_gui.panels import CategoryPicker
from avisbuild_gui.panels.category_search import find_categories
from avisbuild_gui.theme import LIGHT

TAXONOMY = taxonomy_of("electric guitar", "guitar", "dog", "guzheng", "acoustic guitar", "man")


def names(text: str, **more: tuple[CategoryId, ...] | tuple[str, ...]) -> list[str]:
    return [found.category.name for found in find_categories(TAXONOMY, text, **more)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("gu", ["guitar", "guzheng", "electric guitar", "acoustic guitar"]),
        ("GUI", ["guitar", "electric guitar", "acoustic guitar"]),
        ("og", ["dog"]),
        ("eg", ["electric guitar"]),
        ("zebra", []),
        ("", ["electric guitar", "guitar", "dog", "guzheng", "acoustic guitar", "man"]),
    ],
    ids=["beginnings first", "any case", "inside", "letters in order", "none", "all"],
)
def test_letters_find_categories(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_recent_ones_come_first_then_those_of_the_scenario() -> None:
    recent = (CategoryId(6), CategoryId(3))
    assert names("", recent=recent, scenarios=("music",)) == [
        "man",
        "dog",
        "guitar",
        "guzheng",
        "electric guitar",
        "acoustic guitar",
    ]
    assert names("gu", recent=recent, scenarios=("music",))[0] == "guitar"


class Window(QMainWindow):
    """A window with single-key shortcuts, as the annotator has."""

    def __init__(self) -> None:
        super().__init__()
        self.pressed: list[str] = []
        self.middle = QLineEdit()
        inside = QWidget()
        layout = QVBoxLayout(inside)
        for edit in (QLineEdit(), self.middle, QLineEdit()):
            layout.addWidget(edit)
        self.setCentralWidget(inside)
        self.picker = CategoryPicker(LIGHT, self)
        self.chosen: list[int] = []
        self.picker.category_chosen.connect(self.chosen.append)
        for key in ("G", "Esc", "Return", "Down", "1"):
            QShortcut(QKeySequence(key), self, lambda key=key: self.pressed.append(key))


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.resize(900, 600)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    window.middle.setFocus()
    return window


def keys(qtbot: QtBot, window: Window, *pressed: Qt.Key) -> None:
    for key in pressed:
        qtbot.keyClick(window.picker.text, key)


def test_a_few_letters_and_enter_choose(window: Window, qtbot: QtBot) -> None:
    """R11: a new instance needs an explicit key, then a few letters."""
    window.picker.ask(TAXONOMY)
    assert window.picker.text.hasFocus()
    qtbot.keyClicks(window.picker.text, "gu")
    keys(qtbot, window, Qt.Key.Key_Return)
    assert window.chosen == [2]
    assert window.picker.isHidden()
    assert window.pressed == []
    assert QApplication.focusWidget() is window.middle


def test_arrow_keys_move_and_stop_at_the_ends(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(TAXONOMY)
    down, up = Qt.Key.Key_Down, Qt.Key.Key_Up
    keys(qtbot, window, up, down, down, up, Qt.Key.Key_Enter)
    assert window.chosen == [2]
    window.picker.ask(TAXONOMY)
    keys(qtbot, window, *[down] * 20, Qt.Key.Key_Return)
    assert window.chosen == [2, 6]


def test_esc_closes_without_a_choice_and_gives_the_keyboard_back(
    window: Window, qtbot: QtBot
) -> None:
    window.picker.ask(TAXONOMY)
    with qtbot.waitSignal(window.picker.closed):
        keys(qtbot, window, Qt.Key.Key_Escape)
    assert window.chosen == []
    assert window.pressed == []
    assert QApplication.focusWidget() is window.middle


def test_enter_with_nothing_found_does_nothing(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(TAXONOMY)
    qtbot.keyClicks(window.picker.text, "zebra")
    keys(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert window.chosen == []
    assert window.picker.isVisible()


def test_a_click_chooses_and_a_click_beside_closes(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(TAXONOMY)
    view = window.picker.view
    where = view.visualRect(window.picker.model.index(2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert window.chosen == [3]
    window.picker.ask(TAXONOMY)
    qtbot.mouseClick(window.middle, Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert window.picker.isHidden()
    assert window.chosen == [3]


def test_it_opens_empty_each_time_and_blocks_nothing(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(TAXONOMY)
    qtbot.keyClicks(window.picker.text, "dog")
    keys(qtbot, window, Qt.Key.Key_Escape)
    window.picker.ask(TAXONOMY, recent=(CategoryId(4),), title="Another category")
    assert window.picker.text.text() == ""
    assert window.picker.title.text() == "Another category"
    assert window.picker.model.found[0].category.name == "guzheng"
    assert not window.picker.isModal()
    assert QApplication.activeModalWidget() is None


def test_it_stays_inside_a_small_window(window: Window) -> None:
    window.picker.ask(TAXONOMY)
    window.resize(320, 240)
    QApplication.processEvents()
    assert window.rect().contains(window.picker.geometry())
