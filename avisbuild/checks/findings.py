"""What a check of a release says: one line, with its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum


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
    message: str

    def __str__(self) -> str:
        return f"{self.severity} {self.place}: {self.message} [{self.rule}]"


def error(rule: str, place: str, message: str) -> Finding:
    """A finding that makes the release unfit."""
    return Finding(severity=Severity.ERROR, rule=rule, place=place, message=message)


def warning(rule: str, place: str, message: str) -> Finding:
    """A finding that a release may live with."""
    return Finding(severity=Severity.WARNING, rule=rule, place=place, message=message)


def or_unreadable(findings: Iterable[Finding], place: str) -> Iterator[Finding]:
    """The same findings; a file or folder that cannot be opened ends them with a finding of its own."""
    try:
        yield from findings
    except OSError as problem:
        yield error("unreadable", place, f"{problem.strerror or problem} ({problem.filename})")
