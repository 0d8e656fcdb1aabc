"""Bringing annotations of others' files into a project, a module for each format."""

from avisbuild_pipelines.importing.aviseg import import_aviseg
from avisbuild_pipelines.importing.avsbench import import_avsbench
from avisbuild_pipelines.importing.avsbench_ov import import_avsbench_ov
from avisbuild_pipelines.importing.importer import ImportedVideo, ImportOptions

__all__ = [
    "ImportOptions",
    "ImportedVideo",
    "import_aviseg",
    "import_avsbench",
    "import_avsbench_ov",
]
