"""The embeddings at hand: in memory under a ceiling, on disk where there is a store."""

import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.segment.base import Frame, FrameKey, Segmenter, Title
from avisbuild.segment.cache.memory import EmbeddingCache, retrying
from avisbuild.segment.cache.store import EmbeddingKey, EmbeddingStore, embedding_key
from avisbuild.segment.errors import SegmenterError, SegmenterMemoryError

R = TypeVar("R")

# After running out of memory with so much held, hold this share of it.
_SHARE_KEPT = 0.75


class Embeddings:
    """Embeddings of one segmenter, by frame; `take_over` empties it for the next segmenter.

    The caller's lock guards everything here but `read`, `is_on_disk` and `write`, which are slow and only for
    the encoder's thread.
    """

    def __init__(self, limit_bytes: int, store: EmbeddingStore | None) -> None:
        self._limit_bytes = limit_bytes
        self._store = store
        self._takes_more = store is not None
        self._segmenter: Segmenter | None = None
        self._size_of: Callable[[Any], int] = lambda _: 0
        self._cache = self._empty_cache()
        self._largest_bytes = 0
        self._hashes: dict[FrameKey, str] = {}
        self._queued: dict[FrameKey, str] = {}
        self.on_disk: set[FrameKey] = set()

    def take_over(self, segmenter: Segmenter) -> None:
        """Start empty for another segmenter: embeddings of the last one fit no other model."""
        self._segmenter = segmenter
        self._cache.evict_all()
        self._size_of = segmenter.embedding_bytes
        self._cache = self._empty_cache()
        self._largest_bytes = 0
        self.on_disk.clear()

    def _empty_cache(self) -> EmbeddingCache[FrameKey]:
        return EmbeddingCache(self._limit_bytes, size_of=self._size_of)

    def follow_order(self, order: Sequence[FrameKey]) -> None:
        """Take note of what is wanted, first things first: what is last in order will go first."""
        self._hashes = {key: self._hashes[key] for key in order if key in self._hashes}
        self._queued = {key: self._queued[key] for key in order if key in self._queued}
        self.on_disk &= set(order)
        self._cache.pin(order[0] if order else None)
        for key in reversed(order):
            self._cache.get(key)

    @property
    def in_memory(self) -> frozenset[FrameKey]:
        """The frames of which a click is answered at once."""
        return self._cache.keys()

    @property
    def bytes_held(self) -> int:
        """Bytes in use, to be compared with the ceiling."""
        return self._cache.bytes_held

    @property
    def capacity(self) -> int:
        """How many embeddings surely fit into memory; that of the frame on screen is tried in any case."""
        if not self._largest_bytes:
            return sys.maxsize
        return max(1, self._cache.limit_bytes // self._largest_bytes)

    @property
    def can_store(self) -> bool:
        """Whether embeddings are kept on disk from now on; a store that takes no more is still read."""
        return self._takes_more and self._disk() is not None

    def get(self, key: FrameKey) -> Any | None:
        """Take an embedding from memory alone; None sends the caller to `read` or the encoder."""
        return self._cache.get(key)

    def hold(self, key: FrameKey, embedding: Any, order: Sequence[FrameKey]) -> None:
        """Keep an embedding in memory, in place of what is last in order.

        Raises SegmenterError where the ceiling is too low for one embedding.
        """
        size = self._size_of(embedding)
        self._largest_bytes = max(self._largest_bytes, size)
        self.follow_order(order)
        if not self._cache.put(key, embedding) and key == order[0]:
            raise SegmenterError(
                "embedding-too-large", size=_mib(size), limit=_mib(self._cache.limit_bytes)
            )

    def with_room(self, work: Callable[[], R], *, title: Title) -> R:
        """Do the work; out of memory, let go of every embedding, keep fewer from now on, and try again.

        Raises SegmenterMemoryError where the second try fails too.
        """

        def willing() -> R:
            try:
                return work()
            except SegmenterMemoryError as error:
                reason = str(error)
            raise MemoryError(reason)

        return retrying(willing, evict=self._evict, title=title)

    def evict_all(self) -> None:
        """Let go of every embedding in memory."""
        self._cache.evict_all()

    def _evict(self) -> None:
        # Without a lower ceiling the next frames would fill the memory up to the same end, and where there
        # is room for one only, two would push each other out for ever.
        if self._cache.bytes_held:
            fewer = max(int(self._cache.bytes_held * _SHARE_KEPT), self._largest_bytes)
            self._cache.limit_bytes = min(self._cache.limit_bytes, fewer)
        self._cache.evict_all()

    def read(self, frame: Frame) -> Any | None:
        """Take an embedding from the project's store; None without a store, or where it has none."""
        if (disk := self._disk()) is None:
            return None
        store, segmenter = disk
        arrays = store.load(self._key(segmenter, frame))
        return None if arrays is None else segmenter.unpack(arrays)

    def is_on_disk(self, frame: Frame) -> bool:
        """Whether `read` would find something, without reading the arrays; False without a store."""
        if (disk := self._disk()) is None:
            return False
        store, segmenter = disk
        return self._key(segmenter, frame) in store

    def write(self, frame: Frame, arrays: dict[str, Any], queue: Iterable[Frame]) -> Message | None:
        """Keep an embedding on disk, but not in place of one of the queue's.

        Where that fails no more are kept; why, or None.
        """
        if not self._takes_more or (disk := self._disk()) is None:
            return None
        store, segmenter = disk
        key = self._key(segmenter, frame)
        store.use(self._in_use(queue))
        if store.save(key, arrays):
            return None
        self._takes_more = False
        return store.notice

    def _disk(self) -> tuple[EmbeddingStore, Segmenter] | None:
        store, segmenter = self._store, self._segmenter
        if store is None or segmenter is None or not segmenter.is_storable:
            return None
        return store, segmenter

    def _in_use(self, queue: Iterable[Frame]) -> frozenset[str]:
        """The hashes of the frames in the queue, as far as they can be read."""
        known = self._queued
        for frame in queue:
            if frame.key not in known:
                with suppress(AvisbuildError):
                    known[frame.key] = frame.content_hash()
        return frozenset(known.values())

    def _key(self, segmenter: Segmenter, frame: Frame) -> EmbeddingKey:
        if frame.key not in self._hashes:
            self._hashes[frame.key] = frame.content_hash()
        return embedding_key(segmenter, self._hashes[frame.key])


def _mib(byte_count: int) -> str:
    return f"{byte_count / (1 << 20):.1f} MiB"
