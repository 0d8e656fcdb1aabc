"""The real window, by real keys and clicks: from the entry point to the pixels and back to disk."""

import json
import os
import signal
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from annotator_case import FIRST, HEIGHT_PX, OTHER, WIDTH_PX, make_project
from PyQt6 import sip
from PyQt6.QtCore import QPoint, QPointF, Qt, QTimer
from PyQt6.QtGui import QKeySequence
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from avisbuild import masks
from avisbuild.records import Sounding
from avisbuild.store import Project
from avisbuild_gui.actions import KeyEditor
from avisbuild_gui.app import AnnotatorOptions, run
from avisbuild_gui.main_window import MainWindow
from avisbuild_gui.session import Session
from avisbuild_gui.texts import language


def _press(window: QWidget, *keys: str) -> None:
    for key in keys:
        QTest.keySequence(window, QKeySequence(key))


def _point(window: MainWindow, x: float, y: float) -> QPoint:
    """Where a pixel of the frame is in the canvas."""
    canvas = window.desk.canvas
    zoom, (centre_x, centre_y) = canvas.viewport_place()
    viewport = canvas.viewport()
    assert viewport is not None
    middle = QPointF(viewport.rect().center())
    return (middle + QPointF((x - centre_x) * zoom, (y - centre_y) * zoom)).toPoint()


def _click(
    window: MainWindow,
    x: float,
    y: float,
    modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
) -> None:
    QTest.mouseClick(
        window.desk.canvas.viewport(), Qt.MouseButton.LeftButton, modifiers, _point(window, x, y)
    )


def _add_dog(window: MainWindow, qtbot: QtBot) -> None:
    """By keys alone: I, a few letters, Enter."""
    _press(window, "I")
    field = window.desk.picker.findChild(QLineEdit)
    assert field is not None
    QTest.keyClicks(field, "dog")
    QTest.keyClick(field, Qt.Key.Key_Return)
    view = window.session.view
    assert view is not None
    assert [view.name(each.instance_id) for each in view.instances] == ["dog_1"]


def _answered(session: Session, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: session.draft is not None and not session.draft.needs_answer, timeout=10_000
    )


def test_from_the_entry_point_to_a_mask_on_disk(tmp_path: Path, qtbot: QtBot) -> None:
    """R10, R40: `avisbuild annotate`, an identity, sounding, a click, Enter; then closed by its key."""
    folder = tmp_path / "set"
    make_project(folder).close()

    def work() -> None:
        (window,) = (
            each for each in QApplication.topLevelWidgets() if isinstance(each, MainWindow)
        )
        window.activateWindow()
        assert QTest.qWaitForWindowActive(window, 10_000)
        try:
            _add_dog(window, qtbot)
            _press(window, "S", "Shift+Right", "S", "Home")
            _click(window, 80, 45)
            _answered(window.session, qtbot)
            _press(window, "Return")
            assert window.session.second == 1
        finally:
            _press(window, "Ctrl+Q")
            window.close()

    QTimer.singleShot(0, work)
    options = AnnotatorOptions(
        project=folder, author="ann", segmenter="fake", theme="light", language="en"
    )
    assert run(options) == 0
    with Project.open(folder) as project:
        (track,) = project.tracks(FIRST)
        assert track.states[:3] == (Sounding.SOUNDING, Sounding.SOUNDING, Sounding.SILENT)
        assert track.masks[0] is not None
        assert masks.decode(track.masks[0])[45, 80]
        (mask,) = project.masks(FIRST)
        assert mask.provenance.author == "ann"
        project.journal.verify()


def test_its_key_closes_the_window_and_the_place_is_kept(
    open_annotator: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """R22."""
    window = open_annotator()
    window.session.choose_second(4)
    _press(window, "Ctrl+Q")
    qtbot.waitUntil(lambda: sip.isdeleted(window) or not window.isVisible(), timeout=5_000)
    assert open_annotator().session.second == 4


def test_the_place_is_kept_while_one_works_for_the_day_of_a_crash(
    open_annotator: Callable[..., MainWindow], qtbot: QtBot
) -> None:
    """R22, R01: the window need not be closed for it."""
    window = open_annotator()
    places = window.session.parts.places
    assert places is not None
    window.session.choose_second(3)
    qtbot.waitUntil(lambda: places.load().second == 3, timeout=10_000)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_closes_the_window_as_its_key_does(
    project: Project, home: Path, how: signal.Signals
) -> None:
    """Bad days: Ctrl-C in the terminal; place and preferences are kept, every thread ends."""
    QTimer.singleShot(200, lambda: os.kill(os.getpid(), how))
    options = AnnotatorOptions(project=project.folder, author="ann", segmenter="fake")
    assert run(options) == 0
    assert (home / "config" / "avisbuild" / "annotator.json").exists()
    assert list((home / "state" / "avisbuild" / "places").iterdir())


def test_a_click_is_painted_where_it_was_made(open_annotator, qtbot: QtBot) -> None:
    """R02's way: click, answer, draft on the canvas; Alt takes away; Tab is the next candidate."""
    window = open_annotator()
    _add_dog(window, qtbot)
    _click(window, 40, 30)
    _answered(window.session, qtbot)
    draft = window.session.draft
    assert draft is not None
    assert draft.prompt.points_xy[0] == pytest.approx((40, 30), abs=0.6)
    assert window.session.shown_mask is not None
    assert window.session.shown_mask[30, 40]
    _click(window, 44, 30, Qt.KeyboardModifier.AltModifier)
    _answered(window.session, qtbot)
    assert draft.prompt.positive == (True, False)
    before = int(draft.mask.sum())
    _press(window, "Tab")
    assert draft.chosen == 1
    assert int(draft.mask.sum()) != before
    _press(window, "Z", "Backspace")
    assert not draft.prompt


def test_a_box_is_dragged_on_the_canvas(open_annotator, qtbot: QtBot) -> None:
    """R28."""
    window = open_annotator()
    _add_dog(window, qtbot)
    viewport = window.desk.canvas.viewport()
    start, stop = _point(window, 20, 20), _point(window, 80, 60)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(viewport, start + (stop - start) * share)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=stop)
    _answered(window.session, qtbot)
    assert window.session.draft is not None
    assert window.session.draft.prompt.box_xyxy == pytest.approx((20, 20, 80, 60), abs=1)


def test_zoom_and_pan_stay_from_second_to_second(open_annotator) -> None:
    """R32."""
    window = open_annotator()
    canvas = window.desk.canvas
    canvas.restore_place(6.0, (60.0, 40.0))
    place = canvas.viewport_place()
    _press(window, "D", "D", "A")
    assert window.session.second == 1
    assert canvas.viewport_place() == place


def test_one_key_hides_everything_and_another_shows_edges(open_annotator, qtbot: QtBot) -> None:
    """R30: H, O, - and =; the picture differs, and comes back the same."""
    window = open_annotator()
    _add_dog(window, qtbot)
    _click(window, 80, 45)
    _answered(window.session, qtbot)
    _press(window, "Shift+Return")
    plain = _pixels(window)
    for key in ("H", "O"):
        _press(window, key)
        assert not np.array_equal(_pixels(window), plain)
        _press(window, key)
        assert np.array_equal(_pixels(window), plain)
    _press(window, "-")
    assert not np.array_equal(_pixels(window), plain)
    _press(window, "=")
    assert np.array_equal(_pixels(window), plain)


def _pixels(window: MainWindow) -> np.ndarray:
    window.desk.notice.clear()
    QApplication.processEvents()
    image = window.desk.canvas.viewport().grab().toImage()
    bits = image.constBits()
    assert bits is not None
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).copy()


def test_the_grid_toggles_and_moves(open_annotator, project: Project, qtbot: QtBot) -> None:
    """R07, R18: what is done on the grid is done in the project."""
    window = open_annotator()
    _add_dog(window, qtbot)
    (track,) = project.tracks(FIRST)
    name = track.instance.instance_id
    window.desk.grid.second_chosen.emit(4)
    window.desk.grid.cell_toggled.emit(name, 4)
    window.desk.grid.span_painted.emit(name, 1, 3)
    assert window.session.second == 4
    states = project.tracks(FIRST)[0].states
    assert [second for second, each in enumerate(states) if each is Sounding.SOUNDING] == [1, 2, 4]
    window.desk.grid.silence_toggled.emit(5)
    assert project.silences(FIRST) == {5}


def test_the_language_changes_in_the_open_window(open_annotator, qtbot: QtBot) -> None:
    """R40: words, hints and tool tips, and the work goes on where it was."""
    window = open_annotator()
    _add_dog(window, qtbot)
    _press(window, "D", "D")
    _click(window, 80, 45)
    _answered(window.session, qtbot)
    assert "New identity" in _words(window)
    _press(window, "F10")
    assert language() == "zh"
    words = _words(window)
    assert "新身份" in words
    assert "New identity" not in words
    assert window.actions_.action("undo").text() == "撤销"
    assert window.session.second == 2
    assert window.session.draft is not None
    _press(window, "Return")
    assert window.session.view is not None
    assert window.session.view.mask_of(window.session.view.instances[0].instance_id, 2)
    _press(window, "F10")
    assert "New identity" in _words(window)


def _words(window: MainWindow) -> str:
    """Everything that labels and buttons say."""
    found = []
    for widget in window.desk.findChildren(QWidget):
        text = getattr(widget, "text", None)
        if callable(text):
            found.append(str(text()))
    return "\n".join(found)


def test_light_and_dark_change_in_the_open_window(open_annotator) -> None:
    """R40."""
    window = open_annotator()
    light = window.grab().toImage().pixelColor(3, window.height() // 2).lightness()
    _press(window, "F9")
    dark = window.grab().toImage().pixelColor(3, window.height() // 2).lightness()
    assert light > 200
    assert dark < 60


def test_everything_is_as_it_was_left(open_annotator, project: Project, qtbot: QtBot) -> None:
    """R22, R40: video, second, zoom, tool; theme, language, look and the desk's division."""
    window = open_annotator(theme="", language="")
    window.use_language("zh")
    _press(window, "F9", "PgDown", "D", "D", "W", "O", "-")
    theme = window.theme.name
    window.desk.canvas.restore_place(5.0, (50.0, 30.0))
    zoom, centre_xy = window.desk.canvas.viewport_place()
    qtbot.wait(50)
    look, sizes = window.session.look, window.desk.sizes
    window.close()
    again = open_annotator(theme="", language="")
    qtbot.wait(50)
    assert language() == "zh"
    assert again.theme.name == theme
    assert again.session.look == look
    assert again.session.view is not None
    assert (again.session.view.video.video_id, again.session.second) == (OTHER, 2)
    assert again.session.tool == "brush"
    assert again.desk.canvas.viewport_place()[0] == pytest.approx(zoom)
    assert again.desk.canvas.viewport_place()[1] == pytest.approx(centre_xy, abs=1)
    assert again.desk.sizes.columns == pytest.approx(sizes.columns, abs=2)


def test_preferences_that_cannot_be_read_are_said_and_left_alone(
    open_annotator, home: Path
) -> None:
    """R35."""
    path = home / "config" / "avisbuild" / "annotator.json"
    path.parent.mkdir(parents=True)
    path.write_text('{"format": 7}')
    window = open_annotator()
    assert window.desk.notice.isVisible()
    window.close()
    assert json.loads(path.read_text()) == {"format": 7}


def test_a_chosen_key_works_at_once_and_tomorrow(open_annotator, qtbot: QtBot) -> None:
    """R40: through the editor, in the window, and in the next one."""
    window = open_annotator()
    _press(window, "Ctrl+,")
    editor = window.findChild(KeyEditor)
    assert editor is not None
    editor.choose("next_second")
    editor.press.setChecked(True)
    QTest.keyClick(editor.press, Qt.Key.Key_F6)
    editor._keep()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window, 10_000)
    window.desk.canvas.setFocus()
    _press(window, "F6")
    assert window.session.second == 1
    window.close()
    again = open_annotator()
    _press(again, "F6")
    assert again.session.second == 2


def test_the_sheet_of_all_keys_opens_over_the_window_and_lets_no_key_through(
    open_annotator,
) -> None:
    """R40."""
    window = open_annotator()
    _press(window, "?")
    assert window.sheet is not None
    assert window.sheet.isVisible()
    QTest.keyClick(window.sheet, Qt.Key.Key_D)
    assert window.sheet is None
    assert window.session.second == 0
    _press(window, "D")
    assert window.session.second == 1


def test_typing_into_the_filter_is_typing(open_annotator) -> None:
    window = open_annotator()
    _press(window, "Ctrl+F")
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "d1 s")
    assert field.text() == "d1 s"
    assert window.session.second == 0
    QTest.keyClick(field, Qt.Key.Key_Escape)
    _press(window, "D")
    assert window.session.second == 1


def test_the_title_says_what_is_open_and_what_is_not_committed(
    open_annotator, qtbot: QtBot
) -> None:
    window = open_annotator()
    assert window.windowTitle().startswith("alpha[*]")
    assert not window.isWindowModified()
    _add_dog(window, qtbot)
    _click(window, 80, 45)
    _answered(window.session, qtbot)
    assert window.isWindowModified()
    _press(window, "Return")
    assert not window.isWindowModified()


def test_a_notice_offers_what_to_do(open_annotator, qtbot: QtBot) -> None:
    """R31: a locked mask says so, and its button unlocks it; no dialog comes up."""
    window = open_annotator()
    _add_dog(window, qtbot)
    _click(window, 80, 45)
    _answered(window.session, qtbot)
    _press(window, "Shift+Return")
    _click(window, 20, 20)
    assert window.session.draft is None
    assert window.desk.notice.isVisible()
    window.desk.notice.action_asked.emit()
    assert window.session.is_editing
    assert QApplication.activeModalWidget() is None


def test_a_repair_says_beforehand_what_it_changes(open_annotator, qtbot: QtBot) -> None:
    """R21: the entry under the pointer, in the line of notices; it goes with the menu."""
    window = open_annotator()
    _add_dog(window, qtbot)
    _press(window, "S")
    view = window.session.view
    assert view is not None
    window.desk.instances.effect_previewed.emit("dog_1: sounds in 1 s")
    assert window.desk.notice.isVisible()
    window.desk.instances.effect_previewed.emit("")
    assert not window.desk.notice.isVisible()


def test_the_window_fits_a_small_screen(open_annotator) -> None:
    """1366 by 768 is enough for all of it; the frame keeps at least a third of it."""
    window = open_annotator()
    window.resize(1366, 768)
    QApplication.processEvents()
    hint = window.minimumSizeHint()
    assert hint.width() <= 1366
    assert hint.height() <= 768
    canvas = window.desk.canvas.size()
    assert canvas.width() * canvas.height() > 1366 * 768 / 3
    assert (WIDTH_PX, HEIGHT_PX) == (160, 90)
