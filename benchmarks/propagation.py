"""How well does a mask hold when carried 1, 3 and 10 s, against one jump, and what does a frame cost?"""

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

from harness import write_result
from scene_objects import SceneFrame, render, scene_frame

from avisbuild.propagation import Walker
from avisbuild.segment.clicking import iou

_SEED = 2026
_SIZE = (360, 640)
_AFTER_S = (1, 3, 10)


class Tally:
    """IoUs by how many seconds the masks were carried, with the confidences."""

    def __init__(self) -> None:
        self.rows: dict[int, list[tuple[float, float]]] = {after: [] for after in _AFTER_S}

    def add(self, walker: Walker[str], first: SceneFrame, now: SceneFrame, after: int) -> None:
        for name in first.masks:
            step = walker.step(name)
            truth = now.masks.get(name, np.zeros(_SIZE, np.bool_))
            self.rows[after].append((iou(step.mask, truth), step.confidence))

    def figures(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for after, rows in self.rows.items():
            sure = [score for score, confidence in rows if confidence >= 0.5]
            found[f"{after}_s"] = {
                "objects": len(rows),
                "iou": statistics.mean(score for score, _ in rows),
                "iou_median": statistics.median(score for score, _ in rows),
                "share_with_confidence_of_half": len(sure) / len(rows),
                "iou_of_those": statistics.mean(sure) if sure else None,
            }
        return found


def main() -> None:
    """Walk scenes with all of their objects at once, and jump the same distances."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=12)
    options = parser.parse_args()
    walked, jumped = Tally(), Tally()
    advance_ms: list[float] = []
    outline_ms: list[float] = []
    for index in range(options.scenes):
        scene = render(seed=_SEED, index=index, size=_SIZE)
        first = scene_frame(scene, 0)
        if not first.masks:
            continue
        walker: Walker[str] = Walker(first.image)
        walker.seed(first.masks)
        for number in range(1, _AFTER_S[-1] * scene.spec.fps + 1):
            now = scene_frame(scene, number)
            started = time.process_time()
            walker.advance(now.image)
            advance_ms.append((time.process_time() - started) * 1000)
            after, part = divmod(number, scene.spec.fps)
            if part == 0 and after in _AFTER_S:
                started = time.process_time()
                walked.add(walker, first, now, after)
                outline_ms.append((time.process_time() - started) * 1000 / len(first.masks))
                jumper: Walker[str] = Walker(first.image)
                jumper.seed(first.masks)
                jumper.advance(now.image)
                jumped.add(jumper, first, now, after)
    figures = {
        "seed": _SEED,
        "scenes": options.scenes,
        "size": f"{_SIZE[1]}x{_SIZE[0]}",
        "walked": walked.figures(),
        "jumped": jumped.figures(),
        "cpu_ms_per_frame_all_objects": _spread(advance_ms),
        "cpu_ms_per_outline": _spread(outline_ms),
    }
    write_result("propagation", question=__doc__ or "", figures=figures)


def _spread(values: list[float]) -> dict[str, float]:
    return {
        "median": statistics.median(values),
        "p95": sorted(values)[round(0.95 * (len(values) - 1))],
    }


if __name__ == "__main__":
    main()
