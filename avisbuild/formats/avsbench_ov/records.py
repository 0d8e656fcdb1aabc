"""The records of AVSBench-OV's JSON, and how its folders and files are called.

The published readers open `AVSBench-openvoc/` for frames and the JSONs, and `AVSBench-semantic/` for sound,
label maps and `metadata.csv`; both lie in one folder.
"""

import msgspec

from avisbuild.formats.aviseg.records import CategoryRecord, VideoRecord
from avisbuild.formats.avsbench.metadata import Subset
from avisbuild.records import Split

OPEN_VOCABULARY_DIR = "AVSBench-openvoc"
SEMANTIC_DIR = "AVSBench-semantic"
# The test split has none: the published test code goes by folders and metadata.csv.
TRUTH_FILES = {
    Split.TRAIN: "avsbench_ov_train_base.json",
    Split.VAL: "avsbench_ov_val_base_novel.json",
}
FRAMES = "JPEGImages"

# What the published readers take: one-digit frame names, in chunks of five.
FRAME_COUNTS = {Subset.V1S: 5, Subset.V1M: 5, Subset.V2: 10}
SECONDS_TAKEN = (5, 10)


class OvCategoryRecord(CategoryRecord, frozen=True, omit_defaults=False):
    """An entry of `categories`; `frequency` is LVIS's letter, f and c of which are base."""

    frequency: str = "n"

    @property
    def is_base(self) -> bool:
        """Whether training may show it."""
        return self.frequency in ("f", "c")


class OvVideoRecord(VideoRecord, frozen=True, kw_only=True):
    """An entry of `videos`; `label` is the subset of AVSBench-semantic in which its sound lies."""

    label: Subset


CATEGORY = msgspec.json.Decoder(OvCategoryRecord)
VIDEO = msgspec.json.Decoder(OvVideoRecord)


def frame_name(video_name: str, second: int) -> str:
    """`<video>/7.jpg`: the published model takes the first character of the file name for the second."""
    return f"{video_name}/{second}.jpg"
