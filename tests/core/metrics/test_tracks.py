"""Tracks as a training loop has them: arrays, no files."""

import numpy as np
import pytest
from core.metrics import scenes
from core.metrics.pictures import tracks

from avisbuild.masks import encode
from avisbuild.metrics import (
    EvaluationProtocol,
    Fsla,
    Hota,
    PredictionFile,
    TrackMap,
    Tracks,
    TruthFile,
    VideoPair,
    bootstrap_intervals,
    evaluate,
    evaluation_document,
)


def masks(*frames: str) -> np.ndarray:
    """(1, T, 1, W) bool."""
    return np.array([[[[pixel == "#" for pixel in frame]] for frame in frames]])


def test_arrays_score_like_files_and_a_result_can_be_asked_for_again() -> None:
    truth = Tracks.from_arrays(masks("##..", "...."), categories=[1])
    pred = Tracks.from_arrays(masks(".##.", "...."), categories=[1], scores=[0.9])
    drawn = tracks("##.. -", pixels=4), tracks(".##. -", pixels=4, scores=[0.9])
    for true, found in ((truth, pred), drawn):
        metrics = Fsla(), Hota(), TrackMap()
        for metric in metrics:
            metric.update(VideoPair(true, found))
        fsla, hota, track_map = (metric.compute() for metric in metrics)
        # IoU 1/3 is above 6 of 19 alphas; the silent frame is right.
        assert fsla.overall == pytest.approx(100 * (1 + 6 / 19) / 2)
        assert hota.overall.LocA == pytest.approx(100 / 3)
        assert track_map.overall.mean_ap == 0
        assert metrics[0].compute() == fsla


def test_rles_of_the_program_are_taken_as_they_are() -> None:
    rle = encode(np.array([[True, False]]))
    own = Tracks.from_rles([[rle, None]], frame_count=2, categories=[1])
    metric = Fsla()
    metric.update(VideoPair(own, own))
    assert metric.compute().overall == 100
    assert own.areas.tolist() == [[1, 0]]


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="expected masks"):
        Tracks.from_arrays(np.zeros((1, 2, 3)), categories=[1])
    with pytest.raises(ValueError, match="expected 1 categories, got 2"):
        Tracks.from_arrays(masks("#"), categories=[1, 2])
    with pytest.raises(ValueError, match="expected 1 frames in the prediction, got 2"):
        VideoPair(tracks("#"), tracks("# #"))


def test_predictions_that_the_truth_does_not_know_are_noted() -> None:
    truth, predictions = scenes.random_set(0, scenes.Kind())
    predictions[0]["video_id"], predictions[1]["category_id"] = 99, 77
    document = evaluation_document(evaluate(TruthFile.of(truth), PredictionFile.of(predictions)))
    assert [note.rsplit(": ", 1)[1] for note in document["notes"]] == ["99", "77"]


def test_nothing_at_all_has_no_figures() -> None:
    nothing = {"videos": [], "annotations": [], "categories": []}
    evaluation = evaluate(TruthFile.of(nothing), PredictionFile.of([]))
    assert evaluation_document(evaluation)["strict"]["FSLA"] is None
    assert bootstrap_intervals([], EvaluationProtocol.STRICT, [], draws=3)["HOTA"].low is None
