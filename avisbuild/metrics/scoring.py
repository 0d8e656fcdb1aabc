"""One video under every protocol that was asked for; small values that can cross a process border."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from avisbuild.metrics import fsla, hota, track_map
from avisbuild.metrics.fsla_reference import FSLA_QUIRKS, ReferenceFrames
from avisbuild.metrics.pair import VideoPair, overlaps
from avisbuild.metrics.protocol import EvaluationProtocol
from avisbuild.metrics.tracks import Tracks

# At sizes other than 921,600 pixels F1 and F2 hide each other, so they are also taken away together.
FSLA_SWITCHES = ("F1", "F2", "F1+F2", "F3", "F4", "F5", "F6", "F7", "F8")


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class VideoCounts:
    """What one video adds to every figure of one protocol."""

    fsla: fsla.FslaCounts
    hota: hota.HotaCounts
    track_map: track_map.MapCounts


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class WithoutQuirk:
    """What a video adds to the reference figures when one quirk alone is taken away, where that differs."""

    fsla: Mapping[str, fsla.FslaCounts]
    hota: Mapping[str, hota.HotaCounts]
    track_map: Mapping[str, track_map.MapCounts]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class VideoScores:
    """One video: its counts under each protocol, those of its truth as prediction, and the quirks' part."""

    name: str
    counts: Mapping[EvaluationProtocol, VideoCounts]
    ceiling: VideoCounts | None = None
    without: WithoutQuirk | None = None


def score_video(
    truth: Tracks,
    pred: Tracks,
    *,
    name: str,
    size: tuple[int, int],
    protocols: frozenset[EvaluationProtocol],
) -> VideoScores:
    """Score one video of this (height, width); the ceiling and the quirks are of the reference alone."""
    if EvaluationProtocol.REFERENCE not in protocols:
        pair = VideoPair(truth, pred, name=name)
        strict = _strict(pair, hota.strict_counts(pair))
        return VideoScores(name=name, counts={EvaluationProtocol.STRICT: strict})
    perfect_pred = as_prediction(truth, size)
    pair = VideoPair(truth, pred, name=name)
    frames = ReferenceFrames(pair)
    reference = VideoCounts(
        fsla=fsla.reference_counts(frames),
        hota=hota.reference_counts(pair),
        track_map=track_map.reference_matches(pair),
    )
    counts = {EvaluationProtocol.REFERENCE: reference}
    strict_hota = hota.strict_counts(pair)
    if EvaluationProtocol.STRICT in protocols:
        counts[EvaluationProtocol.STRICT] = _strict(pair, strict_hota)
    return VideoScores(
        name=name,
        counts=counts,
        ceiling=_ceiling(VideoPair(truth, perfect_pred, name=name, iou=overlaps(truth, truth))),
        without=_without_quirks(pair, frames, strict_hota),
    )


def _strict(pair: VideoPair, counts: hota.HotaCounts) -> VideoCounts:
    return VideoCounts(
        fsla=fsla.strict_counts(pair), hota=counts, track_map=track_map.strict_matches(pair)
    )


def _ceiling(perfect: VideoPair) -> VideoCounts:
    return VideoCounts(
        fsla=fsla.reference_counts(ReferenceFrames(perfect)),
        hota=hota.reference_counts(perfect),
        track_map=track_map.reference_matches(perfect),
    )


def as_prediction(truth: Tracks, size: tuple[int, int]) -> Tracks:
    """The truth as a perfect model would write it: a mask without a pixel where nothing is."""
    written = truth.null_as_zero(size)
    return Tracks(
        frame_count=truth.frame_count,
        categories=truth.categories,
        masks=written.masks,
        known_areas=truth.all_areas,
    )


def _without_quirks(
    pair: VideoPair, frames: ReferenceFrames, strict_hota: hota.HotaCounts
) -> WithoutQuirk:
    truth = pair.truth
    by_hota = {"H1": strict_hota}
    if truth.is_crowd.any():
        by_hota["H1"] = hota.strict_counts(pair, ignore_crowds=False)
        by_hota["H5"] = hota.reference_counts(pair, ignore_crowds=True)
    by_map = {}
    edges = np.array(track_map.AREA_EDGES[1:3])
    if np.isin(truth.mean_areas, edges).any() or np.isin(pair.pred.mean_areas, edges).any():
        by_map["A3"] = track_map.reference_matches(pair, half_open=True)
    if truth.stored_areas is not None and (truth.mean_areas != np.array(truth.stored_areas)).any():
        by_map["A4"] = track_map.reference_matches(pair, stored_areas=False)
    return WithoutQuirk(
        fsla={
            name: fsla.reference_counts(frames, FSLA_QUIRKS - set(name.split("+")))
            for name in FSLA_SWITCHES
            if all(map(frames.may_move, name.split("+")))
        },
        hota=by_hota,
        track_map=by_map,
    )
