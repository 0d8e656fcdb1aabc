"""SAM on a CUDA GPU; these run only where there is one."""

import threading
from collections.abc import Iterator

import numpy as np
import pytest
import torch

from avisbuild.segment import Image, Prompt
from avisbuild.segment.cache.memory import EmbeddingCache, limit_device_memory, retrying
from avisbuild.segment.errors import SegmenterMemoryError
from avisbuild.segment.sam.segmenter import SamSegmenter
from avisbuild.segment.sam.tiny import tiny_segmenter

pytestmark = pytest.mark.skipif(not torch.cuda.is_available(), reason="no CUDA GPU")
CLICK = Prompt(points_xy=((30, 40),), positive=(True,))
PROMPTS = (CLICK, CLICK.with_point(100, 20, positive=False), Prompt(box_xyxy=(10, 10, 120, 60)))


@pytest.fixture
def sam() -> Iterator[SamSegmenter]:
    segmenter = tiny_segmenter(device="cuda")
    yield segmenter
    segmenter.close()


def picture(seed: int = 0) -> Image:
    return np.random.default_rng(seed).integers(0, 256, (72, 160, 3), dtype=np.uint8)


@pytest.mark.parametrize("prompt", PROMPTS, ids=["a click", "two clicks", "a box"])
def test_a_gpu_gives_the_masks_of_a_cpu(prompt: Prompt, sam: SamSegmenter) -> None:
    on_cpu = tiny_segmenter(device="cpu")
    stored = on_cpu.pack(on_cpu.embed(picture()))
    ours = sam.segment(sam.unpack(stored), prompt)
    theirs = on_cpu.segment(on_cpu.unpack(stored), prompt)
    assert ours.scores == pytest.approx(theirs.scores, abs=1e-3)
    assert np.mean(ours.masks != theirs.masks) < 0.01


def test_features_in_half_precision_are_near_those_of_a_cpu(sam: SamSegmenter) -> None:
    ours = sam.pack(sam.embed(picture()))["features"].astype(np.float32)
    on_cpu = tiny_segmenter(device="cpu")
    theirs = on_cpu.pack(on_cpu.embed(picture()))["features"].astype(np.float32)
    assert np.abs(ours - theirs).mean() < 0.02 * theirs.std()


def test_clicks_beside_embeddings_come_out_as_without_r06(sam: SamSegmenter) -> None:
    """R06: the streams of clicks and of embeddings do not disturb each other."""
    ready = sam.embed(picture())
    expected = sam.segment(ready, CLICK).masks
    done = threading.Event()

    def embed() -> None:
        seed = 1
        while not done.is_set():
            sam.embed(picture(seed))
            seed += 1

    thread = threading.Thread(target=embed)
    thread.start()
    try:
        for _ in range(200):
            assert np.array_equal(sam.segment(ready, CLICK).masks, expected)
    finally:
        done.set()
        thread.join()


def test_memory_is_level_over_two_thousand_switches_r34(sam: SamSegmenter) -> None:
    """R34: slope test; torch takes no more of the device in the second half than in the first."""
    cache: EmbeddingCache[int] = EmbeddingCache(8 * 4096, size_of=sam.embedding_bytes)
    most = [0, 0]
    for number in range(2000):
        second = number * 7 % 60
        if (ready := cache.get(second)) is None:
            ready = sam.embed(picture(second))
            cache.put(second, ready)
        sam.segment(ready, CLICK)
        assert cache.bytes_held <= cache.limit_bytes
        most[number // 1000] = max(most[number // 1000], torch.cuda.memory_reserved())
    assert most[1] <= most[0]


def test_a_full_device_is_a_typed_error_and_works_again_afterwards_r34(sam: SamSegmenter) -> None:
    """R34: out of memory evicts, then says so; never a crash."""
    held = [torch.empty(1 << 20, device="cuda")]
    try:
        limit_device_memory(torch.cuda.memory_reserved() + (64 << 20), "cuda")

        def too_much() -> None:
            held.append(torch.empty(1 << 30, device="cuda"))

        with pytest.raises(SegmenterMemoryError):
            retrying(too_much, evict=held.clear, title="SAM")
        assert held == []
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0)
    assert sam.segment(sam.embed(picture()), CLICK).masks.shape == (3, 72, 160)
