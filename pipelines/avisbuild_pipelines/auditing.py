"""From what a person names, a release, a table or a project, to what the audit looks at."""

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from avisbuild.errors import ReleaseError
from avisbuild.files import create_text
from avisbuild.progress import Progress, silent
from avisbuild.records import RoundState, Video, VideoId
from avisbuild.records.video_folder import (
    SETTINGS_NAME,
    SOURCES,
    VIDEOS,
    read_source_json,
    source_dir,
)
from avisbuild.releases.audit.audit import Found, run_audit
from avisbuild.releases.audit.decisions import DECIDED_FILE, Decided, read_decisions
from avisbuild.releases.audit.kept import audit_cache_dir, keep_pairs
from avisbuild.releases.audit.media import VideoMedia, media_of_project, media_of_release
from avisbuild.releases.audit.placement import Placement, read_placement
from avisbuild.releases.audit.releases import placement_of_release
from avisbuild.releases.card import RELEASE_CARD
from avisbuild.releases.checksums import CHECKSUM_FILE
from avisbuild.releases.splits.items import SplitItem
from avisbuild.store import Project
from avisbuild_pipelines.engine import LocalEngine
from avisbuild_pipelines.engine.cores import usable_cores

# Fewer than these are looked at before worker processes have started.
_FEW_VIDEOS = 20
# What a site says of who put a recording there, the surest first.
_UPLOADERS = ("channel_id", "uploader", "channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOptions:
    """How to audit: `decided` is the file of decisions, `cache` where fingerprints of a release are kept."""

    names_only: bool = False
    by_uploader: bool = False
    decided: Path | None = None
    cache: Path | None = None
    jobs: int | None = None


def audit_release(
    folder: Path, options: AuditOptions, *, media: Path | None = None, progress: Progress = silent
) -> Found:
    """Audit a release folder, which is only read. Raises ReleaseError, FormatError, OSError."""
    placement = placement_of_release(folder)
    return _audit(
        placement, _media(media or folder, placement, options), options, progress=progress
    )


def audit_table(
    path: Path, options: AuditOptions, *, media: Path | None = None, progress: Progress = silent
) -> Found:
    """Audit a table by names and sources, and by the frames and sounds in `media`, a release or a project."""
    placement = read_placement(path)
    found = _media(media, placement, options) if media else {}
    return _audit(placement, found, options, progress=progress)


def audit_project(folder: Path, options: AuditOptions, *, progress: Progress = silent) -> Found:
    """Audit all videos of a project but those set aside, and keep what was found for whoever splits it.

    The splits are those that the manifest asks for. Decisions lie in `decided.csv` beside the settings.
    """
    with Project.open(folder) as project:
        videos = project.snapshot(tuple(RoundState)).videos
        placement = Placement(
            items=tuple(_item(project.folder, video) for video in videos),
            splits={video.video_id: (str(video.split),) if video.split else () for video in videos},
        )
        media = _media(project.folder, placement, options)
        found = _audit(
            placement,
            media,
            options,
            cache=audit_cache_dir(project.folder),
            decisions=_decisions(options.decided, project.folder / DECIDED_FILE),
            progress=progress,
        )
        if media and not project.is_read_only:
            keep_pairs(project.folder, found)
    return found


def _audit(
    placement: Placement,
    media: Mapping[VideoId, VideoMedia],
    options: AuditOptions,
    *,
    cache: Path | None = None,
    decisions: Sequence[Decided] | None = None,
    progress: Progress,
) -> Found:
    jobs = options.jobs or (1 if len(media) < _FEW_VIDEOS else usable_cores())
    with ExitStack() as stack:
        engine = stack.enter_context(LocalEngine(jobs)) if jobs > 1 else None
        return run_audit(
            placement,
            media,
            decisions=_decisions(options.decided) if decisions is None else decisions,
            by_uploader=options.by_uploader,
            cache=options.cache or cache,
            executor=engine,
            progress=progress,
        )


def _decisions(told: Path | None, default: Path | None = None) -> Sequence[Decided]:
    if told is not None:
        return read_decisions(told)
    return read_decisions(default) if default is not None and default.is_file() else ()


def _media(
    folder: Path, placement: Placement, options: AuditOptions
) -> Mapping[VideoId, VideoMedia]:
    """The files of the videos below a release or a project; raises ReleaseError for what is neither."""
    if options.names_only:
        return {}
    names = [item.video_id for item in placement.items]
    if (folder / SETTINGS_NAME).is_file() or (folder / VIDEOS).is_dir():
        return media_of_project(folder, names)
    if not folder.is_dir():
        raise ReleaseError("audit-no-media", folder=folder)
    return media_of_release(folder, names)


def _item(project_dir: Path, video: Video) -> SplitItem:
    return SplitItem(
        video_id=video.video_id,
        source=video.source_key,
        group=video.group,
        uploader=_uploader(project_dir, video.source_key),
    )


def _uploader(project_dir: Path, key: str) -> str:
    told = read_source_json(source_dir(project_dir / SOURCES, key)) if key else None
    said = [str((told or {}).get(name) or "") for name in _UPLOADERS]
    return next(filter(None, said), "")


def check_may_be_written(path: Path, option: str, *, is_file: bool) -> None:
    """Raise ReleaseError for a path in a release, which never changes, and for a file that is there."""
    for parent in (path.absolute(), *path.absolute().parents):
        if (parent / RELEASE_CARD).exists() and (parent / CHECKSUM_FILE).exists():
            raise ReleaseError("audit-in-release", path=path, folder=parent, option=option)
    if is_file and path.exists():
        raise ReleaseError("audit-report-exists", path=path, option=option)


def write_new(path: Path, text: str, option: str) -> None:
    """Write a file that is not there yet; what a person may have filled in is never overwritten."""
    try:
        create_text(path, text)
    except FileExistsError as error:
        raise ReleaseError("audit-report-exists", path=path, option=option) from error
