"""A program that is run for us ends in time, with all that it started."""

import os
import sys
import time
from pathlib import Path

import pytest

from avisbuild.errors import MediaError
from avisbuild.media.deadline import Deadline
from avisbuild.media.process import running

# Starts a child of its own, tells its number, and never ends.
NEVER_ENDS = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
print(child.pid, flush=True)
time.sleep(600)
"""


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(") ")[1][0] != "Z"
    except FileNotFoundError:
        return False


def assert_ends(pid: int) -> None:
    for _ in range(200):
        if not is_alive(pid):
            return
        time.sleep(0.05)
    os.kill(pid, 9)
    pytest.fail("the program's child lives on")


def test_what_a_program_says_is_read(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import os; print(os.getcwd())"]
    with running(command, folder=tmp_path, deadline=Deadline(60)) as stream:
        assert stream.read().decode().strip() == str(tmp_path)


def test_a_failure_tells_the_program_s_own_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "import sys; sys.exit('no such codec')"]
    with (
        pytest.raises(MediaError, match="ended with 1: no such codec") as caught,
        running(command, folder=tmp_path, deadline=Deadline(60)) as stream,
    ):
        stream.read()
    assert caught.value.code == "undecodable"


def test_a_program_that_takes_too_long_is_ended_with_its_children(tmp_path: Path) -> None:
    children: list[int] = []
    with (
        pytest.raises(MediaError, match=r"not done after 1\.5 s") as caught,
        running(
            [sys.executable, "-c", NEVER_ENDS], folder=tmp_path, deadline=Deadline(1.5)
        ) as stream,
    ):
        children.append(int(stream.readline()))
        stream.read()
    assert caught.value.code == "timeout"
    assert_ends(children[0])


def test_a_program_is_ended_when_its_reader_fails(tmp_path: Path) -> None:
    children: list[int] = []
    with (
        pytest.raises(KeyError),
        running(
            [sys.executable, "-c", NEVER_ENDS], folder=tmp_path, deadline=Deadline(60)
        ) as stream,
    ):
        children.append(int(stream.readline()))
        raise KeyError
    assert_ends(children[0])
