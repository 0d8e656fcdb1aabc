"""The errors a user can cause or meet; each is shown as one line, with the exit code of its kind."""

from enum import IntEnum


class ExitCode(IntEnum):
    """How a command ends (design.md, section 6)."""

    DONE = 0
    PARTLY_DONE = 1
    BAD_INPUT = 2
    BLOCKED = 3


class AvisbuildError(Exception):
    """A problem to tell the user: what, which, what was found, and what would be right."""

    exit_code: int = ExitCode.BAD_INPUT


class FormatError(AvisbuildError):
    """A file does not hold what its format says."""


class ProjectError(AvisbuildError):
    """A project cannot be opened, or an edit does not fit its state."""


class DatabaseOutsideError(ProjectError):
    """A project's settings name a database that this person never named."""


class ConflictError(ProjectError):
    """An edit does not fit since someone else has edited the same rows meanwhile."""


class ReleaseError(AvisbuildError):
    """A release cannot be written or read."""


class MediaError(AvisbuildError):
    """A video or its sound cannot be had or used.

    `code` is the failure code of `failures.csv`, such as `no-audio` or `undecodable`.
    """

    exit_code = ExitCode.PARTLY_DONE

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[object, ...]:
        return _media_error, (str(self), self.code)


class BlockedError(AvisbuildError):
    """A site blocks or limits us; the message says when to come back."""

    exit_code = ExitCode.BLOCKED


def _media_error(message: str, code: str) -> MediaError:
    """Rebuild an error that crossed a process border; keyword arguments do not survive pickling."""
    return MediaError(message, code=code)
