"""How long from a toggle until its cell is painted in the sounding grid, and how long to paint all of it?"""

import os
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from drawn_views import drawn_sound, drawn_view
from harness import write_result
from PyQt6.QtWidgets import QApplication

from avisbuild.annotation import VideoView
from avisbuild.records import Sounding
from avisbuild_gui.sounding_grid import SoundingGrid
from avisbuild_gui.theme import DARK

_TOGGLES = 300
_WARM_UP = 20
_SIZES = {"60 s x 8": (60, 8), "600 s x 30": (600, 30)}


def main() -> None:
    """Measure both sizes in one window of 1366 x 330 and of 3840 x 800 pixels."""
    application = QApplication([])
    figures = {}
    for name, (seconds, lanes) in _SIZES.items():
        for width, height in ((1366, 330), (3840, 800)):
            figures[f"{name}, {width} x {height} px"] = _measure(
                application, _scene(seconds, lanes), width, height
            )
    write_result("sounding_grid", question=__doc__ or "", figures=figures)


def _measure(
    application: QApplication, view: VideoView, width: int, height: int
) -> dict[str, object]:
    seconds = view.video.second_count
    grid = SoundingGrid(DARK)
    grid.resize(width, height)
    grid.show()
    grid.show_video(view)
    grid.show_sound(drawn_sound("0123456789" * (seconds // 10)))
    grid.show_place(0, view.instances[0].instance_id)
    application.processEvents()
    rng = np.random.default_rng(1)
    toggles, moves = [], []
    for number in range(_TOGGLES + _WARM_UP):
        second, lane = int(rng.integers(min(seconds, 60))), int(rng.integers(8))
        view = _toggled(view, lane, second)
        started = time.perf_counter()
        grid.show_video(view)
        application.processEvents()
        toggled = time.perf_counter()
        grid.show_place(number % min(seconds, 60), view.instances[lane].instance_id)
        application.processEvents()
        moves.append(time.perf_counter() - toggled)
        toggles.append(toggled - started)
    whole = []
    for _ in range(30):
        started = time.perf_counter()
        grid.lanes.repaint()
        grid.strip.repaint()
        whole.append(time.perf_counter() - started)
    grid.close()
    return {
        "toggle_to_paint_ms": _spread(toggles[_WARM_UP:]),
        "step_to_another_cell_ms": _spread(moves[_WARM_UP:]),
        "whole_repaint_ms": _spread(whole),
    }


def _scene(seconds: int, lanes: int) -> VideoView:
    """Cells of every sign, in runs."""
    rng = np.random.default_rng(0)
    signs = "##oo..p>~?"
    drawn = [
        "".join(signs[rng.integers(len(signs))] * 4 for _ in range(seconds // 4))
        for _ in range(lanes)
    ]
    return drawn_view(*drawn)


def _toggled(view: VideoView, lane: int, second: int) -> VideoView:
    """The view with one cell sounding that did not, or the other way round."""
    track = view.tracks[lane]
    is_sounding = track.states[second] is Sounding.SOUNDING
    state = Sounding.SILENT if is_sounding else Sounding.SOUNDING
    states = (*track.states[:second], state, *track.states[second + 1 :])
    tracks = list(view.tracks)
    tracks[lane] = replace(track, states=states)
    return replace(view, tracks=tuple(tracks))


def _spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile, in milliseconds."""
    return {
        "p50": round(1000 * statistics.median(seconds), 2),
        "p95": round(1000 * float(np.percentile(seconds, 95)), 2),
    }


if __name__ == "__main__":
    main()
