"""One worker process of the local engine: limited, without network, and gone when its driver is gone.

`main` runs in a fresh interpreter with the arguments END LIMITS: its end of the channel, and JSON.
Nothing heavy is imported here: the driver has set the thread counts in the environment before.
"""

import json
import os
import pickle
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from avisbuild.system import limits as system_limits
from avisbuild.system.processes import kill_tree
from avisbuild_pipelines.engine import channel


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
    connection = channel.connect(sys.argv[1])
    limits = WorkerLimits(**json.loads(sys.argv[2]))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if limits.without_network:
        system_limits.leave_network()
    _apply(limits)
    threading.Thread(target=_end_with_driver, daemon=True).start()
    while True:
        try:
            data = connection.recv_bytes()
        except EOFError:
            return
        system_limits.allow_cpu(limits.cpu_s)
        connection.send_bytes(_pickled(_answer(data)))


def _apply(limits: WorkerLimits) -> None:
    os.umask(os.umask(0) | 0o002)
    system_limits.limit_memory(limits.memory_bytes)
    system_limits.limit_files(limits.file_bytes)


def _end_with_driver() -> None:
    channel.wait_for_end()
    kill_tree(os.getpid())


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
