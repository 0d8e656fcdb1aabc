"""Where SAM computes, how precisely, and with how many threads."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Any


def default_device() -> str:
    """`cuda` where torch sees such a device, else `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def default_precision(device: str) -> str:
    """What the image encoder computes in: float16 on a GPU, bfloat16 on a CPU with AMX, else float32."""
    if is_cuda(device):
        return "float16"
    return "bfloat16" if has_amx() else "float32"


def has_amx(cpu_info: Path = Path("/proc/cpuinfo")) -> bool:
    """Whether this CPU multiplies bfloat16 matrices in hardware; without AMX bfloat16 is no quicker."""
    try:
        return "amx_bf16" in cpu_info.read_text()
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
