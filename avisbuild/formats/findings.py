"""What a check of a release says: one line, with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from avisbuild.messages import Message


class Severity(StrEnum):
    """An error breaks the published loader or evaluator or belies the release; a warning is to be known."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing found; `rule` is a stable name (docs/releasing.md), `place` a file and the spot in it."""

    severity: Severity
    rule: str
    place: str
    message: Message

    def __str__(self) -> str:
        return f"{self.severity} {self.place}: {self.message} [{self.rule}]"


def error(rule: str, place: str, kind: str | Message, /, **fields: object) -> Finding:
    """A finding that makes the release unfit; `kind` is one of `avisbuild.messages`, or a message."""
    return _finding(Severity.ERROR, rule, place, kind, fields)


def warning(rule: str, place: str, kind: str | Message, /, **fields: object) -> Finding:
    """A finding that a release may live with; `kind` is one of `avisbuild.messages`, or a message."""
    return _finding(Severity.WARNING, rule, place, kind, fields)


def _finding(
    severity: Severity, rule: str, place: str, kind: str | Message, fields: dict[str, object]
) -> Finding:
    message = kind if isinstance(kind, Message) else Message(kind, **fields)
    return Finding(severity=severity, rule=rule, place=place, message=message)


def or_unreadable(findings: Iterable[Finding], place: str) -> Iterator[Finding]:
    """The same findings; a file or folder that cannot be opened ends them with a finding of its own."""
    try:
        yield from findings
    except OSError as problem:
        reason = problem.strerror or problem
        yield error("unreadable", place, "place-unreadable", reason=reason, path=problem.filename)
