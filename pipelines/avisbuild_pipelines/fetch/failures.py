"""From an error to a row of `failures.csv`."""

import logging
import time

from avisbuild.errors import AvisbuildError, MediaError
from avisbuild_pipelines.download import DownloadFailure, FailureClass, failure_kind
from avisbuild_pipelines.fetch.reports import Failure
from avisbuild_pipelines.manifest import ManifestRow

_log = logging.getLogger(__name__)


def failure_for(row: ManifestRow, error: BaseException) -> Failure:
    """Why the video of `row` could not be had.

    An error that is no AvisbuildError is our own bug: it becomes one failed video, and its trace is logged.
    """
    code = _code(error)
    kind = failure_kind(code)
    download = error if isinstance(error, DownloadFailure) else None
    return Failure(
        video_id=row.video_id,
        source=row.values.get("source", row.source.location),
        code=code,
        failure_class=kind.failure_class,
        attempts=download.attempts if download else 1,
        http_status=download.http_status if download else None,
        message=download.original if download else str(error) or type(error).__name__,
        hint=kind.hint,
        when=time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        row_sha256=row.row_sha256,
        source_key=row.source.key,
    )


def _code(error: BaseException) -> str:
    if isinstance(error, MediaError):
        return error.code
    if isinstance(error, MemoryError):
        return "out-of-memory"
    if isinstance(error, OSError):
        return "os-error"
    if isinstance(error, AvisbuildError):
        return "refused"
    notes = "".join(getattr(error, "__notes__", ()))
    _log.debug("an error that nobody expected: %s", notes, exc_info=error)
    return "internal-error"


def is_block(error: BaseException) -> bool:
    """Whether the site, not the video, is what stopped us."""
    return isinstance(error, DownloadFailure) and error.failure_class == FailureClass.BLOCKED


def is_outdated_tool(error: BaseException) -> bool:
    """Whether the downloader, not the video, is what has to be mended."""
    return isinstance(error, DownloadFailure) and error.failure_class == FailureClass.TOOL_OUTDATED


def is_stop(error: BaseException) -> bool:
    """Whether somebody stopped us; nothing is wrong with the video."""
    return isinstance(error, MediaError) and error.code == "stopped"
