"""How fast is SAM on this GPU: embeddings a second, click to mask, and does memory stay under its ceiling?

Random weights, so the figures say how long things take and nothing of what the masks are worth. Synthetic
1080p frames, fixed seed. Without a GPU the same is run once with a tiny SAM, and no result is written.
    python benchmarks/sam_gpu.py [--model vit_h] [--switches 2000]
"""

import argparse
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import psutil
import torch

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "schemas")]

from harness import write_result

from avisbuild.segment import Image, Prompt
from avisbuild.segment.cache.memory import EmbeddingCache, limit_device_memory
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import build_tiny_sam, random_sam

HEIGHT, WIDTH = 1080, 1920
FRAMES = 60
KEPT_EMBEDDINGS = 16
SAMPLE_EVERY = 20
MIB = 1 << 20
GIB = 1 << 30
PRECISIONS = ("float16", "bfloat16", "float32")


@dataclass(frozen=True)
class Scale:
    """Which model on which device, and how many embeddings, clicks and changes of frame are timed."""

    model: str
    device: str
    batches: tuple[int, ...]
    embeddings: int
    clicks: int
    switches: int


def main() -> None:
    """Measure on a GPU and keep the figures; elsewhere see that the script runs."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", choices=("vit_h", "vit_l", "vit_b"), default="vit_h")
    parser.add_argument("--switches", type=int, default=2000)
    parser.add_argument("--clicks", type=int, default=300)
    options = parser.parse_args()
    if not torch.cuda.is_available():
        print("no GPU here: a smoke run with a tiny SAM on the CPU, and no results file")
        print(measure(Scale("tiny", "cpu", (1, 2), 4, 10, 100)))
        return
    scale = Scale(options.model, "cuda", (1, 2, 4, 8), 48, options.clicks, options.switches)
    write_result("sam_gpu", question=__doc__ or "", figures=measure(scale))


def measure(scale: Scale) -> dict[str, Any]:
    """All figures of one model."""
    is_gpu = scale.device == "cuda"
    if is_gpu:
        limit_device_memory(int(0.8 * torch.cuda.get_device_properties(0).total_memory), "cuda")
    return {
        "model": scale.model,
        "weights": "random, seed 0",
        "device": torch.cuda.get_device_name() if is_gpu else "cpu",
        "torch": torch.__version__,
        "frame": f"{WIDTH}x{HEIGHT}",
        "embedding": embedding(scale),
        "half_precision": half_precision(scale),
        "click_to_mask_ms": clicking(scale),
        "switching": switching(scale),
    }


def segmenter(scale: Scale, precision: str = "") -> SamSegmenter:
    """The model with random weights; the same ones each time."""
    model = build_tiny_sam() if scale.model == "tiny" else random_sam(scale.model)
    return SamSegmenter(
        model,
        name=f"sam_{scale.model}",
        title=scale.model,
        weights_sha256="",
        device=scale.device,
        precision=precision,
    )


@contextmanager
def loaded(scale: Scale, precision: str = "") -> Iterator[SamSegmenter]:
    """A model that is warm, and gone afterwards."""
    sam = segmenter(scale, precision)
    sam.segment(sam.embed(frame(0)), prompt(0))
    try:
        yield sam
    finally:
        sam.close()


def frame(second: int) -> Image:
    """A picture of coarse noise, another one for every second."""
    rng = np.random.default_rng(second)
    coarse = rng.integers(0, 255, (HEIGHT // 8, WIDTH // 8, 3), dtype=np.uint8)
    return np.repeat(np.repeat(coarse, 8, axis=0), 8, axis=1)


def prompt(number: int) -> Prompt:
    """A click somewhere, another one for every number."""
    x, y = np.random.default_rng(number).uniform((0, 0), (WIDTH, HEIGHT))
    return Prompt(points_xy=((float(x), float(y)),), positive=(True,))


def embedding(scale: Scale) -> dict[str, Any]:
    """Embeddings a second by precision and batch, from the picture in memory to features on the device."""
    figures: dict[str, Any] = {}
    images = [frame(second) for second in range(max(scale.batches))]
    for precision in PRECISIONS:
        with loaded(scale, precision) as sam:
            for batch in scale.batches:
                figures[f"{precision}, batch {batch}"] = throughput(sam, images[:batch], scale)
    return figures


def throughput(sam: SamSegmenter, images: Sequence[Image], scale: Scale) -> dict[str, float]:
    """Embeddings a second, and the most memory that the device gave."""
    sam.embed_batch(images)
    if scale.device == "cuda":
        torch.cuda.reset_peak_memory_stats()
    rounds = max(1, scale.embeddings // len(images))
    started = time.perf_counter()
    for _ in range(rounds):
        sam.embed_batch(images)
    passed = time.perf_counter() - started
    peak = torch.cuda.max_memory_reserved() / GIB if scale.device == "cuda" else 0.0
    return {"per_s": rounds * len(images) / passed, "peak_gib": peak}


def half_precision(scale: Scale) -> dict[str, float]:
    """How far features in half precision are from float32's, relative to the spread of these."""
    features = {}
    for precision in PRECISIONS:
        with loaded(scale, precision) as sam:
            features[precision] = sam.pack(sam.embed(frame(1)))["features"].astype(np.float32)
    exact = features["float32"]
    return {
        f"{precision}, mean difference": float(
            np.abs(features[precision] - exact).mean() / exact.std()
        )
        for precision in PRECISIONS[:2]
    }


def clicking(scale: Scale) -> dict[str, Any]:
    """From prompt to three masks on the host, with the embedding on the device."""
    with loaded(scale) as sam:
        ready = sam.embed(frame(1))

        def one_click(number: int) -> None:
            sam.segment(ready, prompt(number))

        def fourth_click(number: int) -> None:
            grown = Prompt(box_xyxy=(100 + number, 100, 900, 800))
            for step in range(3):
                grown = grown.with_point(200 + step, 300, positive=step != 1)
            sam.segment(ready, grown)

        figures = {
            "a click": spread(one_click, scale.clicks),
            "a box and three clicks, all decoded anew": spread(fourth_click, scale.clicks // 4),
        }
        with embedding_all_the_time(sam):
            figures["a click while frames are embedded"] = spread(one_click, scale.clicks)
        if scale.device == "cuda":
            with torch.autocast("cuda", dtype=torch.float16):
                figures["a click, decoder in float16"] = spread(one_click, scale.clicks)
    return figures


@contextmanager
def embedding_all_the_time(sam: SamSegmenter) -> Iterator[None]:
    """Another thread embeds frame after frame."""
    done, begun = threading.Event(), threading.Event()
    images = [frame(second) for second in range(4)]

    def work() -> None:
        number = 0
        while not done.is_set():
            begun.set()
            sam.embed(images[number % len(images)])
            number += 1

    thread = threading.Thread(target=work)
    thread.start()
    begun.wait()
    try:
        yield
    finally:
        done.set()
        thread.join()


def spread(work: Callable[[int], None], count: int) -> dict[str, float]:
    """Median and 95th percentile in ms."""
    times = []
    for number in range(count):
        started = time.perf_counter()
        work(number)
        times.append(1000 * (time.perf_counter() - started))
    return {"p50": statistics.median(times), "p95": float(np.percentile(times, 95))}


def switching(scale: Scale) -> dict[str, float]:
    """Memory over many frame switches, each with an embedding read back, put into the cache and clicked."""
    with loaded(scale) as sam:
        stored = [sam.pack(sam.embed(frame(second))) for second in range(FRAMES)]
        one = sam.embedding_bytes(sam.unpack(stored[0]))
        cache: EmbeddingCache[int] = EmbeddingCache(
            KEPT_EMBEDDINGS * one, size_of=sam.embedding_bytes
        )
        order = np.random.default_rng(0).integers(0, FRAMES, scale.switches)
        samples = []
        for number, second in enumerate(order.tolist()):
            cache.pin(second)
            if (ready := cache.get(second)) is None:
                # Most come from the store; now and then one is made.
                fresh = number % SAMPLE_EVERY == 0
                ready = sam.embed(frame(second)) if fresh else sam.unpack(stored[second])
                cache.put(second, ready)
            sam.segment(ready, prompt(number))
            if number % SAMPLE_EVERY == 0:
                samples.append((number, *memory(scale), cache.bytes_held))
    return trend(np.array(samples, dtype=np.float64), cache.limit_bytes)


def memory(scale: Scale) -> tuple[int, int]:
    """Bytes of the device that torch holds, and of this process."""
    reserved = torch.cuda.memory_reserved() if scale.device == "cuda" else 0
    return reserved, psutil.Process().memory_info().rss


def trend(samples: np.ndarray[Any, np.dtype[np.float64]], limit_bytes: int) -> dict[str, float]:
    """Slopes over the second half, when all caches are full."""
    number, device, process, held = samples[len(samples) // 2 :].T
    return {
        "switches": int(samples[-1, 0]) + 1,
        "ceiling_mib": limit_bytes / MIB,
        "most_held_mib": float(samples[:, 3].max()) / MIB,
        "device_most_gib": float(device.max()) / GIB,
        "device_slope_kib_a_switch": float(np.polyfit(number, device, 1)[0] / 1024),
        "process_slope_kib_a_switch": float(np.polyfit(number, process, 1)[0] / 1024),
        "held_at_the_end_mib": float(held[-1]) / MIB,
    }


if __name__ == "__main__":
    main()
