"""The channel of a worker that calls back, as on Windows: only the worker that was started gets it."""

import socket
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress

import pytest

from avisbuild.system import processes
from avisbuild_pipelines.engine.channel import start_connected

_WORKER = """
import sys
from avisbuild_pipelines.engine import channel
connection = channel.connect(sys.argv[1])
connection.send(connection.recv() * 2)
channel.wait_for_end()
"""


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator["list[subprocess.Popen[bytes]]"]:
    """What was started; ended after the test."""
    monkeypatch.setattr(processes, "HANDS_ON_DESCRIPTORS", False)
    running: list[subprocess.Popen[bytes]] = []
    yield running
    for process in running:
        if process.stdin is not None:
            with suppress(BrokenPipeError):
                process.stdin.close()
        process.kill()
        process.wait()


def _start(script: str, end: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen([sys.executable, "-c", script, end], stdin=subprocess.PIPE)


@pytest.mark.parametrize("shown", [b"", b"short", b"x" * 32, b"x" * 64])
def test_a_stranger_who_calls_first_is_sent_away(
    shown: bytes, started: "list[subprocess.Popen[bytes]]"
) -> None:
    strangers: list[socket.socket] = []

    def start(end: str, _: Sequence[int]) -> "subprocess.Popen[bytes]":
        stranger = socket.create_connection(("127.0.0.1", int(end.partition(":")[2])))
        stranger.sendall(shown)
        strangers.append(stranger)
        started.append(_start(_WORKER, end))
        return started[-1]

    process, connection = start_connected(start)
    connection.send(21)
    assert connection.recv() == 42
    connection.close()
    strangers[0].close()
    assert process.stdin is not None
    process.stdin.close()  # the end of its driver
    assert process.wait(30) == 0


def test_a_worker_that_ends_while_it_starts_is_an_error(
    started: "list[subprocess.Popen[bytes]]",
) -> None:
    def start(end: str, _: Sequence[int]) -> "subprocess.Popen[bytes]":
        started.append(_start("raise SystemExit(7)", end))
        return started[-1]

    with pytest.raises(ChildProcessError, match="exit status 7"):
        start_connected(start)
