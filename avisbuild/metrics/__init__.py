"""FSLA, HOTA, track mAP and the other figures, each by the published protocol and by the right one."""

from avisbuild.metrics.audio_control import score_audio_control
from avisbuild.metrics.bootstrap import bootstrap_intervals
from avisbuild.metrics.document import evaluation_document
from avisbuild.metrics.evaluation import Evaluation, evaluate
from avisbuild.metrics.fsla import Fsla, FslaResult
from avisbuild.metrics.hota import Hota, HotaResult
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.predictions import PredictionFile
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.track_map import MapFigures, TrackMap
from avisbuild.metrics.tracks import Tracks
from avisbuild.metrics.truth import TruthFile

__all__ = [
    "Evaluation",
    "EvaluationProtocol",
    "Fsla",
    "FslaResult",
    "Hota",
    "HotaResult",
    "MapFigures",
    "PredictionFile",
    "TrackMap",
    "Tracks",
    "TruthFile",
    "VideoPair",
    "bootstrap_intervals",
    "evaluate",
    "evaluation_document",
    "score_audio_control",
]
