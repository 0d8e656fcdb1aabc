"""`avisbuild fetch`: from a manifest to finished videos, each time only what is missing."""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from avisbuild.progress import Progress, silent
from avisbuild.records.video_folder import failures_path, summary_path, workers_dir
from avisbuild.store import Project
from avisbuild_pipelines.clip.leftovers import remove_leftovers
from avisbuild_pipelines.download import RateLimiter, refers_to
from avisbuild_pipelines.engine import open_engine
from avisbuild_pipelines.engine.leftovers import remove_workers
from avisbuild_pipelines.engine.worker import WorkerLimits
from avisbuild_pipelines.fetch.disk_space import check_space, is_disk_full, space_needed
from avisbuild_pipelines.fetch.lock import fetching_alone
from avisbuild_pipelines.fetch.plan import FetchPlan, mended_by, plan_fetch, read_clip_document
from avisbuild_pipelines.fetch.queue import (
    DownloadQueue,
    SourceJob,
    download_count,
    group_by_source,
)
from avisbuild_pipelines.fetch.registration import Register, video_of_document
from avisbuild_pipelines.fetch.reports import as_columns, read_failures, write_summary
from avisbuild_pipelines.fetch.run import FetchRun, RunResult
from avisbuild_pipelines.fetch.settings import (
    FetchOutcome,
    FetchSettings,
)
from avisbuild_pipelines.fetch.work import FetchWork
from avisbuild_pipelines.manifest import Manifest

_log = logging.getLogger(__name__)
# What a worker may take beyond the video's own time limit, for starting up and publishing.
_GRACE_S = 30.0


def make_plan(project: Project, manifest: Manifest, settings: FetchSettings) -> FetchPlan:
    """Compare the manifest with the disk; touches no network and changes nothing."""
    return plan_fetch(
        manifest.rows,
        look=lambda video_id: read_clip_document(project.video_dir(video_id)),
        failures=read_failures(failures_path(project.folder)),
        retry=settings.retry,
        mended=mended_by(settings.download),
        recipe=project.recipe,
    )


def fetch(
    project: Project,
    manifest: Manifest,
    settings: FetchSettings,
    *,
    limiter: RateLimiter | None = None,
    progress: Progress = silent,
    stop: threading.Event | None = None,
) -> FetchOutcome:
    """Download, clip and register what the manifest asks for and the project lacks.

    Safe to interrupt at any moment and to repeat; setting `stop` ends it soon and cleanly. One failed
    video never stops the others. Raises ProjectError when another fetch runs in the project, or when
    the disk clearly has too little room.
    """
    started = time.monotonic()
    stop = stop or threading.Event()
    with fetching_alone(project.folder):
        register = Register(project)
        register.check_names(row.video_id for row in manifest.rows)
        remove_leftovers(project.videos_dir, {row.video_id for row in manifest.rows})
        plan = make_plan(project, manifest, settings)
        registered = register.add(video_of_document(row, document) for row, document in plan.done)
        work = FetchWork(
            project,
            plan,
            settings,
            register,
            failures=read_failures(failures_path(project.folder)),
            limiter=limiter or _limiter(settings),
            stop=stop,
            progress=progress,
        )
        work.allow_media(_referred(project, plan))
        result = run_plan(project, plan, settings, work, stop) if plan.to_make else RunResult()
        outcome = fetch_outcome(plan, work, result, registered, time.monotonic() - started)
        document = summary_document(outcome)
        _write_if_space(lambda: write_summary(summary_path(project.folder), document))
        return outcome


def summary_document(outcome: FetchOutcome) -> dict[str, Any]:
    """The outcome as the document of `summary.json` and of `fetch --json`."""
    return {
        "videos": outcome.video_count,
        "done": outcome.done_before + len(outcome.made),
        "done_before": outcome.done_before,
        "made": list(outcome.made),
        "registered": outcome.registered,
        "failed": [as_columns(failure) for failure in outcome.failures],
        "held": outcome.held,
        "waiting": outcome.waiting,
        "not_tried": list(outcome.not_tried),
        "stopped": outcome.reason or None,
        "blocked_until": {name: _utc(until) for name, until in outcome.blocked_until.items()},
        "outdated_sites": list(outcome.outdated_sites),
        "flags": {flag: list(videos) for flag, videos in sorted(outcome.flags.items())},
        "flagged_seconds": {
            flag: {video_id: list(seconds) for video_id, seconds in sorted(videos.items())}
            for flag, videos in sorted(outcome.flagged_seconds.items())
        },
        "flagged_ms": {
            flag: dict(sorted(videos.items()))
            for flag, videos in sorted(outcome.flagged_ms.items())
        },
        "wall_s": round(outcome.wall_s, 3),
        "finished": _utc(time.time()),
    }


def run_plan(
    project: Project,
    plan: FetchPlan,
    settings: FetchSettings,
    work: FetchWork,
    stop: threading.Event,
) -> RunResult:
    """Make what the plan lists, with workers of its own. Raises ProjectError where there is no room."""
    jobs = group_by_source(plan.to_make)
    _check_space(project, plan, jobs)
    scratch = workers_dir(project.folder)
    # We hold the lock, so whatever lies here was left by workers that were killed.
    remove_workers(scratch)
    engine = open_engine(
        settings.engine,
        settings.jobs,
        limits=WorkerLimits(
            wall_s=settings.limits.wall_s + _GRACE_S, file_bytes=settings.limits.max_bytes
        ),
        scratch=scratch,
    )
    queue = DownloadQueue(jobs, clock=time.time, patience_s=settings.patience_s)
    run = FetchRun(queue, work=work, engine=engine, download_count=settings.downloads, stop=stop)
    try:
        return run.run()
    finally:
        remove_leftovers(project.videos_dir, {row.video_id for row in plan.to_make})
        _write_if_space(work.write_failures)


def _write_if_space(write: Callable[[], None]) -> None:
    """Write a report; on a full disk the old one stays, and the command line still tells everything."""
    try:
        write()
    except OSError as error:
        if not is_disk_full(error):
            raise
        _log.warning("no room for the reports: %s", error)


def _check_space(project: Project, plan: FetchPlan, jobs: list[SourceJob]) -> None:
    downloads = download_count(jobs, project.sources_dir)
    second_wavs = project.recipe.second_wavs
    needed = space_needed(plan.to_make, download_count=downloads, second_wavs=second_wavs)
    check_space(project.videos_dir, needed)


def _referred(project: Project, plan: FetchPlan) -> list[Path]:
    """The files elsewhere of videos that are there: their rows name them, which later commands go by."""
    sources = {row.source.key: row.source for row, _ in plan.done if not row.source.is_remote}
    return [
        Path(source.location)
        for key, source in sources.items()
        if refers_to(source, project.sources_dir / key)
    ]


def _limiter(settings: FetchSettings) -> RateLimiter:
    return RateLimiter(
        videos_per_hour=settings.videos_per_hour, allowed_hosts=settings.download.allowed_hosts
    )


def fetch_outcome(
    plan: FetchPlan, work: FetchWork, result: RunResult, registered: int, wall_s: float
) -> FetchOutcome:
    """What came of every row of the plan."""
    rows = [row for row, _ in plan.done] + list(plan.to_make) + [row for row, _ in plan.held]
    failed = work.failed_now | {row.video_id for row, _ in plan.held}
    tried = work.failed_now.union(work.made_now)
    return FetchOutcome(
        video_count=len(rows),
        done_before=len(plan.done),
        made=tuple(work.made_now),
        registered=registered + len(work.made_now),
        failures=tuple(work.failures[row.video_id] for row in rows if row.video_id in failed),
        held=len(plan.held),
        not_tried=tuple(row.video_id for row in plan.to_make if row.video_id not in tried),
        reason=result.reason,
        blocked_until=result.blocked_until,
        outdated_sites=result.outdated_sites,
        flags=work.flags,
        flagged_seconds=work.flagged_seconds,
        flagged_ms=work.flagged_ms,
        wall_s=wall_s,
    )


def _utc(moment: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(moment))
