"""`avisbuild clip`: videos made again from kept sources, each as its own `clip.json` says."""

import threading
import time
from collections.abc import Sequence

from avisbuild.errors import MediaError
from avisbuild.inside import OutsideError
from avisbuild.progress import Progress, silent
from avisbuild.records import Video
from avisbuild.records.video_folder import failures_path, read_source_json, source_dir
from avisbuild.store import Project
from avisbuild_pipelines.clip.leftovers import remove_leftovers
from avisbuild_pipelines.clip.request import ClipRequest
from avisbuild_pipelines.download import RateLimiter, SourceRecord, read_source_record
from avisbuild_pipelines.fetch import fetch_outcome, run_plan
from avisbuild_pipelines.fetch.lock import fetching_alone
from avisbuild_pipelines.fetch.plan import FetchPlan, read_clip_document
from avisbuild_pipelines.fetch.queue import SourceJob
from avisbuild_pipelines.fetch.registration import Register
from avisbuild_pipelines.fetch.reports import read_failures
from avisbuild_pipelines.fetch.settings import FetchOutcome, FetchSettings
from avisbuild_pipelines.fetch.work import FetchWork
from avisbuild_pipelines.manifest import ManifestRow
from avisbuild_pipelines.manifest.sources import Source, SourceKind


class ClipAgain(FetchWork):
    """The work of a fetch without the fetching: a source is there, or its videos fail."""

    def download(self, job: SourceJob) -> SourceRecord:
        """Read the record of a kept source. Raises MediaError."""
        folder = source_dir(self._project.sources_dir, job.source.key)
        record = read_source_record(job.source, folder, will_be_hashed=True)
        if record is None:
            raise MediaError("no-kept-source", code="no-source")
        return record

    def request(self, row: ManifestRow, record: SourceRecord) -> ClipRequest:
        """The order for one video. Raises MediaError where other frames would come under its masks."""
        document = read_clip_document(self._project.video_dir(row.video_id)) or {}
        same = document.get("source_sha256") == record.sha256
        if not same and self._register.is_annotated(row.video_id):
            raise MediaError("annotated-from-another-source", code="annotated")
        return self._order(row, record)


def clip_again(
    project: Project,
    videos: Sequence[Video],
    settings: FetchSettings,
    *,
    progress: Progress = silent,
    stop: threading.Event | None = None,
) -> FetchOutcome:
    """Make these videos again; each is replaced when its new folder is whole, and not before.

    Raises ProjectError when a fetch runs in the project.
    """
    started = time.monotonic()
    stop = stop or threading.Event()
    with fetching_alone(project.folder):
        remove_leftovers(project.videos_dir, {video.video_id for video in videos})
        rows = tuple(_row(project, video) for video in videos)
        plan = FetchPlan(done=(), to_make=rows)
        work = ClipAgain(
            project,
            plan,
            settings,
            Register(project),
            failures=read_failures(failures_path(project.folder)),
            limiter=RateLimiter(),
            stop=stop,
            progress=progress,
        )
        result = run_plan(project, plan, settings, work, stop)
        return fetch_outcome(plan, work, result, 0, time.monotonic() - started)


def _row(project: Project, video: Video) -> ManifestRow:
    """The manifest's row as `clip.json` kept it, but with the store's word on split, group and labels."""
    document = read_clip_document(project.video_dir(video.video_id)) or {}
    return ManifestRow(
        video_id=video.video_id,
        source=_kept_source(project, str(document.get("source_key", ""))),
        start_ms=document.get("start_ms_asked"),
        end_ms=document.get("end_ms_asked"),
        split=video.split,
        group=video.group,
        scenarios=video.scenarios,
        labels=video.labels,
        license=video.license,
        frame_offset=document.get("frame_offset"),
        values=document.get("row", {}),
        row_sha256=str(document.get("row_sha256", "")),
    )


def _kept_source(project: Project, key: str) -> Source:
    """The source of this key as its `source.json` names it; one that is nowhere when it does not."""
    try:
        document = read_source_json(source_dir(project.sources_dir, key)) or {}
        kind, location = SourceKind(document["kind"]), str(document["source"])
    except (ValueError, KeyError, OutsideError):
        return Source(kind=SourceKind.LOCAL, key=key, location="")
    return Source(kind=kind, key=key, location=location)
