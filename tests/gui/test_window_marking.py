"""R44: in the real window, a number that is held while the video plays on marks where its instance sounds."""

import pytest
from gui.conftest import OpenWindow
from gui.window_case import press
from PyQt6.QtCore import QCoreApplication, QEvent, Qt
from PyQt6.QtGui import QKeyEvent
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication

from avisbuild.records import Sounding
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.sound import Player

_SIGNS = {
    Sounding.SOUNDING: "#",
    Sounding.SILENT: ".",
    Sounding.OFFSCREEN: ">",
    Sounding.OCCLUDED: "~",
    Sounding.UNSURE: "?",
}
_ONE, _TWO = Qt.Key.Key_1, Qt.Key.Key_2


class Hands:
    """Keys that go down and up by the clock of the test, in a window with two instances."""

    def __init__(self, window: MainWindow) -> None:
        self.window, self.session = window, window.session
        self.player: Player = self.session.sound.player
        self.now_s = 100.0
        self.player._sink._now = lambda: self.now_s  # type: ignore[attr-defined]
        self.session.marking._now = lambda: self.now_s
        self.held: object = {}
        self.session.marking.held_changed.connect(lambda held: setattr(self, "held", dict(held)))
        taxonomy = self.session.state.project.taxonomy
        for category in taxonomy.categories[:2]:
            self.session.instances.add(category.category_id)

    def play_on(self, second: int = 0) -> None:
        self.session.navigation.choose_second(second)
        press(self.window, "Ctrl+R")

    def wait(self, duration_s: float) -> None:
        """Let time pass in small steps, each with a tick of the player."""
        for _ in range(round(duration_s / 0.05)):
            self.now_s += 0.05
            if self.player.is_playing:
                self.player._timer.timeout.emit()

    def down(self, key: Qt.Key) -> None:
        QTest.keyPress(QApplication.focusWidget() or self.window, key)

    def up(self, key: Qt.Key) -> None:
        QTest.keyRelease(QApplication.focusWidget() or self.window, key)

    def repeat(self, key: Qt.Key) -> None:
        """What a key that is held says over and over, on X11 in pairs."""
        widget = QApplication.focusWidget() or self.window
        for kind in (QEvent.Type.KeyRelease, QEvent.Type.KeyPress):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, chr(key), autorep=True)
            QCoreApplication.sendEvent(widget, event)

    def lane(self, number: int) -> str:
        view = self.session.state.view
        assert view is not None
        return "".join(_SIGNS[state] for state in view.tracks[number - 1].states)

    @property
    def to_undo(self) -> str:
        step = self.session.state.workbench.to_undo
        return "" if step is None else str(step.label)


@pytest.fixture
def hands(open_annotator: OpenWindow) -> Hands:
    return Hands(open_annotator())


def test_a_hold_marks_its_seconds_earlier_by_the_reaction_time_in_one_step(hands: Hands) -> None:
    hands.play_on()
    hands.wait(1.6)
    hands.down(_ONE)
    hands.wait(2.0)
    # Held from 1.6 to 3.6, heard from 1.35 to 3.35: live in the grid, and not in the project yet.
    first = hands.session.state.view.instances[0].instance_id  # type: ignore[union-attr]
    assert (hands.held, hands.lane(1)) == ({first: (1, 2)}, "......")
    hands.up(_ONE)
    assert (hands.held, hands.lane(1), hands.lane(2)) == ({}, ".##...", "......")
    assert hands.to_undo.endswith("while listening, seconds 1-2")
    assert hands.player.is_playing
    assert hands.session.state.instance_id == first
    hands.session.sound.playing.stop()
    press(hands.window, "Ctrl+Z")
    assert hands.lane(1) == "......"


def test_a_key_that_repeats_itself_is_held_all_the_same(hands: Hands) -> None:
    hands.play_on()
    hands.down(_TWO)
    for _ in range(6):
        hands.wait(0.4)
        hands.repeat(_TWO)
    hands.up(_TWO)
    assert hands.lane(2) == "##...."


def test_two_keys_are_held_at_once_each_a_step_of_its_own(hands: Hands) -> None:
    hands.play_on(1)
    hands.down(_ONE)
    hands.wait(1.0)
    hands.down(_TWO)
    hands.wait(1.0)
    hands.up(_ONE)
    hands.wait(1.0)
    hands.up(_TWO)
    assert (hands.lane(1), hands.lane(2)) == (".##...", "..##..")
    hands.session.sound.playing.stop()
    press(hands.window, "Ctrl+Z")
    assert (hands.lane(1), hands.lane(2)) == (".##...", "......")


def test_a_tap_chooses_the_instance_and_marks_nothing(hands: Hands) -> None:
    hands.play_on()
    hands.wait(1.0)
    before = hands.to_undo
    press(hands.window, "1")
    hands.wait(0.5)
    hands.down(_TWO)
    hands.wait(0.2)
    hands.up(_TWO)
    view = hands.session.state.view
    assert view is not None
    assert hands.session.state.instance_id == view.instances[1].instance_id
    assert (hands.to_undo, hands.lane(1), hands.lane(2)) == (before, "......", "......")
    assert hands.player.is_playing


@pytest.mark.parametrize("start", ["Space", "R", ""], ids=["a second", "a loop", "nothing"])
def test_where_nothing_plays_on_a_number_only_chooses(hands: Hands, start: str) -> None:
    if start:
        press(hands.window, start)
    hands.down(_ONE)
    hands.wait(0.8)
    hands.up(_ONE)
    assert hands.lane(1) == "......"


def test_esc_stops_and_marks_nothing(hands: Hands) -> None:
    hands.play_on()
    hands.down(_ONE)
    hands.wait(2.0)
    press(hands.window, "Esc")
    hands.up(_ONE)
    assert (hands.player.is_playing, hands.held, hands.lane(1)) == (False, {}, "......")


def test_the_end_of_the_video_ends_a_hold_there_without_a_reaction(hands: Hands) -> None:
    hands.play_on(4)
    hands.wait(1.2)
    hands.down(_ONE)
    hands.wait(1.0)
    assert not hands.player.is_playing
    assert hands.lane(1) == ".....#"
    hands.up(_ONE)
    assert hands.lane(1) == ".....#"


def test_whatever_stops_the_play_ends_a_hold_with_what_was_held(hands: Hands) -> None:
    hands.play_on()
    hands.down(_ONE)
    hands.wait(2.3)
    press(hands.window, "Space")
    assert (hands.player.is_playing, hands.lane(1)) == (False, "##....")
    hands.up(_ONE)
    hands.wait(1.0)
    assert hands.lane(1) == "##...."


def test_whoever_leaves_the_window_lets_go(hands: Hands) -> None:
    hands.play_on()
    hands.down(_ONE)
    hands.wait(2.3)
    QCoreApplication.sendEvent(hands.window, QEvent(QEvent.Type.WindowDeactivate))
    assert hands.lane(1) == "##...."
    hands.wait(1.0)
    assert hands.lane(1) == "##...."


def test_context_is_long_enough_and_a_hold_within_a_second_marks_that_second(hands: Hands) -> None:
    hands.session.navigation.choose_second(3)
    press(hands.window, "Shift+Space")
    hands.wait(0.4)
    hands.down(_TWO)
    hands.wait(0.4)
    hands.up(_TWO)
    assert hands.lane(2) == "..#..."


def test_the_reaction_time_is_set_by_keys_and_kept(
    hands: Hands, open_annotator: OpenWindow
) -> None:
    press(hands.window, "Alt+.", "Alt+.", "Alt+,", "Alt+.")
    assert hands.session.marking.reaction_s == 0.35
    hands.window.close()
    assert open_annotator().session.marking.reaction_s == 0.35


def test_what_was_played_meanwhile_is_heard_and_shown(hands: Hands) -> None:
    """R45, in the window: the strip of the grid knows."""
    hands.play_on(2)
    hands.wait(2.5)
    press(hands.window, "Esc")
    assert hands.window.workspace.grid.strip._heard == {2, 3}
    assert hands.window.workspace.issues.unheard.text() == "4 of 6 seconds were never listened to"
