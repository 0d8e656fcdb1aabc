"""Keys chosen in 0.1 still do what they did, though some actions have another name now.

The files are as version 0.1 wrote them: `tests/golden/home_v0_1.py`.
"""

import json
from pathlib import Path

import pytest
from gui.actions.table_case import ACTIONS, actions_told_to
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMainWindow

from avisbuild_gui.actions import ActionSet, KeyMap

HOME = Path(__file__).parents[2] / "golden" / "home-v0.1"
RENAMED = {
    "carry_previous": "copy_previous",
    "carry_next": "copy_next",
    "previous_identity_change": "previous_instance_change",
    "next_identity_change": "next_instance_change",
}


@pytest.mark.parametrize("path", sorted(HOME.glob("keys-*.json")), ids=lambda path: path.stem)
def test_a_file_of_keys_of_version_0_1_loads_whole(path: Path) -> None:
    written = json.loads(path.read_text(encoding="utf-8"))["keys"]
    assert KeyMap.load(path, ACTIONS).chosen == {
        RENAMED.get(name, name): tuple(keys) for name, keys in written.items()
    }


def test_every_action_of_version_0_1_is_still_there(bare: QMainWindow) -> None:
    """Each had a key of its own chosen, and is reached by it."""
    done: list[str] = []
    path = HOME / "keys-every-action.json"
    written = json.loads(path.read_text(encoding="utf-8"))["keys"]
    assert len(written) > 80
    key_map = KeyMap.load(path, actions_told_to(done))
    assert key_map.conflicts() == ()
    ActionSet(key_map, bare)
    for (key,) in written.values():
        QTest.keySequence(bare, QKeySequence(key))
    assert done == [RENAMED.get(name, name) for name in written]


def test_keys_pressed_in_version_0_1_do_what_they_did(bare: QMainWindow) -> None:
    done: list[str] = []
    key_map = KeyMap.load(HOME / "keys-pressed.json", actions_told_to(done))
    ActionSet(key_map, bare)
    for key in (
        "Alt+1",
        "Alt+2",
        "Alt+3",
        "Alt+Y",
        "Alt+Z",
        "Alt+4",
        "Ctrl++",
        "3",
        "9",
        "G",
        "Shift+T",
    ):
        QTest.keySequence(bare, QKeySequence(key))
    assert done == [
        "copy_previous",
        "copy_next",
        "next_instance_change",
        "choose_instance_3",
        "choose_instance_9",
        "larger_text",
        "larger_text",
    ]


def test_a_clash_chosen_in_version_0_1_is_said() -> None:
    (conflict,) = KeyMap.load(HOME / "keys-clash.json", ACTIONS).conflicts()
    assert {conflict.first.shortcut_id, conflict.second.shortcut_id} == {
        "toggle_sounding",
        "copy_previous",
    }


def test_old_names_are_written_as_new_ones_and_give_way_to_them(tmp_path: Path) -> None:
    """Who goes back to 0.1 and forth again has both in the file."""
    path = tmp_path / "keys.json"
    path.write_text(
        json.dumps(
            {"format": 1, "keys": {"copy_next": ["F6"], "carry_next": ["F7"], "carry_previous": []}}
        )
    )
    key_map = KeyMap.load(path, ACTIONS)
    assert key_map.chosen == {"copy_next": ("F6",), "copy_previous": ()}
    key_map.save(path)
    assert set(json.loads(path.read_text())["keys"]) == {"copy_next", "copy_previous"}


def test_a_key_that_was_chosen_is_not_taken_by_a_default_of_a_later_version(
    bare: QMainWindow, tmp_path: Path
) -> None:
    """Shift+D is the lasso, which comes before the outlines in the table."""
    path, done = tmp_path / "keys.json", list[str]()
    path.write_text(json.dumps({"format": 1, "keys": {"toggle_outlines": ["Shift+D"]}}))
    key_map = KeyMap.load(path, actions_told_to(done))
    ActionSet(key_map, bare)
    QTest.keySequence(bare, QKeySequence("Shift+D"))
    assert done == ["toggle_outlines"]
    assert [each.second.shortcut_id for each in key_map.conflicts()] == ["use_lasso"]
