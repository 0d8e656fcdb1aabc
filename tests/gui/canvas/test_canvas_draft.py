"""The draft on the canvas: the same pixels as the mask it becomes, painted only where the brush was."""

import gc

import numpy as np
import pytest
from gui.canvas.canvas_case import (
    GREY,
    SIZE,
    STAIRS,
    WHOLE,
    Mouse,
    Watched,
    layer_of,
    mask_with_box,
    on_screen,
    origin,
    screenshot,
    settle,
)
from pytestqt.qtbot import QtBot

from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.theme import DARK
from avisbuild_gui.values import Look, Tool


def test_the_draft_shows_the_same_pixels_as_the_mask_that_is_committed(canvas: FrameCanvas) -> None:
    """R12, R02 (its painting)."""
    canvas.restore_view(8.0, (74.0, 53.0))
    canvas.set_look(Look(opacity=0.5))
    canvas.show_draft(STAIRS, "#ff0000")
    draft = screenshot(canvas)
    canvas.show_draft(None)
    canvas.show_masks([layer_of(STAIRS)])
    mask = screenshot(canvas)
    x, y = origin(canvas)
    rows, columns = np.nonzero(STAIRS)
    middles = (y + rows * 8 + 4, x + columns * 8 + 4)
    np.testing.assert_array_equal(draft[middles], mask[middles])


def test_the_drafts_outline_is_white_in_black(canvas: FrameCanvas) -> None:
    canvas.restore_view(4.0, (74.0, 53.0))
    canvas.show_draft(STAIRS, "#ff0000")
    shown = screenshot(canvas)
    assert (shown.min(axis=2) > 180).sum() > 100
    assert (shown.max(axis=2) < 40).sum() > 100


def test_a_draft_stays_when_its_array_is_gone(canvas: FrameCanvas) -> None:
    """A picture over memory that has gone paints something else."""
    canvas.restore_view(4.0, WHOLE)
    mask = mask_with_box(20, 30, 90, 80, SIZE)
    canvas.show_draft(mask.copy(), "#ff8800")
    before = screenshot(canvas)
    gc.collect()
    hold = [np.full(SIZE, 255, np.uint8) for _ in range(200)]
    canvas.viewport().update()
    np.testing.assert_array_equal(screenshot(canvas), before)
    assert len(hold) == 200


@pytest.mark.parametrize(
    ("zoom", "larger_font"), [(0.7, 1), (1.0, 4), (3.0, 1)], ids=["small", "wide lines", "large"]
)
def test_a_draft_grown_by_strokes_looks_as_one_shown_at_once(
    canvas: FrameCanvas, zoom: float, larger_font: int
) -> None:
    """R29: only the box is painted anew, and nothing of before is left, at tiles' rims neither."""
    canvas.restore_view(zoom, WHOLE)
    font = canvas.font()
    font.setPointSizeF(larger_font * font.pointSizeF())
    canvas.setFont(font)
    rng = np.random.default_rng(4)
    mask = mask_with_box(60, 40, 100, 70, SIZE)
    canvas.show_draft(mask, "#00aaff")
    screenshot(canvas)
    for number in range(25):
        # The first ends where a tile does, so that its rim belongs to the next one.
        x, y = (85, 82) if number == 0 else rng.integers(-5, (155, 115)).tolist()
        mask[max(0, y) : y + 14, max(0, x) : x + 11] = number % 3 != 2
        canvas.update_draft(mask, (x, y, x + 11, y + 14))
        on_screen(canvas)
    grown = on_screen(canvas)
    canvas.show_draft(mask, "#00aaff")
    # What lies under the middle of a line is the same; its soft rims may be rounded by one.
    assert np.abs(screenshot(canvas) - grown).max() <= 2


def test_a_stroke_brings_nothing_of_an_earlier_draft_back(canvas: FrameCanvas) -> None:
    """R12: though its box reaches over where that was."""
    mask = mask_with_box(90, 70, 120, 100, SIZE)
    mask[20:30, 20:30] = True
    canvas.show_draft(mask, "#00aaff")
    expected = screenshot(canvas)
    canvas.show_draft(mask_with_box(60, 35, 80, 60, SIZE), "#00aaff")
    canvas.show_draft(mask_with_box(90, 70, 120, 100, SIZE), "#00aaff")
    canvas.update_draft(mask, (20, 20, 30, 30))
    np.testing.assert_array_equal(screenshot(canvas), expected)


def test_where_the_circle_was_nothing_is_left(canvas: FrameCanvas, mouse: Mouse) -> None:
    """R29: painted step by step is painted at once."""
    canvas.set_tool(Tool.BRUSH)
    canvas.set_brush_diameter(33)
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    for step in range(12):
        mouse.move(20.3 + 9.7 * step, 30.1 + 5.3 * step)
        shown = on_screen(canvas)
    assert np.abs(shown - screenshot(canvas)).max() <= 2


def test_a_stroke_repaints_its_box_and_no_more(qtbot: QtBot) -> None:
    """R29: a stroke costs what it covers."""
    canvas = Watched(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.show_frame(GREY)
    canvas.restore_view(2.0, WHOLE)
    mask = mask_with_box(10, 10, 150, 110, SIZE)
    canvas.show_draft(mask, "#00aaff")
    screenshot(canvas)
    mask[20:30, 70:80] = False
    canvas.update_draft(mask, (70, 20, 80, 30))
    settle()
    canvas.areas.clear()
    mask[50:60, 70:80] = False
    canvas.update_draft(mask, (70, 50, 80, 60))
    settle()
    assert 0 < sum(canvas.areas) < 60 * 60


def test_a_draft_of_another_size_is_refused_and_without_a_draft_strokes_are_nothing(
    canvas: FrameCanvas,
) -> None:
    canvas.update_draft(np.zeros((5, 5), np.bool_), (0, 0, 5, 5))
    canvas.show_draft(STAIRS, "#00aaff")
    with pytest.raises(ValueError, match=r"draft's size \(120, 160\), got \(5, 5\)"):
        canvas.update_draft(np.zeros((5, 5), np.bool_), (0, 0, 5, 5))
