"""Releases: writing them, reading them back, checking them and counting what they hold."""

from avisbuild.checks.findings import Finding, Severity
from avisbuild.checks.settled import UnsettledError
from avisbuild.releases.aviseg_reader import (
    AvisegContent,
    ReadVideo,
    read_aviseg,
    read_content,
)
from avisbuild.releases.release import write_release
from avisbuild.releases.splits import plan_as_asked, plan_random, read_sizes, scale_sizes
from avisbuild.releases.stats import PartStats, stats_of, with_total
from avisbuild.releases.validate import validate_release

__all__ = [
    "AvisegContent",
    "Finding",
    "PartStats",
    "ReadVideo",
    "Severity",
    "UnsettledError",
    "plan_as_asked",
    "plan_random",
    "read_aviseg",
    "read_content",
    "read_sizes",
    "scale_sizes",
    "stats_of",
    "validate_release",
    "with_total",
    "write_release",
]
