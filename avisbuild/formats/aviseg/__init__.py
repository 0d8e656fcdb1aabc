"""The truth JSON of AVISeg and of anyone else in that style: its records, reading, writing and rules."""

from avisbuild.formats.aviseg.checking import TruthCheck, TruthFacts
from avisbuild.formats.aviseg.reading import AvisegContent, ReadVideo, content_of, read_content
from avisbuild.formats.aviseg.records import TruthJson, VideoRecord
from avisbuild.formats.aviseg.rules import AnnotationIds, TruthIndex
from avisbuild.formats.aviseg.silent_layer import SilentIds, SilentRecord, silent_record
from avisbuild.formats.aviseg.writing import VideoTruth, frame_name, truth_record, write_truth

__all__ = [
    "AnnotationIds",
    "AvisegContent",
    "ReadVideo",
    "SilentIds",
    "SilentRecord",
    "TruthCheck",
    "TruthFacts",
    "TruthIndex",
    "TruthJson",
    "VideoRecord",
    "VideoTruth",
    "content_of",
    "frame_name",
    "read_content",
    "silent_record",
    "truth_record",
    "write_truth",
]
