"""The outline that is being drawn: seen on any picture, gone where another second is seen."""

import numpy as np
import pytest
from gui.canvas.canvas_case import ALT, Mouse, screenshot

from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.values import ShownOutline, Tool

_TRIANGLE = ((20.0, 20.0), (120.0, 30.0), (60.0, 90.0))
_OUTLINE = ShownOutline(path=_TRIANGLE, anchors=_TRIANGLE, ahead=((100.0, 100.0),))


@pytest.mark.parametrize("grey", [0, 128, 255])
def test_an_outline_has_dark_and_light_lines_on_any_picture(canvas: FrameCanvas, grey: int) -> None:
    """R42."""
    canvas.show_frame(np.full((120, 160, 3), grey, np.uint8))
    before = screenshot(canvas)
    canvas.show_outline(_OUTLINE)
    after = screenshot(canvas)
    changed = after[(after != before).any(axis=2)]
    contrast = np.abs(changed - grey).min(axis=1)
    assert (contrast > 90).sum() > 200
    canvas.show_outline(None)
    assert np.array_equal(screenshot(canvas), before)


def test_an_outline_is_not_shown_on_a_moving_picture_of_another_second(
    canvas: FrameCanvas,
) -> None:
    picture = np.full((120, 160, 3), 90, np.uint8)
    canvas.show_moving(picture, is_elsewhere=True)
    before = screenshot(canvas)
    canvas.show_outline(_OUTLINE)
    assert np.array_equal(screenshot(canvas), before)
    canvas.show_moving(picture, is_elsewhere=False)
    assert not np.array_equal(screenshot(canvas), before)


def test_an_anchor_is_taken_hold_of_within_some_pixels_of_the_window(
    canvas: FrameCanvas, mouse: Mouse
) -> None:
    """R42: at any zoom; the first one, clicked, closes."""
    said: list[tuple[object, ...]] = []
    for name in ("anchor_added", "anchor_moved", "anchor_released", "outline_closed"):
        getattr(canvas, name).connect(lambda *values, name=name: said.append((name, *values)))
    canvas.set_tool(Tool.POLYGON)
    canvas.show_outline(_OUTLINE)
    canvas.restore_view(8.0, (60.0, 60.0))
    mouse.click(60.9, 90.0)
    mouse.click(62.5, 90.0, keys=ALT)
    assert [each[0] for each in said] == ["anchor_added"]
    canvas.zoom_to_fit()
    mouse.drag((120, 30), (110, 40), (100, 50))
    mouse.click(21, 20)
    assert [each[0] for each in said[1:]] == [
        "anchor_moved",
        "anchor_moved",
        "anchor_released",
        "outline_closed",
    ]
    assert said[2][1:] == pytest.approx((1, 100, 50))
