"""Where SAM computes, how precisely, and with how many threads."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def default_device() -> str:
    """`cuda` where torch sees such a device, else `cpu`."""
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def default_precision(device: str) -> str:
    """What the image encoder computes in: float16 on a GPU, bfloat16 on a CPU with AMX, else float32."""
    if device.startswith("cuda"):
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
    if device.startswith("cuda") or before == count:
        yield
        return
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)
