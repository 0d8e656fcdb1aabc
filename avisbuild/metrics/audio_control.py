"""What is left when the sound is taken away: the answer to silence, and how far the figures drop."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from avisbuild.masks.many import covered
from avisbuild.metrics.evaluation import evaluate
from avisbuild.metrics.figures import FIGURES, Table, compute_figures
from avisbuild.metrics.fsla import Fsla
from avisbuild.metrics.pair import VideoPair
from avisbuild.metrics.predictions import PredictionFile
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.tracks import Tracks
from avisbuild.metrics.truth import TruthFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceResult:
    """Figures on substituted sound in percent; None without a frame.

    `recognition_accuracy` (RA) is the share of frames in which nothing is predicted, `silent_iou` the mean
    share of pixels that are predicted silent.
    """

    recognition_accuracy: float | None
    silent_iou: float | None
    frames: int


class SilenceProbe:
    """The answer to sound that does not belong to the picture; the right one is an empty mask.

    A frame with up to `tolerance` predicted pixels counts as empty, by default none.
    """

    def __init__(self, *, tolerance: int = 0) -> None:
        self.tolerance = tolerance
        self._empty = 0
        self._silent_share = 0.0
        self._frames = 0

    def update(self, masks: NDArray[np.bool_]) -> None:
        """Add predicted masks, (F, H, W) bool."""
        found = masks.reshape(len(masks), -1).sum(axis=1)
        self._add(found, int(np.prod(masks.shape[1:])))

    def update_tracks(self, tracks: Tracks, size: tuple[int, int]) -> None:
        """Add the predicted tracks of one video of this (height, width); a pixel counts once."""
        found = np.zeros(tracks.frame_count, dtype=np.int64)
        for frame in np.flatnonzero(tracks.present.any(axis=0)).tolist():
            masks = tracks.frame_places[tracks.present[:, frame], frame]
            found[frame] = covered(tracks.runs, masks)
        self._add(found, size[0] * size[1])

    def compute(self) -> SilenceResult:
        """The figures over all frames so far."""
        if not self._frames:
            return SilenceResult(recognition_accuracy=None, silent_iou=None, frames=0)
        return SilenceResult(
            recognition_accuracy=100.0 * self._empty / self._frames,
            silent_iou=100.0 * self._silent_share / self._frames,
            frames=self._frames,
        )

    def _add(self, found: NDArray[np.int64], pixels: int) -> None:
        self._empty += int((found <= self.tolerance).sum())
        self._silent_share += float((1.0 - found / pixels).sum())
        self._frames += len(found)


def relative_drop(original: float | None, substituted: float | None) -> float | None:
    """How much of a figure is lost on substituted sound, in percent of it; larger is more audio control."""
    if original is None or substituted is None or math.isnan(substituted) or not original > 0:
        return None
    return 100.0 * (original - substituted) / original


def relative_drops(original: Table, substituted: Table) -> Table:
    """The relative drop of every figure that both tables have."""
    return {
        name: relative_drop(value, substituted[name])
        for name, value in original.items()
        if name in substituted
    }


def score_audio_control(
    truth: TruthFile,
    substituted: PredictionFile,
    original: Mapping[str, Any],
    *,
    protocols: Collection[EvaluationProtocol],
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
        counts = [video.counts[protocol] for video in scored.videos]
        figures = compute_figures(counts, protocol, list(truth.categories)).table
        before = {name: original[protocol.value][name] for name in FIGURES}
        document[protocol.value] = {
            "FSLAn": metric.compute().silent,
            "drops": relative_drops(before, figures),
        }
    notes = [f"substituted: {note}" for note in scored.notes if note not in truth.notes]
    return document | ({"notes": notes} if notes else {})
