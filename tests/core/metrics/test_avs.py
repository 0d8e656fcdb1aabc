"""AVSBench's J and F and the audio-control measures, worked out by hand on masks of a few pixels."""

import math
from pathlib import Path

import numpy as np
import pytest
from core.metrics import scenes
from core.metrics.pictures import PIXELS, tracks
from PIL import Image
from pycocotools import mask as coco

from avisbuild.masks.many import CocoRle
from avisbuild.metrics import (
    EvaluationProtocol,
    PredictionFile,
    Tracks,
    TruthFile,
    evaluate,
    evaluation_document,
    score_audio_control,
)
from avisbuild.metrics.audio_control import SilenceProbe, relative_drop
from avisbuild.metrics.avs import BinaryAvs, SemanticAvs
from avisbuild.metrics.folders import score_avs, score_silence

REFERENCE, STRICT = EvaluationProtocol.REFERENCE, EvaluationProtocol.STRICT


def frames(*rows: str) -> np.ndarray:
    return np.array([[[int(pixel) for pixel in row]] for row in rows])


def binary(
    truth: np.ndarray, pred: np.ndarray, protocol: EvaluationProtocol
) -> tuple[float | None, float | None]:
    metric = BinaryAvs(protocol)
    metric.update(truth > 0, pred)
    return metric.compute().j, metric.compute().f


def test_j_and_f_of_one_frame() -> None:
    # One pixel of two found, one invented: IoU 1/3, precision and recall 1/2, so F = 1.3 / 4 / 0.65 = 1/2.
    truth, pred = frames("1100"), frames("0110")
    assert binary(truth, pred, STRICT) == (pytest.approx(100 / 3), pytest.approx(50))
    # The best threshold may as well take every pixel: precision 1/2, recall 1, F = 0.65 / 1.15.
    j, f = binary(truth, pred, REFERENCE)
    assert j == pytest.approx(100 / 3, abs=1e-4)
    assert f == pytest.approx(100 * 0.65 / 1.15)


def test_j_of_a_frame_without_truth_is_the_iou_of_the_background_or_a_false_alarm() -> None:
    truth = frames("0000")
    assert binary(truth, frames("0000"), STRICT) == (100, 100)
    assert binary(truth, frames("0001"), STRICT) == (0, 0)
    assert binary(truth, frames("0001"), REFERENCE)[0] == pytest.approx(75, abs=1e-4)
    # F knows no frame without truth: a batch of nothing else gives 0.
    assert binary(truth, frames("0000"), REFERENCE)[1] == 0


def test_f_takes_the_best_of_255_thresholds_in_each_video() -> None:
    # Logits that rank the true pixel first: at a high threshold precision and recall are 1.
    truth, logits = frames("1000"), np.array([[[3.0, 1.0, -1.0, -1.0]]])
    j, f = binary(truth, logits, REFERENCE)
    assert j == pytest.approx(50, abs=1e-4)
    assert f == pytest.approx(100)
    assert binary(truth, logits, STRICT)[1] == pytest.approx(100 * 1.3 / (0.3 + 2))


def test_videos_are_averaged_as_published_and_frames_in_the_strict_reading() -> None:
    results = []
    for protocol in (REFERENCE, STRICT):
        metric = BinaryAvs(protocol)
        metric.update(frames("11", "11", "11") > 0, frames("11", "11", "11"))
        metric.update(frames("11") > 0, frames("00"))
        results.append(metric.compute().j)
    assert results == [pytest.approx(50, abs=1e-4), pytest.approx(75)]


def test_classes_are_averaged_over_the_frames_in_which_they_occur() -> None:
    # Three classes and the background. Class 1: IoU 1 and 1/2; class 2 in one frame, 0; class 3 never.
    truth, pred = frames("0011", "0112"), frames("0011", "0011")
    strict = SemanticAvs(4, STRICT)
    strict.update(truth, pred)
    result = strict.compute()
    background = (1 + 1 / 2) / 2
    # In frame 1 class 1 has one hit of two true and two found: IoU 1/3, P = R = F = 1/2.
    own = (1 + 1 / 3) / 2
    assert result.iou == pytest.approx(100 * (background + own + 0) / 3)
    assert result.iou_without_background == pytest.approx(100 * (own + 0) / 2)
    assert result.f_without_background == pytest.approx(100 * ((1 + 1 / 2) / 2) / 2)


def test_the_published_means_count_absent_classes_padding_and_drop_the_last_class() -> None:
    truth, pred = frames("0011", "0112"), frames("0011", "0011")
    metric = SemanticAvs(4, REFERENCE)
    metric.update(truth, pred)
    result = metric.compute()
    # Eight frames of right background fill the video up to ten (S5).
    background = (1 + 1 / 2 + 8) / 10
    own = (1 + 1 / 3) / 2
    assert result.iou == pytest.approx(100 * (background + own) / 4)
    assert result.iou_without_background == pytest.approx(100 * (background + own) / 3)


def test_nothing_is_undefined() -> None:
    assert BinaryAvs().compute().j is None
    assert SemanticAvs(3).compute().iou is None
    assert SilenceProbe().compute().recognition_accuracy is None


def test_the_answer_to_silence() -> None:
    probe = SilenceProbe()
    probe.update(frames("0000", "0001", "0000", "1111") > 0)
    result = probe.compute()
    assert result.recognition_accuracy == 50
    assert result.silent_iou == pytest.approx(100 * (1 + 3 / 4 + 1 + 0) / 4)
    tolerant = SilenceProbe(tolerance=1)
    tolerant.update(frames("0000", "0001", "0000", "1111") > 0)
    assert tolerant.compute().recognition_accuracy == 75


def test_overlapping_tracks_hide_a_pixel_once() -> None:
    probe = SilenceProbe()
    probe.update_tracks(tracks("##.. ....", ".##. -"), (1, PIXELS))
    result = probe.compute()
    assert result.recognition_accuracy == 50
    assert result.silent_iou == pytest.approx(100 * (1 / 4 + 1) / 2)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "masks",
    [
        [((1, 4), [0, 0, 1, 1, 2]), ((1, 4), [0, 0, 1, 1, 2]), ((1, 4), [1, 1, 2])],
        [((1, 4), [1, 1, 2]), ((2, 2), [1, 1, 2])],
    ],
    ids=["runs of length 0", "different sizes"],
)
def test_no_mask_hides_another_one(masks: list[tuple[tuple[int, int], list[int]]]) -> None:
    """On the first ones pycocotools' `merge` never ends, of the second ones it makes an empty mask."""
    written = [
        coco.frPyObjects({"size": size, "counts": runs}, *size)["counts"] for size, runs in masks
    ]
    found = Tracks(
        frame_count=1,
        categories=(1,) * len(masks),
        masks=tuple([CocoRle(size, each)] for (size, _), each in zip(masks, written, strict=True)),
    )
    probe = SilenceProbe()
    probe.update_tracks(found, (1, 4))
    result = probe.compute()
    assert result.recognition_accuracy == 0
    assert result.silent_iou == 75


@pytest.mark.parametrize(
    ("original", "substituted", "expected"),
    [(66.02, 37.89, 42.6), (0.801, 0.671, 16.2), (66.02, 34.20, 48.2), (0.0, 1.0, None)],
)
def test_drops_are_relative(original: float, substituted: float, expected: float | None) -> None:
    drop = relative_drop(original, substituted)
    assert drop == expected if expected is None else round(drop or 0, 1) == expected
    assert relative_drop(original, math.nan) is None


def test_avis_predictions_on_other_sound() -> None:
    truth, predictions = scenes.random_set(5, scenes.Kind())
    true, pred = TruthFile.of(truth), PredictionFile.of(predictions)
    original = evaluation_document(evaluate(true, pred))
    deaf = score_audio_control(true, pred, original, protocols=list(EvaluationProtocol))
    assert deaf["strict"]["drops"]["HOTA"] == pytest.approx(0)
    assert deaf["RA"] < 100
    hearing = score_audio_control(
        true, PredictionFile.of([]), original, protocols=list(EvaluationProtocol)
    )
    assert hearing["RA"] == hearing["silent_IoU"] == 100
    assert hearing["strict"]["FSLAn"] == hearing["reference"]["FSLAn"] == 100
    assert hearing["strict"]["drops"]["HOTA"] == pytest.approx(100)


def write(folder: Path, name: str, pixels: np.ndarray) -> None:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray((255 * pixels).astype(np.uint8)).save(path)


def test_folders_of_masks_are_scored_with_their_answer_to_silence(tmp_path: Path) -> None:
    for frame in range(2):
        write(tmp_path / "truth", f"dog/v1/v1_{frame + 1}.png", frames("1100")[0])
        write(tmp_path / "pred", f"dog/v1/v1_{frame + 1}.png", frames("1110")[0])
        write(tmp_path / "silent", f"dog/v1/v1_{frame + 1}.png", frames("1000")[0] * (frame == 0))
    document = score_avs(tmp_path / "truth", tmp_path / "pred", protocols=list(EvaluationProtocol))
    assert document["strict"]["J"] == pytest.approx(200 / 3)
    control = score_silence(tmp_path / "truth", tmp_path / "silent", original=document)
    assert control["RA"] == 50
    assert control["silent_IoU"] == pytest.approx(87.5)
    # J on the silent set is (1/2 + 0) / 2 = 1/4 against 2/3.
    assert control["drops"]["strict"]["J"] == pytest.approx(100 * (2 / 3 - 1 / 4) / (2 / 3))
