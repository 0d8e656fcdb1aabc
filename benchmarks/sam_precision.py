"""What does it cost in masks that SAM's encoder computes in half precision?

A hundred frames of rendered scenes, a click into the middle of each object and a box around it, the same
decoder on embeddings of each precision. `tiny` and `vit_b` (12 blocks of 768 channels, at 512 px) have random
weights of a fixed seed: with them a mask's logits lie around zero everywhere, where a trained SAM's do so at
edges alone, so what is found is no measure of trained masks. `sam_vit_b`, `sam_vit_l` and `sam_vit_h` are the
published models, where `avisbuild models pull` put them; give those another --out than the committed figures.
    python benchmarks/sam_precision.py [--frames 100] [--models tiny,vit_b] [--out sam_precision]
    python benchmarks/sam_precision.py --models sam_vit_h --out sam_precision_vit_h
"""

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import torch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "schemas")]

from harness import write_result
from scene_objects import SceneFrame, scene_frames

from avisbuild.segment import Prompt
from avisbuild.segment.sam.building import read_model, seeded
from avisbuild.segment.sam.checkpoints import CHECKPOINTS, require
from avisbuild.segment.sam.device import default_device
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import build_tiny_sam

if TYPE_CHECKING:
    from segment_anything.modeling import Sam

SIZE = (360, 640)
HALVES = ("bfloat16", "float16")


def main() -> None:
    """Measure on this machine and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=100)
    parser.add_argument("--models", default="tiny,vit_b", help=f"of {', '.join(MODELS)}")
    parser.add_argument("--out", default="sam_precision", metavar="NAME")
    options = parser.parse_args()
    frames = list(islice(scene_frames(seed=9, size=SIZE, objects=1 << 30), options.frames))
    figures: dict[str, Any] = {"device": default_device(), "torch": torch.__version__}
    for name in options.models.split(","):
        # float16 on a CPU takes ViT-B half a minute a frame: nobody would want it.
        is_quick = name == "tiny" or figures["device"] != "cpu"
        weights, model = MODELS[name]()
        figures[name] = {"weights": weights} | measure(
            model, frames, HALVES if is_quick else HALVES[:1]
        )
    write_result(options.out, question=(__doc__ or "").partition("\n")[0], figures=figures)


def vit_b() -> "Sam":
    """ViT-B of full depth and width with random weights, for pictures of half the usual size."""
    from segment_anything.modeling import (
        ImageEncoderViT,
        MaskDecoder,
        PromptEncoder,
        Sam,
        TwoWayTransformer,
    )

    with seeded(0):
        model = Sam(
            image_encoder=ImageEncoderViT(
                img_size=512,
                embed_dim=768,
                depth=12,
                num_heads=12,
                out_chans=256,
                use_rel_pos=True,
                window_size=14,
                global_attn_indexes=(2, 5, 8, 11),
            ),
            prompt_encoder=PromptEncoder(
                embed_dim=256,
                image_embedding_size=(32, 32),
                input_image_size=(512, 512),
                mask_in_chans=16,
            ),
            mask_decoder=MaskDecoder(
                transformer=TwoWayTransformer(
                    depth=2, embedding_dim=256, mlp_dim=2048, num_heads=8
                ),
                transformer_dim=256,
            ),
        )
    return model.eval()


def random(build: "Callable[[], Sam]") -> "tuple[str, Sam]":
    """A model of random weights, and what those are called."""
    return "random, seed 0", build()


def trained(name: str) -> "tuple[str, Sam]":
    """A published model from the folder of weights, and the digest of its file."""
    checkpoint = CHECKPOINTS[name]
    path = require(checkpoint)
    return f"sha256 {checkpoint.sha256}", read_model(path, checkpoint.model_type)


MODELS = {
    "tiny": lambda: random(build_tiny_sam),
    "vit_b": lambda: random(vit_b),
} | {name: partial(trained, name) for name in CHECKPOINTS}


@dataclass
class Against:
    """How one precision differs from float32."""

    features: list[float] = field(default_factory=list)
    logits: list[float] = field(default_factory=list)
    spread: list[float] = field(default_factory=list)
    overlaps: list[float] = field(default_factory=list)
    best_changed: int = 0
    embed_s: float = 0.0

    def figures(self) -> dict[str, Any]:
        """What is kept: overlaps of the masks, and how far features and logits are off."""
        overlaps = np.array(self.overlaps)
        return {
            "prompts": len(overlaps),
            "mask_iou_mean": round(float(overlaps.mean()), 4),
            "mask_iou_median": round(float(np.median(overlaps)), 4),
            "mask_iou_p5": round(float(np.quantile(overlaps, 0.05)), 4),
            "mask_iou_min": round(float(overlaps.min()), 4),
            "other_candidate_best": self.best_changed,
            "logit_difference_mean": round(float(np.mean(self.logits)), 5),
            "logit_spread": round(float(np.mean(self.spread)), 4),
            "feature_difference_of_spread": round(float(np.mean(self.features)), 5),
            "embed_s_a_frame": round(self.embed_s / max(1, len(self.features)), 3),
        }


def measure(model: "Sam", frames: list[SceneFrame], halves: Sequence[str]) -> dict[str, Any]:
    """Embed every frame at each precision, and compare masks, logits and features with those of float32."""
    found = {precision: Against() for precision in halves}
    exact_s = 0.0
    segmenters = {precision: segmenter(model, precision) for precision in ("float32", *halves)}
    for frame in frames:
        started = time.perf_counter()
        exact = segmenters["float32"].embed(frame.image)
        exact_s += time.perf_counter() - started
        for precision, against in found.items():
            started = time.perf_counter()
            half = segmenters[precision].embed(frame.image)
            against.embed_s += time.perf_counter() - started
            one, other = exact.features.float(), half.features.float()
            against.features.append(float((one - other).abs().mean() / one.std()))
            for prompt in prompts(frame):
                compare(segmenters["float32"], exact, half, prompt, against)
    return {
        "frames": len(frames),
        "float32_embed_s_a_frame": round(exact_s / len(frames), 3),
    } | {precision: against.figures() for precision, against in found.items()}


def segmenter(model: "Sam", precision: str) -> SamSegmenter:
    """The model with its encoder in one precision; the decoder is float32 in each."""
    return SamSegmenter(model, name="", title="", weights_sha256="", precision=precision)


def compare(sam: SamSegmenter, exact: Any, half: Any, prompt: Prompt, against: Against) -> None:
    """Decode both embeddings and note how the best masks overlap."""
    one, other = sam.segment(exact, prompt), sam.segment(half, prompt)
    first, second = one.masks[0], other.masks[0]
    union = np.count_nonzero(first | second)
    against.overlaps.append(np.count_nonzero(first & second) / union if union else 1.0)
    # Each candidate with the one of the other answer that it is nearest to: the order may have changed.
    apart = (one.logits[:, None] - other.logits[None]).abs().mean(dim=(2, 3))
    against.best_changed += int(apart[0].argmin()) != 0
    against.logits.append(float(apart.min(dim=1).values.mean()))
    against.spread.append(float(one.logits.std()))


def prompts(frame: SceneFrame) -> Iterator[Prompt]:
    """For each object a click at its innermost point, and its box."""
    for mask in frame.masks.values():
        inside = cv2.distanceTransform(mask.astype(np.uint8), cv2.DIST_L2, 3)
        y, x = np.unravel_index(int(inside.argmax()), mask.shape)
        yield Prompt(points_xy=((float(x), float(y)),), positive=(True,))
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        yield Prompt(box_xyxy=(int(columns[0]), int(rows[0]), int(columns[-1]), int(rows[-1])))


if __name__ == "__main__":
    main()
