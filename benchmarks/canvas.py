"""How long does the canvas take: another frame, a delivered mask, a stroke of the brush?

Rendered 1080p frames with ten masks each in a view of 1366 x 768, painted by the CPU (Qt's offscreen
platform), from the call until the view has been painted; without what comes before the canvas, which is
reading the frame's file, and the segmenter.
"""

import os
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import psutil

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from harness import write_result
from PyQt6.QtGui import QPaintEvent
from PyQt6.QtWidgets import QApplication

from avisbuild.masks import encode
from avisbuild.records import InstanceId
from avisbuild.segment import Image, MaskArray, Prompt
from avisbuild_gui.canvas import FrameCanvas
from avisbuild_gui.theme import DARK, instance_colour
from avisbuild_gui.values import MaskLayer, Tool

HEIGHT, WIDTH, SECONDS, MASKS = 1080, 1920, 60, 10
VIEW = (1366, 768)
STROKES = 400
SWITCHES = 2000
BRUSH_PX = 40
_Y, _X = np.mgrid[-250:250, -250:250].astype(np.float32)


class CountingCanvas(FrameCanvas):
    """A canvas that counts how often it was painted."""

    paint_count = 0

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802
        super().paintEvent(event)
        self.paint_count += 1


def frame(second: int) -> Image:
    """A picture of coarse noise, another one for every second."""
    rng = np.random.default_rng(second)
    coarse = rng.integers(0, 255, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8)
    return np.repeat(np.repeat(coarse, 8, axis=0), 8, axis=1)


def blob(rng: np.random.Generator) -> MaskArray:
    """A star with round points, 100 to 480 pixels across, a hole in every third."""
    x, y = int(rng.integers(250, WIDTH - 250)), int(rng.integers(250, HEIGHT - 250))
    radius, points = rng.uniform(50, 200), int(rng.integers(3, 9))
    wave = 1 + 0.2 * np.sin(points * np.arctan2(_Y, _X))
    star = np.hypot(_Y, _X) < radius * wave
    if rng.random() < 1 / 3:
        star &= np.hypot(_Y, _X) > radius / 4
    mask = np.zeros((HEIGHT, WIDTH), np.bool_)
    mask[y - 250 : y + 250, x - 250 : x + 250] = star
    return mask


def layers(second: int) -> list[MaskLayer]:
    rng = np.random.default_rng(1000 + second)
    return [
        MaskLayer(
            instance_id=InstanceId(f"thing_{number}"),
            rle=encode(blob(rng)),
            colour=instance_colour(number),
            name=f"thing_{number}",
            is_active=number == 0,
        )
        for number in range(MASKS)
    ]


def strokes(across: int, down: int) -> Iterator[tuple[MaskArray, tuple[int, int, int, int]]]:
    """A disc that goes round in the middle; the mask so far, and the box of what was added."""
    mask = blob(np.random.default_rng(5))
    reach = BRUSH_PX // 2
    disc = np.hypot(_Y, _X)[250 - reach : 251 + reach, 250 - reach : 251 + reach] <= reach
    for step in range(STROKES):
        x = int(WIDTH / 2 + across * np.cos(step / 15) * (1 - step / 800))
        y = int(HEIGHT / 2 + down * np.sin(step / 15))
        box = (x - reach, y - reach, x + reach + 1, y + reach + 1)
        mask[box[1] : box[3], box[0] : box[2]] |= disc
        yield mask, box


def main() -> None:
    """Measure all, write results/canvas.json."""
    app = QApplication(sys.argv[:1])
    canvas = CountingCanvas(DARK)
    canvas.resize(*VIEW)
    canvas.show()
    app.processEvents()
    frames = [frame(second) for second in range(SECONDS)]
    masks = [layers(second) for second in range(SECONDS)]

    def until_painted() -> None:
        count = canvas.paint_count
        while canvas.paint_count == count:
            app.processEvents()

    def switch(second: int, shown: list[MaskLayer]) -> None:
        canvas.show_frame(frames[second])
        canvas.show_masks(shown)
        until_painted()

    def stroke(mask: MaskArray, box: tuple[int, int, int, int]) -> None:
        canvas.update_draft(mask, box)
        until_painted()

    def deliver(mask: MaskArray) -> None:
        canvas.show_draft(mask, "#56b4e9")
        until_painted()

    def each(work: Callable[[int], None]) -> dict[str, float]:
        return _spread([_ms(work, second) for second in range(SECONDS)])

    figures: dict[str, object] = {}
    switch(0, [])
    figures["switch, 0 % annotated, ms"] = each(lambda second: switch(second, []))
    figures["switch, 10 masks shown for the first time, ms"] = each(
        lambda second: switch(second, masks[second])
    )
    figures["switch, 100 % annotated, seen before, ms"] = each(
        lambda second: switch(second, masks[second])
    )
    canvas.show_prompt(Prompt(points_xy=((900.0, 500.0),), positive=(True,)))
    blobs = [blob(np.random.default_rng(number)) for number in range(SECONDS)]
    figures["mask delivered until painted, ms"] = each(lambda second: deliver(blobs[second]))
    canvas.set_tool(Tool.BRUSH)
    figures["stroke segment until painted, whole frame, ms"] = _spread(
        [_ms(stroke, mask.copy(), box) for mask, box in strokes(500, 300)]
    )
    canvas.restore_view(4.0, (WIDTH / 2, HEIGHT / 2))
    figures["stroke segment until painted, zoom 4, ms"] = _spread(
        [_ms(stroke, mask.copy(), box) for mask, box in strokes(120, 50)]
    )
    canvas.zoom_to_fit()
    figures |= _memory(switch, masks)
    write_result("canvas", question=(__doc__ or "").splitlines()[0], figures=figures)


def _memory(
    switch: Callable[[int, list[MaskLayer]], None], masks: list[list[MaskLayer]]
) -> dict[str, object]:
    process = psutil.Process()
    before = process.memory_info().rss
    middle = before
    for number in range(SWITCHES):
        switch(number % SECONDS, masks[number % SECONDS])
        if number == SWITCHES // 2:
            middle = process.memory_info().rss
    after = process.memory_info().rss
    return {
        "resident memory, MiB": before / 2**20,
        "growth over the first 1,000 switches, MiB": (middle - before) / 2**20,
        "growth over the next 1,000 switches, MiB": (after - middle) / 2**20,
    }


def _ms(work: Callable[..., None], *args: object) -> tuple[float, float]:
    """How long it took on the clock, and of this process."""
    started, worked = time.perf_counter(), time.process_time()
    work(*args)
    return 1000 * (time.perf_counter() - started), 1000 * (time.process_time() - worked)


def _spread(times: list[tuple[float, float]]) -> dict[str, float]:
    wall, cpu = np.array(times).T
    return {
        "p50": float(np.percentile(wall, 50)),
        "p95": float(np.percentile(wall, 95)),
        "cpu p50": float(np.percentile(cpu, 50)),
        "cpu p95": float(np.percentile(cpu, 95)),
    }


if __name__ == "__main__":
    main()
