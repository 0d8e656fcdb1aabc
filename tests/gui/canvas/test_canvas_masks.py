"""What lies on the frame, pixel by pixel: masks, their kinds and names, the prompt, the preview."""

from itertools import pairwise

import numpy as np
import pytest
from gui.canvas.canvas_case import (
    SIZE,
    STAIRS,
    WHOLE,
    Mouse,
    layer_of,
    mask_with_box,
    middle_of,
    origin,
    screenshot,
)
from PyQt6.QtCore import QRectF

from avisbuild.segment import Prompt
from avisbuild_gui.canvas import FrameCanvas, mask_paint
from avisbuild_gui.values import Look, MaskKind, Tool


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_every_pixel_of_the_frame_is_where_it_belongs(canvas: FrameCanvas, zoom: float) -> None:
    image = np.random.default_rng(2).integers(0, 255, (*SIZE, 3), dtype=np.uint8)
    canvas.show_frame(np.repeat(np.repeat(image[::8, ::8], 8, 0), 8, 1))
    canvas.restore_view(zoom, WHOLE)
    x, y = origin(canvas)
    shown = screenshot(canvas)
    for row, column in ((0, 0), (4, 12), (14, 19), (7, 3)):
        middle = (y + int((row * 8 + 4) * zoom), x + int((column * 8 + 4) * zoom))
        assert shown[middle].tolist() == image[row * 8, column * 8].tolist()


def test_at_zoom_one_a_mask_covers_exactly_its_pixels(
    canvas: FrameCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R12: what is shown is what is stored. The insides alone, since lines lie on both sides of an edge."""
    canvas.restore_view(1.0, WHOLE)
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS)])
    canvas.set_look(Look(opacity=1.0))
    _without_lines(canvas, monkeypatch)
    changed = (screenshot(canvas) != before).any(axis=2)
    x, y = origin(canvas)
    np.testing.assert_array_equal(changed[y : y + 120, x : x + 160], STAIRS)
    assert changed.sum() == STAIRS.sum()


@pytest.mark.parametrize("zoom", [8.0, 13.0])
def test_zoomed_in_the_middle_of_every_pixel_tells_whether_it_belongs(
    canvas: FrameCanvas, zoom: float
) -> None:
    """R12: with its lines; the hole and the notch stay free."""
    canvas.restore_view(zoom, (74.0, 53.0))
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS)])
    changed = (screenshot(canvas) != before).any(axis=2)
    x, y = origin(canvas)
    for row in range(48, 58):
        for column in range(68, 80):
            middle = (y + int((row + 0.5) * zoom), x + int((column + 0.5) * zoom))
            assert changed[middle] == STAIRS[row, column], (row, column)


def test_while_prompting_the_insides_of_standing_masks_are_free(canvas: FrameCanvas) -> None:
    """R30."""
    box = mask_with_box(20, 20, 140, 100, SIZE)
    canvas.restore_view(2.0, WHOLE)
    before = screenshot(canvas)
    canvas.show_masks([layer_of(box)])
    middle = middle_of(canvas, 60, 80)
    assert screenshot(canvas)[middle].tolist() != before[middle].tolist()
    canvas.show_prompt(Prompt(points_xy=((30.0, 30.0),), positive=(True,)))
    assert screenshot(canvas)[middle].tolist() == before[middle].tolist()
    row, column = middle_of(canvas, 20, 80)
    assert screenshot(canvas)[row - 2 : row + 2, column, 0].max() > 180
    canvas.show_prompt(Prompt())
    assert screenshot(canvas)[middle].tolist() != before[middle].tolist()


def test_one_call_hides_everything_but_the_frame(canvas: FrameCanvas) -> None:
    """R30: one-key hide all."""
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS, name="dog_1"), layer_of(STAIRS, kind=MaskKind.PROPOSAL)])
    canvas.show_draft(mask_with_box(5, 5, 40, 40, SIZE), "#00ff00")
    canvas.show_prompt(Prompt(points_xy=((9.0, 9.0),), positive=(True,), box_xyxy=(3, 3, 50, 50)))
    everything = screenshot(canvas)
    canvas.set_look(Look(hide_all=True))
    np.testing.assert_array_equal(screenshot(canvas), before)
    canvas.show_draft(mask_with_box(5, 5, 40, 40, SIZE), "#00ff00")
    np.testing.assert_array_equal(screenshot(canvas), before)
    canvas.set_look(Look())
    np.testing.assert_array_equal(screenshot(canvas), everything)


def test_the_three_kinds_of_masks_differ_in_grey_too(canvas: FrameCanvas) -> None:
    """R30: nothing depends on colour alone."""
    mask = mask_with_box(40, 30, 120, 90, SIZE)
    canvas.restore_view(2.0, WHOLE)
    greys = []
    for kind in MaskKind:
        canvas.show_masks([layer_of(mask, kind=kind)])
        greys.append(screenshot(canvas).mean(axis=2))
    for one, other in pairwise([*greys, greys[0]]):
        assert (np.abs(one - other) > 20).sum() > 200


def test_between_the_lines_of_a_proposal_the_picture_is_seen_as_it_is(canvas: FrameCanvas) -> None:
    image = np.random.default_rng(3).integers(60, 200, (*SIZE, 3), dtype=np.uint8)
    canvas.show_frame(np.repeat(np.repeat(image[::4, ::4], 4, 0), 4, 1))
    canvas.restore_view(2.0, WHOLE)
    bare = screenshot(canvas).astype(float)
    canvas.show_masks([layer_of(mask_with_box(20, 20, 140, 100, SIZE), kind=MaskKind.PROPOSAL)])
    x, y = origin(canvas)
    inside = (slice(y + 50, y + 190), slice(x + 50, x + 270))
    change = np.abs(screenshot(canvas).astype(float) - bare)[inside].max(axis=-1)
    assert np.median(change) < 15
    assert (change > 25).mean() < 0.2
    assert change.max() > 60  # the lines themselves


def test_only_a_proposal_is_hatched(canvas: FrameCanvas) -> None:
    """R30: its inside has lines, that of the others is even."""
    canvas.restore_view(2.0, WHOLE)
    top, left = middle_of(canvas, 40, 50)
    for kind in MaskKind:
        canvas.show_masks([layer_of(mask_with_box(40, 30, 120, 90, SIZE), kind=kind)])
        inside = screenshot(canvas)[top : top + 80, left : left + 120]
        assert bool(np.ptp(inside[..., 1]) > 30) is (kind is MaskKind.PROPOSAL)


def test_plus_and_minus_stand_where_was_clicked(canvas: FrameCanvas) -> None:
    """R28: signs, not colours alone."""
    canvas.restore_view(2.0, WHOLE)
    before = screenshot(canvas)
    marks = {}
    for positive in (True, False):
        canvas.show_prompt(Prompt(points_xy=((80.0, 60.0),), positive=(positive,)))
        shown = screenshot(canvas)
        row, column = middle_of(canvas, 60, 80)
        assert (shown != before).any(axis=2)[row, column]
        white = shown.min(axis=2) > 200
        marks[positive] = (white[row, column - 3 : column + 4], white[row - 3 : row + 4, column])
    assert marks[True][0].all()
    assert marks[True][1].all()
    assert marks[False][0].all()
    assert not marks[False][1].all()


def test_the_preview_is_thin_and_only_with_the_point_tool(canvas: FrameCanvas) -> None:
    before = screenshot(canvas)
    canvas.show_preview(STAIRS)
    change = np.abs(screenshot(canvas) - before)
    assert change.max() > 0
    canvas.set_tool(Tool.BRUSH)
    np.testing.assert_array_equal(screenshot(canvas), before)
    canvas.show_preview(STAIRS)
    np.testing.assert_array_equal(screenshot(canvas), before)
    canvas.set_tool(Tool.POINT)
    canvas.show_preview(STAIRS)
    canvas.show_preview(None)
    np.testing.assert_array_equal(screenshot(canvas), before)


def test_names_show_for_few_masks_and_else_for_the_active_and_the_hovered(
    canvas: FrameCanvas, mouse: Mouse
) -> None:
    """R30."""
    boxes = [mask_with_box(5 + 25 * n, 50, 20 + 25 * n, 70, SIZE) for n in range(6)]
    layers = [layer_of(box, name=f"d{n}", is_active=n == 1) for n, box in enumerate(boxes)]
    canvas.show_masks(layers[:4])
    assert _names(canvas) == {"d0", "d1", "d2", "d3"}
    canvas.show_masks(layers)
    assert _names(canvas) == {"d1"}
    mouse.move(110, 60)
    assert _names(canvas) == {"d1", "d4"}
    mouse.leave()
    assert _names(canvas) == {"d1"}
    canvas.show_prompt(Prompt(points_xy=((9.0, 9.0),), positive=(True,)))
    assert _names(canvas) == set()


def test_a_name_never_covers_its_mask(canvas: FrameCanvas) -> None:
    """R30."""
    mask = mask_with_box(60, 40, 100, 80, SIZE)
    canvas.restore_view(2.0, WHOLE)
    canvas.show_masks([layer_of(mask)])
    without = screenshot(canvas)
    canvas.show_masks([layer_of(mask, name="a_long_name_of_a_dog_12")])
    changed = (screenshot(canvas) != without).any(axis=2)
    x, y = origin(canvas)
    assert changed.sum() > 400
    assert not changed[y + 80 : y + 160, x + 120 : x + 200].any()


def test_zoomed_in_a_name_stands_at_what_of_its_mask_is_in_view(canvas: FrameCanvas) -> None:
    """The mask is an L: beside its box there may be nothing of it for many pixels."""
    mask = mask_with_box(0, 0, 150, 10, SIZE) | mask_with_box(0, 0, 10, 110, SIZE)
    canvas.show_masks([layer_of(mask, name="dog_1")])
    for zoom, centre in ((8.0, (20.0, 100.0)), (30.0, (5.0, 60.0)), (60.0, (5.0, 5.0))):
        canvas.restore_view(zoom, centre)
        (label,) = (each for each in canvas._items._labels if each.isVisible())
        box = label.deviceTransform(canvas.viewportTransform()).mapRect(label.boundingRect())
        assert QRectF(canvas.viewport().rect()).contains(box)
        seen = canvas.viewportTransform().inverted()[0].mapRect(box.adjusted(-12, -12, 12, 12))
        rows = slice(max(0, int(seen.top())), max(0, int(seen.bottom()) + 1))
        columns = slice(max(0, int(seen.left())), max(0, int(seen.right()) + 1))
        assert mask[rows, columns].any()
    canvas.restore_view(30.0, (80.0, 60.0))  # in the corner of the L, where nothing of it is
    assert _names(canvas) == set()


def test_no_mouse_moves_a_committed_mask(canvas: FrameCanvas, mouse: Mouse) -> None:
    """R31: locked by default, with any tool."""
    layers = [layer_of(mask_with_box(40, 30, 120, 90, SIZE))]
    canvas.show_masks(layers)
    before = screenshot(canvas)
    for tool in (Tool.POINT, Tool.BRUSH, Tool.ERASER):
        canvas.set_tool(tool)
        mouse.drag((60, 60), (100, 80), (130, 100))
        mouse.click(70, 60)
        mouse.leave()
    np.testing.assert_array_equal(screenshot(canvas), before)
    assert canvas._items.layers == tuple(layers)


def _names(canvas: FrameCanvas) -> set[str]:
    return {label.name for label in canvas._items._labels if label.isVisible()}


def _without_lines(canvas: FrameCanvas, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mask_paint, "_paint_outline", lambda *_: None)
    canvas.viewport().update()
