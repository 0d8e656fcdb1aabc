"""The guideline stands where the category is chosen, with the examples of its rules."""

import numpy as np
from drawn_views import taxonomy_of
from gui.part_fakes import noted
from PyQt6.QtWidgets import QLabel, QMainWindow, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.records import GuidelineRule
from avisbuild_gui.panels import CategoryPicker
from avisbuild_gui.theme import LIGHT

_RULES = (
    GuidelineRule(rule_id="whole", text="All <b>of</b> it.", picture="ear.png"),
    GuidelineRule(rule_id="by-ear", text="Listen."),
)


def test_rules_stand_beside_the_list_and_their_examples_come_later(qtbot: QtBot) -> None:
    window = QMainWindow()
    window.setCentralWidget(QWidget())
    window.resize(1366, 768)
    qtbot.addWidget(window)
    picker = CategoryPicker(LIGHT, window)
    opened = noted(picker.opened)
    picker.ask(taxonomy_of("dog"))
    alone_px = picker.width()
    assert (picker.guideline.isVisibleTo(picker), opened) == (False, [()])
    picker.guideline.show_rules(_RULES)
    picker.ask(taxonomy_of("dog"))
    assert picker.width() > alone_px
    assert window.rect().contains(picker.geometry())
    texts = [label.text() for label in picker.guideline.findChildren(QLabel)]
    assert {"All <b>of</b> it.", "Listen."} <= set(texts)
    example = picker.guideline.pictures["whole"]
    assert example.pixmap().isNull()
    picker.guideline.show_example("whole", np.full((90, 160, 3), 200, np.uint8))
    assert example.pixmap().width() > example.pixmap().height() > 0
    picker.guideline.show_example("whole", None)
    assert example.text() == "The example of rule whole cannot be shown."
    picker.guideline.show_example("gone", None)
    picker.dismiss()
