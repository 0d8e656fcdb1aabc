"""The records of AVSBench-OV's JSON, and how its folders and files are called.

The published readers open `AVSBench-openvoc/` for frames and the JSONs, and `AVSBench-semantic/` for sound,
label maps and `metadata.csv`; both lie in one folder.
"""

from typing import Literal

import msgspec

from avisbuild.formats.aviseg.records import CategoryRecord, VideoRecord
from avisbuild.records import Split

OPEN_VOCABULARY_DIR = "AVSBench-openvoc"
SEMANTIC_DIR = "AVSBench-semantic"
# The test split has none: the published test code goes by folders and metadata.csv.
TRUTH_FILES = {
    Split.TRAIN: "avsbench_ov_train_base.json",
    Split.VAL: "avsbench_ov_val_base_novel.json",
}
FRAMES, SEMANTIC_FRAMES, LABEL_MAPS, SOUND_FILE = "JPEGImages", "frames", "labels_rgb", "audio.wav"
METADATA_FILE, LABELS_FILE = "metadata.csv", "label2idx.json"
METADATA_COLUMNS = ("vid", "uid", "s_min", "s_sec", "a_obj", "split", "label")
# Categories of a video stand in one cell, so that none may have it in its name.
CATEGORY_SEPARATOR = "_"
BACKGROUND_NAME = "background"

Subset = Literal["v1s", "v1m", "v2"]
# What the published readers take: one-digit frame names, in chunks of five.
FRAME_COUNTS: dict[Subset, int] = {"v1s": 5, "v1m": 5, "v2": 10}
SECONDS_TAKEN = (5, 10)


class OvCategoryRecord(CategoryRecord, frozen=True, omit_defaults=False):
    """An entry of `categories`; `frequency` is LVIS's letter, f and c of which are base."""

    frequency: str = "n"


class OvVideoRecord(VideoRecord, frozen=True, kw_only=True):
    """An entry of `videos`; `label` is the subset of AVSBench-semantic in which its sound lies."""

    label: Subset


CATEGORY = msgspec.json.Decoder(OvCategoryRecord)
VIDEO = msgspec.json.Decoder(OvVideoRecord)


def subset_of(second_count: int) -> Subset:
    """The subset whose videos are that long; never v1s, of whose frames training reads the first alone."""
    return "v1m" if second_count == FRAME_COUNTS["v1m"] else "v2"


def frame_name(video_name: str, second: int) -> str:
    """`<video>/7.jpg`: the published model takes the first character of the file name for the second."""
    return f"{video_name}/{second}.jpg"
