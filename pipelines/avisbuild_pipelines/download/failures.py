"""What can go wrong with a video: the table of failure codes, and the error that carries one."""

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from avisbuild.errors import MediaError
from avisbuild.messages import Message

UNKNOWN = "unknown"


class FailureClass(StrEnum):
    """What a failure asks for; the word that `--retry` takes."""

    PERMANENT = "permanent"
    NEEDS_CREDENTIALS = "needs-credentials"
    PERMANENT_HERE = "permanent-here"
    BLOCKED = "blocked"
    TRANSIENT = "transient"
    TOOL_OUTDATED = "tool-outdated"
    CONTENT = "content"
    LOCAL = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureKind:
    """One row of the table: how a failure is recognised, and what to do about it.

    `statuses` are HTTP, `errors` names of error classes; empty fields match nothing.
    `phase` is "extract" or "download", "" for both; `source` is a source kind, "" for all.
    """

    code: str
    failure_class: FailureClass
    statuses: frozenset[int] = frozenset()
    errors: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None
    phase: str = ""
    source: str = ""
    hint: str = ""


@cache
def failure_table() -> tuple[FailureKind, ...]:
    """The rows of `failure_codes.csv`, in the order in which they are tried."""
    text = files("avisbuild_pipelines.download").joinpath("failure_codes.csv").read_text("utf-8")
    return tuple(_kind(row) for row in csv.DictReader(text.splitlines()))


def _kind(row: dict[str, str]) -> FailureKind:
    return FailureKind(
        code=row["code"],
        failure_class=FailureClass(row["class"]),
        statuses=frozenset(_statuses(row["statuses"])),
        errors=frozenset(row["errors"].split()),
        pattern=re.compile(row["pattern"], re.IGNORECASE) if row["pattern"] else None,
        phase=row["phase"],
        source=row["source"],
        hint=row["hint"],
    )


def _statuses(text: str) -> list[int]:
    statuses: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        statuses += range(int(first), int(last or first) + 1)
    return statuses


def failure_kind(code: str) -> FailureKind:
    """What the table says of a code; a code that it does not know is `unknown` with that name."""
    for kind in failure_table():
        if kind.code == code:
            return kind
    return replace(failure_kind(UNKNOWN), code=code)


def classify(
    message: str,
    *,
    status: int | None = None,
    errors: Collection[str] = (),
    phase: str = "extract",
    source: str = "",
) -> FailureKind:
    """The first row of the table that fits what was met; `unknown` if none does."""
    for kind in failure_table():
        if kind.phase not in ("", phase) or kind.source not in ("", source):
            continue
        if (
            status in kind.statuses
            or not kind.errors.isdisjoint(errors)
            or (kind.pattern is not None and kind.pattern.search(message))
        ):
            return kind
    return failure_kind(UNKNOWN)


class DownloadFailure(MediaError):  # noqa: N818  # "failure" is the word of failures.csv
    """A source could not be had; the text is one line, `original` all that was said about it.

    `attempts` counts the tries that are charged to the source; a blocked one is not.
    """

    def __init__(
        self,
        kind: str | Message,
        /,
        *,
        code: str,
        original: str = "",
        http_status: int | None = None,
        retry_after_s: float | None = None,
        attempts: int = 1,
        history: tuple[str, ...] = (),
        **fields: object,
    ) -> None:
        super().__init__(kind, code=code, **fields)
        self.failure_class = failure_kind(code).failure_class
        self.original = original or str(self)
        self.http_status = http_status
        self.retry_after_s = retry_after_s
        self.attempts = attempts
        self.history = history

    @property
    def hint(self) -> str:
        """The table's advice for this code; "" where the user can do nothing."""
        return failure_kind(self.code).hint
