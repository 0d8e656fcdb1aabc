"""R24: pins stay on their points whatever the zoom, and are clicked where they are seen."""

import numpy as np
from gui.canvas.canvas_case import RIGHT, Mouse
from gui.part_fakes import noted
from PyQt6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.theme import LIGHT
from avisbuild_gui.values import Look, ShownPin

_PIN = ShownPin(number=7, x=60.0, y=45.0)


def _canvas(qtbot: QtBot) -> FrameCanvas:
    canvas = FrameCanvas(LIGHT)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.show_frame(np.zeros((90, 160, 3), np.uint8))
    canvas.show_pins([_PIN, ShownPin(number=8, x=120.0, y=45.0, is_resolved=True)])
    return canvas


def _head_xy(canvas: FrameCanvas) -> tuple[float, float]:
    """The middle of a pin's head, as a point of the frame."""
    zoom, _ = canvas.zoom_and_centre()
    return _PIN.x, _PIN.y - 17 * canvas._unit / zoom


def test_a_pin_is_clicked_at_its_head_at_any_zoom(qtbot: QtBot) -> None:
    canvas = _canvas(qtbot)
    mouse, clicked, prompts = Mouse(canvas), noted(canvas.pin_clicked), noted(canvas.clicked)
    for zoom in (1.0, 2.5, 6.0):
        canvas.restore_view(zoom, (_PIN.x, _PIN.y))
        mouse.click(*_head_xy(canvas))
        tip = canvas.place_of((_PIN.x, _PIN.y)) - QPoint(0, 5)
        assert canvas.grab().toImage().pixelColor(tip).name() == LIGHT.error, zoom
    assert (clicked, prompts) == ([(7,)] * 3, [])
    mouse.click(20, 45)
    assert (len(clicked), len(prompts)) == (3, 1)


def test_hidden_masks_hide_pins_too(qtbot: QtBot) -> None:
    canvas = _canvas(qtbot)
    clicked = noted(canvas.pin_clicked)
    canvas.set_look(Look(hide_all=True))
    Mouse(canvas).click(*_head_xy(canvas))
    assert clicked == []


def test_the_right_button_asks_for_a_comment_where_it_is_to(qtbot: QtBot) -> None:
    canvas = _canvas(qtbot)
    mouse, asked, prompts = Mouse(canvas), noted(canvas.comment_asked), noted(canvas.clicked)
    mouse.click(20, 45, RIGHT)
    assert (len(asked), [bool(each[2]) for each in prompts]) == (0, [False])
    canvas.comment_with_right(on=True)
    mouse.click(20, 45, RIGHT)
    assert [(round(x), round(y)) for x, y in asked] == [(20, 45)]
    canvas.show_draft(np.ones((90, 160), np.bool_), "#ffffff")
    mouse.click(20, 45, RIGHT)
    assert (len(asked), len(prompts)) == (1, 2)
