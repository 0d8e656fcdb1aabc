"""How well does a mask hold propagated over 1, 3 and 10 s, against one jump, and what does a frame cost?"""

import argparse
import statistics
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from harness import write_result
from scene_objects import SceneFrame, render, scene_frame

from avisbuild.propagation import Walker
from avisbuild.segment.simulated_clicks import iou
from avisbuild.synth import Factor

_SEED = 2026
_SIZE = (360, 640)
_AFTER_S = (1, 3, 10)
_KINDS = {
    "as they come": frozenset[Factor](),
    "moving": frozenset({Factor.CAMERA, Factor.REENTRY}),
}


class Tally:
    """What was proposed, and what there was to propose, by how many seconds the masks were propagated."""

    def __init__(self) -> None:
        self._ious: dict[int, list[tuple[float, float]]] = {after: [] for after in _AFTER_S}
        self._in_view = dict.fromkeys(_AFTER_S, 0)

    def add(self, walker: Walker[str], first: SceneFrame, now: SceneFrame, after: int) -> None:
        for name in first.masks:
            truth = now.masks.get(name)
            self._in_view[after] += truth is not None
            step = walker.step(name)
            if step.confidence > 0:
                score = 0.0 if truth is None else iou(step.mask, truth)
                self._ious[after].append((score, step.confidence))

    def figures(self) -> dict[str, Any]:
        return {
            f"{after}_s": {
                "objects_in_view": self._in_view[after],
                "proposals": len(rows),
                "iou": statistics.mean(score for score, _ in rows) if rows else None,
                "iou_below_half": sum(score < 0.5 for score, _ in rows),
                "mean_confidence_of_those": _mean(sure for score, sure in rows if score < 0.5),
                "mean_confidence_of_the_others": _mean(
                    sure for score, sure in rows if score >= 0.5
                ),
            }
            for after, rows in self._ious.items()
        }


class Bench:
    """Scenes of one kind, walked with all of their objects at once, and jumped over."""

    def __init__(self, always: frozenset[Factor]) -> None:
        self._always = always
        self._walked, self._jumped = Tally(), Tally()
        self._advance_ms: list[float] = []
        self._outline_ms: list[float] = []
        self._objects = 0

    def run(self, index: int) -> None:
        scene = render(seed=_SEED, index=index, size=_SIZE, always=self._always)
        first = scene_frame(scene, 0)
        self._objects += len(first.masks)
        walker: Walker[str] = Walker(first.image)
        walker.seed(first.masks)
        for number in range(1, _AFTER_S[-1] * scene.spec.fps + 1):
            now = scene_frame(scene, number)
            started = time.process_time()
            walker.advance(now.image)
            self._advance_ms.append((time.process_time() - started) * 1000)
            after, part = divmod(number, scene.spec.fps)
            if part == 0 and after in _AFTER_S:
                self._score(walker, first, now, after)

    def figures(self) -> dict[str, Any]:
        return {
            "objects": self._objects,
            "walked": self._walked.figures(),
            "jumped": self._jumped.figures(),
            "cpu_ms_per_frame_all_objects": _spread(self._advance_ms),
            "cpu_ms_per_outline": _spread(self._outline_ms),
        }

    def _score(self, walker: Walker[str], first: SceneFrame, now: SceneFrame, after: int) -> None:
        started = time.process_time()
        self._walked.add(walker, first, now, after)
        cost_ms = (time.process_time() - started) * 1000
        self._outline_ms.append(cost_ms / max(1, len(first.masks)))
        jumper: Walker[str] = Walker(first.image)
        jumper.seed(first.masks)
        jumper.advance(now.image)
        self._jumped.add(jumper, first, now, after)


def main() -> None:
    """Walk scenes as they come, and scenes in which somebody walks off before a moving camera."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scenes", type=int, default=6, help="of each kind")
    options = parser.parse_args()
    figures: dict[str, Any] = {
        "seed": _SEED,
        "scenes_of_each_kind": options.scenes,
        "size": f"{_SIZE[1]}x{_SIZE[0]}",
    }
    for name, always in _KINDS.items():
        bench = Bench(always)
        for index in range(options.scenes):
            bench.run(index)
        figures[name] = bench.figures()
    write_result("propagation", question=__doc__ or "", figures=figures)


def _mean(values: Iterable[float]) -> float | None:
    found = list(values)
    return statistics.mean(found) if found else None


def _spread(values: list[float]) -> dict[str, float]:
    return {
        "median": statistics.median(values),
        "p95": sorted(values)[round(0.95 * (len(values) - 1))],
    }


if __name__ == "__main__":
    main()
