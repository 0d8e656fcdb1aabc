"""Masks are painted ahead, look as ever, and take no more memory than they may."""

from dataclasses import replace

import numpy as np
import pytest
from gui.canvas.canvas_case import layer_of, screenshot
from pytestqt.qtbot import QtBot

from avisbuild.records import InstanceId
from avisbuild.segment import MaskArray
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.canvas.mask_rasters import MaskRasters, Projection
from avisbuild_gui.canvas.mask_style import MaskStyle
from avisbuild_gui.canvas.pixmaps import MaskPicture, mask_picture
from avisbuild_gui.values import Look, MaskKind

_STYLE = MaskStyle(fill=0.5, width=1.6)
_VIEW = Projection(2.0, 3.25, 4.5, 1.0)
_ROUNDING = 3  # painted on the frame at once, or on nothing and then on the frame


def _blob(x: int = 70, y: int = 50) -> MaskArray:
    rows, columns = np.mgrid[:120, :160]
    return np.hypot(columns - x, rows - y) < 30 + 8 * np.sin(5 * np.arctan2(rows - y, columns - x))


def _picture() -> MaskPicture:
    picture = mask_picture(_blob(), "#0072b2")
    assert picture is not None
    return picture


def _rest(canvas: FrameCanvas, qtbot: QtBot, count: int) -> None:
    qtbot.waitUntil(lambda: len(canvas._items._rasters) == count)


@pytest.mark.parametrize("kind", MaskKind)
@pytest.mark.parametrize("zoom", [1.0, 2.3])
def test_what_was_painted_ahead_looks_as_if_it_were_painted_now(
    canvas: FrameCanvas,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    zoom: float,
    kind: MaskKind,
) -> None:
    canvas.restore_view(zoom, (80.3, 60.7))
    layers = [
        replace(layer_of(_blob()), kind=kind),
        replace(layer_of(_blob(100, 70)), kind=kind, instance_id=InstanceId("b"), is_active=True),
    ]
    canvas.show_masks(layers)
    now = screenshot(canvas).astype(int)
    canvas.show_masks([])
    canvas.prepare_masks(layers)
    _rest(canvas, qtbot, 2)
    drawn = []
    draw = MaskRasters.draw
    monkeypatch.setattr(
        MaskRasters, "draw", lambda self, *told: drawn.append(draw(self, *told)) or drawn[-1]
    )
    canvas.show_masks(layers)
    ahead = screenshot(canvas).astype(int)
    assert set(drawn) == {True}
    assert np.abs(ahead - now).max() <= _ROUNDING


def test_in_another_view_or_look_a_mask_is_painted_as_ever(
    canvas: FrameCanvas, qtbot: QtBot
) -> None:
    layers = [layer_of(_blob())]
    canvas.prepare_masks(layers)
    _rest(canvas, qtbot, 1)
    canvas.prepare_masks([])
    canvas.show_masks(layers)
    for change in (
        lambda: canvas.restore_view(3.0, (70.0, 50.0)),
        lambda: canvas.set_look(Look(opacity=0.9)),
    ):
        change()
        shown = screenshot(canvas)
        canvas._items._rasters = MaskRasters()
        for item in canvas._items._masks:
            item._rasters = None
        canvas.viewport().update()
        np.testing.assert_array_equal(screenshot(canvas), shown)


def test_when_the_view_has_moved_they_are_painted_for_where_it_lies_now(
    canvas: FrameCanvas, qtbot: QtBot
) -> None:
    canvas.prepare_masks([layer_of(_blob())])
    _rest(canvas, qtbot, 1)
    canvas.restore_view(3.0, (70.0, 50.0))
    _rest(canvas, qtbot, 2)


def test_they_take_no_more_memory_than_they_may(qtbot: QtBot) -> None:
    rasters = MaskRasters(limit_bytes=300_000)
    for number in range(20):
        rasters.prepare(_picture(), "#0072b2", _STYLE, 1.0, replace(_VIEW, x=float(number)))
    assert 0 < rasters.byte_count <= 300_000
    assert 0 < len(rasters) < 20


def test_what_is_far_larger_than_a_screen_is_not_painted_ahead(qtbot: QtBot) -> None:
    rasters = MaskRasters()
    rasters.prepare(_picture(), "#0072b2", _STYLE, 1.0, replace(_VIEW, zoom=200.0))
    assert len(rasters) == 0
