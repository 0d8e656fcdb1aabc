"""What the doctor says of one thing that it looked at."""

from dataclasses import dataclass
from enum import StrEnum
from importlib import metadata


class Verdict(StrEnum):
    """How a check ended; only a blocker makes `doctor` fail."""

    GOOD = "good"
    NOTE = "note"
    WARNING = "warning"
    BLOCKER = "blocker"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at: what was found, and the command that mends it where something is amiss."""

    topic: str
    verdict: Verdict
    found: str
    cure: str = ""


def installed_version(package: str) -> str | None:
    """Look a distribution up without importing it; None where it is not installed."""
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None
