"""A name that looks like HTML is shown as it is spelt."""

import pytest
from PyQt6.QtCore import Qt
from PyQt6.QtGui import QTextDocument
from pytestqt.qtbot import QtBot

from avisbuild_gui.panels.elided_label import ElidedLabel
from avisbuild_gui.panels.issues import IssueModel
from avisbuild_gui.panels.tool_tips import plain_tool_tip

_NAME = "<img src='/etc/hostname'> & <b>dog</b>"


@pytest.mark.parametrize("text", ["dog_1", "10 & 20", "two\nlines"])
def test_what_is_no_html_stays_as_it_is(text: str) -> None:
    assert plain_tool_tip(text) == text


@pytest.mark.parametrize("text", [_NAME, "a < b", f"two\n{_NAME}"])
def test_tags_are_read_not_obeyed(qtbot: QtBot, text: str) -> None:
    shown = QTextDocument()
    shown.setHtml(plain_tool_tip(text))
    assert shown.toPlainText().splitlines() == text.splitlines()


def test_lists_and_labels_say_names_so(qtbot: QtBot) -> None:
    model, label = IssueModel([_NAME]), ElidedLabel()
    qtbot.addWidget(label)
    label.setText(_NAME)
    label.resize(20, 20)
    label.grab()
    tips = [model.data(model.index(0), Qt.ItemDataRole.ToolTipRole), label.toolTip()]
    assert tips == [plain_tool_tip(_NAME)] * 2 != [_NAME] * 2
