"""The instances: what each row tells, what a right click offers."""

import pytest
from drawn_views import drawn_view
from PyQt6.QtCore import QPoint, Qt
from PyQt6.QtGui import QAction
from PyQt6.QtWidgets import QApplication, QMenu, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.annotation.instance_marks import InstanceMarks
from avisbuild.records import InstanceId
from avisbuild_gui.panels import InstancePanel
from avisbuild_gui.panels.instance_rows import instance_rows
from avisbuild_gui.panels.mark_icons import EYE, LOCK, mark_boxes
from avisbuild_gui.texts.effects import delete_effect, merge_effect, split_effect, swap_effect
from avisbuild_gui.theme import LIGHT, instance_colour

ONE, TWO, THREE = InstanceId("i0"), InstanceId("i1"), InstanceId("i2")
LANES = ("##oo....", "....##>.", "x.......")


@pytest.fixture
def panel(qtbot: QtBot) -> InstancePanel:
    panel = InstancePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(260, 400)
    panel.show_view(drawn_view(*LANES), TWO, 5)
    panel.show()
    return panel


def entry(menu: QMenu, words: str) -> QAction:
    for action in menu.actions():
        if action.text().startswith(words):
            return action
    raise AssertionError([action.text() for action in menu.actions()])


def submenu(menu: QMenu, words: str) -> QMenu:
    found = entry(menu, words).menu()
    assert found is not None
    return found


def test_a_row_counts_seconds_masks_and_what_is_to_do() -> None:
    first, second, third = instance_rows(drawn_view(*LANES))
    assert (first.name, first.seconds, first.masks, first.todo) == ("person_1", 4, 2, 2)
    assert (second.seconds, second.masks, second.todo) == (2, 2, 0)
    assert (third.seconds, third.masks, third.todo) == (0, 0, 0)
    assert [each.colour for each in (first, second, third)] == [
        instance_colour(n) for n in range(3)
    ]


def test_a_click_chooses_an_instance(panel: InstancePanel, qtbot: QtBot) -> None:
    """R11: a new mask goes to the active instance, chosen by key or click."""
    where = panel.view.visualRect(panel.model.index(2)).center()
    with qtbot.waitSignal(panel.instance_chosen) as chosen:
        qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert chosen.args == [THREE]


def test_the_eye_and_the_lock_of_a_row_are_clicked_and_choose_nothing(
    panel: InstancePanel, qtbot: QtBot
) -> None:
    """R42: and a click beside them chooses the instance as before."""
    chosen: list[str] = []
    panel.instance_chosen.connect(chosen.append)
    row = panel.view.visualRect(panel.model.index(2))
    boxes = mark_boxes(row, panel.view.fontMetrics())
    for mark, signal in ((EYE, panel.hiding_toggled), (LOCK, panel.lock_toggled)):
        with qtbot.waitSignal(signal) as toggled:
            qtbot.mouseClick(
                panel.view.viewport(),
                Qt.MouseButton.LeftButton,
                pos=boxes[mark].center().toPoint(),
            )
        assert toggled.args == [THREE]
    assert chosen == []
    qtbot.mouseClick(panel.view.viewport(), Qt.MouseButton.LeftButton, pos=row.center())
    assert chosen == [THREE]


def test_what_is_hidden_and_locked_is_said_in_words(panel: InstancePanel) -> None:
    panel.show_marks(InstanceMarks(hidden=frozenset({ONE, TWO}), locked=frozenset({TWO})))
    role = Qt.ItemDataRole.AccessibleTextRole
    said = [panel.model.data(panel.model.index(row), role) for row in range(3)]
    assert [each.partition("to do")[2] for each in said] == ["; hidden", "; hidden; locked", ""]


def test_new_is_asked_for_by_its_button_once_there_is_a_video(
    panel: InstancePanel, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(panel.add_asked):
        qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
    panel.show_view(None)
    assert not panel.add_button.isEnabled()
    assert panel.model.rows == ()


def test_the_menu_offers_each_repair_and_says_what_it_would_touch(
    panel: InstancePanel, qtbot: QtBot
) -> None:
    """R21: each with a preview of affected seconds."""
    panel.show_view(drawn_view(*LANES), ONE, 1)
    menu = panel.repair_menu(ONE)
    told: list[str] = []
    panel.effect_previewed.connect(told.append)
    for action in (
        entry(menu, "Split at second 1"),
        entry(menu, "Delete"),
        entry(submenu(menu, "Merge into"), "guitar_1"),
        entry(submenu(menu, "Swap from second 1"), "violin_1"),
    ):
        action.hover()
    assert told == ["3 s, 1 mask", "4 s, 2 masks", "4 s, 2 masks", "3 s, 1 mask ↔ 0 s, 0 masks"]
    with qtbot.waitSignal(panel.delete_asked) as deleted:
        entry(menu, "Delete").trigger()
    with qtbot.waitSignal(panel.split_asked) as split:
        entry(menu, "Split").trigger()
    with qtbot.waitSignal(panel.category_asked) as category:
        entry(menu, "Change category").trigger()
    with qtbot.waitSignal(panel.merge_asked) as merged:
        entry(submenu(menu, "Merge into"), "guitar_1").trigger()
    with qtbot.waitSignal(panel.swap_asked) as swapped:
        entry(submenu(menu, "Swap"), "violin_1").trigger()
    assert [deleted.args, split.args, category.args] == [[ONE], [ONE], [ONE]]
    assert [merged.args, swapped.args] == [[ONE, TWO], [ONE, THREE]]
    menu.close()


def test_what_cannot_be_done_is_not_offered(panel: InstancePanel) -> None:
    panel.show_view(drawn_view("####"), ONE, 0)
    menu = panel.repair_menu(ONE)
    for words in ("Split", "Merge", "Swap"):
        assert not entry(menu, words).isEnabled()
    menu.close()


def test_a_right_click_opens_the_menu_of_its_row(panel: InstancePanel) -> None:
    where = panel.view.visualRect(panel.model.index(1)).center()
    panel.view.customContextMenuRequested.emit(where)
    menus = panel.findChildren(QMenu)
    assert any(menu.title() == "guitar_1" for menu in menus)
    for menu in menus:
        menu.close()
    panel.view.customContextMenuRequested.emit(QPoint(5, 380))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (delete_effect(drawn_view(*LANES), TWO), "3 s, 2 masks"),
        (split_effect(drawn_view(*LANES), ONE, 1), "3 s, 1 mask"),
        (merge_effect(drawn_view(*LANES), ONE, TWO), "4 s, 2 masks"),
        (merge_effect(drawn_view(*LANES), THREE, ONE), "1 s, 1 mask, 1 s in both"),
        (swap_effect(drawn_view(*LANES), ONE, TWO, 3), "1 s, 0 masks ↔ 3 s, 2 masks"),
    ],
    ids=["delete", "split", "merge apart", "merge over each other", "swap"],
)
def test_an_effect_counts_what_is_marked(text: str, expected: str) -> None:
    """R21: offscreen seconds and stray masks count, too."""
    assert text == expected


def test_an_edit_replaces_only_the_row_that_it_changes(panel: InstancePanel) -> None:
    seen: list[int] = []
    panel.model.dataChanged.connect(lambda index, _: seen.append(index.row()))
    panel.model.modelReset.connect(lambda: pytest.fail("the whole list was replaced"))
    panel.show_view(drawn_view("##oo....", "....#o>.", "x......."), TWO, 5)
    assert seen == [1]


def test_thirty_instances_with_long_names_fit_a_narrow_panel(qtbot: QtBot) -> None:
    panel = InstancePanel(LIGHT)
    qtbot.addWidget(panel)
    panel.resize(150, 300)
    panel.show_view(drawn_view(*("#" * 20,) * 30), InstanceId("i29"), 0)
    panel.show()
    QApplication.processEvents()
    panel.grab()
    assert panel.minimumSizeHint().width() <= 320
    assert panel.view.visualRect(panel.model.index(29)).bottom() <= panel.view.height()


def test_nothing_takes_the_keyboard(panel: InstancePanel, qtbot: QtBot) -> None:
    qtbot.mouseClick(panel.add_button, Qt.MouseButton.LeftButton)
    for widget in (panel.view, panel.add_button):
        assert widget.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert not any(widget.hasFocus() for widget in panel.findChildren(QWidget))


def test_rows_are_read_out(panel: InstancePanel) -> None:
    text = panel.model.data(panel.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert text == "person_1: sounds in 4 s, 2 masks, 2 to do"
