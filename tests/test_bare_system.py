"""avisbuild on a system without what Unix adds, simulated by one switch: `bare_system` in PYTHONPATH.

Every process is without `fcntl`, `resource`, `pwd`, `termios`, without fork, process groups, user numbers and
folders that can be opened. Windows itself is not here: nothing of this says that it was tried there.
"""

import contextlib
import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

_HERE = Path(__file__).parent / "bare_system"
_LIMITS = "memory, CPU time, file size, network"


def bare_environment(home: Path) -> dict[str, str]:
    paths = [str(_HERE), *(each for each in sys.path if each)]
    changed = {
        "PYTHONPATH": os.pathsep.join(paths),
        "HOME": str(home),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return {**os.environ, **changed}


def bare(home: Path, *words: object) -> "subprocess.CompletedProcess[str]":
    """Run Python there, without a terminal."""
    return subprocess.run(
        [sys.executable, *map(str, words)],
        env=bare_environment(home),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=280,
    )


@pytest.fixture
def lab(tmp_path: Path) -> Path:
    """A project without videos, with a manifest of one video that is a playlist under a video's name."""
    media = tmp_path / "media"
    media.mkdir()
    (media / "a.mp4").write_text("#EXTM3U\nfile:///etc/hostname\n", encoding="utf-8")
    (tmp_path / "m.csv").write_text("video_id,source\na,local:media/a.mp4\n", encoding="utf-8")
    assert bare(tmp_path, "-m", "avisbuild", "init", tmp_path / "p").returncode == 0
    return tmp_path


@pytest.mark.parametrize("name", ["fcntl", "resource", "pwd", "termios", "grp"])
def test_the_switch_takes_modules_away(name: str, tmp_path: Path) -> None:
    assert "ModuleNotFoundError" in bare(tmp_path, "-c", f"import {name}").stderr


def test_the_switch_takes_calls_away(tmp_path: Path) -> None:
    script = (
        "import os; assert not os.supports_dir_fd; print([name for name in 'fork killpg setsid geteuid "
        "getuid sched_getaffinity O_NOFOLLOW O_DIRECTORY'.split() if hasattr(os, name)])"
    )
    assert bare(tmp_path, "-c", script).stdout == "[]\n"


@pytest.mark.slow
@pytest.mark.timeout(300)
def test_a_video_is_fetched_annotated_undone_propagated_released_and_checked(
    tmp_path: Path,
) -> None:
    answer = bare(tmp_path, _HERE / "journey.py", tmp_path)
    assert answer.returncode == 0, answer.stderr
    told = [json.loads(line) for line in answer.stdout.splitlines() if line.startswith("{")]
    steps = {each["step"]: (each["sounding"], each["masks"], each["round"]) for each in told}
    assert steps == {
        "sounds": ([3], 0, "annotating"),
        "masked": ([3], 1, "annotating"),
        "undone": ([3], 0, "annotating"),
        "redone": ([3], 1, "annotating"),
        "propagated": ([3], 3, "annotating"),
        "handed in": ([3], 3, "submitted"),
    }
    assert answer.stdout.endswith(f"{tmp_path}/release: no errors, no warnings\n")


@pytest.mark.parametrize("command", ["fetch", "clip"])
def test_without_a_terminal_strangers_media_are_not_read_without_limits(
    command: str, lab: Path
) -> None:
    manifest = [lab / "m.csv"] if command == "fetch" else []
    answer = bare(lab, "-m", "avisbuild", command, *manifest, "--project", lab / "p")
    assert answer.returncode == 2
    assert _LIMITS in answer.stderr
    assert "--without-limits" in answer.stderr
    assert list((lab / "p/sources").iterdir()) == []


@pytest.mark.parametrize(("said", "expected"), [("y", 0), ("n", 2), ("", 2)])
def test_at_a_terminal_it_is_asked(said: str, expected: int, lab: Path) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{said}\n".encode())
    process = subprocess.Popen(
        [sys.executable, "-m", "avisbuild", "clip", "--project", str(lab / "p")],
        env=bare_environment(lab),
        stdin=theirs,
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    told = _read_to_the_end(ours)
    code = process.wait(60)
    assert _LIMITS in told
    assert "Go on without them this time?" in told
    assert code == expected


def _read_to_the_end(terminal: int) -> str:
    """All that is written to a terminal, which holds 4 KiB and then keeps its writer waiting."""
    said = bytearray()
    with contextlib.suppress(OSError):  # Linux says so when nobody has it open any more
        while part := os.read(terminal, 65536):
            said += part
    os.close(terminal)
    return said.decode()


def test_the_doctor_names_the_limits_that_are_missing(tmp_path: Path) -> None:
    answer = bare(tmp_path, "-m", "avisbuild", "doctor", "--json", "--project", tmp_path)
    (limits,) = [each for each in json.loads(answer.stdout)["checks"] if each["topic"] == "limits"]
    assert limits["found"] == f"no limit here on {_LIMITS} while fetch and clip read media"


def test_what_is_opened_at_all_is_decided_there_too(lab: Path) -> None:
    """A playlist under a video's name, which would have ffmpeg open what it names."""
    words = ("fetch", lab / "m.csv", "--project", lab / "p", "--without-limits", "--json")
    answer = bare(lab, "-m", "avisbuild", *words)
    assert answer.returncode == 1
    assert "playlist" in answer.stdout + answer.stderr


def test_a_dry_run_reads_no_media_and_asks_nothing(lab: Path) -> None:
    words = ("fetch", lab / "m.csv", "--project", lab / "p", "--dry-run", "--json")
    answer = bare(lab, "-m", "avisbuild", *words)
    assert answer.returncode == 0
    assert json.loads(answer.stdout)["to_make"] == 1


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    "tests",
    ["core/media/test_hostile_files.py", "pipelines/download/test_security.py"],
    ids=["formats and protocols of media", "addresses of downloads"],
)
def test_the_tests_of_whitelists_hold_there_too(tests: str, tmp_path: Path) -> None:
    options = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "--basetemp", tmp_path / "t"]
    # filelock's word for a system that is neither Windows nor has flock.
    options += ["-W", "ignore:only soft file lock:UserWarning"]
    answer = bare(tmp_path, "-m", "pytest", *options, _HERE.parent / tests)
    assert answer.returncode == 0, answer.stdout[-3000:]
    assert " passed" in answer.stdout


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


def test_workers_answer_and_are_ended_with_their_children_there_too(tmp_path: Path) -> None:
    script = """
import sys
from pipelines.engine import engine_jobs
from avisbuild_pipelines.engine import LocalEngine
from avisbuild_pipelines.engine.worker import WorkerLimits
with LocalEngine(2) as engine:
    answers = [engine.submit(engine_jobs.double, number) for number in range(6)]
    assert [each.result(60) for each in answers] == [0, 2, 4, 6, 8, 10]
with LocalEngine(1, limits=WorkerLimits(wall_s=2)) as engine:
    slow = engine.submit(engine_jobs.sleep, 300, sys.argv[1])
    assert slow.exception(60).code == "timeout"
"""
    answer = bare(tmp_path, "-c", script, tmp_path / "pids")
    assert answer.returncode == 0, answer.stderr
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text("utf-8").split())


def test_workers_and_their_children_die_with_a_driver_that_is_killed_there_too(
    tmp_path: Path,
) -> None:
    script = (
        "import sys; from pipelines.engine import engine_jobs;"
        "from avisbuild_pipelines.engine import LocalEngine;"
        "LocalEngine(1).submit(engine_jobs.sleep, 300, sys.argv[1]).result()"
    )
    driver = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path / "pids")],
        env=bare_environment(tmp_path) | {"TMPDIR": str(tmp_path)},
    )
    while not (tmp_path / "pids").exists():
        assert driver.poll() is None
        time.sleep(0.02)
    driver.kill()
    driver.wait()
    assert all(gone(int(pid)) for pid in (tmp_path / "pids").read_text("utf-8").split())


def test_a_fetch_that_runs_is_told_there_too(lab: Path) -> None:
    script = f"""
import time
from pathlib import Path
from avisbuild_pipelines.fetch.lock import fetching_alone
with fetching_alone(Path({str(lab / "p")!r})):
    print("held", flush=True)
    time.sleep(60)
"""
    with subprocess.Popen(
        [sys.executable, "-c", script],
        env=bare_environment(lab),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        words = ("fetch", lab / "m.csv", "--project", lab / "p", "--without-limits")
        answer = bare(lab, "-m", "avisbuild", *words)
        process.kill()
    assert answer.returncode == 2
    assert f"another fetch runs here (process {process.pid})" in answer.stderr
