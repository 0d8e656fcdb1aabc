"""What a fetch does for each video (download, request, clip), and the lists of what was made and failed."""

import logging
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from avisbuild import inside
from avisbuild.errors import MediaError, ProjectError
from avisbuild.media.reading import Deinterlace
from avisbuild.progress import Progress
from avisbuild.records import VideoId
from avisbuild.records.video_folder import failures_path
from avisbuild.store import Project
from avisbuild.store.permissions import allow_media
from avisbuild_pipelines.clip.request import ClipRecord, ClipRequest
from avisbuild_pipelines.download import RateLimiter, SourceRecord, download_source
from avisbuild_pipelines.fetch.disk_space import free_space
from avisbuild_pipelines.fetch.failures import failure_for
from avisbuild_pipelines.fetch.plan import Document, FetchPlan
from avisbuild_pipelines.fetch.queue import SourceJob
from avisbuild_pipelines.fetch.registration import Register, video_for
from avisbuild_pipelines.fetch.reports import Failure, write_failures
from avisbuild_pipelines.fetch.run import Working
from avisbuild_pipelines.fetch.settings import FetchSettings
from avisbuild_pipelines.manifest import ManifestRow

_log = logging.getLogger(__name__)
_SECONDS_BETWEEN_REPORTS = 5.0
_LEAST_SPACE_BYTES = 64 << 10


class FetchWork:
    """Downloads, prepares and registers for one fetch, and counts what came of each row."""

    def __init__(
        self,
        project: Project,
        plan: FetchPlan,
        settings: FetchSettings,
        register: Register,
        *,
        failures: Mapping[VideoId, Failure],
        limiter: RateLimiter,
        stop: threading.Event,
        progress: Progress,
    ) -> None:
        self._project = project
        self._plan = plan
        self._settings = settings
        self._register = register
        self._limiter = limiter
        self._stop = stop
        self._progress = progress
        self._reported_at = time.monotonic()
        self.failures = dict(failures)
        self.failed_now: set[VideoId] = set()
        self.made_now: list[VideoId] = []
        self.flags: defaultdict[str, list[VideoId]] = defaultdict(list)
        self.flagged_seconds: defaultdict[str, dict[VideoId, list[int]]] = defaultdict(dict)
        self.flagged_ms: defaultdict[str, dict[VideoId, int]] = defaultdict(dict)
        for row, document in plan.done:
            self.failures.pop(row.video_id, None)
            self._note_flags(row, document)

    def download(self, job: SourceJob) -> SourceRecord:
        """Get one source into its folder, or find it there."""
        return download_source(
            job.source,
            inside.check_tree(self._project.sources_dir / job.source.key),
            self._settings.download,
            self._limiter,
            _log.debug,
            self._stop,
            sha256=next((row.sha256 for row in job.rows if row.sha256), ""),
            stated_license=next((row.license for row in job.rows if row.license), ""),
            allow=lambda path: self.allow_media([path]),
        )

    def allow_media(self, paths: Iterable[Path]) -> None:
        """Note, for this person, that the project reads files that their own manifest names."""
        try:
            allow_media(self._project.folder, paths)
        except ProjectError as error:
            _log.warning("%s; later commands will ask you to allow it", error)

    def request(self, row: ManifestRow, record: SourceRecord) -> ClipRequest:
        """The order for one video. Raises MediaError when it must not be made."""
        if row.sha256 and record.sha256 != row.sha256:
            raise MediaError(
                "source-of-another-sha256",
                expected=row.sha256,
                found=record.sha256,
                code="hash-mismatch",
            )
        self._check_place(row)
        return self._order(row, record)

    def _order(self, row: ManifestRow, record: SourceRecord) -> ClipRequest:
        recipe = self._project.recipe
        return ClipRequest(
            video_id=row.video_id,
            source_path=record.media_path,
            source_key=row.source.key,
            source=record.document,
            video_dir=inside.checked(self._project.video_dir(row.video_id)),
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            frame_offset=recipe.frame_offset if row.frame_offset is None else row.frame_offset,
            sample_rate_hz=recipe.sample_rate_hz,
            second_wavs=recipe.second_wavs,
            deinterlace=Deinterlace(recipe.deinterlace),
            row=row.values,
            row_sha256=row.row_sha256,
            limits=self._settings.limits,
        )

    def clip(self) -> Callable[[ClipRequest], ClipRecord]:
        """Give `clip_video`, imported this late because it loads the media libraries."""
        from avisbuild_pipelines.clip import clip_video

        return clip_video

    def made(self, row: ManifestRow, record: ClipRecord) -> None:
        """Register a finished video. Raises ProjectError when the store refuses it; its files stay."""
        self._register.add([video_for(row, record.video)])
        self.made_now.append(row.video_id)
        self.failures.pop(row.video_id, None)
        self.failed_now.discard(row.video_id)
        self._note_flags(row, record.document)

    def failed(self, row: ManifestRow, error: BaseException) -> None:
        """Record why a video could not be had."""
        self.failures[row.video_id] = failure_for(row, error)
        self.failed_now.add(row.video_id)
        if time.monotonic() - self._reported_at > _SECONDS_BETWEEN_REPORTS:
            self.write_failures()

    def is_disk_full(self) -> bool:
        """Whether hardly anything is free; ffmpeg, for one, does not always say why it failed."""
        project = self._project
        written = (project.folder, project.sources_dir, project.videos_dir)
        return any(free_space(folder).byte_count < _LEAST_SPACE_BYTES for folder in written)

    def stage(self, working: Working) -> None:
        """Say how far the run is, with the videos that are worked on and at which stage."""
        parts = [
            f"{stage} {', '.join(videos[:2])}{' ...' if len(videos) > 2 else ''}"
            for stage, videos in zip(("downloading", "clipping"), working, strict=True)
            if videos
        ]
        done = len(self.made_now) + len(self.failed_now)
        self._progress(done, len(self._plan.to_make), "; ".join(parts))

    def write_failures(self) -> None:
        """Replace `failures.csv` by what is known now."""
        write_failures(failures_path(self._project.folder), self.failures.values())
        self._reported_at = time.monotonic()

    def _check_place(self, row: ManifestRow) -> None:
        """Clipping replaces what stands in its place, so nothing that was worked on may stand there."""
        video_dir = self._project.video_dir(row.video_id)
        if not video_dir.exists():
            return
        if row.video_id not in self._plan.stale:
            raise MediaError("video-folder-occupied", folder=video_dir, code="occupied")
        if self._register.is_annotated(row.video_id):
            raise MediaError("row-of-annotated-changed", code="annotated")

    def _note_flags(self, row: ManifestRow, document: Document) -> None:
        for flag in document.get("flags", ()):
            self.flags[str(flag)].append(row.video_id)
        for flag, seconds in document.get("seconds_by_flag", {}).items():
            self.flagged_seconds[str(flag)][row.video_id] = seconds
        for flag, amount_ms in document.get("ms_by_flag", {}).items():
            self.flagged_ms[str(flag)][row.video_id] = amount_ms
