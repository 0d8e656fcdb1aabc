"""R25: before and after are seen in turns at a pace, or the other one while a key is held."""

from PyQt6.QtCore import QObject
from pytestqt.qtbot import QtBot

from avisbuild_gui.review.blink import Blink, Side
from avisbuild_gui.values import BLINK_PACES_S


def _blink(parent: QObject) -> tuple[Blink, list[str]]:
    blink, seen = Blink(parent), list[str]()
    blink.side_changed.connect(seen.append)
    return blink, seen


def test_it_turns_from_side_to_side_until_it_is_off(qtbot: QtBot) -> None:
    parent = QObject()
    blink, seen = _blink(parent)
    blink.use_pace(BLINK_PACES_S[0])
    blink.turn(on=True)
    qtbot.waitUntil(lambda: len(seen) == 3)
    assert seen == ["before", "after", "before"]
    blink.turn(on=False)
    assert blink.side is Side.AFTER


def test_a_key_that_is_held_shows_the_other_side_and_stops_the_blinking(qtbot: QtBot) -> None:
    parent = QObject()
    blink, seen = _blink(parent)
    blink.hold()
    assert seen == ["before"]
    blink.let_go()
    assert seen == ["before", "after"]
    blink.use_pace(BLINK_PACES_S[0])
    blink.turn(on=True)
    blink.hold()
    qtbot.wait(round(1500 * blink.pace_s))
    assert blink.side is Side.AFTER
    assert len(seen) == 4


def test_the_pace_is_chosen_in_steps_and_has_its_ends() -> None:
    parent = QObject()
    blink, _ = _blink(parent)
    paces = []
    for steps in (-1, -9, -1, 9, 1):
        blink.step_pace(steps)
        paces.append(blink.pace_s)
    assert paces == [0.45, 0.2, 0.2, 2.5, 2.5]
