"""Between a driver and its worker: a connection for tasks and answers, and a lifeline.

The lifeline is the worker's standard input, which nobody writes to: it ends with the driver, also by SIGKILL.
Unix hands one end of a socket pair to the worker. Windows hands no descriptors on: there the worker calls
back on the loopback address, and shows the key that it was given through its lifeline.
"""

import hmac
import os
import secrets
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import IO, Any, TypeAlias

from avisbuild.system import processes

Process: TypeAlias = "subprocess.Popen[bytes]"
# Gives a started worker for the word that tells it its end, and the descriptors to hand on.
Start: TypeAlias = Callable[[str, Sequence[int]], Process]
_KEY_BYTES = 32
_LOOK_EVERY_S = 0.2
_HERE = "127.0.0.1"


def start_connected(start: Start) -> "tuple[Process, Connection[Any, Any]]":
    """A started worker and the driver's end; raises OSError."""
    return _by_descriptor(start) if processes.HANDS_ON_DESCRIPTORS else _by_calling_back(start)


def connect(end: str) -> "Connection[Any, Any]":
    """The worker's end, for the word that it was started with."""
    kind, _, number = end.partition(":")
    if kind == "descriptor":
        return Connection(int(number))
    key = sys.stdin.buffer.read(_KEY_BYTES)
    calling = socket.create_connection((_HERE, int(number)))
    calling.sendall(key)
    return Connection(calling.detach())


def wait_for_end() -> None:
    """Wait in a worker until its driver has ended."""
    os.read(0, 1)


def _by_descriptor(start: Start) -> "tuple[Process, Connection[Any, Any]]":
    ours, theirs = Pipe()
    try:
        return start(f"descriptor:{theirs.fileno()}", (theirs.fileno(),)), ours
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()


def _by_calling_back(start: Start) -> "tuple[Process, Connection[Any, Any]]":
    key = secrets.token_bytes(_KEY_BYTES)
    with socket.create_server((_HERE, 0)) as server:
        process = start(f"port:{server.getsockname()[1]}", ())
        lifeline = _lifeline(process)
        with suppress(BrokenPipeError):  # ended already, which is found out below
            lifeline.write(key)
            lifeline.flush()
        server.settimeout(_LOOK_EVERY_S)
        while process.poll() is None:
            try:
                calling, _ = server.accept()
            except TimeoutError:
                continue
            if hmac.compare_digest(_received(calling), key):
                return process, Connection(calling.detach())
            calling.close()
    with suppress(BrokenPipeError):
        lifeline.close()
    raise ChildProcessError(f"a worker ended while it started, by exit status {process.returncode}")


def _lifeline(process: Process) -> IO[bytes]:
    if process.stdin is None:
        raise TypeError("a worker is started with a pipe for its standard input")
    return process.stdin


def _received(calling: socket.socket) -> bytes:
    """What a caller shows for a key; somebody else's program must not keep us waiting."""
    calling.settimeout(_LOOK_EVERY_S)
    shown = b""
    try:
        while len(shown) < _KEY_BYTES and (part := calling.recv(_KEY_BYTES - len(shown))):
            shown += part
    except OSError:
        return b""
    calling.settimeout(None)
    return shown
