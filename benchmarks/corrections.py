"""Clicks that mend a given bad mask, as it was until 0.2 (the answer replaces the mask) and as it is.

Where the mask is of another object, as anybody sees at once, the simulated person starts afresh with one key
(Shift+Z), and the key is counted beside the clicks. Until 0.2 no such key was needed: new clicks did that.
"""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

import cv2
import numpy as np
from bad_masks import KINDS, bad_masks
from cutout_objects import cutout_frames, missing_packages
from scene_objects import SceneFrame, scene_frames

from avisbuild.masks import encode
from avisbuild.segment import MaskArray, Prompt
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.corrections import corrected
from avisbuild.segment.simulated_clicks import MOST_CLICKS, clicks_to, iou, next_click

__all__ = ["Mended", "figures", "mended", "missing_packages", "table"]

FROM_NOTHING = "from nothing"
_SIZE = (360, 640)
_ENOUGH = 0.9
_OF_ANOTHER = 0.25  # IoU below which a mask is plainly not of the object
_IN_PARTS = 4  # frames between two states that `mended` gives
_RESAMPLED = 10_000
_Answer = Callable[[Prompt, MaskArray | None], MaskArray]


@dataclass(frozen=True)
class Mended:
    """The IoU after each click on one start, when answers replace the mask and when they correct it."""

    start: str
    source: str
    replacing: list[float]
    correcting: list[float]
    keys: int = 0


def mended(*, seed: int, objects: int, workers: int, part: int = 1) -> Iterator[list[Mended]]:
    """Every start of so many objects of either source: ever more of them, at last all.

    `part` 0 of the cut-outs is for tuning.
    """
    sources = {
        "scenes": scene_frames(seed=seed, size=_SIZE, objects=objects),
        "cut-outs": cutout_frames(seed=seed, size=_SIZE, objects=objects, part=part),
    }
    in_turn = zip_longest(*([(name, each) for each in frames] for name, frames in sources.items()))
    frames = [each for pair in in_turn for each in pair if each is not None]
    jobs = [(source, frame, [seed, number]) for number, (source, frame) in enumerate(frames)]
    done: list[Mended] = []
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for number, found in enumerate(pool.imap(_of_a_frame, jobs), start=1):
            done += found
            if number % _IN_PARTS == 0 or number == len(jobs):
                yield done


def figures(found: list[Mended]) -> dict[str, Any]:
    """Clicks to IoU 0.9 by kind, both ways, and the paired difference from nothing with its interval."""
    by_kind = {kind: [each for each in found if each.start == kind] for kind in KINDS}
    kinds = {kind: _compared(of_it) for kind, of_it in by_kind.items() if of_it}
    given = [each for each in found if each.start != FROM_NOTHING]
    fresh = [each for each in found if each.start == FROM_NOTHING]
    return {
        "objects": len(fresh),
        "from_a_bad_mask": kinds | {"all": _compared(given)},
        "from_nothing": {
            f"noc_{round(100 * wanted)}": _difference(fresh, wanted) for wanted in (0.85, 0.9)
        },
    }


def table(found: dict[str, Any]) -> Iterator[str]:
    """The figures as lines to print."""
    yield (
        f"{'clicks to IoU 0.9':22s} {'masks':>6s} {'until 0.2':>9s} {'now':>6s} {'ratio':>6s} "
        f"{'keys':>5s} {'with keys':>9s} {'never':>9s}  difference a mask (95 %)"
    )
    for kind, row in found["from_a_bad_mask"].items():
        never = f"{row['never_replacing']} -> {row['never_correcting']}"
        yield (
            f"{kind:22s} {row['masks']:6d} {row['replacing']:9.2f} {row['correcting']:6.2f} "
            f"{row['ratio']:6.2f} {row['keys']:5d} {row['ratio_with_keys']:9.2f} {never:>9s}  "
            f"{_with_interval(row)}"
        )
    for name, row in found["from_nothing"].items():
        yield (
            f"{name} from nothing: {row['replacing']:.2f} -> {row['correcting']:.2f}, difference "
            f"{_with_interval(row)}, never {row['never_replacing']} -> {row['never_correcting']}"
        )


def clicked(answer: _Answer, truth: MaskArray, start: MaskArray | None) -> list[float]:
    """The IoU after each click, until one was enough; `answer` says what the mask is after a prompt."""
    prompt, mask, ious = Prompt(), start, list[float]()
    while len(ious) < MOST_CLICKS and max(ious, default=0.0) < _ENOUGH:
        click = next_click(truth, mask)
        if click is None:
            break
        prompt = prompt.with_point(click.x, click.y, positive=click.positive)
        mask = answer(prompt, mask)
        ious.append(iou(mask, truth))
    return ious


def _of_a_frame(job: tuple[str, SceneFrame, list[int]]) -> list[Mended]:
    cv2.setNumThreads(1)
    source, frame, seed = job
    rng = np.random.default_rng(seed)
    segmenter = ClassicalSegmenter()
    embedding = segmenter.embed(frame.image)

    def replacing(prompt: Prompt, _: MaskArray | None) -> MaskArray:
        found: MaskArray = segmenter.segment(embedding, prompt).masks[0]
        return found

    def correcting(prompt: Prompt, mask: MaskArray | None) -> MaskArray:
        if mask is None or not mask.any():
            return replacing(prompt, mask)
        answer = segmenter.segment(embedding, prompt.with_standing(encode(mask))).masks[0]
        (x, y), positive = prompt.points_xy[-1], prompt.positive[-1]
        return corrected(mask, answer, x, y, positive=positive)

    found = []
    for name, truth in frame.masks.items():
        afresh = clicked(correcting, truth, None)
        starts: Iterable[tuple[str, MaskArray | None]] = [
            *bad_masks(frame.image, frame.masks, name, rng),
            (FROM_NOTHING, None),
        ]
        for kind, start in starts:
            starts_afresh = start is not None and iou(start, truth) < _OF_ANOTHER
            before = clicked(replacing, truth, start)
            is_afresh = start is None or starts_afresh
            after = afresh if is_afresh else clicked(correcting, truth, start)
            found.append(Mended(kind, source, before, after, keys=int(starts_afresh)))
    return found


def _compared(found: list[Mended]) -> dict[str, Any]:
    """The difference in clicks with its interval, and how it looks with the keys counted as clicks."""
    row = _difference(found, _ENOUGH)
    keys = sum(each.keys for each in found)
    with_keys = row["correcting"] + keys / len(found)
    return row | {
        "masks": len(found),
        "ratio": row["correcting"] / row["replacing"],
        "keys": keys,
        "ratio_with_keys": with_keys / row["replacing"],
    }


def _difference(found: list[Mended], wanted: float) -> dict[str, Any]:
    """The mean difference in clicks a mask, with the 95 % interval of a bootstrap over objects."""
    before = np.array([clicks_to(each.replacing, wanted) for each in found])
    after = np.array([clicks_to(each.correcting, wanted) for each in found])
    drawn = np.random.default_rng(0).integers(len(found), size=(_RESAMPLED, len(found)))
    low, high = np.quantile((after - before)[drawn].mean(axis=1), (0.025, 0.975))
    return {
        "replacing": float(before.mean()),
        "correcting": float(after.mean()),
        "difference": float((after - before).mean()),
        "interval_95": [float(low), float(high)],
        "never_replacing": sum(max(each.replacing) < wanted for each in found),
        "never_correcting": sum(max(each.correcting) < wanted for each in found),
    }


def _with_interval(row: dict[str, Any]) -> str:
    low, high = row["interval_95"]
    return f"{row['difference']:+.2f} ({low:+.2f} to {high:+.2f})"
