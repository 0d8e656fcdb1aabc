"""The local engine: answers, limits, dead workers, and no process left behind."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import wait
from pathlib import Path

import psutil
import pytest
from pipelines.engine import engine_jobs

from avisbuild.errors import AvisbuildError, MediaError
from avisbuild.system.locks import has_native_locks
from avisbuild_pipelines.engine import LocalEngine, open_engine
from avisbuild_pipelines.engine.worker import WorkerLimits


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[LocalEngine]:
    with LocalEngine(2, scratch=tmp_path / "scratch") as engine:
        yield engine


def gone(pid: int) -> bool:
    """Whether a process has ended within ten seconds; a zombie that nobody buries has."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            if psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
                return True
        except psutil.NoSuchProcess:
            return True
        time.sleep(0.02)
    return False


def noted(path: Path) -> list[int]:
    """The process numbers that `engine_jobs.sleep` writes once it runs."""
    while not path.exists():
        time.sleep(0.02)
    return [int(word) for word in path.read_text().split()]


def test_answers_come_back_for_each_item(engine: LocalEngine) -> None:
    futures = [engine.submit(engine_jobs.double, number) for number in range(20)]
    assert [future.result(60) for future in futures] == [2 * number for number in range(20)]


def test_an_error_comes_back_with_its_trace_and_fails_its_item_only(engine: LocalEngine) -> None:
    wrong, right = (
        engine.submit(engine_jobs.refuse, "no good"),
        engine.submit(engine_jobs.double, 4),
    )
    with pytest.raises(ValueError, match="no good") as caught:
        wrong.result(60)
    assert any("engine_jobs.py" in note for note in caught.value.__notes__)
    assert right.result(60) == 8


def test_an_answer_that_cannot_be_pickled_is_an_error(engine: LocalEngine) -> None:
    with pytest.raises(RuntimeError, match="cannot cross the process border"):
        engine.submit(engine_jobs.give_a_lock).result(60)


def test_a_worker_has_one_thread_limits_and_a_private_folder(tmp_path: Path) -> None:
    limits = WorkerLimits(memory_bytes=5 << 30, file_bytes=1 << 30)
    with LocalEngine(1, limits=limits, scratch=tmp_path) as engine:
        about = engine.submit(engine_jobs.about_me).result(60)
    assert about["leads_session"]
    assert about["ignores_interrupt"]
    assert about["threads"] == {"1"}
    assert about["opencv_threads"] == 1
    assert (about["memory_bytes"], about["file_bytes"]) == (5 << 30, 1 << 30)
    assert about["folder_mode"] == 0o700
    assert about["user"] == os.getuid()
    assert not Path(about["folder"]).exists()


def test_a_worker_cannot_reach_the_network_where_the_platform_allows_to_forbid_it(
    engine: LocalEngine,
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        if engine.submit(engine_jobs.about_me).result(60)["interfaces"] != ["lo"]:
            pytest.skip("this platform gives no network namespaces")
        assert engine.submit(engine_jobs.reach, server.getsockname()[1]).result(60) != "connected"


def test_too_much_memory_is_an_error_of_the_item(tmp_path: Path) -> None:
    with LocalEngine(1, limits=WorkerLimits(memory_bytes=1 << 30), scratch=tmp_path) as engine:
        with pytest.raises(MemoryError):
            engine.submit(engine_jobs.take_memory, 2 << 30).result(60)
        assert engine.submit(engine_jobs.double, 1).result(60) == 2


def test_a_file_beyond_the_limit_is_an_error_of_the_item(tmp_path: Path) -> None:
    with (
        LocalEngine(1, limits=WorkerLimits(file_bytes=1 << 20), scratch=tmp_path) as engine,
        pytest.raises(OSError, match="File too large"),
    ):
        engine.submit(engine_jobs.write, str(tmp_path / "big"), 2 << 20).result(60)


def test_an_item_that_takes_too_long_is_killed_with_its_children(tmp_path: Path) -> None:
    with LocalEngine(2, limits=WorkerLimits(wall_s=2), scratch=tmp_path) as engine:
        slow = engine.submit(engine_jobs.sleep, 300, str(tmp_path / "pids"))
        with pytest.raises(MediaError, match="longer than 2 s") as caught:
            slow.result(60)
        assert caught.value.code == "timeout"
        assert engine.submit(engine_jobs.double, 3).result(60) == 6
    assert all(gone(pid) for pid in noted(tmp_path / "pids"))


def test_an_item_that_burns_its_cpu_time_is_a_timeout_and_the_next_one_has_its_own(
    tmp_path: Path,
) -> None:
    with LocalEngine(1, limits=WorkerLimits(cpu_s=1), scratch=tmp_path) as engine:
        with pytest.raises(MediaError, match="CPU time") as caught:
            engine.submit(engine_jobs.spin).result(60)
        assert caught.value.code == "timeout"
        assert engine.submit(engine_jobs.double, 3).result(60) == 6


def test_a_worker_that_dies_once_has_its_item_done_by_the_next(
    engine: LocalEngine, tmp_path: Path
) -> None:
    assert engine.submit(engine_jobs.die, str(tmp_path / "deaths"), 1).result(60) == "survived"


def test_an_item_that_kills_twice_is_recorded_and_the_others_go_on(
    engine: LocalEngine, tmp_path: Path
) -> None:
    deadly = engine.submit(engine_jobs.die, str(tmp_path / "deaths"), 9)
    others = [engine.submit(engine_jobs.double, number) for number in range(6)]
    with pytest.raises(MediaError, match="SIGKILL") as caught:
        deadly.result(60)
    assert caught.value.code == "worker-killed"
    assert (tmp_path / "deaths").read_text() == "xx"
    assert [future.result(60) for future in others] == [0, 2, 4, 6, 8, 10]


def test_a_suspect_runs_alone(tmp_path: Path) -> None:
    seats = tmp_path / "seats"
    seats.mkdir()
    with LocalEngine(3, scratch=tmp_path / "scratch") as engine:
        before = [engine.submit(engine_jobs.overlap, str(seats), 0.3) for _ in range(4)]
        suspect = engine.submit(engine_jobs.overlap, str(seats), 0.3, str(tmp_path / "deaths"))
        after = [engine.submit(engine_jobs.overlap, str(seats), 0.3) for _ in range(6)]
        assert suspect.result(60) == 1
        assert max(future.result(60) for future in before + after) > 1


def test_stopping_drops_what_waits_and_finishes_what_runs(tmp_path: Path) -> None:
    engine = LocalEngine(1, scratch=tmp_path)
    running = engine.submit(engine_jobs.sleep, 1, str(tmp_path / "pids"))
    waiting = [engine.submit(engine_jobs.double, number) for number in range(5)]
    pids = noted(tmp_path / "pids")
    engine.shutdown(cancel_futures=True)
    assert running.result(0) == 1
    assert all(future.cancelled() for future in waiting)
    assert all(gone(pid) for pid in pids)


def test_killing_ends_everything_at_once(tmp_path: Path) -> None:
    engine = LocalEngine(2, scratch=tmp_path / "scratch")
    running = [engine.submit(engine_jobs.sleep, 300, str(tmp_path / f"pids{n}")) for n in range(2)]
    pids = [pid for n in range(2) for pid in noted(tmp_path / f"pids{n}")]
    engine.kill()
    assert not wait(running, timeout=0).not_done
    assert {
        error.code for future in running if isinstance(error := future.exception(), MediaError)
    } == {"stopped"}
    assert all(gone(pid) for pid in pids)
    assert list((tmp_path / "scratch").iterdir()) == []


def test_workers_and_their_children_die_with_a_driver_that_is_killed(tmp_path: Path) -> None:
    script = (
        "import sys; from pipelines.engine import engine_jobs;"
        "from avisbuild_pipelines.engine import LocalEngine;"
        "LocalEngine(1).submit(engine_jobs.sleep, 300, sys.argv[1]).result()"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    driver = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "pids")],
        env={**os.environ, "PYTHONPATH": path, "TMPDIR": str(tmp_path)},
    )
    pids = noted(tmp_path / "pids")
    driver.kill()
    driver.wait()
    assert all(gone(pid) for pid in pids)


def test_a_driver_that_is_stopped_while_its_engine_starts_ends_all_the_same() -> None:
    script = (
        "import threading; from avisbuild_pipelines.engine import LocalEngine\n"
        "start = threading.Thread.start\n"
        "def stopped(thread):\n"
        "    start(thread)\n"
        "    raise KeyboardInterrupt\n"
        "threading.Thread.start = stopped\n"
        "LocalEngine(2)\n"
    )
    path = os.pathsep.join(entry for entry in sys.path if entry)
    driver = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert driver.stderr.endswith(b"KeyboardInterrupt\n")


def test_an_engine_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(AvisbuildError, match=r"\[scale\]"):
        open_engine("dask", None, limits=WorkerLimits(), scratch=tmp_path)
    with pytest.raises(AvisbuildError, match="local, dask"):
        open_engine("spark", None, limits=WorkerLimits(), scratch=tmp_path)


@pytest.mark.skipif(not has_native_locks(), reason="there, age decides")
def test_the_folders_of_a_killed_engine_s_workers_go_with_the_next_engine(tmp_path: Path) -> None:
    script = """
import os, signal
from avisbuild_pipelines.engine import LocalEngine
engine = LocalEngine(2)
[future.result() for future in [engine.submit(os.getpid) for _ in range(2)]]
"""
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    words = [sys.executable, "-c", f"{script}os.kill(os.getpid(), signal.SIGKILL)"]
    assert subprocess.run(words, env=environment, check=False).returncode == -signal.SIGKILL
    assert list(tmp_path.iterdir()) != []
    words = [sys.executable, "-c", f"{script}engine.shutdown()"]
    subprocess.run(words, env=environment, check=True)
    assert list(tmp_path.iterdir()) == []
