"""Choosing a category by a few letters, with the keyboard alone."""

import pytest
from drawn_views import taxonomy_of
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QAction, QKeySequence, QShortcut
from PyQt6.QtWidgets import QApplication, QLineEdit, QMainWindow, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import Category, CategoryId, Taxonomy
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


INSTRUMENTS = Taxonomy(
    name="own",
    categories=tuple(
        Category(category_id=CategoryId(n), name=name, colour_rgb=(n, n, n), synonyms=synonyms)
        for n, (name, synonyms) in enumerate(
            {
                "violin": ("fiddle", "小提琴"),
                "cello": ("大提琴",),
                "fiddler crab": (),
                "cat": (),
            }.items(),
            start=1,
        )
    ),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fiddle", ["fiddler crab", "violin"]),
        ("Fid", ["fiddler crab", "violin"]),
        ("小提琴", ["violin"]),
        ("提琴", ["violin", "cello"]),
        ("voilin", ["violin"]),
        ("chelo", ["cello"]),
        ("car", []),
        ("viola", ["violin"]),
        ("vuvuzela", []),
        ("fiddler_crab", ["fiddler crab"]),
    ],
)
def test_synonyms_and_near_spellings_find_categories(text: str, expected: list[str]) -> None:
    assert [each.category.name for each in find_categories(INSTRUMENTS, text)] == expected


def test_what_was_found_says_why() -> None:
    (violin,) = find_categories(INSTRUMENTS, "小提琴")
    assert (violin.synonym, violin.is_guess) == ("小提琴", False)
    (guess,) = find_categories(INSTRUMENTS, "voilin")
    assert (guess.synonym, guess.is_guess) == ("", True)


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
        self.add = QAction(self)
        self.add.setShortcut("Ctrl+I")
        self.picker = CategoryPicker(LIGHT, self, self.add)
        self.chosen: list[int] = []
        self.wanted: list[str] = []
        self.picker.category_wanted.connect(self.wanted.append)
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


def test_a_word_that_is_no_category_is_added_by_its_keys_or_the_button(
    window: Window, qtbot: QtBot
) -> None:
    window.picker.ask(TAXONOMY, may_add=True)
    assert not window.picker.add_button.isVisible()
    qtbot.keyClicks(window.picker.text, " zebra ")
    assert window.picker.nothing.text() == "There is no such category."
    assert window.picker.add_button.text() == "Add the category “zebra”  (Ctrl+I)"
    window.add.setShortcut("Ctrl+K")
    qtbot.keyClick(window.picker.text, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window.wanted == []
    qtbot.keyClick(window.picker.text, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert window.wanted == ["zebra"]
    assert window.picker.isHidden()
    window.picker.ask(TAXONOMY, may_add=True)
    qtbot.keyClicks(window.picker.text, "guitar solo")
    window.picker.add_button.click()
    assert window.wanted == ["zebra", "guitar solo"]


@pytest.mark.parametrize("text", ["Guitar", "a/b", "  "])
def test_what_is_a_category_or_no_name_is_not_offered(
    window: Window, qtbot: QtBot, text: str
) -> None:
    window.picker.ask(TAXONOMY, may_add=True)
    window.picker.text.setText(text)
    assert not window.picker.add_button.isVisible()
    qtbot.keyClick(window.picker.text, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window.wanted == []


def test_who_may_add_none_is_told_who_can(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(TAXONOMY)
    qtbot.keyClicks(window.picker.text, "zebra")
    assert 'avisbuild categories add "zebra"' in window.picker.nothing.text()
    assert not window.picker.add_button.isVisible()
    qtbot.keyClick(window.picker.text, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    assert window.wanted == []


def test_a_guess_is_not_taken_by_enter_alone(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(INSTRUMENTS)
    qtbot.keyClicks(window.picker.text, "voilin")
    assert window.picker.nothing.text().startswith("There is no such category.")
    keys(qtbot, window, Qt.Key.Key_Return)
    assert window.chosen == []
    keys(qtbot, window, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert window.chosen == [1]


def test_a_category_that_somebody_adds_meanwhile_is_found(window: Window, qtbot: QtBot) -> None:
    window.picker.ask(taxonomy_of("dog"))
    qtbot.keyClicks(window.picker.text, "guzh")
    assert window.picker.model.found == ()
    window.picker.show_taxonomy(TAXONOMY)
    assert [each.category.name for each in window.picker.model.found] == ["guzheng"]


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
