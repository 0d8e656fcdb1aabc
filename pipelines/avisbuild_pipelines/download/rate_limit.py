"""One budget of requests for this network address, shared by all threads, and a breaker per site."""

import random
import threading
import time
from collections.abc import Callable, Collection

from avisbuild_pipelines.download.failures import DownloadFailure
from avisbuild_pipelines.manifest.allowed_hosts import canonical_host, is_allowed

YOUTUBE = "youtube.com"
_YOUTUBE_FAMILY = (
    "youtube.com",
    "youtu.be",
    "googlevideo.com",
    "ytimg.com",
    "youtube-nocookie.com",
)
DEFAULT_BLOCK_S = 3600.0


def limited_site(host: str) -> str:
    """The name under which a host is limited: YouTube's many hosts are one site."""
    name = canonical_host(host)
    for family in _YOUTUBE_FAMILY:
        if name == family or name.endswith(f".{family}"):
            return YOUTUBE
    return name


class RateLimiter:
    """A token bucket for all videos and a breaker per site; safe to share between threads.

    `videos_per_hour` bounds every host but the allowed ones; up to `burst` may follow each other
    at once. Between two videos of YouTube lie `youtube_pause_s` seconds, drawn from that range.
    `clock` and `wall_clock` give seconds (monotonic, and since 1970); `sleep` waits, or returns
    early when the event is set.
    """

    def __init__(
        self,
        *,
        videos_per_hour: float = 300.0,
        burst: int = 10,
        youtube_pause_s: tuple[float, float] = (5.0, 10.0),
        allowed_hosts: Collection[str] = (),
        clock: Callable[[], float] = time.monotonic,
        wall_clock: Callable[[], float] = time.time,
        sleep: Callable[[float, threading.Event], object] = lambda wait_s, stop: stop.wait(wait_s),
        rng: random.Random | None = None,
    ) -> None:
        if videos_per_hour <= 0 or burst < 1:
            raise ValueError(f"expected more than 0 videos an hour, got {videos_per_hour}, {burst}")
        self._seconds_per_video = 3600.0 / videos_per_hour
        self._burst = burst
        self._youtube_pause_s = youtube_pause_s
        self._allowed_hosts = tuple(allowed_hosts)
        self._clock = clock
        self._wall_clock = wall_clock
        self.sleep = sleep
        self.rng = rng or random.Random()  # noqa: S311  # spacing of requests, no secret
        self._lock = threading.Lock()
        self._full_at = clock()
        self._site_free_at: dict[str, float] = {}
        self._blocked_until: dict[str, float] = {}
        self._said: set[str] = set()

    def admit(self, host: str, stop: threading.Event, *, port: int | None = None) -> None:
        """Wait for the turn of one video of `host`; raises DownloadFailure when it is blocked."""
        self.check(host)
        if is_allowed(host, port, self._allowed_hosts):
            return
        wait_s = self._reserve(limited_site(host))
        if wait_s > 0:
            self.sleep(wait_s, stop)
        if stop.is_set():
            raise DownloadFailure("stopped-waiting", code="stopped", attempts=0)
        self.check(host)

    def _reserve(self, site: str) -> float:
        """Take the next free turn and say how many seconds away it is."""
        with self._lock:
            now = self._clock()
            # The bucket as one number: the moment at which it will be full again.
            self._full_at = max(self._full_at, now) + self._seconds_per_video
            turn = self._full_at - self._burst * self._seconds_per_video
            if site == YOUTUBE:
                turn = max(turn, self._site_free_at.get(site, now))
                self._site_free_at[site] = max(turn, now) + self.rng.uniform(*self._youtube_pause_s)
            return max(0.0, turn - now)

    def check(self, host: str) -> None:
        """Raise DownloadFailure, without a request, while the site of `host` is blocked."""
        until = self.blocked_until(host)
        if until is None:
            return
        wait_s = until - self._wall_clock()
        when = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(until))
        raise DownloadFailure(
            "site-blocks",
            site=limited_site(host),
            when=when,
            code="rate-limit",
            retry_after_s=wait_s,
            attempts=0,
        )

    def block(self, host: str, wait_s: float | None = None) -> float:
        """Let no request to the site of `host` through for `wait_s` (60 minutes if None).

        Gives the moment of its end, in seconds since 1970.
        """
        site = limited_site(host)
        until = self._wall_clock() + (DEFAULT_BLOCK_S if wait_s is None else max(0.0, wait_s))
        with self._lock:
            until = max(until, self._blocked_until.get(site, 0.0))
            self._blocked_until[site] = until
        return until

    def blocked_until(self, host: str) -> float | None:
        """When the site of `host` may be asked again, in seconds since 1970; None if now."""
        with self._lock:
            until = self._blocked_until.get(limited_site(host))
        return until if until is not None and until > self._wall_clock() else None

    def first_time(self, topic: str) -> bool:
        """Whether this is the first call with `topic` in this run, for warnings said once."""
        with self._lock:
            new = topic not in self._said
            self._said.add(topic)
        return new
