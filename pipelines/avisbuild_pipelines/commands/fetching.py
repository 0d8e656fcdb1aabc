"""What `fetch` and `clip` share: settings from options, stopping by signal, and telling what came of it."""

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import typer

from avisbuild import inside
from avisbuild.cli.output import (
    plain_progress,
    progress_bar,
    say,
    say_aside,
    say_json,
    say_table,
)
from avisbuild.errors import AvisbuildError, BlockedError, ExitCode
from avisbuild.progress import Progress
from avisbuild.records import Video, VideoId
from avisbuild.records.seconds import seconds_text
from avisbuild.records.video_folder import downloader_cache_dir, failures_path
from avisbuild.store import Project
from avisbuild.store.video_names import check_new_names
from avisbuild_pipelines.download import DownloadSettings
from avisbuild_pipelines.engine import check_engine
from avisbuild_pipelines.fetch import fetch, make_plan, summary_document
from avisbuild_pipelines.fetch.disk_space import check_space, free_space, size_text, space_needed
from avisbuild_pipelines.fetch.plan import RETRY_WORDS, retried
from avisbuild_pipelines.fetch.plan_texts import downloads_text, files_text
from avisbuild_pipelines.fetch.queue import download_count, group_by_source
from avisbuild_pipelines.fetch.reclip import clip_again
from avisbuild_pipelines.fetch.reports import Failure
from avisbuild_pipelines.fetch.settings import FetchOutcome, FetchSettings
from avisbuild_pipelines.manifest import Manifest
from avisbuild_pipelines.manifest.notes import manifest_notes

_LONGEST_LINE = 300
_STOPPED = "avisbuild: stopped; run the same command again to go on"


def fetch_settings(
    project: Project,
    *,
    jobs: int | None,
    downloads: int,
    engine: str,
    scheduler: str,
    retry: Sequence[str],
    allowed_hosts: Sequence[str],
    cookies: Path | None,
    required_licenses: Sequence[str],
    max_height_px: int | None,
    videos_per_hour: float,
) -> FetchSettings:
    """Check the options of `fetch`; raises AvisbuildError naming the option."""
    check_engine(engine)
    for word in retry:
        if word not in RETRY_WORDS:
            raise AvisbuildError("retry-word", word=word, known=", ".join(RETRY_WORDS))
    if cookies is not None and not cookies.is_file():
        raise AvisbuildError("cookies-missing", path=cookies)
    if cookies is not None:
        say_aside("using an account's cookies puts that account at risk")
    return FetchSettings(
        jobs=jobs,
        downloads=downloads,
        engine=engine,
        scheduler=scheduler,
        retry=retried(retry, has_cookies=cookies is not None),
        videos_per_hour=videos_per_hour,
        download=DownloadSettings(
            max_height_px=max_height_px or project.recipe.max_height_px,
            allowed_hosts=tuple(allowed_hosts),
            cookies=cookies,
            require_license=tuple(required_licenses),
            cache_dir=inside.check_tree(downloader_cache_dir(project.folder)),
        ),
    )


def run_fetch(project: Project, manifest: Manifest, settings: FetchSettings) -> FetchOutcome:
    """Fetch with progress on stderr; Ctrl-C or SIGTERM ends it cleanly, a second one at once."""
    with watched("fetch") as (progress, stop):
        return fetch(project, manifest, settings, progress=progress, stop=stop)


def run_clips(
    project: Project, videos: Sequence[Video], *, jobs: int | None, engine: str
) -> FetchOutcome:
    """Make videos again from kept sources, with progress on stderr; stopped as a fetch is."""
    check_engine(engine)
    settings = FetchSettings(jobs=jobs, engine=engine)
    with watched("clip") as (progress, stop):
        return clip_again(project, videos, settings, progress=progress, stop=stop)


def some_videos(project: Project, video_ids: Sequence[str]) -> list[Video]:
    """The named videos of a project, all without names; raises ProjectError for an unknown name."""
    if not video_ids:
        return project.videos()
    return [project.video(VideoId(video_id)) for video_id in dict.fromkeys(video_ids)]


@contextmanager
def watched(title: str, *, running: str = "videos") -> Iterator[tuple[Progress, threading.Event]]:
    """Progress on stderr, and an event that Ctrl-C and SIGTERM set; a second one ends the program at once."""
    stop = threading.Event()
    show = progress_bar if sys.stderr.isatty() else plain_progress
    with _stopping(stop, running), show(title) as progress:
        try:
            yield progress, stop
        except KeyboardInterrupt:
            # The workers are dead and everything on the disk is whole. A download thread may still wait
            # for a slow site, and a normal exit would wait for it.
            say_aside(f"\n{_STOPPED}")
            os._exit(128 + signal.SIGINT)


def report(project: Project, outcome: FetchOutcome, *, next_step: str = "") -> None:
    """Say what a fetch came to and, where videos were made, what follows; end with its exit code."""
    say_json(summary_document(outcome))
    say(
        f"{outcome.done_before + len(outcome.made)} of {outcome.video_count} videos are there"
        f" ({len(outcome.made)} made now, {outcome.done_before} before) in {outcome.wall_s:.1f} s"
    )
    for flag, videos in sorted(outcome.flags.items()):
        seconds = outcome.flagged_seconds.get(flag, {})
        lengths_ms = outcome.flagged_ms.get(flag, {})
        named = [
            _with_seconds(each, seconds.get(each, ()), lengths_ms.get(each)) for each in videos
        ]
        say(f"look at {len(videos)} flagged {flag}: {_some(named)}")
    if outcome.flags:
        say("what these flags mean: docs/fetching.md, under What comes out")
    for failure in outcome.failures:
        say(_failure_line(failure))
    if outcome.failures:
        not_tried = f", {outcome.held} of them not tried again (--retry)" if outcome.held else ""
        say(f"{len(outcome.failures)} failed{not_tried}: {failures_path(project.folder)}")
    if outcome.outdated_sites:
        sites = ", ".join(outcome.outdated_sites)
        say(f"asked {sites} no more: update yt-dlp and its JavaScript runtime (avisbuild doctor)")
    if outcome.made and next_step:
        say(f"next: {next_step}")
    _end(project, outcome)


def _end(project: Project, outcome: FetchOutcome) -> None:
    if outcome.reason == "interrupted":
        say_aside(_STOPPED)
        raise typer.Exit(128 + signal.SIGINT)
    if outcome.reason == "disk-full":
        say_aside(
            f"avisbuild: {project.folder}: the disk is full; make room and run the same command again"
        )
        raise typer.Exit(ExitCode.PARTLY_DONE)
    if outcome.blocked_until:
        sites = "; ".join(
            f"{site} blocks or limits this address, come back after {_when(until)}"
            for site, until in outcome.blocked_until.items()
        )
        raise BlockedError("fetch-blocked", sites=sites, count=outcome.waiting)
    if not outcome.is_complete:
        raise typer.Exit(ExitCode.PARTLY_DONE)


def say_notes(project: Project, manifest: Manifest) -> list[str]:
    """Name, before anything runs, what of a manifest may not be meant: a line each on stderr."""
    notes = manifest_notes(manifest.rows, project.taxonomy, sources_dir=project.sources_dir)
    texts = [f"{manifest.path}: {note}" for note in notes]
    for text in texts:
        say_aside(text)
    return texts


def report_plan(
    project: Project, manifest: Manifest, settings: FetchSettings, notes: Sequence[str] = ()
) -> None:
    """Say what a fetch would do, without network and without changing anything.

    Raises ProjectError, after that, where the fetch would be refused for lack of room or for its names.
    """
    plan = make_plan(project, manifest, settings)
    kinds = Counter(str(row.source.kind) for row in manifest.rows)
    downloads = download_count(group_by_source(plan.to_make), project.sources_dir)
    needed = space_needed(
        plan.to_make, download_count=downloads, second_wavs=project.recipe.second_wavs
    )
    free = free_space(project.videos_dir)
    say_table("Rows by source", ("source", "rows"), sorted(kinds.items()))
    say(
        f"{len(plan.done)} videos are there, {len(plan.to_make)} to make, {len(plan.held)} held back"
    )
    say(downloads_text(downloads, settings.videos_per_hour))
    say(f"disk: about {size_text(needed.byte_count)} needed, {size_text(free.byte_count)} free")
    say(files_text(needed, free))
    say_json(
        {
            "rows": dict(sorted(kinds.items())),
            "done": len(plan.done),
            "to_make": len(plan.to_make),
            "held": len(plan.held),
            "downloads": downloads,
            "hours": round(downloads / settings.videos_per_hour, 2),
            "bytes": needed.byte_count,
            "bytes_free": free.byte_count,
            "inodes": needed.inode_count,
            "inodes_free": free.inode_count,
            "notes": list(notes),
        }
    )
    known = {video.video_id for video in project.videos()}
    check_new_names(project.folder, (row.video_id for row in manifest.rows), known)
    if plan.to_make:
        check_space(project.videos_dir, needed)


@contextmanager
def _stopping(stop: threading.Event, running: str) -> Iterator[None]:
    """Turn the first SIGINT or SIGTERM into `stop`, and the second into KeyboardInterrupt."""

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()
        say_aside(f"\nstopping when the running {running} are done; once more to stop at once")

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _failure_line(failure: Failure) -> str:
    """Which video, what it met, and what can be done; `failures.csv` has all that was said."""
    first = next(iter(failure.message.splitlines()), "")
    line = " ".join(f"{failure.video_id}: {failure.code}: {first}".split())
    # Our own refusals end with the command that mends them.
    if len(line) > _LONGEST_LINE and failure.code != "refused":
        line = line[: _LONGEST_LINE - 3] + "..."
    return line if not failure.hint or failure.hint in line else f"{line}; {failure.hint}"


def _with_seconds(video_id: VideoId, seconds: Sequence[int], length_ms: int | None) -> str:
    """A video with the seconds that a flag is about, and with how much it is about."""
    parts = [seconds_text(seconds)] if seconds else []
    parts += [] if length_ms is None else [f"{length_ms / 1000:.1f} s"]
    return f"{video_id} ({': '.join(parts)})" if parts else video_id


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (", ..." if len(names) > 5 else "")


def _when(moment: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(moment))
