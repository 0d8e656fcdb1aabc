"""The budget of requests and the breaker, with a clock of the test's own."""

import random
import threading
from itertools import pairwise

import pytest

from avisbuild_pipelines.download import DownloadFailure, RateLimiter
from avisbuild_pipelines.download.rate_limit import limited_site


class Clock:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.lock = threading.Lock()

    def __call__(self) -> float:
        return self.now

    def sleep(self, wait_s: float, _stop: threading.Event) -> None:
        with self.lock:
            self.now += wait_s


def limiter(clock: Clock, **options: object) -> RateLimiter:
    settings = {"clock": clock, "wall_clock": clock, "sleep": clock.sleep, "rng": random.Random(1)}
    return RateLimiter(**{**settings, **options})  # type: ignore[arg-type]  # a shorthand for tests


def admitted(limiter: RateLimiter, clock: Clock, host: str, count: int) -> list[float]:
    stop = threading.Event()
    moments = []
    for _ in range(count):
        limiter.admit(host, stop)
        moments.append(clock.now - 1000.0)
    return moments


def test_after_a_burst_videos_come_at_the_rate_of_the_budget() -> None:
    clock = Clock()
    moments = admitted(limiter(clock, videos_per_hour=360, burst=3), clock, "example.org", 6)
    assert moments == pytest.approx([0, 0, 0, 10, 20, 30])


def test_all_hosts_draw_from_one_budget() -> None:
    clock = Clock()
    shared = limiter(clock, videos_per_hour=360, burst=1)
    assert admitted(shared, clock, "a.org", 1) + admitted(
        shared, clock, "b.org", 1
    ) == pytest.approx([0, 10])


def test_between_two_videos_of_youtube_lie_five_to_ten_seconds() -> None:
    clock = Clock()
    shared = limiter(clock, videos_per_hour=100_000, burst=100)
    moments = admitted(shared, clock, "www.youtube.com", 20)
    gaps = [after - before for before, after in pairwise(moments)]
    assert all(5 <= gap <= 10 for gap in gaps)
    assert len(set(gaps)) > 10


def test_an_allowed_host_is_not_held_back() -> None:
    clock = Clock()
    shared = limiter(clock, videos_per_hour=1, burst=1, allowed_hosts=["127.0.0.1:80"])
    stop = threading.Event()
    for _ in range(50):
        shared.admit("127.0.0.1", stop, port=80)
    assert clock.now == 1000.0


def test_threads_never_get_the_same_turn() -> None:
    clock = Clock()
    waits: list[float] = []
    shared = limiter(
        clock, videos_per_hour=3600, burst=1, sleep=lambda wait_s, _: waits.append(wait_s)
    )
    stop = threading.Event()
    threads = [threading.Thread(target=shared.admit, args=("a.org", stop)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(waits) == pytest.approx([1, 2, 3, 4, 5, 6, 7])


def test_a_blocked_site_is_closed_until_its_wait_is_over_and_others_stay_open() -> None:
    clock = Clock()
    shared = limiter(clock)
    shared.block("rr3---sn-x.googlevideo.com", 60)
    with pytest.raises(DownloadFailure, match="come back after") as error:
        shared.check("www.youtube.com")
    assert (error.value.attempts, error.value.retry_after_s) == (0, 60)
    shared.check("example.org")
    assert (shared.blocked_until("youtu.be"), shared.blocked_until("example.org")) == (1060.0, None)
    clock.now += 61
    shared.check("www.youtube.com")
    assert shared.blocked_until("youtu.be") is None


def test_a_site_that_names_no_wait_is_left_alone_for_an_hour_and_a_wait_never_shrinks() -> None:
    clock = Clock()
    shared = limiter(clock)
    assert shared.block("a.org") == 1000 + 3600
    assert shared.block("a.org", 5) == 1000 + 3600


def test_who_waits_for_a_turn_leaves_when_stopped() -> None:
    clock = Clock()
    shared = limiter(clock, videos_per_hour=1, burst=1)
    stop = threading.Event()
    shared.admit("a.org", stop)
    stop.set()
    with pytest.raises(DownloadFailure) as error:
        shared.admit("a.org", stop)
    assert (error.value.code, error.value.attempts) == ("stopped", 0)


def test_a_site_blocked_while_waiting_for_the_turn_is_not_asked() -> None:
    clock = Clock()
    shared = limiter(clock, videos_per_hour=60, burst=1)
    stop = threading.Event()
    shared.admit("a.org", stop)
    shared.sleep = lambda *_: shared.block("a.org", 600)
    with pytest.raises(DownloadFailure) as error:
        shared.admit("a.org", stop)
    assert error.value.code == "rate-limit"


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("WWW.YouTube.com.", "youtube.com"),
        ("i.ytimg.com", "youtube.com"),
        ("notyoutube.com", "notyoutube.com"),
        ("youtube.com.evil.org", "youtube.com.evil.org"),
    ],
)
def test_hosts_of_one_site_are_known(host: str, site: str) -> None:
    assert limited_site(host) == site
