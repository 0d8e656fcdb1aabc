"""A screen with two pixels for one of the window; in a process of its own, since Qt asks at its start."""

import json
import os
import subprocess
import sys

import pytest

_SCRIPT = """
import json, numpy as np
from PyQt6.QtWidgets import QApplication
app = QApplication([])
from avisbuild_gui.canvas import FrameCanvas, mask_paint
from avisbuild_gui.values import Look
from avisbuild_gui.theme import DARK
from gui.canvas.canvas_case import Mouse, layer_of, mask_with_box, screenshot

size = (120, 160)
canvas = FrameCanvas(DARK)
canvas.resize(400, 300)
canvas.show()
canvas.show_frame(np.full((*size, 3), 128, np.uint8))
canvas.restore_view(1.0, (80.0, 60.0))
before = screenshot(canvas)
box = mask_with_box(70, 50, 91, 71, size)
clicks = []
canvas.clicked.connect(lambda x, y, positive: clicks.append((x, y)))
Mouse(canvas).click(10.0, 20.0)
canvas.show_masks([layer_of(box)])
canvas.set_look(Look(opacity=1.0))
corner = Mouse(canvas).at(-0.5, -0.5)
left, top = round(2 * corner.x()), round(2 * corner.y())
lines = np.abs(screenshot(canvas) - before).max(axis=2)[top + 2 * 60, left : left + 320]
mask_paint._paint_outline = lambda *_: None
canvas.set_look(Look(opacity=1.0))
changed = (screenshot(canvas) != before).any(axis=2)[top : top + 240, left : left + 320]
exact = np.repeat(np.repeat(box, 2, axis=0), 2, axis=1)
canvas.show_masks([])
canvas.show_draft(box, "#ff0000")
draft = (screenshot(canvas) != before).any(axis=2)[top : top + 240, left : left + 320]
print(json.dumps({
    "ratio": canvas.devicePixelRatioF(),
    "clicks": clicks,
    "shape": before.shape,
    "exact": bool((changed == exact).all()),
    "line_px": int((lines > 0).sum() - 42),
    "draft_px": int(draft[120].sum() - 42),
}))
canvas.close()
"""


@pytest.fixture(scope="module")
def seen() -> dict[str, object]:
    environment = os.environ | {
        "QT_SCALE_FACTOR": "2",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    return found


def test_the_screen_has_twice_the_pixels(seen: dict[str, object]) -> None:
    assert seen["ratio"] == 2
    assert seen["shape"] == [600, 800, 3]


def test_clicks_hit_the_pixel_that_is_shown(seen: dict[str, object]) -> None:
    assert seen["clicks"] == [[10.0, 20.0]]


def test_a_mask_covers_two_by_two_for_each_of_its_pixels(seen: dict[str, object]) -> None:
    assert seen["exact"] is True


def test_lines_are_as_wide_as_on_any_screen(seen: dict[str, object]) -> None:
    """Half of the line of 3.2 and of 3.6 pixels of the window lies outside the mask, on two sides."""
    assert seen["line_px"] in range(5, 10)
    assert seen["draft_px"] in range(6, 11)
