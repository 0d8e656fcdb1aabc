"""A program that is run for us ends in time, with all that it started."""

import os
import sys
import time
from pathlib import Path

import pytest

from avisbuild.errors import AvisbuildError, MediaError
from avisbuild.media import tools
from avisbuild.media.deadline import Deadline
from avisbuild.media.process import running
from avisbuild.media.tools import ffmpeg_path, ffmpeg_version, version_number

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


def test_the_setting_names_the_ffmpeg_to_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "my-ffmpeg"
    program.write_text("#!/bin/sh\necho ffmpeg version 7.7.7 Copyright\n")
    program.chmod(0o755)
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    assert ffmpeg_path() == program
    assert ffmpeg_version(program) == "7.7.7"


def test_a_setting_that_names_no_program_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AVISBUILD_FFMPEG", "not-there")
    with pytest.raises(AvisbuildError, match="AVISBUILD_FFMPEG=not-there: no such program"):
        ffmpeg_path()


def ffmpeg_saying(version: str, folder: Path) -> Path:
    """A program that says that it is ffmpeg, and does nothing else."""
    program = folder / "ffmpeg"
    program.write_text(f"#!/bin/sh\necho ffmpeg version {version} Copyright\n")
    program.chmod(0o755)
    return program


def test_a_setting_that_names_too_old_an_ffmpeg_is_refused_with_version_and_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = ffmpeg_saying("4.3.6-0+deb11u1", tmp_path)
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    with pytest.raises(AvisbuildError) as caught:
        ffmpeg_path()
    assert str(caught.value) == (
        f"{program}: this is ffmpeg 4.3.6-0+deb11u1, 4.4 or newer is needed;"
        " unset AVISBUILD_FFMPEG, or set it to a newer one"
    )


def test_one_on_the_path_that_is_too_old_is_passed_over_for_the_wheels(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = ffmpeg_saying("4.2.2-static", tmp_path)
    monkeypatch.delenv("AVISBUILD_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    assert ffmpeg_path() != old
    assert "imageio_ffmpeg" in str(ffmpeg_path())


def test_one_on_the_path_that_is_too_old_is_refused_where_there_is_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ffmpeg_saying("4.2.2-static", tmp_path)
    monkeypatch.delenv("AVISBUILD_FFMPEG", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(tools, "_bundled_ffmpeg", lambda: None)
    with pytest.raises(
        AvisbuildError, match=r"ffmpeg 4\.2\.2-static, 4\.4 or newer is needed; pip"
    ):
        ffmpeg_path()


@pytest.mark.parametrize(
    ("version", "number"),
    [
        ("5.1.9-0+deb12u1", (5, 1)),
        ("n9.0.2", (9, 0)),
        ("4.4.2-0ubuntu0.22.04.1", (4, 4)),
        ("7.0.2-static", (7, 0)),
        ("N-112345-g0abc", None),
    ],
)
def test_the_version_of_ffmpeg_is_read_from_what_it_says(
    version: str, number: tuple[int, int] | None
) -> None:
    assert version_number(version) == number
