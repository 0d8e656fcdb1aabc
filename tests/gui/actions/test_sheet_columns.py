"""The sheet of all keys has as many columns as fit, and nothing of it is cut off."""

import pytest
from gui.actions.table_case import ACTIONS
from PyQt6.QtWidgets import QApplication, QLabel, QMainWindow, QScrollArea
from pytestqt.qtbot import QtBot

from avisbuild_gui.actions import CheatSheet, KeyMap
from avisbuild_gui.actions.sheet_columns import columns_within, evenly
from avisbuild_gui.texts import LANGUAGES, set_language
from avisbuild_gui.theme import LIGHT

BLOCKS = [(name, [("x", "y")] * count) for name, count in (("a", 6), ("b", 2), ("c", 2), ("d", 5))]


def _names(columns) -> list[str]:
    return ["".join(heading for heading, _ in column) for column in columns]


@pytest.mark.parametrize(
    ("count", "expected"), [(1, ["abcd"]), (2, ["ab", "cd"]), (3, ["a", "bc", "d"])]
)
def test_columns_are_about_as_long_and_no_block_is_cut(count: int, expected: list[str]) -> None:
    """With their headings the blocks are 8, 4, 4 and 7 lines long."""
    assert _names(evenly(BLOCKS, count)) == expected


@pytest.mark.parametrize(
    ("room_px", "expected"),
    [(400, ["a", "b", "c", "d"]), (399, ["a", "bc", "d"]), (200, ["ab", "cd"]), (50, ["abcd"])],
)
def test_there_are_as_many_columns_as_fit(room_px: int, expected: list[str]) -> None:
    assert _names(columns_within(BLOCKS, room_px, lambda _: 100)) == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", [(1366, 768), (1024, 700), (700, 600), (1366, 300)])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_of_the_sheet_is_cut_off(
    qtbot: QtBot, size: tuple[int, int], scale: float, language: str
) -> None:
    """Every line is as high as its words need, and reached without scrolling sideways."""
    set_language(language)
    font = QApplication.font()
    font.setPointSizeF(font.pointSizeF() * scale)
    QApplication.setFont(font)
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    sheet = CheatSheet(LIGHT, window)
    sheet.show_keys(KeyMap(ACTIONS))
    QApplication.processEvents()
    area = sheet.findChild(QScrollArea)
    assert area is not None
    along = area.horizontalScrollBar()
    assert along is not None
    assert along.maximum() == 0
    labels = area.findChildren(QLabel)
    assert len(labels) > 2 * 60
    for label in labels:
        needed = (
            label.heightForWidth(label.width()) if label.wordWrap() else label.sizeHint().height()
        )
        assert label.height() >= needed, label.text()
