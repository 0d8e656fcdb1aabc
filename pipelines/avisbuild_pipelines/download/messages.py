"""What yt-dlp and sites say, made fit for records: whole, but without secrets and control characters."""

import logging
import re
from collections.abc import Iterator
from typing import Any

from avisbuild_pipelines.download.failures import (
    UNKNOWN,
    DownloadFailure,
    FailureClass,
    classify,
    failure_kind,
)
from avisbuild_pipelines.manifest.sources import SourceKind

_LOG = logging.getLogger(__name__)
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_URL_QUERY = re.compile(r"(https?://[^\s\"'<>?]+)\?[^\s\"'<>]*")
_URL = re.compile(r"https?://\S+")
_OUTER_ERRORS = ("DownloadError", "ExtractorError")
_MAX_TITLE = 500


class YtdlpLog:
    """yt-dlp's logger: everything goes to ours, at a level that a user does not see by default."""

    def debug(self, message: str) -> None:
        """Take one line of debugging or information."""
        _LOG.debug("%s", clean_message(message))

    info = debug

    def warning(self, message: str) -> None:
        """Take a warning; it is no reason to stop and comes again with the failure, if there is one."""
        _LOG.info("%s", clean_message(message))

    def error(self, message: str) -> None:
        """Log an error's text; yt-dlp raises it as well, and that is what is handled."""
        _LOG.info("%s", clean_message(message))


def clean_message(text: str, *, keep: str = "") -> str:
    """The text without control characters and without the queries of URLs, which carry signatures.

    The URL `keep` (the manifest's own) stays whole.
    """
    plain = _CONTROL.sub("", _ESCAPES.sub("", text))
    return _URL_QUERY.sub(
        lambda found: found[0] if found[0] == keep else f"{found[1]}?...", plain
    ).strip()


def clean_title(text: object) -> str:
    """A title or name that a stranger wrote, in one line of at most 500 characters."""
    return " ".join(clean_message(str(text or "")).split())[:_MAX_TITLE]


def failure_from(error: BaseException, *, phase: str, source: str, keep: str) -> DownloadFailure:
    """What an exception of yt-dlp means, by its causes and its words."""
    causes = list(_causes(error))
    said = dict.fromkeys(str(cause).removeprefix("ERROR: ") for cause in causes)
    message = clean_message("\n".join(said), keep=keep)
    http_error: Any = next((cause for cause in causes if _is_http_error(cause)), None)
    status = None if http_error is None else int(http_error.status)
    families = {base.__name__ for cause in causes for base in type(cause).__mro__}
    kind = classify(
        _URL.sub("", "\n".join(map(str, _judged(causes, source)))),
        status=status,
        errors=families,
        phase=phase,
        source=source,
    )
    if kind.code == UNKNOWN and "YoutubeDLError" not in families:
        # Not an error that yt-dlp foresaw: the site changed, or it has a fault of its own.
        kind = failure_kind("tool-outdated")
    lines = message.splitlines() or [type(error).__name__]
    return DownloadFailure(
        "said",
        text=lines[0],
        code=kind.code,
        original=message,
        http_status=status,
        attempts=0 if kind.failure_class is FailureClass.LOCAL else 1,
        retry_after_s=None if http_error is None else _retry_after_s(http_error),
    )


def _judged(causes: list[BaseException], source: str) -> list[BaseException]:
    """The errors whose words decide.

    On other sites than YouTube the outer messages repeat names that a stranger chose.
    """
    inner = [cause for cause in causes if type(cause).__name__ not in _OUTER_ERRORS]
    return inner if source == SourceKind.HTTPS and inner else causes


def _is_http_error(cause: Any) -> bool:
    return type(cause).__name__ == "HTTPError" and isinstance(getattr(cause, "status", None), int)


def _retry_after_s(error: Any) -> float | None:
    from avisbuild_pipelines.download.transport import retry_after_s

    return retry_after_s(error)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The error and everything that led to it, each once, the outermost first."""
    seen: set[int] = set()
    waiting: list[object] = [error]
    while waiting:
        one = waiting.pop(0)
        if not isinstance(one, BaseException) or id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        information = getattr(one, "exc_info", None)
        waiting += (
            [information[1]] if isinstance(information, tuple) and len(information) > 1 else []
        )
        waiting += [getattr(one, "cause", None), one.__cause__]
