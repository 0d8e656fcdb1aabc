"""Engines: executors that clip videos on the cores of this machine, and later on a cluster."""

import json
import logging
import os
import pickle
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, Future
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from avisbuild.errors import AvisbuildError, MediaError
from avisbuild.system.processes import ended_by_cpu_limit, kill_tree, own_group
from avisbuild.system.temporary import temporary_folder
from avisbuild_pipelines.engine.channel import start_connected
from avisbuild_pipelines.engine.cores import usable_cores
from avisbuild_pipelines.engine.leftovers import WORKER_PREFIX
from avisbuild_pipelines.engine.shared_lock import SharedLock
from avisbuild_pipelines.engine.worker import Answer, Task, WorkerLimits

_log = logging.getLogger(__name__)
ENGINES = ("local", "dask")
# -P: the folder one stands in is full of a user's own names, and none of them is to be imported.
# Not -m: the worker's classes must keep their module's name, or their pickles cannot be read here.
_COMMAND = (
    sys.executable,
    "-P",
    "-c",
    "from avisbuild_pipelines.engine.worker import main; main()",
)
_ONE_THREAD = dict.fromkeys(
    (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMBA_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
        "OPENCV_FOR_THREADS_NUM",
    ),
    "1",
)


class Engine(Protocol):
    """What the fetch driver needs of an executor; Dask's `Client.get_executor()` has the same face."""

    worker_count: int

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]: ...

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None: ...

    def kill(self) -> None: ...


def check_engine(name: str) -> None:
    """Raise AvisbuildError for an engine that is not there."""
    if name == "dask":
        raise AvisbuildError("engine-dask")
    if name not in ENGINES:
        raise AvisbuildError("engine-unknown", name=name, known=", ".join(ENGINES))


def open_engine(
    name: str, worker_count: int | None, *, limits: WorkerLimits, scratch: Path
) -> Engine:
    """The engine called `name`; raises AvisbuildError for one that is not there."""
    check_engine(name)
    return LocalEngine(worker_count, limits=limits, scratch=scratch)


class LocalEngine(Executor):
    """Worker processes on this machine, each served by one thread of this process.

    A worker that dies fails its own item only: the item runs once more, alone, and then fails with
    code `worker-killed`. An item that overruns its wall or CPU time fails with code `timeout`.
    """

    def __init__(
        self,
        worker_count: int | None = None,
        *,
        limits: WorkerLimits | None = None,
        scratch: Path | None = None,
    ) -> None:
        self.worker_count = worker_count or usable_cores()
        self._limits = limits or WorkerLimits()
        self._scratch = scratch
        self._tasks: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._item_lock = SharedLock()
        self._lock = threading.Lock()
        self._closed = False
        self._killed = False
        self._workers: set[_Worker] = set()
        # Daemons: Ctrl-C before the first item finds them waiting, and the program must not wait for them.
        self._threads = [
            threading.Thread(target=self._serve, name=f"engine-{number}", daemon=True)
            for number in range(self.worker_count)
        ]
        for thread in self._threads:
            thread.start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Queue a call of an importable function; whoever submits keeps the window bounded."""
        with self._lock:
            if self._closed:
                raise RuntimeError("the engine has been shut down")
            item = _Item(Future(), pickle.dumps(Task(fn, args, kwargs)))
            self._tasks.put(item)
        return item.future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Take no more work; end the workers when what runs (and, unless cancelled, waits) is done."""
        with self._lock:
            first, self._closed = not self._closed, True
        if cancel_futures:
            self._cancel_waiting()
        if first:
            for _ in self._threads:
                self._tasks.put(None)
        if wait:
            for thread in self._threads:
                thread.join()

    def kill(self) -> None:
        """End everything at once; what runs fails with code `stopped`."""
        with self._lock:
            self._killed = True
            for worker in self._workers:
                kill_tree(worker.pid)
        self.shutdown(cancel_futures=True)

    def _cancel_waiting(self) -> None:
        ends = 0
        while True:
            try:
                item = self._tasks.get_nowait()
            except queue.Empty:
                break
            if item is None:
                ends += 1
            else:
                item.future.cancel()
        for _ in range(ends):
            self._tasks.put(None)

    def _serve(self) -> None:
        """Give one worker its items, one after another, and replace it when it dies."""
        worker: _Worker | None = None
        while (item := self._tasks.get()) is not None:
            if not item.future.set_running_or_notify_cancel():
                continue
            with self._item_lock.shared():
                worker, outcome = self._run(item, worker)
            if isinstance(outcome, _Died) and not self._killed:
                _log.warning("a worker ended by %s; its item runs once more, alone", outcome.how)
                with self._item_lock.exclusive():
                    worker, outcome = self._run(item, worker)
            _settle(item.future, outcome, stopped=self._killed)
        if worker is not None:
            self._drop(worker)

    def _run(self, item: "_Item", worker: "_Worker | None") -> "tuple[_Worker | None, _Outcome]":
        try:
            worker = worker or self._start()
        except OSError as error:
            return None, Answer(error=error)
        outcome = worker.call(item.data, self._limits.wall_s)
        if isinstance(outcome, Answer):
            return worker, outcome
        status = self._drop(worker)
        return None, outcome or _cause_of_death(status)

    def _start(self) -> "_Worker":
        worker = _Worker(self._limits, self._scratch)
        with self._lock:
            self._workers.add(worker)
            if self._killed:
                kill_tree(worker.pid)
        return worker

    def _drop(self, worker: "_Worker") -> int:
        """Forget a worker first and end it then, so that `kill` never meets a number used again."""
        with self._lock:
            self._workers.discard(worker)
        return worker.end()


@dataclass(frozen=True, slots=True)
class _Item:
    future: Future[Any]
    data: bytes


@dataclass(frozen=True, slots=True)
class _Died:
    how: str


@dataclass(frozen=True, slots=True)
class _OutOfTime:
    what: str


_Outcome = Answer | _Died | _OutOfTime


class _Worker:
    """A worker process from the side of its driver."""

    def __init__(self, limits: WorkerLimits, scratch: Path | None) -> None:
        self._held = ExitStack()
        folder = _temporary_folder(scratch, self._held)

        def start(end: str, descriptors: Sequence[int]) -> "subprocess.Popen[bytes]":
            return subprocess.Popen(
                [*_COMMAND, end, json.dumps(asdict(limits))],
                stdin=subprocess.PIPE,
                stdout=2,
                env=_environment(folder),
                pass_fds=descriptors,
                **own_group(),
            )

        try:
            self._process, self._connection = start_connected(start)
        except OSError:
            self._held.close()
            raise
        self.pid = self._process.pid

    def call(self, data: bytes, wall_s: float) -> "Answer | _OutOfTime | None":
        """Run one pickled task here; None when the worker died of it."""
        try:
            self._connection.send_bytes(data)
            if not self._connection.poll(wall_s):
                return _OutOfTime(f"took longer than {wall_s:.0f} s")
            data = self._connection.recv_bytes()
        except (EOFError, ConnectionError):
            return None
        try:
            answer: Answer = pickle.loads(data)  # noqa: S301 - from our own worker
        except Exception as error:  # noqa: BLE001 - a class that only the worker has must not stop this thread
            return Answer(error=error)
        return answer

    def end(self) -> int:
        """Kill what still runs of it, remove its temporary folder, and return its exit status."""
        self._connection.close()
        kill_tree(self.pid)
        status = self._process.wait()
        if self._process.stdin is not None:  # always so: it is a pipe
            self._process.stdin.close()
        self._held.close()
        return status


def _temporary_folder(scratch: Path | None, held: ExitStack) -> Path:
    """A worker's own folder, which goes when it is let go of.

    One in `scratch` that a killed driver left is for whoever gave that; one elsewhere goes by itself.
    """
    if scratch is None:
        return held.enter_context(
            temporary_folder(Path(tempfile.gettempdir()) / "avisbuild-worker")
        )
    scratch.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix=WORKER_PREFIX, dir=scratch))
    held.callback(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _cause_of_death(status: int) -> _Outcome:
    if ended_by_cpu_limit(status):
        return _OutOfTime("used more CPU time than its limit")
    return _Died(signal.Signals(-status).name if status < 0 else f"exit status {status}")


def _environment(folder: Path) -> dict[str, str]:
    """The environment of a worker: one thread a library, our import path, a temporary folder of its own."""
    path = os.pathsep.join(entry for entry in sys.path if entry)
    temporary = dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))
    return {**os.environ, **_ONE_THREAD, "PYTHONPATH": path, **temporary}


def _settle(future: Future[Any], outcome: _Outcome, *, stopped: bool) -> None:
    if isinstance(outcome, _OutOfTime):
        future.set_exception(MediaError("said", text=outcome.what, code="timeout"))
    elif isinstance(outcome, _Died):
        code = "stopped" if stopped else "worker-killed"
        future.set_exception(MediaError("worker-ended", how=outcome.how, code=code))
    elif outcome.error is not None:
        outcome.error.add_note(outcome.trace)
        future.set_exception(outcome.error)
    else:
        future.set_result(outcome.result)
