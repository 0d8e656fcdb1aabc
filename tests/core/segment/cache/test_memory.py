"""The ceiling on embeddings in memory, and what is done without any left."""

import random
import subprocess
import sys

import pytest

from avisbuild.segment.cache.memory import (
    EmbeddingCache,
    device_memory_limit,
    is_out_of_memory,
    limit_device_memory,
    retrying,
)
from avisbuild.segment.errors import SegmenterError, SegmenterMemoryError


def cache(limit_bytes: int) -> EmbeddingCache[str]:
    return EmbeddingCache(limit_bytes, size_of=len)


def test_the_least_recently_used_embedding_goes_first() -> None:
    held = cache(10)
    for key in "abc":
        held.put(key, key * 3)
    held.get("a")
    held.put("d", "ddd")
    assert held.keys() == {"a", "c", "d"}


def test_the_pinned_embedding_goes_last() -> None:
    held = cache(10)
    held.pin("a")
    for key in "abcdefg":
        held.put(key, key * 3)
    assert held.keys() == {"a", "f", "g"}


def test_what_does_not_fit_beside_the_pinned_one_is_not_held_and_evicts_nothing() -> None:
    held = cache(10)
    held.put("a", "aaaa")
    held.put("b", "bb")
    held.pin("a")
    assert not held.put("c", "ccccccc")
    assert held.keys() == {"a", "b"}


def test_a_newer_embedding_of_a_key_takes_the_place_of_the_older_one() -> None:
    held = cache(10)
    held.put("a", "aaaaaaaa")
    assert held.put("a", "AAAAAAAAA")
    assert held.get("a") == "AAAAAAAAA"
    assert held.bytes_held == 9


def test_the_ceiling_holds_over_two_thousand_switches_r34() -> None:
    """R34: a set cap is never exceeded, whatever the sizes and the order."""
    held, draw = cache(1000), random.Random(0)
    for number in range(2000):
        key = str(draw.randrange(60))
        held.pin(key)
        if held.get(key) is None:
            held.put(key, "x" * draw.randrange(1, 300))
        assert held.bytes_held <= held.limit_bytes, number
        keys = held.keys()
        assert held.bytes_held == sum(len(held.get(each) or "") for each in keys)
    held.evict_all()
    assert held.bytes_held == 0


def test_out_of_memory_evicts_everything_and_tries_once_more_r34() -> None:
    """R34: on out of memory, evict."""
    held = cache(100)
    held.put("a", "aaaa")

    def work() -> str:
        if held.bytes_held:
            raise MemoryError
        return "done"

    assert retrying(work, evict=held.evict_all, title="SAM ViT-H") == "done"
    assert held.bytes_held == 0


def test_out_of_memory_twice_is_a_typed_error_with_the_cure_r34() -> None:
    """R34: then fall back to a smaller model; the service does so on this error."""
    tries = []

    def work() -> None:
        tries.append(1)
        raise RuntimeError(
            "DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes"
        )

    with pytest.raises(SegmenterMemoryError, match=r"^SAM ViT-H: out of memory.*smaller model"):
        retrying(work, evict=lambda: None, title="SAM ViT-H")
    assert len(tries) == 2


def test_other_errors_pass_untouched_and_are_not_tried_again() -> None:
    tries = []

    def work() -> None:
        tries.append(1)
        raise RuntimeError("shapes differ")

    with pytest.raises(RuntimeError, match="shapes differ"):
        retrying(work, evict=lambda: None, title="SAM ViT-H")
    assert len(tries) == 1


def test_torch_without_memory_is_told_from_torch_in_error() -> None:
    torch = pytest.importorskip("torch")
    assert is_out_of_memory(torch.OutOfMemoryError("CUDA out of memory"))
    assert not is_out_of_memory(RuntimeError("CUDA error: device-side assert"))


@pytest.mark.parametrize(
    "text",
    [
        "CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`",
        "cuDNN error: CUDNN_STATUS_ALLOC_FAILED",
        "CUDA error: out of memory\nCUDA kernel errors might be reported elsewhere",
    ],
)
def test_a_gpu_that_is_full_is_told_also_by_the_libraries_that_raise_plain_errors_r34(
    text: str,
) -> None:
    """R34: a full device makes the smaller model take over, whoever of CUDA's libraries notices."""
    assert is_out_of_memory(RuntimeError(text))
    assert not is_out_of_memory(ValueError(text))


@pytest.mark.parametrize(("limit_gib", "share"), [(6, 0.25), (48, 1.0)])
def test_torch_gets_its_share_of_a_gpu_and_no_more_r34(
    limit_gib: int, share: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R34: a set cap, held by torch's own allocator."""
    torch = pytest.importorskip("torch")
    set_to: list[float] = []
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (5 << 30, 24 << 30))
    monkeypatch.setattr(
        torch.cuda, "set_per_process_memory_fraction", lambda share, _: set_to.append(share)
    )
    limit_device_memory(limit_gib << 30, "cuda:0")
    limit_device_memory(limit_gib << 30, "cpu")
    assert set_to == [share]


@pytest.mark.parametrize(("device", "index"), [("cuda", 3), ("cuda:1", 1)])
def test_the_cap_is_taken_by_torch_for_a_device_named_with_or_without_a_number_r34(
    device: str, index: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R34: torch's own function refuses the plain `cuda` that is our default, and means the current one."""
    torch = pytest.importorskip("torch")
    set_to: list[tuple[float, int]] = []
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda _: (5 << 30, 24 << 30))
    monkeypatch.setattr(torch.cuda, "current_device", lambda: 3)
    monkeypatch.setattr(torch.cuda.memory, "_lazy_init", lambda: None)
    monkeypatch.setattr(
        torch._C, "_cuda_setMemoryFraction", lambda *words: set_to.append(words), raising=False
    )
    limit_device_memory(6 << 30, device)
    assert set_to == [(0.25, index)]


def test_the_cap_on_a_gpu_is_set_by_the_environment_r34(monkeypatch: pytest.MonkeyPatch) -> None:
    """R34: a set cap; without one torch takes what there is."""
    monkeypatch.delenv("AVISBUILD_GPU_MEMORY_GIB", raising=False)
    assert device_memory_limit() is None
    monkeypatch.setenv("AVISBUILD_GPU_MEMORY_GIB", "1.5")
    assert device_memory_limit() == 3 << 29


@pytest.mark.parametrize("text", ["lots", "0", "-1", "nan", "inf"])
def test_a_cap_that_is_no_number_of_gib_is_one_line(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AVISBUILD_GPU_MEMORY_GIB", text)
    with pytest.raises(SegmenterError, match=f"AVISBUILD_GPU_MEMORY_GIB={text}: expected"):
        device_memory_limit()


def test_what_was_tried_first_is_let_go_before_the_second_try_r34() -> None:
    """R34: a failed try that keeps its tensors alive would make the second one fail too."""
    torch = pytest.importorskip("torch")
    alive: list[object] = []

    class Large:
        def __init__(self) -> None:
            alive.append(self.__class__)

        def __del__(self) -> None:
            alive.pop()

    def work() -> str:
        if alive:
            return "the first try is still in memory"
        large = Large()
        if len(tries) == 0:
            tries.append(large.__class__)
            raise torch.OutOfMemoryError("CUDA out of memory")
        return "done"

    tries: list[object] = []
    assert retrying(work, evict=lambda: None, title="SAM ViT-H") == "done"


def test_importing_segmenters_imports_no_torch() -> None:
    sam = ("segmenter", "tiny", "encoder", "decoder", "onnx_decoder", "checkpoints")
    rooms = [f"sam.{name}" for name in sam] + ["cache.memory"]
    modules = ", ".join(f"avisbuild.segment.{room}" for room in rooms)
    probe = (
        f"import sys; import {modules};"
        " print({'torch', 'torchvision', 'segment_anything', 'onnxruntime', 'cv2'} & set(sys.modules))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "set()"
