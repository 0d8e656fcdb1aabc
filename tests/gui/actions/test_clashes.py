"""A table in which a key would do nothing, or one of two things, is refused when the window starts."""

import pytest
from gui.actions.keyboard_case import KEYBOARDS, presses
from gui.actions.table_case import ACTIONS, actions_told_to
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMainWindow

from avisbuild_gui.actions import Action, ActionSet, Group, KeyMap
from avisbuild_gui.actions.clashes import check_actions


def _action(name: str, *keys: str, **fields: object) -> Action:
    return Action(name, name, group=Group.SEE, keys=keys, **({"run": print} | fields))


def test_the_programs_own_table_is_sound() -> None:
    check_actions(ACTIONS)


def test_the_windows_table_is_checked_when_it_is_built(monkeypatch: pytest.MonkeyPatch) -> None:
    """So a window in which two parts have given one key to an action each does not open."""
    clash = (_action("other", "S"),)
    monkeypatch.setattr("avisbuild_gui.action_table.table.appearance_actions", lambda _: clash)
    with pytest.raises(ValueError, match="toggle_sounding and other both have S"):
        actions_told_to([])


@pytest.mark.parametrize(
    ("actions", "why"),
    [
        ([_action("one", "A"), _action("other", "A")], "one and other both have A"),
        (
            [_action("one", "Ctrl+Return"), _action("other", "ctrl+return")],
            r"both have Ctrl\+Return",
        ),
        (
            [_action("one", "1", "2", number_text="{number}"), _action("other", "2")],
            "one_2 and other",
        ),
        ([_action("one", "A"), _action("one", "B")], "two actions are called one"),
        ([_action("one_1", "A"), _action("one", "B", number_text="{number}")], "are called one_1"),
        ([_action("one")], "one has no key"),
        ([_action("one", "Ctrl+Shift+=")], r"Ctrl\+Shift\+= is to be written without Shift"),
        ([_action("one", "A"), _action("other", "A", enabled=lambda: False)], "both have A"),
        (
            [
                _action("one", "A", enabled=lambda: True),
                _action("other", "A", enabled=lambda: True),
            ],
            "both have A",
        ),
    ],
    ids=[
        "one key twice",
        "one key in two spellings",
        "the key of a number",
        "one id twice",
        "the id of a number",
        "no key",
        "Shift with a sign",
        "one of two always enabled",
        "two enabled now",
    ],
)
def test_a_table_that_cannot_work_is_refused(actions: list[Action], why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check_actions(actions)


@pytest.mark.parametrize(
    "fields", [{"run": None}, {"enabled": True}], ids=["nothing to run", "no condition"]
)
def test_an_action_bound_to_nothing_cannot_be_made(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="expected functions"):
        _action("one", "A", **fields)


def test_two_actions_share_a_key_where_one_alone_is_enabled(bare: QMainWindow) -> None:
    """As the same key may do another thing in another mode of the window."""
    done: list[str] = []
    reviews = False
    table = [
        _action("annotate", "A", run=lambda: done.append("annotate"), enabled=lambda: not reviews),
        _action("review", "A", run=lambda: done.append("review"), enabled=lambda: reviews),
    ]
    check_actions(table)
    actions = ActionSet(KeyMap(table), bare)
    QTest.keyClick(bare, "a")
    reviews = True
    actions.update_enabled()
    QTest.keyClick(bare, "a")
    assert done == ["annotate", "review"]


def test_what_is_not_enabled_is_not_done(bare: QMainWindow) -> None:
    """Neither by its key nor by the button of a notice that offered it while it was."""
    done: list[str] = []
    table = [_action("one", "A", run=lambda: done.append("one"), enabled=lambda: False)]
    actions = ActionSet(KeyMap(table), bare)
    QTest.keyClick(bare, "a")
    actions.perform("one")
    assert not actions.action("one").isEnabled()
    assert done == []


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_no_press_of_any_keyboard_is_two_keys_at_once(bare: QMainWindow, keyboard: str) -> None:
    """R40: what Qt finds two keys for, of one action or two, is ambiguous to it, and nothing happens."""
    done: list[str] = []
    ActionSet(KeyMap(actions_told_to(done)), bare)
    ambiguous = {}
    for press in presses(keyboard):
        done.clear()
        for key, modifiers in press.meanings:
            QTest.keyClick(bare, key, modifiers)
        if len(done) > 1:
            ambiguous[press.name] = list(done)
    assert ambiguous == {}


@pytest.mark.parametrize("keyboard", KEYBOARDS)
def test_text_is_made_larger_and_smaller_on_every_keyboard(
    bare: QMainWindow, keyboard: str
) -> None:
    done: list[str] = []
    ActionSet(KeyMap(actions_told_to(done)), bare)
    for press in presses(keyboard):
        for key, modifiers in press.meanings:
            QTest.keyClick(bare, key, modifiers)
    assert {"larger_text", "smaller_text", "zoom_in", "zoom_out"} <= set(done)
