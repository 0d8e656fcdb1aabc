"""The canvas over thousands of frames: items are used again, and memory does not grow."""

import gc
import tracemalloc

import numpy as np
import psutil
from gui.canvas.canvas_case import layer_of, mask_with_box, screenshot
from PyQt6.QtWidgets import QApplication

from avisbuild.segment import Prompt
from avisbuild_gui.canvas import FrameCanvas

SIZE = (120, 160)


def test_two_thousand_switches_leave_nothing_behind(canvas: FrameCanvas) -> None:
    """R33: items are kept and shown again, pictures have a cache with an end."""
    frames = [np.full((*SIZE, 3), 4 * second, np.uint8) for second in range(60)]
    seconds = [
        [
            layer_of(mask_with_box(n, second, n + 30, second + 40, SIZE), name=f"d{n}")
            for n in range(10)
        ]
        for second in range(60)
    ]
    draft = mask_with_box(5, 5, 40, 40, SIZE)

    def switch(number: int) -> None:
        canvas.show_frame(frames[number % 60])
        canvas.show_masks(seconds[number % 60][: number % 11])
        canvas.show_prompt(Prompt(points_xy=((9.0, 9.0),), positive=(True,)))
        canvas.show_draft(draft, "#ffffff")
        canvas.update_draft(draft, (5, 5, 20, 20))
        QApplication.processEvents()

    for number in range(130):
        switch(number)
    items = len(canvas.scene().items())
    gc.collect()
    tracemalloc.start()
    resident = psutil.Process().memory_info().rss
    for number in range(2000):
        switch(number)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(canvas.scene().items()) == items
    assert grown < 300_000
    assert psutil.Process().memory_info().rss - resident < 30 * 2**20


def test_frames_seen_before_change_nothing_in_how_one_is_shown(canvas: FrameCanvas) -> None:
    """R33: the same work with 0 % and with 100 % of the other frames annotated."""
    layers = [layer_of(mask_with_box(20, 20, 70, 60, SIZE), name="dog_1")]
    frame = np.full((*SIZE, 3), 90, np.uint8)
    canvas.show_frame(frame)
    canvas.show_masks(layers)
    alone = screenshot(canvas)
    visible = sum(item.isVisible() for item in canvas.scene().items())
    for second in range(60):
        canvas.show_frame(frame)
        canvas.show_masks(
            [layer_of(mask_with_box(n, second, 90, 110, SIZE), name="d") for n in range(10)]
        )
    canvas.show_frame(frame)
    canvas.show_masks(layers)
    np.testing.assert_array_equal(screenshot(canvas), alone)
    assert sum(item.isVisible() for item in canvas.scene().items()) == visible
