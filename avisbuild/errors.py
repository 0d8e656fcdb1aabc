"""The errors a user can cause or meet; each is shown as one line, with the exit code of its kind."""

from collections.abc import Mapping
from enum import IntEnum
from typing import Any

from avisbuild.messages import Message, Value


class ExitCode(IntEnum):
    """How a command ends, as README tells it."""

    DONE = 0
    PARTLY_DONE = 1
    BAD_INPUT = 2
    BLOCKED = 3


class AvisbuildError(Exception):
    """A problem to tell the user: what, which, what was found, and what would be right.

    Raised with a kind of `avisbuild.messages` and its fields, or with a message that is there already;
    `str` is the English sentence. It can cross to another process.
    """

    exit_code: int = ExitCode.BAD_INPUT

    def __init__(self, kind: "str | Message", /, **fields: object) -> None:
        self.message = kind if isinstance(kind, Message) else Message(kind, **fields)
        super().__init__(self.message.kind)

    @property
    def kind(self) -> str:
        """What happened, as a word to decide by."""
        return self.message.kind

    @property
    def fields(self) -> Mapping[str, Value]:
        """The fields of the message: which video, which file, what was found."""
        return self.message.fields

    def __str__(self) -> str:
        return str(self.message)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), self.__dict__.copy())


class FormatError(AvisbuildError):
    """A file is not what its format asks for: a truth JSON, predictions, a manifest, a recipe."""


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

    def __init__(self, kind: str | Message, /, *, code: str, **fields: object) -> None:
        super().__init__(kind, **fields)
        self.code = code


class BlockedError(AvisbuildError):
    """A site blocks or limits us; the message says when to come back."""

    exit_code = ExitCode.BLOCKED


def _rebuilt(kind: type[AvisbuildError], state: dict[str, Any]) -> AvisbuildError:
    """An error that crossed a process border; keyword arguments of its own do not survive pickling."""
    error = kind.__new__(kind, state["message"].kind)
    error.__dict__.update(state)
    return error
