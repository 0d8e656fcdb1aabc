"""How many clicks to a good mask (NoC@85, NoC@90), and how good is it after 1, 3, 5, 10 clicks or a box?

And how many clicks mend a given bad mask, now that a click corrects it (`corrections`)? Until 0.2 the answer
to all new clicks replaced the mask; both ways are taken in the same run, by the same clicks' rule.
    python benchmarks/interactive.py [--objects 40] [--only corrections --of-each 52 --workers 2]
"""

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parent))

import corrections
from harness import RESULTS, keep_result, write_result
from scene_objects import SIZES, SceneFrame, scene_frames

from avisbuild.segment import MaskArray, Prompt
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.fake import FakeSegmenter
from avisbuild.segment.simulated_clicks import MOST_CLICKS, click_through, clicks_to, iou, tight_box

_SEED = 2026  # not the seed that settings were tried on
_COUNTS = (1, 3, 5, 10)


class Method:
    """A way to answer prompts on one frame after another, timed."""

    def __init__(self, embed: Callable[[Any], Any], answer: Callable[[Any, Prompt], Any]) -> None:
        self._embed, self._answer = embed, answer
        self._embedding: Any = None
        self.embed_ms: list[float] = []
        self.answer_ms: list[float] = []
        self.ious: list[list[float]] = []
        self.best_of_first: list[float] = []
        self.box_ious: list[float] = []

    def show(self, frame: SceneFrame) -> None:
        started = time.process_time()
        self._embedding = self._embed(frame.image)
        self.embed_ms.append((time.process_time() - started) * 1000)

    def annotate(self, truth: MaskArray) -> None:
        """Click until IoU 0.9, and ten times at least; then once with a box."""
        firsts: list[float] = []

        def answer(prompt: Prompt) -> MaskArray:
            started = time.process_time()
            masks = self._answer(self._embedding, prompt)
            self.answer_ms.append((time.process_time() - started) * 1000)
            if len(prompt.points_xy) == 1:
                firsts.append(max(iou(mask, truth) for mask in masks))
            first: MaskArray = masks[0]
            return first

        ious = click_through(answer, truth, least_clicks=_COUNTS[-1], enough=0.9)
        self.ious.append(ious)
        self.best_of_first.append(firsts[0])
        self.box_ious.append(iou(answer(Prompt(box_xyxy=tight_box(truth))), truth))

    def figures(self) -> dict[str, Any]:
        """Means over objects; milliseconds of processor time as median and 95th percentile."""
        return {
            "iou_after_clicks": {
                str(count): statistics.mean(row[min(count, len(row)) - 1] for row in self.ious)
                for count in _COUNTS
            },
            "iou_after_1_click_best_of_candidates": statistics.mean(self.best_of_first),
            "iou_of_a_box": statistics.mean(self.box_ious),
            "noc_85": statistics.mean(clicks_to(row, 0.85) for row in self.ious),
            "noc_90": statistics.mean(clicks_to(row, 0.9) for row in self.ious),
            "never_90": sum(max(row) < 0.9 for row in self.ious),
            "embed_cpu_ms": _spread(self.embed_ms),
            "click_cpu_ms": _spread(self.answer_ms),
        }


def methods() -> dict[str, Method]:
    """What runs on any machine."""
    classical, fake = ClassicalSegmenter(), FakeSegmenter()
    return {
        "classical": Method(classical.embed, lambda e, p: classical.segment(e, p).masks),
        "geodesic preview": Method(
            classical.embed, lambda e, p: np.stack([classical.coarse(e, p)])
        ),
        "fake": Method(fake.embed, lambda e, p: fake.segment(e, p).masks),
    }


def main() -> None:
    """Annotate the objects of rendered scenes with each method, and mend bad masks."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--objects", type=int, default=40, help="at least so many at each size")
    parser.add_argument("--of-each", type=int, default=52, help="objects to mend of either source")
    parser.add_argument("--workers", type=int, default=2, help="processes that mend")
    parser.add_argument("--only", choices=["clicks", "corrections"], help="keep the other figures")
    options = parser.parse_args()
    figures = _kept(options.only)
    if options.only != "corrections":
        figures |= {"most_clicks": MOST_CLICKS, "seed": _SEED} | _clicks(options.objects)
    if options.only != "clicks":
        for found in _corrections(options.of_each, options.workers):
            figures |= found
            keep_result("interactive", question=__doc__ or "", figures=figures)
    write_result("interactive", question=__doc__ or "", figures=figures)


def _kept(only: str | None) -> dict[str, Any]:
    """The figures of an earlier run, where this one takes only some afresh."""
    path = RESULTS / "interactive.json"
    if only is None or not path.is_file():
        return {}
    kept: dict[str, Any] = json.loads(path.read_text("utf-8"))["figures"]
    return kept


def _clicks(objects: int) -> dict[str, Any]:
    figures = {}
    for size in SIZES:
        found = methods()
        count = 0
        for frame in scene_frames(seed=_SEED, size=size, objects=objects):
            count += len(frame.masks)
            for method in found.values():
                method.show(frame)
                for truth in frame.masks.values():
                    method.annotate(truth)
        figures[f"{size[1]}x{size[0]}"] = {
            "objects": count,
            **{name: method.figures() for name, method in found.items()},
        }
    return figures


def _corrections(of_each: int, workers: int) -> Iterator[dict[str, Any]]:
    """The figures of ever more objects, so that a run that is ended early was not for nothing."""
    if lacking := corrections.missing_packages():
        print(f"no cut-outs: {', '.join(lacking)} not installed; nothing is mended")
        return
    figures: dict[str, Any] = {}
    for found in corrections.mended(seed=_SEED, objects=of_each, workers=workers):
        parts = {
            source: [each for each in found if each.source == source]
            for source in ("scenes", "cut-outs")
        }
        parts = {"all": found} | {source: part for source, part in parts.items() if part}
        figures = {source: corrections.figures(part) for source, part in parts.items()}
        yield {"corrections": figures}
        print(f"{figures['all']['objects']} objects", file=sys.stderr)
    for source, part in figures.items():
        print(source, *corrections.table(part), sep="\n  ")


def _spread(values: list[float]) -> dict[str, float]:
    return {
        "median": statistics.median(values),
        "p95": sorted(values)[round(0.95 * (len(values) - 1))],
    }


if __name__ == "__main__":
    main()
