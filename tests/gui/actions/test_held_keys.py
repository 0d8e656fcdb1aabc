"""R44: an action that wants to know is told once when its key goes up, whatever else the keyboard does."""

from PyQt6.QtCore import QCoreApplication, QEvent, Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLabel, QMainWindow
from pytestqt.qtbot import QtBot

from avisbuild_gui.actions.action import Action, Group
from avisbuild_gui.actions.action_set import ActionSet
from avisbuild_gui.actions.key_map import KeyMap

_SHIFT = Qt.KeyboardModifier.ShiftModifier


def _window(qtbot: QtBot) -> tuple[QMainWindow, ActionSet, list[str]]:
    """Numbers 1 and 2 that are held, the second with Shift, and a field that gets the keys."""
    window, said = QMainWindow(), []
    field = QLabel()
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    window.setCentralWidget(field)
    held = Action(
        "hold",
        "Hold",
        number_text="Hold {number}",
        group=Group.LISTEN,
        keys=("1", "Shift+B"),
        run=lambda number: said.append(f"down {number}"),
        let_go=lambda number: said.append(f"up {number}"),
    )
    other = Action("other", "Other", group=Group.SEE, keys=("O",), run=lambda: said.append("other"))
    actions = ActionSet(KeyMap([held, other]), window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 10_000)
    field.setFocus()
    return window, actions, said


def test_each_key_that_is_down_goes_up_once_and_other_keys_do_not_matter(qtbot: QtBot) -> None:
    window, _, said = _window(qtbot)
    field = window.centralWidget()
    QTest.keyPress(field, Qt.Key.Key_1)
    QTest.keyClick(field, Qt.Key.Key_O)
    QTest.keyPress(field, Qt.Key.Key_B, _SHIFT)
    QTest.keyRelease(field, Qt.Key.Key_Shift)
    assert said == ["down 1", "other", "down 2"]
    QTest.keyRelease(field, Qt.Key.Key_1)
    QTest.keyRelease(field, Qt.Key.Key_1)
    assert said == ["down 1", "other", "down 2", "up 1", "up 2"]


def test_a_key_of_the_plain_row_goes_up_alone(qtbot: QtBot) -> None:
    window, _, said = _window(qtbot)
    field = window.centralWidget()
    QTest.keyPress(field, Qt.Key.Key_1)
    QTest.keyRelease(field, Qt.Key.Key_B)
    assert said == ["down 1"]
    QTest.keyRelease(field, Qt.Key.Key_1)
    QTest.keyPress(field, Qt.Key.Key_1)
    assert said == ["down 1", "up 1", "down 1"]
    QCoreApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))
    QTest.keyRelease(field, Qt.Key.Key_1)
    assert said == ["down 1", "up 1", "down 1", "up 1"]


def test_what_no_key_did_is_let_go_at_once(qtbot: QtBot) -> None:
    _, actions, said = _window(qtbot)
    actions.perform("hold_1")
    assert said == ["down 1", "up 1"]


def test_a_key_that_is_down_again_at_once_has_not_been_let_go(qtbot: QtBot) -> None:
    """X11 repeats a held key so, and Qt does not always tell it from a hand that lets go."""
    window, actions, said = _window(qtbot)
    actions._held_keys.pair_ms = 20
    field = window.centralWidget()
    QTest.keyPress(field, Qt.Key.Key_1)
    for _ in range(3):
        QTest.keyRelease(field, Qt.Key.Key_1)
        QTest.keyPress(field, Qt.Key.Key_1)
    QTest.qWait(60)
    assert said == ["down 1"]
    QTest.keyRelease(field, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: said == ["down 1", "up 1"], timeout=10_000)
    QTest.keyPress(field, Qt.Key.Key_1)
    assert said[2:] == ["down 1"]
