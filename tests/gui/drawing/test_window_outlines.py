"""Lasso, polygon and scissors in the real window, by real keys, clicks and drags."""

import json
from pathlib import Path

from gui.canvas.canvas_case import ALT, LEFT, Mouse
from gui.window_case import add_dog, press
from pytestqt.qtbot import QtBot

from avisbuild_gui.main_window import MainWindow

_SQUARE = ((40.0, 20.0), (100.0, 20.0), (100.0, 60.0), (40.0, 60.0))


def _area(window: MainWindow) -> int:
    mask = window.session.drafts.shown_mask
    return 0 if mask is None else int(mask.sum())


def test_an_outline_is_drawn_dragged_closed_and_cut_with_keys_and_mouse(
    open_annotator, qtbot: QtBot
) -> None:
    """R42."""
    window = open_annotator()
    add_dog(window, qtbot)
    mouse = Mouse(window.workspace.canvas)
    press(window, "Shift+P")
    for x, y in _SQUARE:
        mouse.click(x, y)
    mouse.drag((100, 60), (110, 65), (120, 70))
    press(window, "Return")
    polygon = _area(window)
    assert 61 * 41 < polygon < 81 * 51
    press(window, "Shift+D")
    mouse.drag((80, 10), (130, 10), (130, 80), (80, 80), keys=ALT)
    assert 0.4 * polygon < _area(window) < 0.7 * polygon
    press(window, "Ctrl+Z")
    assert _area(window) == polygon
    press(window, "Shift+S")
    mouse.click(10, 10, LEFT, ALT)
    press(window, "Backspace")
    assert window.session.outlining.here is None
    press(window, "Return")
    assert window.session.drafts.here is None
    view = window.session.state.view
    assert view is not None
    assert view.has_mask(view.instances[0].instance_id, 0)


def test_a_click_on_the_first_anchor_closes_and_escape_in_a_drag_takes_it_back(
    open_annotator, qtbot: QtBot
) -> None:
    window = open_annotator()
    add_dog(window, qtbot)
    mouse = Mouse(window.workspace.canvas)
    press(window, "Shift+P")
    for x, y in _SQUARE:
        mouse.click(x, y)
    mouse.press(100, 20)
    mouse.move(130, 10)
    mouse.move(140, 5)
    press(window, "Esc")
    mouse.release(140, 5)
    outline = window.session.outlining.here
    assert outline is not None
    assert len(outline.anchors) == 4
    mouse.click(*_SQUARE[0])
    assert window.session.outlining.here is None
    assert abs(_area(window) - 61 * 41) < 120


def test_how_large_a_speck_is_stays_with_the_person(open_annotator, home: Path) -> None:
    window = open_annotator()
    press(window, "Alt+X")
    window.close()
    path = home / "config" / "avisbuild" / "annotator.json"
    assert json.loads(path.read_text())["speck_share"] == 0.02
    assert open_annotator().session.cleaning.speck_share == 0.02
