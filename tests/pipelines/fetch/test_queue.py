"""Which source comes next, and when a site is left alone."""

import pytest
from pipelines.fetch.fetch_rows import a_row, a_source

from avisbuild_pipelines.fetch.queue import DownloadQueue, SourceJob, group_by_source


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def queue_of(clock: Clock, *hosts: str) -> DownloadQueue:
    rows = [a_row(f"v{n}", a_source(f"s{n}", host)) for n, host in enumerate(hosts)]
    return DownloadQueue(group_by_source(rows), clock=clock, patience_s=60)


def take(queue: DownloadQueue) -> SourceJob:
    job = queue.take()
    assert job is not None
    return job


def test_rows_of_one_source_are_one_job() -> None:
    rows = [a_row("a", a_source("x")), a_row("b", a_source("y")), a_row("c", a_source("x"))]
    assert [[row.video_id for row in job.rows] for job in group_by_source(rows)] == [
        ["a", "c"],
        ["b"],
    ]


def test_files_come_first_and_sites_take_turns(clock: Clock) -> None:
    queue = queue_of(clock, "one.org", "one.org", "two.org", "")
    assert [take(queue).source.host for _ in range(4)] == ["", "one.org", "two.org", "one.org"]
    assert queue.take() is None


def test_a_blocked_site_is_left_alone_while_the_others_go_on(clock: Clock) -> None:
    queue = queue_of(clock, "one.org", "two.org")
    first = take(queue)
    queue.finished(first)
    queue.blocked(first, 30, is_news=True)
    assert take(queue).source.host == "two.org"
    assert queue.take() is None
    assert queue.has_work
    clock.now += 31
    assert take(queue) == first
    assert queue.blocks() == {}


def test_a_long_block_ends_the_run_for_its_site_and_says_when_to_come_back(clock: Clock) -> None:
    queue = queue_of(clock, "one.org", "one.org")
    first = take(queue)
    queue.blocked(first, 3600, is_news=True)
    assert not queue.has_work
    assert queue.blocks() == {"one.org": 4600.0}
    clock.now += 7200
    assert queue.take() is None


def test_the_names_of_one_site_are_blocked_together(clock: Clock) -> None:
    queue = queue_of(clock, "www.youtube.com", "youtu.be")
    queue.blocked(take(queue), 3600, is_news=True)
    assert queue.take() is None


def test_a_site_that_keeps_saying_later_is_given_up(clock: Clock) -> None:
    queue = queue_of(clock, "one.org")
    for _ in range(6):
        job = take(queue)
        queue.blocked(job, 1, is_news=True)
        clock.now += 2
    assert not queue.has_work
    assert list(queue.blocks()) == ["one.org"]


def test_refusals_of_our_own_gate_do_not_count(clock: Clock) -> None:
    queue = queue_of(clock, "one.org")
    for _ in range(20):
        queue.blocked(take(queue), 1, is_news=False)
        clock.now += 2
    assert queue.has_work
