"""Language, theme, keys and division of the window: changed while it is open, and kept."""

import json
from pathlib import Path

import pytest
from gui.annotator_case import FIRST, OTHER
from gui.window_case import add_dog, answered, click, press
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from avisbuild.store import Project
from avisbuild_gui.actions import KeyEditor
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.texts import language


def test_the_language_changes_in_the_open_window(open_annotator, qtbot: QtBot) -> None:
    """R40: words, hints and tool tips, and the work goes on where it was."""
    window = open_annotator()
    add_dog(window, qtbot)
    press(window, "D", "D")
    click(window, 80, 45)
    answered(window.session, qtbot)
    assert "New instance" in _words(window)
    press(window, "F10")
    assert language() == "zh"
    words = _words(window)
    assert "新实例" in words
    assert "New instance" not in words
    assert window.actions_.action("undo").text() == "撤销"
    assert window.session.state.second == 2
    assert window.session.drafts.here is not None
    press(window, "Return")
    assert window.session.state.view is not None
    assert window.session.state.view.mask_at(window.session.state.view.instances[0].instance_id, 2)
    press(window, "F10")
    assert "New instance" in _words(window)


def test_light_and_dark_change_in_the_open_window(open_annotator) -> None:
    """R40."""
    window = open_annotator()
    light = window.grab().toImage().pixelColor(3, window.height() // 2).lightness()
    press(window, "F9")
    dark = window.grab().toImage().pixelColor(3, window.height() // 2).lightness()
    assert light > 200
    assert dark < 60


def test_everything_is_as_it_was_left(open_annotator, project: Project, qtbot: QtBot) -> None:
    """R22, R40: video, second, zoom, tool; theme, language, look and the workspace's division."""
    window = open_annotator(theme="", language="")
    window.use_language("zh")
    press(window, "F9", "PgDown", "D", "D", "W", "O", "-")
    theme = window.theme.name
    window.workspace.canvas.restore_view(5.0, (50.0, 30.0))
    zoom, centre_xy = window.workspace.canvas.zoom_and_centre()
    qtbot.wait(50)
    look, sizes = window.session.state.look, window.workspace.sizes
    window.close()
    again = open_annotator(theme="", language="")
    qtbot.wait(50)
    assert language() == "zh"
    assert again.theme.name == theme
    assert again.session.state.look == look
    assert again.session.state.view is not None
    assert (again.session.state.view.video.video_id, again.session.state.second) == (OTHER, 2)
    assert again.session.state.tool == "brush"
    assert again.workspace.canvas.zoom_and_centre()[0] == pytest.approx(zoom)
    assert again.workspace.canvas.zoom_and_centre()[1] == pytest.approx(centre_xy, abs=1)
    assert again.workspace.sizes.columns == pytest.approx(sizes.columns, abs=2)


def test_a_size_of_text_that_was_chosen_is_there_tomorrow_in_every_part(open_annotator) -> None:
    window = open_annotator()
    font = window.font()
    press(window, "Ctrl++", "Ctrl++", "Ctrl+_")
    window.close()
    QApplication.setFont(font)  # as it is when a program starts
    parts = open_annotator().workspace
    for part in (
        parts.videos,
        parts.grid.lanes,
        parts.status.saved,
        parts.canvas,
        parts.notice.label,
    ):
        assert part.font().pointSizeF() == pytest.approx(font.pointSizeF() * 1.1, abs=0.2)


def test_preferences_that_cannot_be_read_are_said_and_left_alone(
    open_annotator, home: Path
) -> None:
    """R35."""
    path = home / "config" / "avisbuild" / "annotator.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"format": 7}')
    window = open_annotator()
    assert window.workspace.notice.isVisible()
    window.close()
    assert json.loads(path.read_text()) == {"format": 7}


def test_keys_that_cannot_be_read_are_left_alone_whatever_is_chosen(
    open_annotator, home: Path
) -> None:
    """R35: the file of a newer version is not written over; the choice holds until the window is closed."""
    path = home / "config" / "avisbuild" / "keys.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"format": 7}')
    window = open_annotator()
    window.keys.use(window.actions_.key_map.with_keys("next_second", ["F6"]))
    press(window, "F6")
    assert window.session.state.second == 1
    assert "is left as it is" in window.workspace.notice.label.text()
    window.close()
    assert json.loads(path.read_text()) == {"format": 7}


@pytest.mark.parametrize(
    "odd", ['"opacity": NaN', '"opacity": 1e999', '"text_size_pt": 1e9', '"text_size_pt": -4.0']
)
def test_odd_numbers_in_the_preferences_are_no_reason_not_to_open(
    open_annotator, home: Path, odd: str
) -> None:
    path = home / "config" / "avisbuild" / "annotator.json"
    path.parent.mkdir(parents=True)
    path.write_text(f'{{"format": 1, {odd}}}')
    window = open_annotator()
    assert 0 <= window.session.state.look.opacity <= 1
    assert 6 <= QApplication.font().pointSizeF() <= 30


def test_the_first_window_is_no_larger_than_the_screen(open_annotator, qapp: QApplication) -> None:
    """With large text on a small screen its lower edge, and the status with it, would be out of sight."""
    font = qapp.font()
    font.setPointSizeF(24)
    qapp.setFont(font)
    window = open_annotator()
    window._restore_geometry()
    screen = window.screen()
    assert screen is not None
    assert window.width() <= screen.availableSize().width()
    assert window.height() <= screen.availableSize().height()


def test_a_place_that_is_not_known_any_more_is_told(open_annotator, home: Path) -> None:
    """R22, R35: one opens at the first video, and is told why."""
    window = open_annotator()
    press(window, "PgDown")
    window.close()
    (kept,) = (home / "state").rglob("*.json")
    kept.write_text("{")
    again = open_annotator()
    assert "Where you stopped" in again.workspace.notice.label.text()
    assert again.session.state.view is not None
    assert again.session.state.view.video.video_id == FIRST


def test_a_chosen_key_works_at_once_and_tomorrow(open_annotator, qtbot: QtBot) -> None:
    """R40: through the editor, in the window, and in the next one."""
    window = open_annotator()
    press(window, "Ctrl+,")
    editor = window.findChild(KeyEditor)
    assert editor is not None
    editor.choose("next_second")
    editor.press.setChecked(True)
    QTest.keyClick(editor.press, Qt.Key.Key_F6)
    editor._keep()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 10_000)
    window.workspace.canvas.setFocus()
    press(window, "F6")
    assert window.session.state.second == 1
    window.close()
    again = open_annotator()
    press(again, "F6")
    assert again.session.state.second == 2


def test_the_sheet_of_all_keys_opens_over_the_window_and_lets_no_key_through(
    open_annotator,
) -> None:
    """R40."""
    window = open_annotator()
    press(window, "?")
    assert window.keys.sheet is not None
    assert window.keys.sheet.isVisible()
    QTest.keyClick(window.keys.sheet, Qt.Key.Key_D)
    assert window.keys.sheet is None
    assert window.session.state.second == 0
    press(window, "D")
    assert window.session.state.second == 1


def test_typing_into_the_filter_is_typing(open_annotator) -> None:
    window = open_annotator()
    press(window, "Ctrl+F")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "d1 s")
    assert field.text() == "d1 s"
    assert window.session.state.second == 0
    QTest.keyClick(field, Qt.Key.Key_Escape)
    press(window, "D")
    assert window.session.state.second == 1


def _words(window: MainWindow) -> str:
    """Everything that labels and buttons say."""
    found = []
    for widget in window.workspace.findChildren(QWidget):
        text = getattr(widget, "text", None)
        if callable(text):
            found.append(str(text()))
    return "\n".join(found)
