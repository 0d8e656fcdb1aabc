"""Releases in the layout of AVSBench-OV: training shows base categories alone; validation and test, all."""

from avisbuild.releases.avsbench_ov.options import NovelRule, OpenVocabularyOptions
from avisbuild.releases.avsbench_ov.writing import OV_FORMAT, write_ov_release

__all__ = ["OV_FORMAT", "NovelRule", "OpenVocabularyOptions", "write_ov_release"]
