"""Sources on the network: attempts with backoff, the breaker, proof and the record."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from avisbuild.files import sha256_of
from avisbuild.records.video_folder import PARTIAL
from avisbuild_pipelines.download.cookies import WARNING, lent_cookies
from avisbuild_pipelines.download.failures import DownloadFailure, FailureClass
from avisbuild_pipelines.download.license import check_license
from avisbuild_pipelines.download.local import check_hash, check_size, os_error_code
from avisbuild_pipelines.download.messages import YtdlpLog, failure_from
from avisbuild_pipelines.download.partial import (
    drop_if_empty,
    keep_only_same,
    make_partial_folder,
    remove_partial,
)
from avisbuild_pipelines.download.proof import prove_media
from avisbuild_pipelines.download.publish import Fetched, found_license, publish
from avisbuild_pipelines.download.rate_limit import RateLimiter
from avisbuild_pipelines.download.record import SourceRecord
from avisbuild_pipelines.download.settings import DownloadSettings
from avisbuild_pipelines.download.transport import Guard, SiteBlockedError
from avisbuild_pipelines.download.ytdlp import Attempt, Interrupted, download, look_up, open_ytdlp
from avisbuild_pipelines.manifest.sources import Source, SourceKind

_LOG = logging.getLogger(__name__)
_FORBIDDEN = "forbidden-media"
_NOT_TO_BE_CONTINUED = frozenset({"range-refused", "limit", "license"})
_LONGEST_RETRY_AFTER_S = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Task:
    source: Source
    folder: Path
    settings: DownloadSettings
    limiter: RateLimiter
    say: Callable[[str], None]
    stop: threading.Event
    sha256: str
    stated_license: str


def take_remote(
    source: Source,
    folder: Path,
    settings: DownloadSettings,
    limiter: RateLimiter,
    say: Callable[[str], None],
    stop: threading.Event,
    *,
    sha256: str,
    stated_license: str,
) -> SourceRecord:
    """Download a source, trying again what may pass; raises DownloadFailure with the history."""
    if source.kind is not SourceKind.YOUTUBE:
        check_license(stated_license, settings.require_license)
    task = _Task(
        source=source,
        folder=folder,
        settings=settings,
        limiter=limiter,
        say=say,
        stop=stop,
        sha256=sha256,
        stated_license=stated_license,
    )
    history: list[str] = []
    while True:
        try:
            return _one_attempt(task, history)
        except DownloadFailure as failure:
            _wait_or_raise(task, failure, history)


def _one_attempt(task: _Task, history: list[str]) -> SourceRecord:
    limiter, source, settings = task.limiter, task.source, task.settings
    limiter.admit(source.host, task.stop, port=_port(source))
    partial = task.folder / PARTIAL
    try:
        make_partial_folder(partial, settings.stale_partial_s)
        cookies = lent_cookies(settings.cookies)
        if cookies is not None and limiter.first_time("cookies"):
            _LOG.warning("%s", WARNING)
        attempt = Attempt(
            source=source,
            partial=partial,
            settings=settings,
            guard=Guard(limiter, settings.allowed_hosts),
            say=task.say,
            stop=task.stop,
            cookies=cookies,
        )
        fetched = _fetch(task, attempt)
        return publish(
            fetched,
            source,
            task.folder,
            stated_license=task.stated_license,
            history=history,
        )
    except DownloadFailure as failure:
        if failure.code in _NOT_TO_BE_CONTINUED:
            remove_partial(partial)
        raise
    except OSError as error:
        raise DownloadFailure(
            "download-folder",
            folder=task.folder,
            reason=error.strerror or error,
            code=os_error_code(error),
            original=str(error),
        ) from error
    finally:
        drop_if_empty(partial)


def _fetch(task: _Task, attempt: Attempt) -> Fetched:
    """Look up, decide, download, prove; every error of yt-dlp becomes a DownloadFailure."""
    phase = "extract"
    try:
        with open_ytdlp(attempt, YtdlpLog()) as ydl:
            attempt.say("asking the site")
            info = look_up(ydl, task.source)
            check_license(
                found_license(task.source, info, task.stated_license), task.settings.require_license
            )
            _check_length(info, task.settings)
            keep_only_same(attempt.partial, info)
            phase = "download"
            path = download(ydl, info, attempt)
    except Interrupted as error:
        raise error.failure from error
    except SiteBlockedError as error:
        task.limiter.check(task.source.host)
        raise failure_from(error, phase=phase, source=task.source.kind, keep="") from error
    except (DownloadFailure, OSError):
        raise
    except Exception as error:  # on a page that it does not expect, yt-dlp raises anything
        raise failure_from(
            error, phase=phase, source=task.source.kind, keep=task.source.location
        ) from error
    return _prove(task, path, info)


def _prove(task: _Task, path: Path, info: Mapping[str, Any]) -> Fetched:
    task.say("checking the file")
    facts = prove_media(path, task.settings.limits)
    check_size(path.stat().st_size, task.settings)
    digest = sha256_of(path)
    check_hash(digest, task.sha256)
    return Fetched(path=path, facts=facts, sha256=digest, info=info)


def _check_length(info: Mapping[str, Any], settings: DownloadSettings) -> None:
    duration, limits = info.get("duration") or 0, settings.limits
    if duration > limits.max_source_s:
        raise DownloadFailure(
            "source-too-long", length_s=duration, limit_s=limits.max_source_s, code="limit"
        )
    size = sum(one.get("filesize") or 0 for one in info.get("requested_formats") or [info])
    if size > limits.max_bytes:
        raise DownloadFailure(
            "source-too-large", byte_count=size, limit=limits.max_bytes, code="limit"
        )


def _wait_or_raise(task: _Task, failure: DownloadFailure, history: list[str]) -> None:
    """Wait until the next attempt, or raise the failure that ends them."""
    if failure.failure_class is FailureClass.BLOCKED:
        task.limiter.block(task.source.host, failure.retry_after_s)
        raise _final(failure, charged=len(history), history=history) from failure
    history.append(f"{failure.code}: {failure}")
    # A link that is refused is looked up once more; when the new one is refused too, it is the tool.
    again = failure.code == _FORBIDDEN and history.count(history[-1]) == 1
    passes = failure.failure_class is FailureClass.TRANSIENT or again
    if not passes or len(history) >= task.settings.max_attempts:
        charged = len(history) if failure.attempts else len(history) - 1
        raise _final(failure, charged=charged, history=history) from failure
    wait_s = _backoff_s(task, len(history))
    if failure.retry_after_s is not None:
        if failure.retry_after_s > _LONGEST_RETRY_AFTER_S:
            raise _final(failure, charged=len(history), history=history) from failure
        wait_s = max(wait_s, failure.retry_after_s)
    task.say(f"{failure.code}, trying again in {wait_s:.0f} s")
    task.limiter.sleep(wait_s, task.stop)
    if task.stop.is_set():
        raise DownloadFailure("stopped", code="stopped", attempts=0, history=tuple(history))


def _final(failure: DownloadFailure, *, charged: int, history: list[str]) -> DownloadFailure:
    return DownloadFailure(
        failure.message,
        code=failure.code,
        original=failure.original,
        http_status=failure.http_status,
        retry_after_s=failure.retry_after_s,
        attempts=charged,
        history=tuple(history),
    )


def _backoff_s(task: _Task, failed: int) -> float:
    """Doubling waits, each drawn between its half and its whole, so that threads do not march in step."""
    longest = min(task.settings.max_backoff_s, task.settings.backoff_s * 2 ** (failed - 1))
    return task.limiter.rng.uniform(longest / 2, longest)


def _port(source: Source) -> int | None:
    parts = urlsplit(source.location)
    return parts.port or {"https": 443, "http": 80}.get(parts.scheme)
