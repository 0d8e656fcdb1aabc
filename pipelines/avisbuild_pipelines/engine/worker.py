"""One worker process of the local engine: limited, without network, and gone when its driver is gone.

`main` runs in a fresh interpreter with the arguments CONNECTION LIFELINE LIMITS: two inherited
descriptors, and JSON.
Nothing heavy is imported here: the driver has set the thread counts in the environment before.
"""

import ctypes
import json
import logging
import os
import pickle
import resource
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import psutil

_log = logging.getLogger(__name__)
_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerLimits:
    """What one item may cost. `memory_bytes` is address space, so it stands well above resident memory."""

    wall_s: float = 930.0
    cpu_s: int = 1800
    memory_bytes: int = 6 << 30
    file_bytes: int = 8 << 30
    without_network: bool = True


class Task(NamedTuple):
    """A function to call; it must be importable by name in another process."""

    function: Callable[..., Any]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]


class Answer(NamedTuple):
    """What came of a task: `error` is None, or what it raised with its traceback as text."""

    result: Any = None
    error: BaseException | None = None
    trace: str = ""


def main() -> None:
    """Serve tasks until the driver closes the connection."""
    connection, lifeline = Connection(int(sys.argv[1])), int(sys.argv[2])
    limits = WorkerLimits(**json.loads(sys.argv[3]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if limits.without_network:
        leave_network()
    _apply(limits)
    threading.Thread(target=_end_with_driver, args=(lifeline,), daemon=True).start()
    while True:
        try:
            data = connection.recv_bytes()
        except EOFError:
            return
        _allow_cpu(limits.cpu_s)
        connection.send_bytes(_pickled(_answer(data)))


def leave_network() -> bool:
    """Move into a network namespace with no interface at all; False where the platform does not let us.

    As root the namespace alone is enough. Anyone else needs a user namespace with it, in which they keep
    their own ids. Must be called before the first thread starts.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    try:
        if libc.unshare(_CLONE_NEWNET) == 0:
            return True
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) == 0:
            _write("/proc/self/setgroups", "deny")
            _write("/proc/self/uid_map", f"{user} {user} 1")
            _write("/proc/self/gid_map", f"{group} {group} 1")
            return True
    except (AttributeError, OSError) as error:
        _log.debug("worker keeps its network: %s", error)
        return False
    _log.debug("worker keeps its network: %s", os.strerror(ctypes.get_errno()))
    return False


def _write(path: str, text: str) -> None:
    Path(path).write_text(text)


def _apply(limits: WorkerLimits) -> None:
    os.umask(os.umask(0) | 0o002)
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes)


def _lower(kind: int, value: int) -> None:
    """Set a soft limit; the hard one stays, and what is tighter already is kept."""
    soft, hard = resource.getrlimit(kind)
    if soft == resource.RLIM_INFINITY or soft > value:
        resource.setrlimit(kind, (value, hard))


def _allow_cpu(seconds: int) -> None:
    """Give the next item its own CPU time: the limit counts from the start of the process."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    limit = int(usage.ru_utime + usage.ru_stime) + 1 + seconds
    resource.setrlimit(
        resource.RLIMIT_CPU, (limit if hard == resource.RLIM_INFINITY else min(limit, hard), hard)
    )


def _end_with_driver(lifeline: int) -> None:
    """Wait for the driver's end, also by SIGKILL: only it holds the other side of this pipe."""
    os.read(lifeline, 1)
    kill_tree(os.getpid())


def kill_tree(pid: int) -> None:
    """Kill a worker with everything it has started, in its process group or out of it."""
    try:
        children = psutil.Process(pid).children(recursive=True)
    except psutil.NoSuchProcess:
        children = []
    for child in children:
        try:
            child.kill()
        except psutil.NoSuchProcess:
            continue
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def _answer(data: bytes) -> Answer:
    try:
        task: Task = pickle.loads(data)  # noqa: S301 - from our own driver, over an inherited descriptor
        return Answer(result=task.function(*task.args, **task.kwargs))
    except Exception as error:  # noqa: BLE001 - whatever an item raises is the driver's to judge
        return Answer(error=error, trace=traceback.format_exc())


def _pickled(answer: Answer) -> bytes:
    try:
        data = pickle.dumps(answer)
        pickle.loads(data)  # noqa: S301 - an exception may pickle and yet not come back
    except Exception as error:  # noqa: BLE001
        lost = RuntimeError(
            f"the answer cannot cross the process border: {error}: {answer.error or type(answer.result)}"
        )
        return pickle.dumps(Answer(error=lost, trace=answer.trace))
    return data
