"""The keys of one window: kept where they were read from, and not while the sheet lies over the window."""

import json
from pathlib import Path

import pytest
from gui.actions.table_case import actions_told_to
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from avisbuild_gui.actions import KeyEditor, WindowKeys
from avisbuild_gui.theme import LIGHT
from avisbuild_gui.values import Severity


@pytest.fixture
def done() -> list[str]:
    """What the keys were asked to do."""
    return []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


def _said(keys: WindowKeys) -> list[tuple[str, Severity]]:
    said: list[tuple[str, Severity]] = []
    keys.said.connect(lambda text, severity: said.append((text, severity)))
    return said


def test_chosen_keys_work_at_once_and_are_kept(
    bare: QMainWindow, path: Path, done: list[str]
) -> None:
    """R40."""
    keys = WindowKeys(path, LIGHT, bare)
    actions = keys.action_set(actions_told_to(done))
    said = _said(keys)
    keys.use(actions.key_map.with_keys("undo", ["F6"]))
    QTest.keyClick(bare, Qt.Key.Key_F6)
    assert done == ["undo"]
    assert json.loads(path.read_text())["keys"] == {"undo": ["F6"]}
    assert (keys.trouble, said) == (None, [])


def test_a_file_that_cannot_be_read_is_left_alone(
    bare: QMainWindow, path: Path, done: list[str]
) -> None:
    """R35: the choice holds as long as the window."""
    path.write_text('{"format": 7}')
    keys = WindowKeys(path, LIGHT, bare)
    actions = keys.action_set(actions_told_to(done))
    assert keys.trouble is not None
    said = _said(keys)
    keys.use(actions.key_map.with_keys("undo", ["F6"]))
    QTest.keyClick(bare, Qt.Key.Key_F6)
    assert done == ["undo"]
    assert path.read_text() == '{"format": 7}'
    ((text, severity),) = said
    assert "is left as it is" in text
    assert severity is Severity.WARNING


def test_two_actions_on_one_key_are_said_when_the_window_is_there(
    bare: QMainWindow, path: Path, done: list[str]
) -> None:
    path.write_text('{"format": 1, "keys": {"undo": ["S"]}}')
    keys = WindowKeys(path, LIGHT, bare)
    keys.action_set(actions_told_to(done))
    assert keys.trouble is not None
    assert "Undo" in keys.trouble.text()


def test_keys_do_nothing_under_the_sheet(
    qtbot: QtBot, bare: QMainWindow, path: Path, done: list[str]
) -> None:
    keys = WindowKeys(path, LIGHT, bare)
    keys.action_set(actions_told_to(done))
    keys.show_sheet()
    assert keys.sheet is not None
    QTest.keyClick(bare, "s")
    assert done == []
    with qtbot.waitSignal(keys.sheet_closed):
        keys.edit()
    assert keys.sheet is None
    (editor,) = bare.findChildren(KeyEditor)
    editor.reject()
    QTest.keyClick(bare, "s")
    assert done == ["toggle_sounding"]


def test_a_sheet_that_cannot_be_written_is_said(bare: QMainWindow, tmp_path: Path) -> None:
    """R35."""
    keys = WindowKeys(tmp_path / "keys.json", LIGHT, bare)
    keys.action_set(actions_told_to([]))
    said = _said(keys)
    keys.save_sheet(tmp_path / "nowhere" / "keys.pdf")
    keys.save_sheet(tmp_path / "keys.html")
    assert [severity for _, severity in said] == [Severity.ERROR, Severity.INFO]
    assert "keys.html" in said[1][0]
