"""What the canvas shows, pixel by pixel."""

import gc
from itertools import pairwise

import numpy as np
import pytest
from canvas_case import (
    MIDDLE,
    Mouse,
    layer_of,
    mask_of,
    mask_with_box,
    on_screen,
    screenshot,
)
from PyQt6.QtCore import QPointF
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from avisbuild.segment import Prompt
from avisbuild_gui.canvas import FrameCanvas, Look, MaskKind, Tool
from avisbuild_gui.theme import DARK, LIGHT

SIZE = (120, 160)
GREY = np.full((*SIZE, 3), 128, np.uint8)
STAIRS = np.zeros(SIZE, np.bool_)
STAIRS[50:56, 70:78] = mask_of(
    ["##......", "#######.", "##...##.", "##.#.###", "##...###", "########"]
)
WHOLE = (80.0, 60.0)


def origin(canvas: FrameCanvas) -> tuple[int, int]:
    """Where the frame's left top corner lies in the window."""
    corner = canvas.viewportTransform().map(QPointF(0, 0))
    assert corner == QPointF(round(corner.x()), round(corner.y()))
    return round(corner.x()), round(corner.y())


@pytest.mark.parametrize("zoom", [1.0, 2.0])
def test_every_pixel_of_the_frame_is_where_it_belongs(canvas: FrameCanvas, zoom: float) -> None:
    image = np.random.default_rng(2).integers(0, 255, (*SIZE, 3), dtype=np.uint8)
    canvas.show_frame(np.repeat(np.repeat(image[::8, ::8], 8, 0), 8, 1))
    canvas.restore_place(zoom, WHOLE)
    x, y = origin(canvas)
    shown = screenshot(canvas)
    for row, column in ((0, 0), (4, 12), (14, 19), (7, 3)):
        middle = (y + int((row * 8 + 4) * zoom), x + int((column * 8 + 4) * zoom))
        assert shown[middle].tolist() == image[row * 8, column * 8].tolist()


def test_at_zoom_one_a_mask_covers_exactly_its_pixels(canvas: FrameCanvas) -> None:
    """R12: what is shown is what is stored. The insides alone, since lines lie on both sides of an edge."""
    canvas.restore_place(1.0, WHOLE)
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS)])
    canvas.set_look(Look(opacity=1.0))
    _without_lines(canvas)
    changed = (screenshot(canvas) != before).any(axis=2)
    x, y = origin(canvas)
    np.testing.assert_array_equal(changed[y : y + 120, x : x + 160], STAIRS)
    assert changed.sum() == STAIRS.sum()


@pytest.mark.parametrize("zoom", [8.0, 13.0])
def test_zoomed_in_the_middle_of_every_pixel_tells_whether_it_belongs(
    canvas: FrameCanvas, zoom: float
) -> None:
    """R12: with its lines; the hole and the notch stay free."""
    canvas.restore_place(zoom, (74.0, 53.0))
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS)])
    changed = (screenshot(canvas) != before).any(axis=2)
    x, y = origin(canvas)
    for row in range(48, 58):
        for column in range(68, 80):
            middle = (y + int((row + 0.5) * zoom), x + int((column + 0.5) * zoom))
            assert changed[middle] == STAIRS[row, column], (row, column)


def test_the_draft_shows_the_same_pixels_as_the_mask_that_is_committed(canvas: FrameCanvas) -> None:
    """R12, R02 (its painting)."""
    canvas.restore_place(8.0, (74.0, 53.0))
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
    canvas.restore_place(4.0, (74.0, 53.0))
    canvas.show_draft(STAIRS, "#ff0000")
    shown = screenshot(canvas)
    assert (shown.min(axis=2) > 180).sum() > 100
    assert (shown.max(axis=2) < 40).sum() > 100


def test_a_draft_stays_when_its_array_is_gone(canvas: FrameCanvas) -> None:
    """platform.md 4: a picture over memory that has gone paints something else."""
    canvas.restore_place(4.0, WHOLE)
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
    canvas.restore_place(zoom, WHOLE)
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
    canvas = _Watched(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.show_frame(GREY)
    canvas.restore_place(2.0, WHOLE)
    mask = mask_with_box(10, 10, 150, 110, SIZE)
    canvas.show_draft(mask, "#00aaff")
    screenshot(canvas)
    mask[20:30, 70:80] = False
    canvas.update_draft(mask, (70, 20, 80, 30))
    _settle()
    canvas.areas.clear()
    mask[50:60, 70:80] = False
    canvas.update_draft(mask, (70, 50, 80, 60))
    _settle()
    assert 0 < sum(canvas.areas) < 60 * 60


def test_a_draft_of_another_size_is_refused_and_without_a_draft_strokes_are_nothing(
    canvas: FrameCanvas,
) -> None:
    canvas.update_draft(np.zeros((5, 5), np.bool_), (0, 0, 5, 5))
    canvas.show_draft(STAIRS, "#00aaff")
    with pytest.raises(ValueError, match=r"draft's size \(120, 160\), got \(5, 5\)"):
        canvas.update_draft(np.zeros((5, 5), np.bool_), (0, 0, 5, 5))


def test_while_prompting_the_insides_of_standing_masks_are_free(canvas: FrameCanvas) -> None:
    """R30."""
    box = mask_with_box(20, 20, 140, 100, SIZE)
    canvas.restore_place(2.0, WHOLE)
    before = screenshot(canvas)
    canvas.show_masks([layer_of(box)])
    middle = _middle(canvas, 60, 80)
    assert screenshot(canvas)[middle].tolist() != before[middle].tolist()
    canvas.show_prompt(Prompt(points_xy=((30.0, 30.0),), positive=(True,)))
    assert screenshot(canvas)[middle].tolist() == before[middle].tolist()
    row, column = _middle(canvas, 20, 80)
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
    canvas.restore_place(2.0, WHOLE)
    greys = []
    for kind in MaskKind:
        canvas.show_masks([layer_of(mask, kind=kind)])
        greys.append(screenshot(canvas).mean(axis=2))
    for one, other in pairwise([*greys, greys[0]]):
        assert (np.abs(one - other) > 20).sum() > 200


def test_only_a_proposal_is_hatched(canvas: FrameCanvas) -> None:
    """R30: its inside has lines, that of the others is even."""
    canvas.restore_place(2.0, WHOLE)
    top, left = _middle(canvas, 40, 50)
    for kind in MaskKind:
        canvas.show_masks([layer_of(mask_with_box(40, 30, 120, 90, SIZE), kind=kind)])
        inside = screenshot(canvas)[top : top + 80, left : left + 120]
        assert bool(np.ptp(inside[..., 1]) > 30) is (kind is MaskKind.PROPOSAL)


def test_plus_and_minus_stand_where_was_clicked(canvas: FrameCanvas) -> None:
    """R28: signs, not colours alone."""
    canvas.restore_place(2.0, WHOLE)
    before = screenshot(canvas)
    marks = {}
    for positive in (True, False):
        canvas.show_prompt(Prompt(points_xy=((80.0, 60.0),), positive=(positive,)))
        shown = screenshot(canvas)
        row, column = _middle(canvas, 60, 80)
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
    canvas.restore_place(2.0, WHOLE)
    canvas.show_masks([layer_of(mask)])
    without = screenshot(canvas)
    canvas.show_masks([layer_of(mask, name="a_long_name_of_a_dog_12")])
    changed = (screenshot(canvas) != without).any(axis=2)
    x, y = origin(canvas)
    assert changed.sum() > 400
    assert not changed[y + 80 : y + 160, x + 120 : x + 200].any()


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


def test_zoom_and_pan_stay_from_second_to_second(canvas: FrameCanvas, mouse: Mouse) -> None:
    """R32."""
    mouse.wheel(30, 40, (0, 360))
    mouse.drag((30, 40), (36, 45), button=MIDDLE)
    place = canvas.viewport_place()
    for value in (10, 200):
        canvas.show_frame(np.full((*SIZE, 3), value, np.uint8))
        assert canvas.viewport_place() == place
    canvas.show_frame(None, "no frame here")
    canvas.show_frame(GREY)
    assert canvas.viewport_place() == place


def test_a_frame_of_another_size_is_shown_whole(canvas: FrameCanvas) -> None:
    """R32."""
    canvas.restore_place(5.0, (30.0, 30.0))
    canvas.show_frame(np.zeros((50, 50, 3), np.uint8))
    assert canvas.is_fitted
    assert canvas.viewport_place()[1] == (24.5, 24.5)


def test_a_place_comes_back_to_the_last_digit(canvas: FrameCanvas, qtbot: QtBot) -> None:
    """R22, R32: also when it is given before there is a frame."""
    place = (3.141592653589793, (71.23456789, 33.987654321))
    canvas.restore_place(*place)
    assert canvas.viewport_place() == place
    other = FrameCanvas(LIGHT)
    qtbot.addWidget(other)
    other.resize(400, 300)
    other.restore_place(*place)
    other.show_frame(GREY)
    assert other.viewport_place() == place
    other.show()
    qtbot.waitExposed(other)
    assert other.viewport_place() == place


def test_the_middle_stays_when_the_window_changes_size(canvas: FrameCanvas) -> None:
    """R32."""
    canvas.restore_place(3.5, (40.25, 90.5))
    canvas.resize(900, 500)
    assert canvas.viewport_place() == (3.5, (40.25, 90.5))
    middle = canvas.viewportTransform().map(QPointF(40.75, 91.0))
    assert middle.x() == pytest.approx(450, abs=0.51)
    assert middle.y() == pytest.approx(250, abs=0.51)


def test_a_whole_frame_stays_whole_when_the_window_changes_size(canvas: FrameCanvas) -> None:
    """R32: also after a place that was whole came back."""
    place = canvas.viewport_place()
    canvas.zoom_by(2)
    assert not canvas.is_fitted
    canvas.restore_place(*place)
    canvas.resize(800, 600)
    assert canvas.is_fitted
    assert canvas.viewport_place()[0] == pytest.approx(580 / 120)
    assert canvas.viewport_place()[1] == (79.5, 59.5)


def test_zooming_by_keys_keeps_the_middle_and_says_so(canvas: FrameCanvas, qtbot: QtBot) -> None:
    """R32."""
    canvas.restore_place(2.0, (40.0, 50.0))
    with qtbot.waitSignal(canvas.view_changed):
        canvas.zoom_by(1.5)
    assert canvas.viewport_place() == (3.0, (40.0, 50.0))
    canvas.zoom_to(1.0)
    assert canvas.viewport_place() == (1.0, (40.0, 50.0))
    with qtbot.waitSignal(canvas.view_changed):
        canvas.zoom_to_fit()
    assert canvas.is_fitted


def test_the_old_frame_stays_until_the_new_one_is_painted(qtbot: QtBot) -> None:
    """R32: one painting a switch, with the frame and its masks; none of an empty canvas between."""
    canvas = _Watched(DARK)
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show()
    canvas.show_frame(GREY)
    canvas.show_masks([layer_of(STAIRS)])
    screenshot(canvas)
    canvas.areas.clear()
    canvas.show_frame(np.full((*SIZE, 3), 60, np.uint8))
    assert canvas.areas == []
    canvas.show_masks([layer_of(~STAIRS)])
    assert canvas.areas == []
    _settle()
    assert len(canvas.areas) == 1


def test_a_new_frame_takes_the_marks_of_the_old_one_away(canvas: FrameCanvas) -> None:
    """R06: nothing of another frame is ever painted on this one."""
    before = screenshot(canvas)
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    canvas.show_draft(STAIRS, "#00ff00")
    canvas.show_preview(STAIRS)
    canvas.show_prompt(Prompt(points_xy=((9.0, 9.0),), positive=(True,)))
    canvas.show_frame(GREY)
    np.testing.assert_array_equal(screenshot(canvas), before)


def test_without_a_frame_a_message_stands_there_and_nothing_else(
    canvas: FrameCanvas, mouse: Mouse
) -> None:
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    canvas.show_frame(None, "The frame of second 18 is missing.")
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    canvas.show_draft(STAIRS, "#00ff00")
    canvas.show_preview(STAIRS)
    shown = screenshot(canvas)
    colours = np.unique(shown.reshape(-1, 3), axis=0)
    assert np.abs(colours - _rgb(DARK.canvas)).min(axis=0).max() == 0
    # Grey text on the ground and nothing of red or green.
    assert np.ptp(colours, axis=1).max() < 40
    assert 100 < (shown != _rgb(DARK.canvas)).any(axis=2).sum() < 12_000
    assert canvas.accessibleDescription() == "The frame of second 18 is missing."
    canvas.show_frame(GREY)
    assert screenshot(canvas)[_middle(canvas, 60, 80)].tolist() == [128, 128, 128]


def test_the_theme_colours_what_is_not_frame(canvas: FrameCanvas) -> None:
    """R40: light and dark."""
    assert screenshot(canvas)[1, 1].tolist() == _rgb(DARK.canvas).tolist()
    canvas.set_theme(LIGHT)
    assert screenshot(canvas)[1, 1].tolist() == _rgb(LIGHT.canvas).tolist()


def test_it_has_a_name_and_says_what_it_shows(canvas: FrameCanvas) -> None:
    canvas.show_masks([layer_of(STAIRS)])
    assert canvas.accessibleName()
    assert canvas.accessibleDescription() == "160 by 120 pixels, 1 masks"


def test_a_larger_font_makes_names_and_lines_larger(canvas: FrameCanvas) -> None:
    """Legible on any screen."""
    canvas.restore_place(2.0, WHOLE)
    canvas.show_masks([layer_of(STAIRS, name="dog_1")])
    before = (screenshot(canvas) == 128).all(axis=2).sum()
    font = canvas.font()
    font.setPointSizeF(2 * font.pointSizeF())
    canvas.setFont(font)
    after = (screenshot(canvas) == 128).all(axis=2).sum()
    assert before - after > 600


class _Watched(FrameCanvas):
    """Keeps how many pixels each painting covered."""

    def __init__(self, theme: object) -> None:
        self.areas: list[int] = []
        super().__init__(theme)  # type: ignore[arg-type]

    def paintEvent(self, event: QPaintEvent | None) -> None:
        assert event is not None
        rect = event.rect()
        self.areas.append(rect.width() * rect.height())
        super().paintEvent(event)


def _settle() -> None:
    for _ in range(20):
        QApplication.processEvents()


def _middle(canvas: FrameCanvas, row: int, column: int) -> tuple[int, int]:
    """The pixel of the window in the middle of a pixel of the frame."""
    point = canvas.viewportTransform().map(QPointF(column + 0.5, row + 0.5))
    return int(point.y()), int(point.x())


def _names(canvas: FrameCanvas) -> set[str]:
    return {label.name for label in canvas._items._labels if label.isVisible()}


def _without_lines(canvas: FrameCanvas) -> None:
    for item in canvas._items._masks:
        item._paint_outline = lambda *_: None  # type: ignore[method-assign]
        item.update()


def _rgb(colour: str) -> np.ndarray:  # type: ignore[type-arg]
    return np.array([int(colour[start : start + 2], 16) for start in (1, 3, 5)])
