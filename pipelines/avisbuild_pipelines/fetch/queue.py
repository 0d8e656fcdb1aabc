"""Which source is downloaded next: hosts take turns, and a site that blocks us is left in peace."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from avisbuild.records.video_folder import is_source_there
from avisbuild_pipelines.download.rate_limit import limited_site
from avisbuild_pipelines.manifest import ManifestRow
from avisbuild_pipelines.manifest.sources import Source

# A host that keeps saying "later" is not asked a sixth time in one run, however short it says the wait is.
_MOST_BLOCKS = 5


@dataclass(frozen=True, slots=True)
class SourceJob:
    """One source with the rows that are cut from it: one download for all of them."""

    source: Source
    rows: tuple[ManifestRow, ...]


def group_by_source(rows: Iterable[ManifestRow]) -> list[SourceJob]:
    """Group rows by source, in the order of their first rows."""
    groups: dict[str, list[ManifestRow]] = {}
    for row in rows:
        groups.setdefault(row.source.key, []).append(row)
    return [SourceJob(group[0].source, tuple(group)) for group in groups.values()]


def download_count(jobs: Iterable[SourceJob], sources_dir: Path) -> int:
    """How many sources are not on this machine yet."""
    return sum(
        job.source.is_remote and not is_source_there(sources_dir / job.source.key) for job in jobs
    )


class DownloadQueue:
    """The sources that wait for a download.

    `clock` gives seconds since 1970. `patience_s` is how long a block may last to be waited for
    within the run; a longer one ends the run for that host.
    """

    def __init__(
        self, jobs: Iterable[SourceJob], *, clock: Callable[[], float], patience_s: float
    ) -> None:
        self._clock = clock
        self._patience_s = patience_s
        self._waiting: dict[str, deque[SourceJob]] = {}
        self._running: Counter[str] = Counter()
        self._blocked_until: dict[str, float] = {}
        self._blocks: Counter[str] = Counter()
        self._given_up: set[str] = set()
        for job in jobs:
            self._waiting.setdefault(site(job), deque()).append(job)

    def take(self) -> SourceJob | None:
        """The next source: of the free hosts the one with the fewest downloads running, files first."""
        now = self._clock()
        free = [
            host
            for host, jobs in self._waiting.items()
            if jobs and host not in self._given_up and self._blocked_until.get(host, 0.0) <= now
        ]
        if not free:
            return None
        host = min(free, key=lambda host: (self._running[host], host != ""))
        self._running[host] += 1
        return self._waiting[host].popleft()

    def finished(self, job: SourceJob) -> None:
        """A download came to an end, well or not."""
        self._running[site(job)] -= 1

    def blocked(self, job: SourceJob, wait_s: float, *, is_news: bool) -> None:
        """The site of a finished job wants to be left alone for `wait_s` seconds; the job goes back.

        `is_news` is False where we did not even ask, because an earlier answer still holds.
        """
        name = site(job)
        self._waiting[name].appendleft(job)
        until = self._clock() + wait_s
        self._blocked_until[name] = max(until, self._blocked_until.get(name, 0.0))
        self._blocks[name] += is_news
        if wait_s > self._patience_s or self._blocks[name] > _MOST_BLOCKS:
            self.give_up(job)

    def served(self, job: SourceJob) -> None:
        """The site of a finished job let us through: what it said before is forgotten."""
        self._blocks[site(job)] = 0

    def give_up(self, job: SourceJob) -> None:
        """Ask the site of this job no more in this run."""
        self._given_up.add(site(job))

    @property
    def has_work(self) -> bool:
        """Whether some source can still be had in this run, now or after a short wait."""
        return any(jobs and host not in self._given_up for host, jobs in self._waiting.items())

    def left(self) -> list[SourceJob]:
        """The sources that nobody took."""
        return [job for jobs in self._waiting.values() for job in jobs]

    def blocks(self) -> Mapping[str, float]:
        """The sites given up for a block, each with when to come back, in seconds since 1970."""
        return {
            name: self._blocked_until[name]
            for name in sorted(self._given_up & set(self._blocked_until))
        }


def site(job: SourceJob) -> str:
    """The name under which the source's host is limited; "" for a file."""
    return limited_site(job.source.host) if job.source.is_remote else ""
