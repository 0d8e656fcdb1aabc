"""Keys: each does one thing, all can be chosen anew, and a clash is said (R40)."""

import json
from pathlib import Path

import pytest
from gui.actions.table_case import ACTIONS, actions_told_to
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QLineEdit, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from avisbuild_gui.actions import ActionSet, CheatSheet, KeyEditor, KeyMap, KeyMapError
from avisbuild_gui.actions.sheet_file import CheatSheetError, write_sheet
from avisbuild_gui.actions.sheet_sections import sections
from avisbuild_gui.texts import set_language
from avisbuild_gui.theme import LIGHT

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _press(window: QWidget, key: str) -> None:
    QTest.keySequence(window, QKeySequence(key))


def test_every_action_is_reached_by_each_of_its_keys(bare: QMainWindow) -> None:
    """R40."""
    done: list[str] = []
    key_map = KeyMap(actions_told_to(done))
    ActionSet(key_map, bare)
    wanted = []
    for name, shortcut in key_map.shortcuts.items():
        assert shortcut.keys, name
        for key in shortcut.keys:
            _press(bare, key)
            wanted.append(name)
    assert done == wanted


def test_no_two_actions_have_one_key_as_the_program_comes() -> None:
    """R40."""
    assert KeyMap(ACTIONS).conflicts() == ()
    assert len({action.action_id for action in ACTIONS}) == len(ACTIONS)


def test_a_clash_names_both_actions_and_only_the_first_has_the_key(bare: QMainWindow) -> None:
    """R40."""
    done: list[str] = []
    key_map = KeyMap(actions_told_to(done)).with_keys("undo", ["S"])
    (conflict,) = key_map.conflicts()
    assert "Undo" in conflict.text
    assert "Sounds, or is silent" in conflict.text
    ActionSet(key_map, bare)
    _press(bare, "S")
    assert done == [conflict.first.shortcut_id]


def test_who_types_into_a_field_does_nothing_else(bare: QMainWindow) -> None:
    """Letters, Enter and Esc belong to the field."""
    done: list[str] = []
    ActionSet(KeyMap(actions_told_to(done)), bare)
    field = bare.findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, "snx 1")
    QTest.keyClick(field, Qt.Key.Key_Return)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == "snx 1"
    assert done == []
    inside = bare.centralWidget()
    assert inside is not None
    inside.setFocus()
    _press(bare, "S")
    assert done == ["toggle_sounding"]


def test_held_keys_do_nothing(bare: QMainWindow) -> None:
    done: list[str] = []
    actions = ActionSet(KeyMap(actions_told_to(done)), bare)
    actions.hold(held=True)
    _press(bare, "S")
    actions.hold(held=False)
    assert done == []


def test_chosen_keys_are_kept_and_read_again(tmp_path: Path) -> None:
    path = tmp_path / "config" / "keys.json"
    chosen = KeyMap(ACTIONS).with_keys("undo", ["F5", "Ctrl+Backspace"]).with_keys("redo", [])
    chosen.save(path)
    again = KeyMap.load(path, ACTIONS)
    assert again.keys("undo") == ("F5", "Ctrl+Backspace")
    assert again.keys("redo") == ()
    assert again.keys("commit") == KeyMap(ACTIONS).keys("commit")
    assert again.with_keys("undo", ["Ctrl+Z"]).with_keys("redo", ["Ctrl+Shift+Z", "Ctrl+Y"]) == (
        KeyMap(ACTIONS)
    )


@pytest.mark.parametrize(
    "text",
    ["not json", "[]", '{"format": 99, "keys": {}}', '{"format": 1, "keys": {"undo": "F5"}}'],
    ids=["torn", "no object", "of a newer program", "not a list"],
)
def test_a_file_of_keys_that_is_none_is_refused_and_left_alone(tmp_path: Path, text: str) -> None:
    """R35."""
    path = tmp_path / "keys.json"
    path.write_text(text)
    with pytest.raises(KeyMapError, match=r"keys\.json"):
        KeyMap.load(path, ACTIONS)
    assert path.read_text() == text


def test_an_action_that_is_gone_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"format": 1, "keys": {"juggle": ["J"], "undo": ["F5"]}}))
    assert KeyMap.load(path, ACTIONS).chosen == {"undo": ("F5",)}


def test_another_key_is_chosen_by_pressing_it(qtbot: QtBot) -> None:
    """R40: find the action, press the key, see the clash, keep."""
    editor = KeyEditor(KeyMap(ACTIONS))
    qtbot.addWidget(editor)
    editor.show()
    editor.filter.setText("half speed")
    shown = [row for row in range(editor.table.rowCount()) if not editor.table.isRowHidden(row)]
    assert len(shown) == 1
    editor.choose("play_slowly")
    editor.press.setChecked(True)
    QTest.keyClick(editor.press, Qt.Key.Key_Tab)
    assert editor.key_map.keys("play_slowly")[0] == "Tab"
    assert "Next candidate" in editor.line.text()
    editor.press.setChecked(True)
    QTest.keyClick(editor.press, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert editor.key_map.keys("play_slowly")[0] == "Ctrl+H"
    assert editor.line.text() == ""
    with qtbot.waitSignal(editor.key_map_chosen) as kept:
        editor._keep()
    assert kept.args[0].keys("play_slowly")[0] == "Ctrl+H"


def test_each_number_has_a_key_that_can_be_another(bare: QMainWindow, tmp_path: Path) -> None:
    """R40, R11: one action, nine keys; the others keep theirs."""
    path = tmp_path / "keys.json"
    path.write_text(json.dumps({"format": 1, "keys": {"choose_instance_3": ["F3", "Alt+3"]}}))
    done: list[str] = []
    key_map = KeyMap.load(path, actions_told_to(done))
    ActionSet(key_map, bare)
    for key in ("2", "3", "F3", "Alt+3", "4"):
        _press(bare, key)
    assert done == [f"choose_instance_{number}" for number in (2, 3, 3, 4)]
    assert key_map.conflicts() == ()
    key_map.with_keys("choose_instance_9", []).save(path)
    assert KeyMap.load(path, ACTIONS).keys("choose_instance_9") == ()


@pytest.mark.parametrize(
    ("key", "modifiers", "kept"),
    [
        (Qt.Key.Key_Plus, CONTROL | SHIFT, "Ctrl++"),
        (Qt.Key.Key_Underscore, CONTROL | SHIFT, "Ctrl+_"),
        (Qt.Key.Key_Question, SHIFT, "?"),
        (Qt.Key.Key_Space, SHIFT, "Shift+Space"),
        (Qt.Key.Key_D, CONTROL | SHIFT, "Ctrl+Shift+D"),
        (Qt.Key.Key_Left, SHIFT, "Shift+Left"),
    ],
)
def test_a_sign_pressed_with_shift_is_kept_as_the_sign(
    qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier, kept: str
) -> None:
    """As "Ctrl+Shift++" no press on any keyboard would be found again."""
    editor = KeyEditor(KeyMap(ACTIONS))
    qtbot.addWidget(editor)
    editor.show()
    editor.choose("undo")
    editor.press.setChecked(True)
    QTest.keyClick(editor.press, key, modifiers)
    assert editor.key_map.keys("undo")[0] == kept


def test_what_is_not_kept_is_forgotten(qtbot: QtBot) -> None:
    editor = KeyEditor(KeyMap(ACTIONS))
    qtbot.addWidget(editor)
    editor.choose("undo")
    editor._set_keys(("F5",))
    editor._reset()
    assert editor.key_map == KeyMap(ACTIONS)
    with qtbot.assertNotEmitted(editor.key_map_chosen):
        editor.reject()


def test_the_sheet_has_every_action_and_closes_by_any_key(qtbot: QtBot, bare: QMainWindow) -> None:
    """R40: on `?`, inside the window."""
    said = {text for _, lines in sections(KeyMap(ACTIONS)) for _, text in lines}
    for action in ACTIONS:
        assert action.text in said
    bare.resize(1366, 768)
    sheet = CheatSheet(LIGHT, bare)
    sheet.show_keys(KeyMap(ACTIONS))
    assert sheet.geometry() == bare.rect()
    with qtbot.waitSignal(sheet.closed):
        QTest.keyClick(sheet, Qt.Key.Key_Escape)
    assert not sheet.isVisible()


def test_the_sheet_can_be_printed(tmp_path: Path) -> None:
    """R40: as a PDF, or a page, in the chosen language and with the chosen keys."""
    set_language("zh")
    key_map = KeyMap(ACTIONS).with_keys("undo", ["F5"])
    write_sheet(key_map, tmp_path / "keys.html")
    text = (tmp_path / "keys.html").read_text(encoding="utf-8")
    assert "F5" in text
    assert "撤销" in text
    write_sheet(key_map, tmp_path / "keys.pdf")
    assert (tmp_path / "keys.pdf").read_bytes().startswith(b"%PDF")
    with pytest.raises(CheatSheetError, match="cannot be written"):
        write_sheet(key_map, tmp_path / "nowhere" / "keys.pdf")
