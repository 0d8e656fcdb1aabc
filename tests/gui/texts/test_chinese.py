"""The Chinese window is Chinese as a whole: its words, and what is put into its sentences."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from gui.annotator_case import FIRST, OTHER
from gui.texts.chinese_case import english_in
from gui.window_case import add_dog, answered, click, press
from PyQt6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    Qt,
)
from PyQt6.QtWidgets import QAbstractButton, QAbstractItemView, QComboBox, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from avisbuild.messages import AREAS
from avisbuild.store import Project
from avisbuild_gui.texts.language import read_catalogue
from avisbuild_gui.texts.messages import SHOWN_AREAS

ROOT = Path(__file__).parents[3]
_FOLDERS = ("avisbuild", "gui/avisbuild_gui", "pipelines/avisbuild_pipelines")
_SHOWN = frozenset(kind for area in SHOWN_AREAS for kind in AREAS[area])
_FIELD = re.compile("{[^}]*}")
_ENGLISH = re.compile("[a-z]{2,} [a-z]{2,}|^[a-z]{3,}$")
# Fields that are never shown; and the version of an ffmpeg, which is in no sentence where it is "unknown".
_NOT_SHOWN = frozenset({"code", "version"})
# What functions of the core take to put it into a message.
_PASSED_ON = frozenset({"cure", "problem", "reason"})
_TEXTS = (
    "text",
    "toolTip",
    "statusTip",
    "whatsThis",
    "accessibleName",
    "accessibleDescription",
    "placeholderText",
    "windowTitle",
    "title",
)
_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
)


def test_no_translation_has_an_english_word_left_in_it() -> None:
    left = {
        text: words
        for text, translation in read_catalogue("zh").items()
        if (words := english_in(_FIELD.sub(" ", translation)))
    }
    assert left == {}


def _english_of(value: ast.expr, function: ast.AST, module: ast.Module) -> Iterator[str]:
    """English that a field's value is made of: where it stands, in a name, or in what a function gives."""
    match value:
        case ast.Constant(value=str() as text):
            yield from (text,) if _ENGLISH.search(text) else ()
        case ast.JoinedStr(values=parts):
            texts = [each.value for each in parts if isinstance(each, ast.Constant)]
            yield from (each for each in texts if re.search("[a-z]{2,}", each))
        case ast.IfExp(body=body, orelse=orelse):
            yield from _english_of(body, function, module)
            yield from _english_of(orelse, function, module)
        case ast.BoolOp(values=values):
            for each in values:
                yield from _english_of(each, function, module)
        case ast.Name(id=name):
            for node in ast.walk(function):
                match node:
                    case ast.Assign(targets=[ast.Name(id=target)], value=given) if target == name:
                        yield from _english_of(given, ast.Module([], []), module)
        case ast.Call(func=ast.Name(id=name)):
            for node in module.body:
                match node:
                    case ast.FunctionDef(name=found) if found == name:
                        for each in ast.walk(node):
                            if isinstance(each, ast.Return) and each.value is not None:
                                yield from _english_of(each.value, node, ast.Module([], []))


def _is_shown(call: ast.Call) -> bool:
    """Whether it makes a message that the window can show, or fills one of the window's own texts."""
    match call:
        case ast.Call(args=[ast.Constant(value=str() as kind), *_]):
            return kind in _SHOWN
        case ast.Call(func=ast.Attribute(value=ast.Call(func=ast.Name(id="tr")), attr="format")):
            return True
    return False


def test_no_english_is_put_into_what_the_window_shows() -> None:
    """A field is a name, a number, what another program said, or a message of its own."""
    seen, left = 0, []
    for folder in _FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            module = ast.parse(path.read_text(encoding="utf-8"))
            functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
            for function in functions:
                for call in ast.walk(function):
                    if not isinstance(call, ast.Call):
                        continue
                    is_shown = _is_shown(call)
                    seen += is_shown
                    left += [
                        f"{path.relative_to(ROOT)}:{call.lineno}: {each.arg}={text!r}"
                        for each in call.keywords
                        if (is_shown or (folder == "avisbuild" and each.arg in _PASSED_ON))
                        and each.arg not in _NOT_SHOWN
                        for text in _english_of(each.value, function, module)
                    ]
    assert left == [], "\n".join(left)
    assert seen > 150


def _texts_in(top: QObject) -> Iterator[str]:
    """Every text that a window and its parts have for eyes and for screen readers."""
    for each in (top, *top.findChildren(QObject)):
        for name in _TEXTS:
            value: Any = getattr(each, name, None)
            text = value() if callable(value) else value
            if isinstance(text, str):
                yield text
        if isinstance(each, QComboBox):
            yield from (each.itemText(index) for index in range(each.count()))
        if isinstance(each, QAbstractItemView) and (model := each.model()) is not None:
            yield from _items_of(model, each.rootIndex())


def _items_of(model: QAbstractItemModel, parent: QModelIndex) -> Iterator[str]:
    is_list = isinstance(model, QAbstractListModel)
    for column in range(1 if is_list else model.columnCount(parent)):
        yield str(model.headerData(column, Qt.Orientation.Horizontal) or "")
        for row in range(model.rowCount(parent)):
            index = model.index(row, column, parent)
            yield from (str(model.data(index, role) or "") for role in _ROLES)


def test_every_text_in_the_window_is_chinese(
    open_annotator, project: Project, qtbot: QtBot
) -> None:
    """The workspace with a mask and with nothing, the list of categories, all keys, and their editor."""
    window = open_annotator(language="zh")
    taxonomy = project.taxonomy
    names = {
        str(FIRST),
        str(OTHER),
        "ann",
        "set",
        "dog_1",
        "Animal",
        "Machine",
        "Music",
        "Speaking",
    }
    names |= {category.name for category in taxonomy}
    names |= {text for rule in project.recipe.guideline for text in (rule.rule_id, rule.text)}
    seen = set(_texts_in(window))
    add_dog(window, qtbot)
    press(window, "D", "D")
    click(window, 80, 45)
    answered(window.session, qtbot)
    seen |= set(_texts_in(window))
    press(window, "Return", "S", "PgDown", "PgUp")
    window.keys.show_sheet()
    seen |= set(_texts_in(window))
    window.keys.edit()
    seen |= set(_texts_in(window))
    press(window, "I")
    seen |= set(_texts_in(window))
    assert len(seen) > 300
    assert {text: words for text in seen if (words := english_in(text, names=names))} == {}


def test_qts_own_words_are_chinese_and_english_again(open_annotator) -> None:
    """The dialog for files, which shows names of files, too; Qt's own words come from its catalogue."""
    window = open_annotator(language="zh")
    window.keys.ask_where_to_save()
    (dialog,) = window.findChildren(QFileDialog)
    parts = [*dialog.findChildren(QLabel), *dialog.findChildren(QAbstractButton)]
    shown = {text for each in parts for text in (each.text(), each.toolTip()) if text}
    assert "取消" in shown
    assert {text: words for text in shown if (words := english_in(text))} == {}
    dialog.close()
    window.use_language("en")
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Cancel"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("掩码 dog_1，按 Ctrl+Z 撤销", ["dog_1"]),
        ("请运行 `avisbuild clip`，或 pip install 'avisbuild[sam]'", []),
        ("还不能上交：2 unsure cells", ["unsure", "cells"]),
        ("/data/b/c.jpg：cannot", ["cannot"]),
    ],
)
def test_what_is_english_in_a_chinese_text_is_found(text: str, words: list[str]) -> None:
    assert english_in(text) == words
