"""The reference protocol against a literal transcription of the published definitions, and TrackEval."""

import math
from collections.abc import Callable
from typing import Any

import pytest
from core.metrics import oracle, scenes

from avisbuild.metrics import (
    EvaluationProtocol,
    Fsla,
    Hota,
    PredictionFile,
    TrackMap,
    TruthFile,
    VideoPair,
)

KINDS = {
    "as published models write": scenes.Kind(),
    "ids out of order": scenes.Kind(shuffled_ids=True),
    "null in predictions": scenes.Kind(null_share=0.5),
    "true tracks that never sound": scenes.Kind(empty_truth=True, shuffled_ids=True),
    "crowds": scenes.Kind(crowds=True),
    "equal scores": scenes.Kind(equal_scores=True),
    "more frames than the video": scenes.Kind(surplus=True),
    "all at once": scenes.Kind(null_share=0.2, shuffled_ids=True, empty_truth=True, crowds=True),
}
# An empty mask of this size is PPTl0, the only one that the published code knows.
KNOWN_SIZE = (30, 30_720)


def scored(truth: dict[str, Any], predictions: list[dict[str, Any]], protocol: EvaluationProtocol):
    true, pred = TruthFile.of(truth), PredictionFile.of(predictions)
    categories = list(true.categories)
    metrics = (
        Fsla(protocol),
        Hota(protocol, categories=categories),
        TrackMap(protocol, categories=categories),
    )
    for video in true.videos:
        compared = VideoPair(true.tracks(video), pred.tracks(video), name=video.name)
        for metric in metrics:
            metric.update(compared)
    return tuple(metric.compute() for metric in metrics)


def check_fsla(truth, predictions, result) -> None:
    try:
        expected = oracle.fsla(truth, predictions)
    except oracle.StoppedError:
        assert result.stops
        assert result.stops[0].quirk == "F7"
        assert result.overall is None
        return
    assert not result.stops
    for name, value in zip(
        ("FSLA", "FSLAn", "FSLAs", "FSLAm"),
        (result.overall, result.silent, result.single, result.multi),
        strict=True,
    ):
        both_nan = math.isnan(value) and math.isnan(expected[name])
        assert both_nan or value == pytest.approx(expected[name], abs=1e-9)
    assert list(result.right) == expected["right"]
    assert list(result.frames) == expected["all"]


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_reference_equals_the_transcription_on_random_sets(kind: scenes.Kind) -> None:
    for seed in range(40):
        truth, predictions = scenes.random_set(seed, kind)
        fsla, hota, track_map = scored(truth, predictions, EvaluationProtocol.REFERENCE)
        check_fsla(truth, predictions, fsla)
        for name, expected in oracle.hota(truth, predictions).items():
            assert getattr(hota.overall, name) == pytest.approx(expected, abs=1e-9), seed
        for name, expected in oracle.track_map(truth, predictions).items():
            assert track_map.overall.table()[name] == pytest.approx(expected, abs=1e-9), seed


def test_reference_fsla_equals_the_transcription_where_empty_masks_are_known() -> None:
    right = 0.0
    for seed in range(12):
        kind = scenes.Kind(
            size=KNOWN_SIZE,
            video_count=2,
            shuffled_ids=seed % 2 == 0,
            null_share=0.3 * (seed % 3 == 0),
        )
        truth, predictions = scenes.random_set(seed, kind)
        fsla = scored(truth, predictions, EvaluationProtocol.REFERENCE)[0]
        check_fsla(truth, predictions, fsla)
        right += sum(fsla.right)
    assert right > 10


@pytest.fixture
def trackeval_figures(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., dict[str, float]]:
    """TrackEval's own YouTube-VIS figures, averaged over listed or present categories."""
    pytest.importorskip("trackeval", reason="TrackEval is a check of the development extra")
    from core.metrics.trackeval_bridge import figures

    return lambda truth, predictions: figures(tmp_path, truth, predictions)


@pytest.mark.filterwarnings("ignore")
def test_trackeval_agrees_on_hota_and_track_map(
    trackeval_figures: Callable[..., dict[str, float]],
) -> None:
    for seed in range(8):
        kind = scenes.Kind(null_share=0.5 * (seed % 2), video_count=4, crowds=seed % 3 == 0)
        truth, predictions = scenes.random_set(seed, kind)
        expected = trackeval_figures(truth, predictions)
        _, hota, track_map = scored(truth, predictions, EvaluationProtocol.REFERENCE)
        for name in ("HOTA", "DetA", "DetRe", "DetPr", "AssA", "AssRe", "AssPr", "LocA"):
            assert getattr(hota.overall, name) == pytest.approx(expected[name], abs=1e-9)
        for name, value in track_map.overall.table().items():
            assert value == pytest.approx(expected[name], abs=1e-9)


@pytest.mark.filterwarnings("ignore")
def test_trackeval_agrees_on_strict_hota_without_empty_masks_and_crowds(
    trackeval_figures: Callable[..., dict[str, float]],
) -> None:
    for seed in range(20, 26):
        truth, predictions = scenes.random_set(seed, scenes.Kind(null_share=1.0, video_count=4))
        expected = trackeval_figures(truth, predictions)
        _, hota, _ = scored(truth, predictions, EvaluationProtocol.STRICT)
        for name in ("HOTA", "DetA", "DetRe", "DetPr", "AssA", "AssRe", "AssPr"):
            value = expected[f"present {name}"]
            assert getattr(hota.overall, name) == pytest.approx(value, abs=1e-9)
