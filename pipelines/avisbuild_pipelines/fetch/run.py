"""The coordinator of one fetch: a few download threads feed the engine, records on disk join them."""

import logging
import threading
from collections import Counter, deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Protocol

from avisbuild.errors import AvisbuildError
from avisbuild.records import VideoId
from avisbuild_pipelines.clip.request import ClipRecord, ClipRequest
from avisbuild_pipelines.download import SourceRecord
from avisbuild_pipelines.engine import Engine
from avisbuild_pipelines.fetch.disk_space import is_disk_full
from avisbuild_pipelines.fetch.failures import is_block, is_outdated_tool, is_stop
from avisbuild_pipelines.fetch.queue import DownloadQueue, SourceJob, site
from avisbuild_pipelines.manifest import ManifestRow

_log = logging.getLogger(__name__)
_TICK_S = 0.25
_BLOCK_S = 3600.0
# So many in a row from one host say that the downloader is out of date, not that the videos are wrong.
_OUTDATED_IN_A_ROW = 5


class Work(Protocol):
    """What the coordinator has done by others; only `clip` runs in another process."""

    def download(self, job: SourceJob) -> SourceRecord:
        """Get one source; runs in a thread. Raises DownloadFailure."""

    def request(self, row: ManifestRow, record: SourceRecord) -> ClipRequest:
        """Get ready to clip one row. Raises MediaError when it must not be clipped."""

    def clip(self) -> Callable[[ClipRequest], ClipRecord]:
        """The function that the engine calls in a worker process."""

    def made(self, row: ManifestRow, record: ClipRecord) -> None:
        """Take in a video that is on the disk now. Raises AvisbuildError when it is refused."""

    def failed(self, row: ManifestRow, error: BaseException) -> None:
        """Take note of a video that could not be had, and of why."""

    def is_disk_full(self) -> bool:
        """Whether there is no room left, so that any error may come from that."""

    def stage(self, working: "Working") -> None:
        """Show what is being worked on, which has just changed."""


class Working(NamedTuple):
    """Which videos are being downloaded and which are being clipped at this moment."""

    downloading: tuple[VideoId, ...]
    clipping: tuple[VideoId, ...]


@dataclass(slots=True)
class RunResult:
    """How a run ended: `reason` is "" or why it did not go to its end."""

    reason: str = ""
    blocked_until: dict[str, float] = field(default_factory=dict)
    outdated_sites: list[str] = field(default_factory=list)


class FetchRun:
    """Runs the stages until nothing is left, somebody stops it, or the disk is full."""

    def __init__(
        self,
        queue: DownloadQueue,
        *,
        work: Work,
        engine: Engine,
        download_count: int,
        stop: threading.Event,
    ) -> None:
        self._queue = queue
        self._work = work
        self._engine = engine
        self._download_count = download_count
        self._stop = stop
        self._ready: deque[tuple[ManifestRow, SourceRecord]] = deque()
        self._downloads: dict[Future[SourceRecord], SourceJob] = {}
        self._clips: dict[Future[ClipRecord], ManifestRow] = {}
        self._outdated: Counter[str] = Counter()
        self._result = RunResult()

    def run(self) -> RunResult:
        """Work to the end; after KeyboardInterrupt or a bug, everything that runs is killed first."""
        with self._threads() as threads:
            while True:
                if self._stop.is_set():
                    self._cancel_waiting()
                else:
                    self._fill(threads)
                if not self._downloads and not self._clips and not self._can_wait():
                    break
                self._settle()
        self._result.blocked_until = dict(self._queue.blocks())
        if self._stop.is_set() and not self._result.reason:
            self._result.reason = "interrupted"
        return self._result

    @contextmanager
    def _threads(self) -> Iterator[ThreadPoolExecutor]:
        threads = ThreadPoolExecutor(self._download_count, thread_name_prefix="download")
        try:
            yield threads
            self._engine.shutdown()
        except BaseException:
            self._stop.set()
            self._engine.kill()
            raise
        finally:
            threads.shutdown(wait=not self._stop.is_set(), cancel_futures=True)

    def _can_wait(self) -> bool:
        """Whether a host that said "later" is worth waiting for."""
        return not self._stop.is_set() and self._queue.has_work

    def _fill(self, threads: ThreadPoolExecutor) -> None:
        """Keep the threads and the workers busy with a bounded window, however long the manifest is."""
        before = len(self._downloads) + len(self._clips)
        while len(self._downloads) < self._download_count and (job := self._queue.take()):
            self._downloads[threads.submit(self._work.download, job)] = job
        while self._ready and len(self._clips) < 2 * self._engine.worker_count:
            row, record = self._ready.popleft()
            try:
                request = self._work.request(row, record)
            except (AvisbuildError, OSError) as error:
                self._fail(row, error)
            else:
                self._clips[self._engine.submit(self._work.clip(), request)] = row
        if before != len(self._downloads) + len(self._clips):
            self._tell()

    def _settle(self) -> None:
        """Wait for something to finish, and take what has."""
        pending: set[Future[Any]] = {*self._downloads, *self._clips}
        if not pending:
            self._stop.wait(_TICK_S)
            return
        for future in wait(pending, timeout=_TICK_S, return_when=FIRST_COMPLETED).done:
            if (job := self._downloads.pop(future, None)) is not None:
                self._downloaded(job, future)
            elif (row := self._clips.pop(future, None)) is not None:
                self._clipped(row, future)
            self._tell()

    def _downloaded(self, job: SourceJob, future: Future[SourceRecord]) -> None:
        self._queue.finished(job)
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            self._queue.served(job)
            self._outdated[site(job)] = 0
            record = future.result()
            self._ready.extend((row, record) for row in job.rows)
        elif is_block(error):
            self._blocked(job, error)
        else:
            for row in job.rows:
                self._fail(row, error)
            self._count_outdated(job, error)

    def _blocked(self, job: SourceJob, error: BaseException) -> None:
        wait_s = getattr(error, "retry_after_s", None)
        # The limiter's own refusals are no news; the site's answer is.
        is_news = bool(getattr(error, "attempts", 0) or getattr(error, "http_status", None))
        self._queue.blocked(job, _BLOCK_S if wait_s is None else wait_s, is_news=is_news)
        if is_news:
            for row in job.rows:
                self._work.failed(row, error)

    def _count_outdated(self, job: SourceJob, error: BaseException) -> None:
        name = site(job)
        self._outdated[name] = self._outdated[name] + 1 if is_outdated_tool(error) else 0
        if self._outdated[name] == _OUTDATED_IN_A_ROW:
            self._queue.give_up(job)
            self._result.outdated_sites.append(name)

    def _clipped(self, row: ManifestRow, future: Future[ClipRecord]) -> None:
        if future.cancelled():
            return
        error = future.exception()
        if error is None:
            try:
                self._work.made(row, future.result())
            except (AvisbuildError, OSError) as refusal:
                error = refusal
        if error is not None:
            self._fail(row, error)

    def _fail(self, row: ManifestRow, error: BaseException) -> None:
        if is_stop(error):
            return
        if is_disk_full(error) or self._work.is_disk_full():
            _log.debug("the disk is full", exc_info=error)
            self._result.reason = "disk-full"
            self._stop.set()
            return
        self._work.failed(row, error)

    def _cancel_waiting(self) -> None:
        """Take back what has not begun; what runs is let to its end."""
        pending: set[Future[Any]] = {*self._downloads, *self._clips}
        for future in pending:
            future.cancel()

    def _tell(self) -> None:
        self._work.stage(
            Working(
                downloading=tuple(job.rows[0].video_id for job in self._downloads.values()),
                clipping=tuple(
                    row.video_id for future, row in self._clips.items() if future.running()
                ),
            )
        )
