"""A fetch that is killed, stopped or loses its workers at any moment is completed by the next one."""

import os
import random
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from how_much import fuzz, tried
from pipelines.fetch.fetch_case import (
    FetchCase,
    alive,
    kill_after,
    render_sources,
    stop_softly,
    wait_until,
    workers_of,
)
from pipelines.media_server import MediaServer, Serve, Slow

VIDEOS = 10


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaServer]:
    folder = tmp_path_factory.mktemp("media")
    render_sources(folder, 4)
    with MediaServer(folder) as server:
        yield server


def case_of(server: MediaServer, folder: Path) -> FetchCase:
    case = FetchCase(folder, server)
    for number in range(VIDEOS):
        start = number % 3
        case.add(
            f"v{number}", f"a{number % 4}.mp4", start=str(start), end=str(start + 1 + number % 2)
        )
    return case


@pytest.fixture(scope="module")
def whole(server: MediaServer, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The tree of a fetch that nobody disturbed."""
    case = case_of(server, tmp_path_factory.mktemp("whole"))
    assert case.fetch().is_complete
    return case.tree()


@pytest.fixture
def case(server: MediaServer, tmp_path: Path) -> Iterator[FetchCase]:
    yield case_of(server, tmp_path)
    for number in range(4):
        server.script(f"a{number}.mp4", Serve())


def finished(case: FetchCase) -> int:
    return len(list((case.project_dir / "videos").glob("[!.]*/clip.json")))


def completed(case: FetchCase, whole: dict[str, str]) -> None:
    """The next fetch does the rest, and nothing but the finished tree is left."""
    case.check_whole()
    run = case.run()
    assert run.returncode == 0, run.stdout + run.stderr
    assert case.tree() == whole
    assert [
        path.name for path in (case.project_dir / "videos").iterdir() if path.name[0] == "."
    ] == []
    assert list((case.project_dir / "cache" / "workers").iterdir()) == []


@fuzz
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(tried(3, 30)))
def test_a_driver_that_is_killed_at_any_moment(
    case: FetchCase, whole: dict[str, str], seed: int
) -> None:
    rng = random.Random(seed)
    killed = [kill_after(case.start("--jobs", "2"), rng.uniform(0.6, 1.6)) for _ in range(3)]
    case.check_whole()
    completed(case, whole)
    assert killed[0]


def test_a_driver_that_is_killed_while_videos_are_made_takes_its_workers_along(
    case: FetchCase, whole: dict[str, str]
) -> None:
    driver = case.start("--jobs", "2")
    wait_until(lambda: finished(case) >= 2)
    workers = workers_of(driver.pid)
    driver.kill()
    driver.communicate()
    assert workers
    wait_until(lambda: not alive(workers), seconds=10)
    completed(case, whole)


def test_a_worker_that_is_killed_costs_nothing(case: FetchCase, whole: dict[str, str]) -> None:
    driver = case.start("--jobs", "2")
    wait_until(lambda: workers_of(driver.pid))
    for pid in workers_of(driver.pid):
        os.kill(pid, signal.SIGKILL)
    said, complained = driver.communicate(timeout=120)
    assert driver.returncode == 0, said + complained
    assert case.tree() == whole


def test_the_first_interrupt_ends_the_run_cleanly(case: FetchCase, whole: dict[str, str]) -> None:
    for number in range(1, 4):
        case.server.script(f"a{number}.mp4", Slow(0.2))
    driver = case.start("--jobs", "1")
    wait_until(lambda: finished(case) >= 1)
    workers = workers_of(driver.pid)
    stop_softly(driver)
    said, complained = driver.communicate(timeout=60)
    assert driver.returncode == 130, said + complained
    assert "run the same command again" in complained
    assert 0 < finished(case) < VIDEOS
    assert alive(workers) == []
    assert not (case.project_dir / "reports" / "failures.csv").read_text().count("\n") > 1
    completed(case, whole)


def test_the_second_interrupt_ends_it_at_once(case: FetchCase, whole: dict[str, str]) -> None:
    for number in range(4):
        case.server.script(f"a{number}.mp4", Slow(5))
    driver = case.start()
    asked = len(case.server.requests)
    wait_until(lambda: len(case.server.requests) > asked)
    stop_softly(driver)
    assert driver.stderr is not None
    while "once more" not in driver.stderr.readline():
        pass
    stop_softly(driver)
    driver.communicate(timeout=60)
    assert driver.returncode == 130
    for number in range(4):
        case.server.script(f"a{number}.mp4", Serve())
    completed(case, whole)
