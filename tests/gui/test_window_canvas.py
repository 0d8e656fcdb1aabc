"""Frame and grid in the real window, by real keys and clicks."""

import numpy as np
import pytest
from gui.annotator_case import FIRST
from gui.window_case import add_dog, answered, click, point_of, press
from PyQt6.QtCore import Qt
from PyQt6.QtTest import QTest
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avisbuild.records import Silence, Sounding
from avisbuild.store import Project
from avisbuild_gui.main_window import MainWindow


def test_a_click_is_painted_where_it_was_made(open_annotator, qtbot: QtBot) -> None:
    """R02's way: click, answer, draft on the canvas; Alt takes away; Tab is the next candidate."""
    window = open_annotator()
    add_dog(window, qtbot)
    click(window, 40, 30)
    answered(window.session, qtbot)
    draft = window.session.drafts.here
    assert draft is not None
    assert draft.prompt.points_xy[0] == pytest.approx((40, 30), abs=0.6)
    assert window.session.drafts.shown_mask is not None
    assert window.session.drafts.shown_mask[30, 40]
    click(window, 44, 30, Qt.KeyboardModifier.AltModifier)
    answered(window.session, qtbot)
    assert draft.prompt.positive == (True, False)
    before = int(draft.mask.sum())
    press(window, "Tab")
    assert draft.chosen == 1
    assert int(draft.mask.sum()) != before
    press(window, "Z", "Backspace")
    assert not draft.prompt


def test_with_shift_a_part_is_added_by_itself_and_a_key_starts_afresh(
    open_annotator, qtbot: QtBot
) -> None:
    """R41, R42."""
    window = open_annotator()
    add_dog(window, qtbot)
    drafts = window.session.drafts
    click(window, 40, 30)
    answered(window.session, qtbot)
    click(window, 120, 60, Qt.KeyboardModifier.ShiftModifier)
    answered(window.session, qtbot)
    assert drafts.here is not None
    assert len(drafts.here.question.points_xy) == 1
    assert drafts.shown_mask[[30, 60], [40, 120]].all()
    press(window, "Shift+Z")
    assert drafts.shown_mask is None
    press(window, "Ctrl+Z")
    assert drafts.shown_mask[[30, 60], [40, 120]].all()


def test_the_status_line_follows_zoom_draft_and_mask(open_annotator, qtbot: QtBot) -> None:
    window = open_annotator()
    status = window.workspace.status
    zoom, _ = window.workspace.canvas.zoom_and_centre()
    assert status.zoom.text == f"zoom {round(100 * zoom)} %"
    assert status.area.text == ""
    add_dog(window, qtbot)
    click(window, 80, 45)
    answered(window.session, qtbot)
    size = int(window.session.drafts.shown_mask.sum())
    assert status.area.text == f"mask {size} px, {100 * size / (90 * 160):.1f} % of the frame"
    zoom, _ = window.workspace.canvas.zoom_and_centre()
    press(window, "Shift+Return", "Ctrl+=")
    assert status.area.text.startswith(f"mask {size} px")
    assert status.zoom.text == f"zoom {round(125 * zoom)} %"
    press(window, "D")
    assert status.area.text == ""


def test_a_box_is_dragged_on_the_canvas(open_annotator, qtbot: QtBot) -> None:
    """R28."""
    window = open_annotator()
    add_dog(window, qtbot)
    viewport = window.workspace.canvas.viewport()
    start, stop = point_of(window, 20, 20), point_of(window, 80, 60)
    QTest.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for share in (0.3, 0.6, 1.0):
        QTest.mouseMove(viewport, start + (stop - start) * share)
    QTest.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=stop)
    answered(window.session, qtbot)
    assert window.session.drafts.here is not None
    assert window.session.drafts.here.prompt.box_xyxy == pytest.approx((20, 20, 80, 60), abs=1)


def test_zoom_and_pan_stay_from_second_to_second(open_annotator) -> None:
    """R32."""
    window = open_annotator()
    canvas = window.workspace.canvas
    canvas.restore_view(6.0, (60.0, 40.0))
    place = canvas.zoom_and_centre()
    press(window, "D", "D", "A")
    assert window.session.state.second == 1
    assert canvas.zoom_and_centre() == place


def test_one_key_hides_everything_and_another_shows_edges(open_annotator, qtbot: QtBot) -> None:
    """R30: H, O, - and =; the picture differs, and comes back the same."""
    window = open_annotator()
    add_dog(window, qtbot)
    click(window, 80, 45)
    answered(window.session, qtbot)
    press(window, "Shift+Return")
    plain = _pixels(window)
    for key in ("H", "O"):
        press(window, key)
        assert not np.array_equal(_pixels(window), plain)
        press(window, key)
        assert np.array_equal(_pixels(window), plain)
    press(window, "-")
    assert not np.array_equal(_pixels(window), plain)
    press(window, "=")
    assert np.array_equal(_pixels(window), plain)


def test_the_grid_toggles_and_moves(open_annotator, project: Project, qtbot: QtBot) -> None:
    """R07, R18: what is done on the grid is done in the project."""
    window = open_annotator()
    add_dog(window, qtbot)
    (track,) = project.tracks(FIRST)
    name = track.instance.instance_id
    window.workspace.grid.second_chosen.emit(4)
    window.workspace.grid.cell_toggled.emit(name, 4)
    window.workspace.grid.span_painted.emit(name, 1, 3)
    assert window.session.state.second == 4
    states = project.tracks(FIRST)[0].states
    assert [second for second, each in enumerate(states) if each is Sounding.SOUNDING] == [1, 2, 4]
    window.workspace.grid.silence_toggled.emit(5)
    assert {each.second for each in project.records(Silence, FIRST)} == {5}


def _pixels(window: MainWindow) -> np.ndarray:
    window.workspace.notice.clear()
    QApplication.processEvents()
    image = window.workspace.canvas.viewport().grab().toImage()
    bits = image.constBits()
    assert bits is not None
    bits.setsize(image.sizeInBytes())
    return np.frombuffer(bits, np.uint8).copy()


def test_the_active_instance_may_go_while_its_draft_waits_for_an_answer(
    open_annotator, qtbot: QtBot
) -> None:
    """What is told on the way is still of it: nothing is looked up that has gone."""
    window = open_annotator()
    add_dog(window, qtbot)
    session = window.session
    session.drafts.draw_box(40, 20, 100, 60)
    session.commits.undo()
    assert session.drafts.here is not None
    session.instances.delete_active()
    assert session.state.instance_id is None
    assert window.workspace.status.area.text == ""
