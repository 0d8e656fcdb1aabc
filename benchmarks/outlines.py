"""How long do lasso, polygon and scissors take at 1080p, and what changes a whole mask at one key?

Edges are those of coarse noise, more of them than pictures have. The canvas, in a view of 1366 x 768, is
painted by the CPU. While a map of edges is made in its thread the window's loop goes round; its longest turn
is what a person would feel. The masks that are changed have twenty thousand specks and holes.
"""

import os
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from canvas import HEIGHT, VIEW, WIDTH, CountingCanvas, _ms, _spread, blob, frame
from harness import write_result
from PyQt6.QtCore import QObject
from PyQt6.QtWidgets import QApplication

from avisbuild.annotation.edge_map import EdgeMap
from avisbuild.annotation.mask_cleaning import drop_specks, fill_holes, grow, shrink
from avisbuild.annotation.mask_smoothing import smooth
from avisbuild.annotation.outline_pixels import pixels_within
from avisbuild_gui.services.edge_follower import EdgeFollower
from avisbuild_gui.services.job import GivenUpJobs
from avisbuild_gui.theme import DARK
from avisbuild_gui.values import ShownOutline, Tool

ROUNDS = 30
LASSO_POINTS = 2_000
ANCHOR = (900.0, 500.0)


def main() -> None:
    """Measure all, write results/outlines.json."""
    app = QApplication(sys.argv[:1])
    canvas = CountingCanvas(DARK)
    canvas.resize(*VIEW)
    canvas.show()
    picture = frame(0)
    canvas.show_frame(picture)
    canvas.set_tool(Tool.SCISSORS)
    app.processEvents()

    def paint(outline: ShownOutline) -> None:
        count = canvas.paint_count
        canvas.show_outline(outline)
        while canvas.paint_count == count:
            app.processEvents()

    figures: dict[str, object] = {}
    figures["map of edges around an anchor, ms"] = _spread(
        [_ms(EdgeMap.around, picture, (500.0 + 30 * step, 500.0)) for step in range(ROUNDS)]
    )
    figures |= _in_a_thread(app, picture)
    edges = EdgeMap.around(picture, ANCHOR)
    figures["pointer moved until the path along edges is painted, ms"] = _spread(
        [_ms(_move, edges, paint, angle) for angle in np.linspace(0, 6, 10 * ROUNDS)]
    )
    figures["pointer moved until a lasso of 2,000 points is painted, ms"] = _spread(
        [_ms(paint, ShownOutline(path=_lasso(step))) for step in range(10 * ROUNDS)]
    )
    figures["pixels within a lasso of 2,000 points, ms"] = _spread(
        [_ms(pixels_within, [_lasso(step)], (HEIGHT, WIDTH)) for step in range(ROUNDS)]
    )
    for change in (fill_holes, drop_specks, grow, shrink, smooth):
        masks = [_ragged(seed) for seed in range(ROUNDS)]
        figures[f"{change.__name__}, ms"] = _spread([_ms(change, mask) for mask in masks])
    write_result("outlines", question=(__doc__ or "").splitlines()[0], figures=figures)


def _in_a_thread(app: QApplication, picture: Any) -> dict[str, float]:
    """From asking for a map until it is there, and the longest turn of the window's loop meanwhile."""
    parent, waits, turns = QObject(), [], []
    for step in range(ROUNDS):
        follower = EdgeFollower(GivenUpJobs(), parent)
        follower.use(picture)
        done = SimpleNamespace(is_done=False)
        follower.found.connect(lambda done=done: setattr(done, "is_done", True))
        started = turn = time.perf_counter()
        follower.prepare((500.0 + 30 * step, 500.0))
        longest = 0.0
        while not done.is_done:
            app.processEvents()
            now = time.perf_counter()
            longest, turn = max(longest, now - turn), now
            time.sleep(0.0005)
            turn = time.perf_counter()
        waits.append(1000 * (time.perf_counter() - started))
        turns.append(1000 * longest)
    return {
        "anchor set until paths follow edges, p95, ms": float(np.percentile(waits, 95)),
        "longest turn of the window's loop meanwhile, p95, ms": float(np.percentile(turns, 95)),
    }


def _move(edges: EdgeMap, paint: Any, angle: float) -> None:
    point = ANCHOR[0] + 250 * np.cos(angle), ANCHOR[1] + 250 * np.sin(angle)
    path = edges.path_to(point)
    paint(ShownOutline(path=(ANCHOR,), anchors=(ANCHOR,), ahead=path[1:]))


def _lasso(step: int) -> tuple[tuple[float, float], ...]:
    angles = np.linspace(0, 2 * np.pi, LASSO_POINTS)
    radius = 300 + 40 * np.sin(9 * angles + step)
    points = np.stack((960 + radius * np.cos(angles), 540 + radius * np.sin(angles)), axis=1)
    return tuple(map(tuple, points.tolist()))


def _ragged(seed: int) -> Any:
    """A blob whose every hundredth pixel is turned over."""
    rng = np.random.default_rng(seed)
    return blob(rng) ^ (rng.random((HEIGHT, WIDTH)) < 0.01)


if __name__ == "__main__":
    main()
