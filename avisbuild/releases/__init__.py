"""Releases: writing them, checking them and counting what they hold."""

from avisbuild.formats.findings import Finding, Severity
from avisbuild.releases.release import write_release
from avisbuild.releases.splits import plan_as_asked, plan_random, read_sizes, scale_sizes
from avisbuild.releases.stats import PartStats, count_stats, with_total
from avisbuild.releases.validate import validate_release

__all__ = [
    "Finding",
    "PartStats",
    "Severity",
    "count_stats",
    "plan_as_asked",
    "plan_random",
    "read_sizes",
    "scale_sizes",
    "validate_release",
    "with_total",
    "write_release",
]
