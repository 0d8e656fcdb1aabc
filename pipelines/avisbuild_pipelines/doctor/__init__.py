"""What this machine has and lacks, each with the command that mends it."""

from avisbuild_pipelines.doctor.annotating import qt_checks
from avisbuild_pipelines.doctor.check import Check, Verdict
from avisbuild_pipelines.doctor.examination import examine

__all__ = ["Check", "Verdict", "examine", "qt_checks"]
