"""R24, the quick menu: a digit pins at once; words, a rule and leaving the instance out by keys, too."""

from collections.abc import Iterator

import pytest
from gui.part_fakes import noted
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QKeySequence, QShortcut
from PyQt6.QtWidgets import QApplication, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import GuidelineRule
from avisbuild_gui.review.widgets.comment_menu import CommentMenu
from avisbuild_gui.theme import LIGHT

_RULES = (GuidelineRule(rule_id="whole", text="All of it."),)


@pytest.fixture
def menu(qtbot: QtBot) -> Iterator[CommentMenu]:
    """In a window in which 1 is a shortcut, opened at its middle."""
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    window.resize(800, 600)
    shortcuts: list[str] = []
    for key in ("0", "1", "2", "Tab", "Return"):
        QShortcut(QKeySequence(key), window, lambda key=key: shortcuts.append(key))
    made = CommentMenu(LIGHT, window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    made.ask("dog_1, second 3", _RULES, QPoint(400, 300), without_instance="second 3")
    qtbot.waitUntil(made.reasons.hasFocus)
    yield made
    made.dismiss()
    assert shortcuts == []  # while it is open, keys are its own


def _press(qtbot: QtBot, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(QApplication.focusWidget(), key)


def test_a_digit_pins_with_its_reason_and_closes(menu: CommentMenu, qtbot: QtBot) -> None:
    chosen = noted(menu.chosen)
    _press(qtbot, Qt.Key.Key_2)
    assert chosen == [("wrong_instance", "", "", True)]
    assert menu.isHidden()


def test_words_a_rule_and_no_instance_by_keys_alone(menu: CommentMenu, qtbot: QtBot) -> None:
    chosen = noted(menu.chosen)
    assert menu.title.text() == "dog_1, second 3"
    _press(qtbot, Qt.Key.Key_0)
    assert menu.title.text() == "second 3"
    _press(qtbot, Qt.Key.Key_Tab)
    qtbot.keyClicks(menu.text, "1 ear")
    _press(qtbot, Qt.Key.Key_Tab, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert chosen == [("", "1 ear", "whole", False)]


def test_nothing_chosen_pins_nothing(menu: CommentMenu, qtbot: QtBot) -> None:
    chosen = noted(menu.chosen)
    _press(qtbot, Qt.Key.Key_Return)
    assert menu.isVisible()
    _press(qtbot, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return)
    assert chosen.pop() == ("boundary", "", "", True)
    menu.ask("dog_1", (), QPoint(400, 300))
    _press(qtbot, Qt.Key.Key_Escape)
    assert menu.isHidden()
    menu.ask("dog_1", (), QPoint(790, 590))
    assert menu.rules.isHidden()
    assert menu.parentWidget().rect().contains(menu.geometry())  # type: ignore[union-attr]
    qtbot.mouseClick(menu.parentWidget(), Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert (menu.isHidden(), chosen) == (True, [])


def test_a_click_on_a_reason_pins_it(menu: CommentMenu, qtbot: QtBot) -> None:
    chosen = noted(menu.chosen)
    item = menu.reasons.item(5)
    assert item is not None
    place = menu.reasons.visualItemRect(item).center()
    qtbot.mouseClick(menu.reasons.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert chosen == [("category", "", "", True)]
