"""AVIS predictions on sound that does not belong to the pictures: silence, another video's, noise."""

from collections.abc import Collection, Mapping
from typing import Any

from avisbuild.metrics.audio_control import SilenceProbe, relative_drops
from avisbuild.metrics.evaluation import evaluate
from avisbuild.metrics.figures import FIGURES, figures_of
from avisbuild.metrics.fsla import Fsla
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.predictions import PredictionFile
from avisbuild.metrics.protocol import Protocol
from avisbuild.metrics.tracks import Tracks
from avisbuild.metrics.truth import TruthFile


def audio_control_of(
    truth: TruthFile,
    substituted: PredictionFile,
    original: Mapping[str, Any],
    *,
    protocols: Collection[Protocol],
    null_as_zero: bool = False,
) -> dict[str, Any]:
    """RA, silent-region IoU, FSLAn with all truth taken away, and relative drops, in percent.

    `original` is the document of the evaluation with the true sound; the drops are against it.
    """
    probe = SilenceProbe()
    silent = {protocol: Fsla(protocol) for protocol in protocols}
    for video in truth.videos:
        pred = substituted.tracks(video)
        probe.update_tracks(pred, video.size)
        if null_as_zero:
            pred = pred.null_as_zero(video.size)
        nothing = Tracks(frame_count=video.frame_count, categories=(), masks=())
        for metric in silent.values():
            metric.update(VideoPair(nothing, pred, name=video.name))
    scored = evaluate(truth, substituted, protocols=frozenset(protocols), null_as_zero=null_as_zero)
    result = probe.compute()
    document: dict[str, Any] = {
        "RA": result.recognition_accuracy,
        "silent_IoU": result.silent_iou,
        "frames": result.frames,
    }
    for protocol, metric in silent.items():
        counts = [video.readings[protocol] for video in scored.videos]
        figures = figures_of(counts, protocol, list(truth.categories)).table
        before = {name: original[protocol.value][name] for name in FIGURES}
        document[protocol.value] = {
            "FSLAn": metric.compute().silent,
            "drops": relative_drops(before, figures),
        }
    return document
