"""Embeddings on disk: made once, overnight or while somebody works, and there the next time.

A file a frame, `<model>/<hash[:2]>/<hash>.emb`, written under another name and renamed, so that any number
of processes can share the folder. When it grows over its limit, the files that were longest not looked at
go; the time of the last look is the file's mtime. Everything in it can be made again: whatever goes wrong
here is a miss, and at most one notice.
"""

import contextlib
import logging
import os
import re
import shutil
import stat
import threading
import time
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from avisbuild import inside
from avisbuild.messages import Message
from avisbuild.records.video_folder import embeddings_dir
from avisbuild.segment.base import Segmenter
from avisbuild.segment.cache.file import (
    Arrays,
    EmbeddingKey,
    EmbeddingKind,
    TornFileError,
    decode,
    encode,
)
from avisbuild.segment.cache.file import is_whole as is_whole_file
from avisbuild.system import disk
from avisbuild.system.temporary import held, is_free

__all__ = [
    "EmbeddingKey",
    "EmbeddingKind",
    "EmbeddingStore",
    "embedding_key",
    "project_store",
    "segmenter_kind",
]

DEFAULT_LIMIT_BYTES = 40 << 30
# The journal shares the disk; a cache must leave it room.
FREE_BYTES_KEPT = 1 << 30
# What any process looked at so lately is in use somewhere.
RECENT_S = 600.0
# A file is held the moment after it is made.
_JUST_MADE_S = 1.0
_PRUNE_TO = 0.9
# What others wrote is counted again after this share of the limit was written here.
_RECOUNT_SHARE = 0.05
_HEAD_BYTES = 4096
# What is counted, and may be deleted: names that were given here.
_OURS = re.compile(r"[0-9a-f]{64}\.emb|\.[0-9a-f]{8}\.[0-9a-f]{32}\.tmp")
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")
_HASH = re.compile(r"[0-9a-f]{64}")
_LOG = logging.getLogger(__name__)


def segmenter_kind(segmenter: Segmenter) -> EmbeddingKind:
    """What an embedding by `segmenter` depends on beside the frame: model, weights, preprocessing."""
    return EmbeddingKind(
        model=segmenter.name,
        weights_sha256=segmenter.weights_sha256,
        preprocessing=segmenter.preprocessing,
    )


def embedding_key(segmenter: Segmenter, content_hash: str) -> EmbeddingKey:
    """Under what the store keeps what `segmenter` makes of a frame whose file has this hash."""
    return segmenter_kind(segmenter).key(content_hash)


def project_store(project_dir: Path, *, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> "EmbeddingStore":
    """The store of a project, below its `cache` folder."""
    return EmbeddingStore(embeddings_dir(project_dir), limit_bytes=limit_bytes)


@dataclass(frozen=True, slots=True)
class EmbeddingFile:
    """A file of the store, on its way or whole, and when anybody last looked at it (seconds since 1970)."""

    path: Path
    byte_count: int
    looked_at: float


class EmbeddingStore:
    """A folder of embeddings with a limit; safe to use from several threads and processes.

    `notice` is why the store keeps nothing any more, None as long as it does. Reading goes on then.
    """

    def __init__(self, folder: Path, *, limit_bytes: int = DEFAULT_LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._lock = threading.Lock()
        self._in_use: frozenset[str] = frozenset()
        self._byte_count: int | None = None
        self._written_bytes = 0
        self.notice: Message | None = None

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def limit_bytes(self) -> int:
        """How many bytes the files may take together; beyond that the longest unused go."""
        return self._limit_bytes

    def __contains__(self, key: EmbeddingKey) -> bool:
        """Whether `load` would very likely find it; reads the first few kilobytes only."""
        try:
            with inside.reading(self._path(key)) as stream:
                head = stream.read(_HEAD_BYTES)
                return is_whole_file(head, os.fstat(stream.fileno()).st_size, key)
        except OSError:
            return False

    def load(self, key: EmbeddingKey) -> Arrays | None:
        """The arrays of a key, or None where they are not there; a spoilt file is removed."""
        path = self._path(key)
        try:
            arrays = decode(inside.read_bytearray(path), key)
        except TornFileError as error:
            _LOG.warning("%s: %s; it is made again", path, error)
            with contextlib.suppress(OSError):
                inside.remove_file(path)
            return None
        except OSError:
            return None
        if arrays is not None:
            with contextlib.suppress(OSError):
                os.utime(path)
        return arrays

    def save(self, key: EmbeddingKey, arrays: Arrays) -> bool:
        """Keep an embedding; False where the store is full, off or cannot be written (see `notice`)."""
        data = encode(key, arrays)
        path = self._path(key)
        with self._lock:
            if self.notice is not None:
                return False
            try:
                if not self._has_room(len(data)):
                    return False
                inside.checked(path).parent.mkdir(parents=True, exist_ok=True)
                if shutil.disk_usage(path.parent).free < FREE_BYTES_KEPT + len(data):
                    return self._switch_off(Message("disk-nearly-full"))
                _write(path, data)
            except OSError as error:
                return self._switch_off(error.strerror or str(error))
            self._byte_count = (self._byte_count or 0) + len(data)
            self._written_bytes += len(data)
            return True

    def use(self, content_hashes: Iterable[str]) -> None:
        """Say which frames are in use now: their embeddings are never pruned. Replaces the last call's."""
        with self._lock:
            self._in_use = frozenset(content_hashes)

    def size_bytes(self) -> int:
        """How much the whole store holds now, on disk."""
        return sum(file.byte_count for file in self._files())

    def unused(self, *, for_s: float = RECENT_S) -> list[EmbeddingFile]:
        """The embeddings at which nobody has looked for so long, but for those in use; nothing is removed.

        What processes that died had begun to write is among them.
        """
        before = time.time() - max(for_s, RECENT_S)
        return [
            file
            for file in self._all_files()
            if file.looked_at < before and file.path.stem not in self._in_use
        ]

    def _has_room(self, byte_count: int) -> bool:
        if self._byte_count is None or self._written_bytes > _RECOUNT_SHARE * self._limit_bytes:
            self._byte_count, self._written_bytes = self.size_bytes(), 0
        if self._byte_count + byte_count <= self._limit_bytes:
            return True
        # Other processes write and prune, too: count anew before anything goes.
        return self._prune(byte_count) + byte_count <= self._limit_bytes

    def _prune(self, wanted_bytes: int) -> int:
        files = sorted(self._files(), key=lambda file: file.looked_at)
        left = sum(file.byte_count for file in files)
        goal = int(self._limit_bytes * _PRUNE_TO) - wanted_bytes
        if left + wanted_bytes > self._limit_bytes:
            recent = time.time() - RECENT_S
            for file in files:
                if left <= goal:
                    break
                if file.looked_at < recent and file.path.stem not in self._in_use:
                    inside.remove_file(file.path)
                    left -= file.byte_count
        self._byte_count = left
        return left

    def _files(self) -> Iterator[EmbeddingFile]:
        """Every embedding; temporary files of processes that died are removed on the way."""
        for file in self._all_files():
            if file.path.suffix == ".emb":
                yield file
            elif file.looked_at < time.time() - _JUST_MADE_S:
                with contextlib.suppress(OSError):
                    if is_free(inside.checked(file.path)):
                        inside.remove_file(file.path)

    def _all_files(self) -> Iterator[EmbeddingFile]:
        """Every embedding, and those that are being written or were abandoned."""
        for folder, _, names in os.walk(inside.checked(self._folder)):
            for name in names:
                path = Path(folder) / name
                try:
                    status = path.lstat()
                except OSError:
                    continue  # another process removed it
                if _OURS.fullmatch(name) and stat.S_ISREG(status.st_mode):
                    yield EmbeddingFile(path, status.st_size, status.st_mtime)

    def _switch_off(self, reason: str | Message) -> bool:
        self.notice = Message("embeddings-not-kept", folder=self._folder, reason=reason)
        _LOG.warning("%s", self.notice)
        return False

    def _path(self, key: EmbeddingKey) -> Path:
        if not _MODEL.fullmatch(key.model) or not _HASH.fullmatch(key.content_hash):
            raise ValueError(f"expected a model's name and 64 hexadecimal digits, got {key}")
        return self._folder / key.model / key.content_hash[:2] / f"{key.content_hash}.emb"


def _write(path: Path, data: bytes) -> None:
    """Replace a file as a whole; unsynced, since the checksum tells a torn one."""
    # Not by `tempfile`, whose files only their owner may read: a project is of several people.
    temporary = path.with_name(f".{path.stem[:8]}.{uuid.uuid4().hex}.tmp")
    try:
        with contextlib.ExitStack() as holding:
            with temporary.open("xb") as stream:
                holding.enter_context(held(stream.fileno()))
                stream.write(data)
            disk.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
