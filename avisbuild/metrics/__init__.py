"""FSLA, HOTA, track mAP and the other figures, each in the published reading and in the right one."""

from avisbuild.metrics.audio_control import audio_control_of
from avisbuild.metrics.bootstrap import intervals_of
from avisbuild.metrics.document import document_of
from avisbuild.metrics.evaluation import Evaluation, evaluate
from avisbuild.metrics.fsla import Fsla, FslaResult
from avisbuild.metrics.hota import Hota, HotaResult
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.predictions import PredictionFile
from avisbuild.metrics.protocol import Protocol
from avisbuild.metrics.track_map import MapFigures, TrackMap
from avisbuild.metrics.tracks import Tracks
from avisbuild.metrics.truth import TruthFile

__all__ = [
    "Evaluation",
    "Fsla",
    "FslaResult",
    "Hota",
    "HotaResult",
    "MapFigures",
    "PredictionFile",
    "Protocol",
    "TrackMap",
    "Tracks",
    "TruthFile",
    "VideoPair",
    "audio_control_of",
    "document_of",
    "evaluate",
    "intervals_of",
]
