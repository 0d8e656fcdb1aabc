"""Fill a project's embedding store: what is missing and nothing else, in batches, safe to stop anywhere."""

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from avisbuild.errors import AvisbuildError
from avisbuild.messages import Message
from avisbuild.progress import Progress, silent
from avisbuild.records import Video, VideoId
from avisbuild.segment import Frame, Image, Segmenter
from avisbuild.segment.cache.memory import is_out_of_memory, release_device_memory, retrying
from avisbuild.segment.cache.store import EmbeddingKey, EmbeddingKind, EmbeddingStore
from avisbuild.segment.capabilities import EmbedsMany
from avisbuild.segment.errors import SegmenterMemoryError
from avisbuild.segment.frames import video_frames

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingFailure:
    """A frame that has no embedding, and why."""

    video_id: VideoId
    second: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedEmbedding:
    """A frame whose embedding is missing, and the key to keep it under."""

    frame: Frame
    key: EmbeddingKey


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingPlan:
    """What there is to do: of `frame_count` frames `there_count` are in the store already."""

    frame_count: int
    there_count: int
    missing: tuple[WantedEmbedding, ...]
    failures: tuple[EmbeddingFailure, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddingOutcome:
    """What came of a run.

    `reason` is "" where everything was tried, "interrupted", or "store" where the store takes no more; then
    `notice` says why. `left_count` frames were not tried, or not kept.
    """

    made_count: int
    failures: tuple[EmbeddingFailure, ...]
    left_count: int
    reason: str
    notice: str
    wall_s: float


def plan_embeddings(
    videos_dir: Path,
    videos: Sequence[Video],
    kind: EmbeddingKind,
    store: EmbeddingStore,
    *,
    progress: Progress = silent,
) -> EmbeddingPlan:
    """Look which frames have no embedding of this kind; reads all their files, whose bytes are the keys.

    Tells the store that all of them are in use, so that none makes room for another.
    """
    there, missing, failures, hashes = 0, [], [], set()
    frame_count = sum(video.second_count for video in videos)
    frames = (
        frame
        for video in videos
        for frame in video_frames(videos_dir / video.video_id, video.video_id, video.second_count)
    )
    for count, frame in enumerate(frames, start=1):
        try:
            key = kind.key(frame.content_hash())
        except AvisbuildError as error:
            failures.append(_failure(frame, str(error)))
        else:
            hashes.add(key.content_hash)
            if key in store:
                there += 1
            else:
                missing.append(WantedEmbedding(frame=frame, key=key))
        progress(count, frame_count, frame.key.video_id)
    store.use(hashes)
    return EmbeddingPlan(
        frame_count=frame_count,
        there_count=there,
        missing=tuple(missing),
        failures=tuple(failures),
    )


def make_embeddings(
    plan: EmbeddingPlan,
    segmenter: Segmenter,
    store: EmbeddingStore,
    *,
    batch: int = 1,
    progress: Progress = silent,
    stop: threading.Event | None = None,
) -> EmbeddingOutcome:
    """Make what a plan misses. A frame that fails is kept with its reason, and the rest goes on.

    Out of memory, the batch is halved; raises SegmenterMemoryError where one frame alone is too much.
    """
    started = time.monotonic()
    run = _Run(segmenter, store, batch)
    run.failures.extend(plan.failures)
    reason = run.work(plan.missing, progress, stop or threading.Event())
    return EmbeddingOutcome(
        made_count=run.made_count,
        failures=tuple(run.failures),
        left_count=len(plan.missing) - run.tried_count + run.unkept_count,
        reason=reason,
        notice=run.notice,
        wall_s=time.monotonic() - started,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Loaded:
    wanted: WantedEmbedding
    image: Image | None
    reason: str


class _Run:
    """One thread reads pictures ahead and one writes files, while this one keeps the model busy."""

    def __init__(self, segmenter: Segmenter, store: EmbeddingStore, batch: int) -> None:
        self._segmenter = segmenter
        self._store = store
        self._batch = max(1, batch)
        self.made_count = 0
        self.tried_count = 0
        self.unkept_count = 0
        self.failures: list[EmbeddingFailure] = []
        self.notice = ""

    def work(
        self, missing: Sequence[WantedEmbedding], progress: Progress, stop: threading.Event
    ) -> str:
        """Go through all that is missing; why it ended early, or ""."""
        with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(1) as writer:
            kept: Future[bool] | None = None
            for loaded in _ahead(reader, self._chunks(missing)):
                if stop.is_set():
                    return "interrupted"
                packed = self._embed(loaded)
                if kept is not None and not kept.result():
                    return "store"
                kept = writer.submit(self._keep, packed)
                self.tried_count += len(loaded)
                progress(self.tried_count, len(missing), loaded[-1].wanted.frame.key.video_id)
            return "" if kept is None or kept.result() else "store"

    def _chunks(self, missing: Sequence[WantedEmbedding]) -> Iterator[Callable[[], list[_Loaded]]]:
        place = 0
        while place < len(missing):
            chunk = missing[place : place + self._batch]
            place += len(chunk)
            yield lambda chunk=chunk: [self._load(wanted) for wanted in chunk]  # type: ignore[misc]

    def _load(self, wanted: WantedEmbedding) -> _Loaded:
        # Another process may have made it since the plan: then there is nothing to load.
        if wanted.key in self._store:
            return _Loaded(wanted, None, "")
        try:
            return _Loaded(wanted, wanted.frame.load(), "")
        except AvisbuildError as error:
            return _Loaded(wanted, None, str(error))

    def _embed(self, loaded: Sequence[_Loaded]) -> list[tuple[EmbeddingKey, dict[str, Any]]]:
        """The embeddings of those that have a picture, as arrays; the others are failures, if anything."""
        for each in loaded:
            if each.reason:
                self.failures.append(_failure(each.wanted.frame, each.reason))
        pictures = [each for each in loaded if each.image is not None]
        embeddings = self._together(pictures)
        return [
            (each.wanted.key, self._segmenter.pack(embedding))
            for each, embedding in zip(pictures, embeddings, strict=True)
            if embedding is not None
        ]

    def _together(self, pictures: Sequence[_Loaded]) -> list[Any | None]:
        """One embedding a picture, None where it failed; a batch that fails is taken apart."""
        if not pictures:
            return []
        if len(pictures) == 1:
            return [self._alone(pictures[0])]
        try:
            return self._at_once(pictures)
        except Exception as error:  # noqa: BLE001 - whatever a model raises, each is tried apart
            is_memory = isinstance(error, SegmenterMemoryError) or is_out_of_memory(error)
        if is_memory:
            release_device_memory()
            self._batch = max(1, min(self._batch, len(pictures) // 2))
        half = len(pictures) // 2
        return [*self._together(pictures[:half]), *self._together(pictures[half:])]

    def _alone(self, picture: _Loaded) -> Any | None:
        """One embedding, None where it failed; raises SegmenterMemoryError where there is no room for one."""
        try:
            return retrying(
                lambda: self._at_once([picture])[0],
                evict=lambda: None,
                title=self._segmenter.title,
            )
        except SegmenterMemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever a model raises, the rest goes on
            _LOG.info("embedding failed", exc_info=True)
            text = " ".join(f"{type(error).__name__}: {error}".split())
            self.failures.append(_failure(picture.wanted.frame, text))
            return None

    def _at_once(self, pictures: Sequence[_Loaded]) -> list[Any]:
        images = [each.image for each in pictures if each.image is not None]
        if len(images) > 1 and isinstance(self._segmenter, EmbedsMany):
            return self._segmenter.embed_batch(images)
        return [self._segmenter.embed(image) for image in images]

    def _keep(self, packed: Sequence[tuple[EmbeddingKey, dict[str, Any]]]) -> bool:
        for count, (key, arrays) in enumerate(packed):
            if not self._store.save(key, arrays):
                self.unkept_count = len(packed) - count
                self.notice = str(
                    self._store.notice
                    or Message("embeddings-full", limit_gib=self._store.limit_bytes / (1 << 30))
                )
                return False
            self.made_count += 1
        return True


def _ahead(
    reader: ThreadPoolExecutor, jobs: Iterator[Callable[[], list[_Loaded]]]
) -> Iterator[list[_Loaded]]:
    """The results of jobs in order, each begun while the one before is in use."""
    upcoming: Future[list[_Loaded]] | None = None
    for job in jobs:
        begun = reader.submit(job)
        if upcoming is not None:
            yield upcoming.result()
        upcoming = begun
    if upcoming is not None:
        yield upcoming.result()


def _failure(frame: Frame, reason: str) -> EmbeddingFailure:
    return EmbeddingFailure(video_id=frame.key.video_id, second=frame.key.second, reason=reason)
