"""The ceiling on embeddings kept in memory, and what is done when a device runs out of it."""

import gc
import math
import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any, Generic, TypeVar

from avisbuild.segment.base import Title
from avisbuild.segment.errors import SegmenterError, SegmenterMemoryError

K = TypeVar("K", bound=Hashable)
R = TypeVar("R")

# Plain RuntimeErrors: of torch's allocator for the CPU, and of CUDA and its libraries on a full device.
_WORDS_OF_NO_MEMORY = ("can't allocate memory", "CUDA error: out of memory", "_STATUS_ALLOC_FAILED")


class EmbeddingCache(Generic[K]):
    """Embeddings by key, never more than `limit_bytes` of them; the least recently used go first.

    `size_of` is `Segmenter.embedding_bytes`. One key may be pinned (the frame on screen): it goes last, and
    only by `evict_all`. Safe to use from several threads.
    """

    def __init__(self, limit_bytes: int, *, size_of: Callable[[Any], int]) -> None:
        self.limit_bytes = limit_bytes
        self._size_of = size_of
        self._held: OrderedDict[K, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._pinned: K | None = None
        self._lock = threading.RLock()

    @property
    def bytes_held(self) -> int:
        """Bytes of memory that the cache has in use, on the device or in this process."""
        return self._bytes

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def keys(self) -> frozenset[K]:
        """The keys held at the moment."""
        with self._lock:
            return frozenset(self._held)

    def pin(self, key: K | None) -> None:
        """Keep this key, held now or put later, before all others; None pins nothing."""
        with self._lock:
            self._pinned = key

    def get(self, key: K) -> Any | None:
        """The embedding, which counts as used now; None where there is none."""
        with self._lock:
            if key not in self._held:
                return None
            self._held.move_to_end(key)
            return self._held[key][0]

    def put(self, key: K, embedding: Any) -> bool:
        """Hold an embedding in place of any older one of the key; false where it does not fit."""
        size = self._size_of(embedding)
        with self._lock:
            self.discard(key)
            if not self.make_room(size):
                return False
            self._held[key] = (embedding, size)
            self._bytes += size
            return True

    def make_room(self, size: int) -> bool:
        """Evict until `size` bytes more would fit; false, with nothing evicted, where they cannot."""
        with self._lock:
            pinned = self._held.get(self._pinned, (None, 0))[1] if self._pinned is not None else 0
            if size + pinned > self.limit_bytes:
                return False
            while self._bytes + size > self.limit_bytes:
                self.discard(next(key for key in self._held if key != self._pinned))
            return True

    def discard(self, key: K) -> None:
        """Let go of one embedding, if it is held."""
        with self._lock:
            _, size = self._held.pop(key, (None, 0))
            self._bytes -= size

    def evict_all(self) -> None:
        """Let go of every embedding, the pinned one too."""
        with self._lock:
            self._held.clear()
            self._bytes = 0


def retrying(work: Callable[[], R], *, evict: Callable[[], None], title: Title) -> R:
    """Do the work; out of memory, evict everything and try once more.

    `title` names the model. Raises SegmenterMemoryError where the second try fails too.
    """
    try:
        return work()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
    # Outside the except block: the exception's frames hold the tensors of the failed try.
    evict()
    release_device_memory()
    try:
        return work()
    except Exception as error:
        if not is_out_of_memory(error):
            raise
        raise SegmenterMemoryError("out-of-memory", title=title) from error.with_traceback(None)


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a device or this process had no memory left."""
    torch = sys.modules.get("torch")
    if isinstance(error, MemoryError) or (
        torch is not None and isinstance(error, torch.OutOfMemoryError)
    ):
        return True
    return isinstance(error, RuntimeError) and any(
        words in str(error) for words in _WORDS_OF_NO_MEMORY
    )


def release_device_memory() -> None:
    """Give memory that nothing refers to back to the device."""
    gc.collect()
    torch = sys.modules.get("torch")
    if torch is not None and torch.cuda.is_available() and torch.cuda.is_initialized():
        torch.cuda.empty_cache()


def device_memory_limit() -> int | None:
    """The bytes of a GPU that this process may have, by $AVISBUILD_GPU_MEMORY_GIB; None without it.

    Raises SegmenterError where that is no positive number.
    """
    text = os.environ.get("AVISBUILD_GPU_MEMORY_GIB", "")
    if not text:
        return None
    try:
        limit_gib = float(text)
    except ValueError:
        limit_gib = 0.0
    if not 0 < limit_gib < math.inf:
        raise SegmenterError("memory-setting", found=text)
    return int(limit_gib * (1 << 30))


def limit_device_memory(limit_bytes: int, device: str) -> None:
    """Let this process have at most so much of a CUDA device; beyond it torch says it is out of memory.

    On a CPU nothing is limited: there the embeddings' ceiling is the one that counts.
    """
    import torch

    chosen = torch.device(device)
    if chosen.type != "cuda":
        return
    _, total_bytes = torch.cuda.mem_get_info(device)
    # By its number: torch refuses a plain `cuda` here, and None is the current one.
    torch.cuda.set_per_process_memory_fraction(min(1.0, limit_bytes / total_bytes), chosen.index)
