"""What a fetch is asked to do (`FetchSettings`), and how it ended (`FetchOutcome`)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from avisbuild.media.limits import MediaLimits
from avisbuild.records import VideoId
from avisbuild_pipelines.download import DownloadSettings, FailureClass
from avisbuild_pipelines.fetch.plan import RETRIED_UNASKED
from avisbuild_pipelines.fetch.reports import Failure


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """What `avisbuild fetch` was asked for, with the defaults filled in.

    `jobs` None means as many workers as usable cores; `videos_per_hour` is the budget of requests;
    `patience_s` is how long a site's "later" may be to be waited for within the run.
    """

    jobs: int | None = None
    downloads: int = 2
    engine: str = "local"
    scheduler: str = ""
    retry: frozenset[FailureClass] = RETRIED_UNASKED
    videos_per_hour: float = 300.0
    patience_s: float = 60.0
    download: DownloadSettings = field(default_factory=DownloadSettings)
    limits: MediaLimits = field(default_factory=MediaLimits)


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchOutcome:
    """How a run of `fetch` ended, counted for its last lines and for `summary.json`.

    `failures` are the rows of this manifest that could not be had, those that were `held` and not tried
    again among them; `not_tried` are the videos of the rows that were not reached. `reason` is "" or why the
    run did not go to its end: `interrupted` or `disk-full`. `blocked_until` gives for each site that
    stopped us when to come back, in seconds since 1970. `flagged_seconds` has the seconds of those flags
    that are about some of them, `flagged_ms` the length of those that are about one.
    """

    video_count: int
    done_before: int
    made: Sequence[VideoId]
    registered: int
    failures: Sequence[Failure]
    held: int
    not_tried: Sequence[VideoId] = ()
    reason: str = ""
    blocked_until: Mapping[str, float] = field(default_factory=dict)
    outdated_sites: Sequence[str] = ()
    flags: Mapping[str, Sequence[VideoId]] = field(default_factory=dict)
    flagged_seconds: Mapping[str, Mapping[VideoId, Sequence[int]]] = field(default_factory=dict)
    flagged_ms: Mapping[str, Mapping[VideoId, int]] = field(default_factory=dict)
    wall_s: float = 0.0

    @property
    def waiting(self) -> int:
        """How many rows were not reached."""
        return len(self.not_tried)

    @property
    def is_complete(self) -> bool:
        """Whether every row of the manifest has its video."""
        return not self.failures and not self.waiting and not self.reason
