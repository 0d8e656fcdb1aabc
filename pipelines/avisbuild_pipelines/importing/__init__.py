"""Bringing annotations of others' files into a project, a module for each format."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from avisbuild.progress import Progress, silent
from avisbuild.store import Project
from avisbuild_pipelines.importing.aviseg import import_aviseg
from avisbuild_pipelines.importing.avsbench import import_avsbench
from avisbuild_pipelines.importing.avsbench_ov import import_avsbench_ov
from avisbuild_pipelines.importing.importer import ImportedVideo, ImportOptions


class ImportFormat(Protocol):
    """Imports what is at a path; one outcome per video, in the order of the file."""

    def __call__(
        self, project: Project, path: Path, options: ImportOptions, *, progress: Progress = silent
    ) -> list[ImportedVideo]:
        """Raises FormatError, and imports nothing, when the file as a whole is wrong."""


# By what `import --format` calls them.
FORMATS: Mapping[str, ImportFormat] = {
    "aviseg": import_aviseg,
    "avsbench": import_avsbench,
    "avsbench-ov": import_avsbench_ov,
}

__all__ = [
    "FORMATS",
    "ImportOptions",
    "ImportedVideo",
    "import_aviseg",
    "import_avsbench",
    "import_avsbench_ov",
]
