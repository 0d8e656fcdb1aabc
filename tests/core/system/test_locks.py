"""Locks between processes, on the very file or folder and on a file beside it, as Windows has them."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from avisbuild.system import locks
from avisbuild.system.locks import locked_file, locked_folder

_HOLDS = """
import sys, time
from pathlib import Path
from avisbuild.system import locks
locks.has_native_locks = lambda: {native}
with locks.locked_folder(Path({folder!r})):
    print("held", flush=True)
    sys.stdin.read(1)
"""


@pytest.fixture(params=[True, False], ids=["itself", "beside"])
def native(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    monkeypatch.setattr(locks, "has_native_locks", lambda: request.param)
    return bool(request.param)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "work").mkdir()
    return tmp_path / "work"


@contextmanager
def held_by_another(folder: Path, *, native: bool) -> Iterator["subprocess.Popen[str]"]:
    """Another process that holds the folder until it is written to, or killed."""
    script = _HOLDS.format(native=native, folder=str(folder))
    with subprocess.Popen(
        [sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_one_process_at_a_time_holds_a_folder(folder: Path, native: bool) -> None:
    with held_by_another(folder, native=native):
        for wait_s in (0.0, 0.3):
            with pytest.raises(BlockingIOError), locked_folder(folder, wait_s=wait_s):
                pass
    with locked_folder(folder, wait_s=0.0):
        pass


def test_a_holder_that_is_killed_lets_go(folder: Path, native: bool) -> None:
    with held_by_another(folder, native=native) as process:
        process.kill()
        process.wait()
        with locked_folder(folder, wait_s=5.0):
            pass


def test_whoever_waits_gets_the_folder_when_it_is_free(folder: Path, native: bool) -> None:
    with held_by_another(folder, native=native) as process:
        threading.Timer(0.3, process.kill).start()
        started = time.monotonic()
        with locked_folder(folder):
            assert time.monotonic() - started > 0.2


def test_nothing_stays_beside_a_folder_that_was_held(folder: Path, native: bool) -> None:
    with locked_folder(folder):
        pass
    if native:
        assert list(folder.parent.iterdir()) == [folder]
    assert list(folder.iterdir()) == []


def test_a_file_is_held_also_after_it_was_closed_to_be_renamed(folder: Path, native: bool) -> None:
    path = folder / "weights.part"
    with path.open("ab") as stream, locked_file(path, stream.fileno()):
        stream.close()
        with (
            path.open("ab") as other,
            pytest.raises(BlockingIOError),
            locked_file(path, other.fileno()),
        ):
            pass
    with path.open("ab") as other, locked_file(path, other.fileno()):
        pass


def test_a_folder_that_is_not_there_is_not_held(folder: Path, native: bool) -> None:
    with pytest.raises(FileNotFoundError), locked_folder(folder / "gone"):
        pass


def test_a_folder_that_was_put_in_its_place_while_we_waited_is_told(folder: Path) -> None:
    with held_by_another(folder, native=True) as process:

        def swap() -> None:
            folder.rename(folder.with_name("old"))
            folder.mkdir()
            process.kill()

        threading.Timer(0.3, swap).start()
        with pytest.raises(FileNotFoundError), locked_folder(folder):
            pass


def test_no_lock_is_taken_through_a_link(folder: Path, native: bool) -> None:
    secret = folder / "secret"
    secret.write_text("precious", encoding="utf-8")
    link = folder.parent / ("link" if native else ".work.lock")
    link.symlink_to(folder if native else secret)
    with pytest.raises(OSError, match=r".+"), locked_folder(link if native else folder, wait_s=0.0):
        pass
    assert secret.read_text(encoding="utf-8") == "precious"
    if native:
        with locked_folder(link, follow_link=True):
            pass


def test_a_lock_beside_is_not_taken_through_a_second_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "has_native_locks", lambda: False)
    secret = folder / "secret"
    secret.write_text("precious", encoding="utf-8")
    (folder.parent / ".work.lock").hardlink_to(secret)
    with suppress(OSError), locked_folder(folder, wait_s=0.0):
        pass
    assert secret.read_text(encoding="utf-8") == "precious"
