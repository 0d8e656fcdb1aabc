"""Releases in the layout of AVSBench-OV: training shows base categories alone; validation and test, all."""

from avisbuild.releases.avsbench_ov.options import NovelRule, OpenVocabularyOptions
from avisbuild.releases.avsbench_ov.writing import write_ov_release

__all__ = ["NovelRule", "OpenVocabularyOptions", "write_ov_release"]
