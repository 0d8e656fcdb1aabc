"""How long from click to mask on a CPU, with SAM's embedding at hand: torch or ONNX Runtime, idle or busy?

The decoder of ViT-B, which is that of ViT-H too, with random weights; a 1080p frame, three candidates. The
ways take turns click by click, so that whatever else the machine does hits all alike.
    python benchmarks/sam_decoder.py [--clicks 40]
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import torch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "schemas")]

from harness import write_result

from avisbuild.segment import Prompt
from avisbuild.segment.sam.decoder import Decoded, TorchDecoder
from avisbuild.segment.sam.embedding import SamEmbedding
from avisbuild.segment.sam.onnx_decoder import OnnxDecoder, export_decoder
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import random_sam

HEIGHT, WIDTH = 1080, 1920
LOADS = (0, 2)


class ManyThreads(TorchDecoder):
    """Torch with as many threads as it takes by itself."""

    def __init__(self, model: Any) -> None:
        super().__init__(model)
        self._threads = os.cpu_count() or 1

    def decode(self, embedding: SamEmbedding, prompt: Prompt, previous: Any | None) -> Decoded:
        torch.set_num_threads(self._threads)
        return super().decode(embedding, prompt, previous)


def main() -> None:
    """Measure on this machine and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clicks", type=int, default=40)
    clicks = parser.parse_args().clicks
    model = random_sam("vit_b")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "decoder.onnx"
        started = time.perf_counter()
        export_decoder(model, file)
        export_s, export_mib = time.perf_counter() - started, file.stat().st_size / 2**20
        decoders = {
            "torch, one thread": TorchDecoder(model),
            f"torch, {os.cpu_count()} threads": ManyThreads(model),
            "onnxruntime, one thread": OnnxDecoder(
                file, mask_size=model.prompt_encoder.mask_input_size
            ),
        }
    ways = {name: segmenter(model, decoder) for name, decoder in decoders.items()}
    figures: dict[str, Any] = {"frame": f"{WIDTH}x{HEIGHT}", "clicks": clicks}
    figures |= {"export_s": export_s, "export_mib": export_mib, "torch": torch.__version__}
    for load in LOADS:
        with busy(load):
            # Whoever else uses this machine shows in the load of the minute before.
            figures[f"{load} busy processes beside it"] = {
                "load_before": os.getloadavg()[0],
                "click_to_mask_ms": taking_turns(ways, clicks),
            }
    write_result("sam_decoder", question=__doc__ or "", figures=figures)


def segmenter(model: Any, decoder: Any) -> SamSegmenter:
    return SamSegmenter(model, name="", title="", weights_sha256="", device="cpu", decoder=decoder)


def taking_turns(ways: dict[str, SamSegmenter], clicks: int) -> dict[str, Any]:
    """Median, 95th percentile and least in ms, from prompt to masks."""
    features = torch.randn(1, 256, 64, 64, generator=torch.Generator().manual_seed(0)).half()
    embedding = SamEmbedding.of(features, (HEIGHT, WIDTH), (576, 1024))
    times: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(clicks + 2):
        point = np.random.default_rng(number).uniform((0, 0), (WIDTH, HEIGHT))
        prompt = Prompt(points_xy=((float(point[0]), float(point[1])),), positive=(True,))
        for name, sam in ways.items():
            times[name].append(clock(partial(sam.segment, embedding, prompt)))
    return {name: spread(each[2:]) for name, each in times.items()}


def clock(work: Callable[[], object]) -> float:
    """What the work took, in ms."""
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


def spread(times: list[float]) -> dict[str, float]:
    """Median, 95th percentile and least."""
    return {
        "p50": statistics.median(times),
        "p95": float(np.percentile(times, 95)),
        "least": min(times),
    }


@contextmanager
def busy(count: int) -> Iterator[None]:
    """So many processes that want a core each."""
    loop = "while True: pass"
    others = [subprocess.Popen([sys.executable, "-c", loop]) for _ in range(count)]
    try:
        yield
    finally:
        for other in others:
            other.kill()
            other.wait()


if __name__ == "__main__":
    main()
