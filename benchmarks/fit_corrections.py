"""Fit the network by which the classical segmenter tells what is wrong around a click on a mask that stands.

    python benchmarks/fit_corrections.py [--rounds 3 --objects 10] --write

A simulated person mends bad masks of rendered scenes and of half of the cut-outs (the benchmark has the other
half, and another seed). What each click leaves to decide are examples: a patch's signs, and whether it is
wrong. In the first round the masks on the way are made from the truth, spoilt a little; later ones are those
that the segmenter itself comes to. The weights in use come from three such rounds, with 24, 16 and 15 objects
of each source (seeds 41 to 63).
"""

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).parent))

from bad_masks import bad_masks
from cutout_objects import cutout_frames
from scene_objects import SceneFrame, scene_frames

from avisbuild.masks import encode
from avisbuild.segment import MaskArray, Prompt
from avisbuild.segment.classical import signs as signs_module
from avisbuild.segment.classical.correction import last_click
from avisbuild.segment.classical.segmenter import ClassicalSegmenter
from avisbuild.segment.classical.signs import signs
from avisbuild.segment.classical.window import Window, depth_at, window_around
from avisbuild.segment.corrections import corrected
from avisbuild.segment.simulated_clicks import Click, iou, next_click

_SIZE = (360, 640)
_FIRST_SEED = 41  # never the benchmark's
_CLICKS = 7
_GOOD = 0.93
_SPOILT_SHARE = 0.3  # of the masks on the way, in later rounds
_HIDDEN = (24, 12)
_STEPS, _BATCH = 2500, 4096
_HEAVIEST = 4.0
_WEIGHTS = Path(str(signs_module.__file__)).parent / "correction_weights.json"


@dataclass
class Examples:
    """Patches that one kind of click may turn: their signs, how much of each is wrong, what each counts."""

    signs: list[NDArray[Any]] = field(default_factory=list)
    wrong: list[NDArray[Any]] = field(default_factory=list)
    weights: list[NDArray[Any]] = field(default_factory=list)

    def add(self, window: Window, wrong: MaskArray) -> None:
        part = wrong[window.top :, window.left :][: window.size[0], : window.size[1]]
        small = cv2.resize(
            part.astype(np.float32), window.image.shape[1::-1], interpolation=cv2.INTER_AREA
        )
        chosen = window.open & (window.patches.areas > 0)
        self.signs.append(signs(window)[chosen].astype(np.float32))
        self.wrong.append(window.patches.shares(np.asarray(small, np.float32))[chosen])
        self.weights.append(window.patches.areas[chosen] / window.depth_px**2)


class Round:
    """One pass over new objects; `is_first` while there are no weights to go by."""

    def __init__(self, seed: int, examples: dict[bool, Examples], *, is_first: bool) -> None:
        self._rng = np.random.default_rng(seed)
        self._seed, self._is_first, self._examples = seed, is_first, examples
        self._segmenter = ClassicalSegmenter()

    def collect(self, objects: int) -> None:
        sources = (
            scene_frames(seed=self._seed, size=_SIZE, objects=objects),
            cutout_frames(seed=self._seed, size=_SIZE, objects=objects, part=0),
        )
        for frame in (frame for source in sources for frame in source):
            embedding = self._segmenter.embed(frame.image)
            for truth, start, prompt in self._starts(frame, embedding):
                self._mend(embedding, truth, start, prompt)

    def _starts(
        self, frame: SceneFrame, embedding: Any
    ) -> Iterator[tuple[MaskArray, MaskArray, Prompt]]:
        for name, truth in list(frame.masks.items())[:2]:
            for _, start in bad_masks(frame.image, frame.masks, name, self._rng):
                yield truth, start, Prompt()
            if (click := next_click(truth)) is not None:
                prompt = Prompt().with_point(click.x, click.y, positive=True)
                yield truth, self._segmenter.segment(embedding, prompt).masks[0], prompt

    def _mend(self, embedding: Any, truth: MaskArray, mask: MaskArray, prompt: Prompt) -> None:
        for _ in range(_CLICKS):
            click = next_click(truth, mask)
            if click is None or not mask.any() or iou(mask, truth) > _GOOD:
                return
            prompt = prompt.with_point(click.x, click.y, positive=click.positive)
            thing = self._segmenter.coarse(embedding, last_click(prompt))
            window = window_around(embedding.image, prompt, mask, thing)
            self._examples[click.positive].add(window, truth != mask)
            if self._is_first or self._rng.random() < _SPOILT_SHARE:
                answer = self._spoilt(truth, mask, click)
            else:
                asked = prompt.with_standing(encode(mask))
                answer = self._segmenter.segment(embedding, asked).masks[0]
            mask = corrected(mask, answer, click.x, click.y, positive=click.positive)

    def _spoilt(self, truth: MaskArray, mask: MaskArray, click: Click) -> MaskArray:
        """The truth around the click, a little too small or too large, and the mask elsewhere."""
        size = int(self._rng.integers(1, 6))
        change = cv2.erode if self._rng.random() < 0.5 else cv2.dilate
        wrong = change((truth != mask).astype(np.uint8), np.ones((size, size), np.uint8)) > 0
        open_ = ~mask if click.positive else mask
        reach = self._rng.uniform(1, 4) * max(6.0, depth_at(open_, click.x, click.y))
        rows, columns = np.indices(truth.shape)
        away = np.hypot(columns - click.x, rows - click.y)
        turned = (wrong & (away < reach)) | (away < 2)
        answer: MaskArray = mask | turned if click.positive else mask & ~turned
        return answer


def fitted(examples: Examples) -> list[dict[str, Any]]:
    """The layers of a network for these examples, its inputs' scales folded into the first."""
    torch.manual_seed(0)
    found = torch.tensor(np.concatenate(examples.signs))
    wrong = torch.tensor(np.concatenate(examples.wrong), dtype=torch.float32)
    weights = torch.tensor(np.concatenate(examples.weights), dtype=torch.float32)
    weights = weights.clamp(max=_HEAVIEST * float(weights.mean()))
    weights /= weights.mean()
    middle, spread = found.mean(0), found.std(0) + 1e-6
    found = (found - middle) / spread
    sides = (found.shape[1], *_HIDDEN, 1)
    linear = [torch.nn.Linear(one, other) for one, other in pairwise(sides)]
    network = torch.nn.Sequential(*(part for each in linear for part in (each, torch.nn.Tanh())))
    network = network[:-1]
    descent = torch.optim.Adam(network.parameters(), lr=1e-2, weight_decay=1e-5)
    slower = torch.optim.lr_scheduler.CosineAnnealingLR(descent, _STEPS)
    for _ in range(_STEPS):
        drawn = torch.randint(len(found), (_BATCH,))
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            network(found[drawn])[:, 0], wrong[drawn], weight=weights[drawn]
        )
        descent.zero_grad()
        loss.backward()
        descent.step()
        slower.step()
    first = linear[0]
    with torch.no_grad():
        first.weight /= spread
        first.bias -= first.weight @ middle
    return [{"weights": _rounded(each.weight), "bias": _rounded(each.bias)} for each in linear]


def main() -> None:
    """Collect examples in rounds, each with the weights of the one before."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--objects", type=int, default=10, help="of each source in each round")
    parser.add_argument("--write", action="store_true", required=True, help="replace the weights")
    options = parser.parse_args()
    examples = {True: Examples(), False: Examples()}
    for number in range(options.rounds):
        Round(_FIRST_SEED + number, examples, is_first=number == 0).collect(options.objects)
        layers = {"plus": fitted(examples[True]), "minus": fitted(examples[False])}
        rows = [
            f' "{kind}": [\n  '
            + ",\n  ".join(json.dumps(layer, separators=(",", ":")) for layer in each)
            + "\n ]"
            for kind, each in layers.items()
        ]
        _WEIGHTS.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
        signs_module.weights.cache_clear()
        print(f"round {number + 1}: {sum(map(len, examples[True].wrong))} patches to add")


def _rounded(values: Any) -> Any:
    def short(value: Any) -> Any:
        return [short(each) for each in value] if isinstance(value, list) else float(f"{value:.5g}")

    return short(values.detach().tolist())


if __name__ == "__main__":
    main()
