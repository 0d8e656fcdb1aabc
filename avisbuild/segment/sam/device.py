"""Where SAM computes, how precisely, and with how many threads."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any

from avisbuild.segment.errors import SegmenterError

PRECISION_SETTING = "AVISBUILD_PRECISION"
PRECISIONS = ("float32", "bfloat16", "float16")
AUTO = "auto"
_CPU_INFO = Path("/proc/cpuinfo")


def default_device() -> str:
    """`cuda` where torch sees such a device, else `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def chosen_precision(asked: str = "") -> str | None:
    """What the image encoder is to compute in, by --precision (`asked`) or else by $AVISBUILD_PRECISION.

    None for `auto`, and where nothing is chosen. Raises SegmenterError for another word.
    """
    setting = "--precision" if asked else PRECISION_SETTING
    chosen = asked or os.environ.get(PRECISION_SETTING) or AUTO
    if chosen not in (*PRECISIONS, AUTO):
        known = ", ".join((*PRECISIONS, AUTO))
        raise SegmenterError("precision", setting=setting, chosen=chosen, known=known)
    return None if chosen == AUTO else chosen


def preprocessing_name(longest_side_px: int, chosen: str | None) -> str:
    """What stands in the key of stored embeddings: a chosen precision is never mixed with others."""
    name = f"sam-1.0:longest-side-{longest_side_px}:float16"
    return name if chosen is None else f"{name}:encoded-{chosen}"


def default_precision(device: str) -> str:
    """What `auto` is: float16 on a GPU, bfloat16 on a CPU with AMX, else float32."""
    if is_cuda(device):
        return "float16"
    return "bfloat16" if has_amx() else "float32"


def has_amx(cpu_info: Path = _CPU_INFO) -> bool:
    """Whether this CPU multiplies bfloat16 matrices in hardware, tile by tile."""
    return _cpu_has("amx_bf16", cpu_info)


def has_avx512_bf16(cpu_info: Path = _CPU_INFO) -> bool:
    """Whether this CPU multiplies bfloat16 vectors in hardware: less than AMX, and more than nothing."""
    return _cpu_has("avx512_bf16", cpu_info)


def _cpu_has(flag: str, cpu_info: Path) -> bool:
    try:
        return flag in cpu_info.read_text(encoding="utf-8").split()
    except OSError:
        return False


@contextmanager
def torch_threads(device: str, count: int) -> Iterator[None]:
    """Torch's number of threads on a CPU, which is kept for each calling thread apart."""
    import torch

    before = torch.get_num_threads()
    if is_cuda(device) or before == count:
        yield
        return
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


class Foreground:
    """Where clicks are computed: one thread on a CPU, a stream of high priority on a GPU.

    On the default stream a click would wait until the frame that is being embedded is done.
    """

    def __init__(self, device: str) -> None:
        import torch

        self._device = device
        stream: Any = torch.cuda.Stream
        self._stream = stream(device, priority=-1) if is_cuda(device) else None

    @contextmanager
    def __call__(self) -> Iterator[None]:
        """Whatever is computed inside is computed there, and must be taken to the host inside."""
        with torch_threads(self._device, 1), self._on_stream():
            yield

    def _on_stream(self) -> AbstractContextManager[Any]:
        import torch

        return nullcontext() if self._stream is None else torch.cuda.stream(self._stream)


def is_cuda(device: str) -> bool:
    """Whether a device such as `cuda:1` is a GPU of NVIDIA's."""
    return device.startswith("cuda")


def finish(device: str) -> None:
    """Wait for what this thread asked of a GPU, so that another stream may use it."""
    import torch

    if is_cuda(device):
        torch.cuda.current_stream(device).synchronize()
