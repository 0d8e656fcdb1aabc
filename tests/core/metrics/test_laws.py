"""Laws of the strict protocol: truth has 100, harm lowers, order says nothing, parts add up."""

import copy
import math
import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from core.metrics import scenes
from core.metrics.pictures import pair, tracks
from hypothesis import given, settings
from hypothesis import strategies as st

from avisbuild.documents.checking import problems
from avisbuild.metrics import (
    EvaluationProtocol,
    Fsla,
    PredictionFile,
    TruthFile,
    evaluate,
    evaluation_document,
)
from avisbuild.metrics.evaluation import Evaluation
from avisbuild.metrics.figures import FIGURES, compute_figures

Document = dict[str, Any]
Predictions = list[dict[str, Any]]
SIZES = [(36, 64), (64, 36), (72, 128), (224, 224), (360, 640), (720, 1280)]


def strict(truth: Document, predictions: Predictions) -> dict[str, float | None]:
    evaluation = scored(truth, predictions, frozenset({EvaluationProtocol.STRICT}))
    counts = [video.counts[EvaluationProtocol.STRICT] for video in evaluation.videos]
    return compute_figures(counts, EvaluationProtocol.STRICT, list(evaluation.categories)).table


def scored(
    truth: Document,
    predictions: Predictions,
    protocols: frozenset[EvaluationProtocol] = frozenset(EvaluationProtocol),
) -> Evaluation:
    return evaluate(TruthFile.of(truth), PredictionFile.of(predictions), protocols=protocols)


def perfect(truth: Document, *, null: bool, seed: int = 0) -> Predictions:
    sizes = {video["id"]: (video["height"], video["width"]) for video in truth["videos"]}
    predictions = []
    for annotation in truth["annotations"]:
        size = sizes[annotation["video_id"]]
        predictions.append(
            {
                "video_id": annotation["video_id"],
                "category_id": annotation["category_id"],
                "score": 1.0,
                "segmentations": [
                    (None if null else scenes.filled(None, size))
                    if polygons is None
                    else scenes.filled(_box(polygons[0]), size)
                    for polygons in annotation["segmentations"]
                ],
            }
        )
    random.Random(seed).shuffle(predictions)
    return predictions


def _box(polygon: list[float]) -> tuple[int, int, int, int]:
    return int(polygon[0]), int(polygon[1]), int(polygon[4]), int(polygon[5])


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("null", [True, False], ids=["null", "zero RLE"])
def test_truth_as_prediction_has_exactly_100(size: tuple[int, int], null: bool) -> None:
    for seed in range(6):
        kind = scenes.Kind(
            size=size, video_count=4, shuffled_ids=seed % 2 == 0, empty_truth=seed % 3 == 0
        )
        truth, _ = scenes.random_set(seed, kind)
        table = strict(truth, perfect(truth, null=null, seed=seed))
        assert {value for value in table.values() if value is not None} == {100.0}
        assert table["FSLA"] == table["HOTA"] == table["mAP"] == table["AR"] == 100.0


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), order=st.integers(0, 10_000))
def test_order_of_tracks_videos_and_files_says_nothing(seed: int, order: int) -> None:
    truth, predictions = scenes.random_set(seed, scenes.Kind(null_share=0.3, equal_scores=True))
    shuffled, rng = copy.deepcopy(truth), random.Random(order)
    rng.shuffle(shuffled["videos"])
    rng.shuffle(shuffled["annotations"])
    others = copy.deepcopy(predictions)
    rng.shuffle(others)
    before, after = strict(truth, predictions), strict(shuffled, others)
    for name, value in before.items():
        assert after[name] == (value if value is None else pytest.approx(value, abs=1e-9)), name


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_null_and_masks_without_a_pixel_are_the_same(seed: int) -> None:
    truth, predictions = scenes.random_set(seed, scenes.Kind())
    nulls = copy.deepcopy(predictions)
    empty = scenes.filled(None, (12, 16))
    for prediction in nulls:
        prediction["segmentations"] = [
            None if mask == empty else mask for mask in prediction["segmentations"]
        ]
    assert strict(truth, nulls) == strict(truth, predictions)


def miss_an_object(predictions: Predictions, number: int, kind: scenes.Kind) -> Predictions:
    return [p for index, p in enumerate(predictions) if index != number]


def invent_an_object(predictions: Predictions, number: int, kind: scenes.Kind) -> Predictions:
    frames = len(predictions[number]["segmentations"])
    extra = predictions[number] | {
        "segmentations": [scenes.filled((0, 0, 2, 2), kind.size)] * frames,
        "score": 2.0,
    }
    return [*predictions, extra]


def name_it_wrongly(predictions: Predictions, number: int, kind: scenes.Kind) -> Predictions:
    predictions[number]["category_id"] = 4
    return predictions


def shift_masks(predictions: Predictions, number: int, kind: scenes.Kind) -> Predictions:
    from pycocotools import mask as coco

    masks = predictions[number]["segmentations"]
    for frame, mask in enumerate(masks):
        if mask is not None:
            pixels = coco.decode(mask)
            moved = np.zeros_like(pixels)
            moved[1:, 1:] = pixels[:-1, :-1]
            rle = coco.encode(np.asfortranarray(moved))
            masks[frame] = {"size": list(kind.size), "counts": rle["counts"].decode()}
    return predictions


def switch_identity(predictions: Predictions, number: int, kind: scenes.Kind) -> Predictions:
    masks = predictions[number]["segmentations"]
    half = len(masks) // 2
    second = predictions[number] | {"segmentations": [*[None] * half, *masks[half:]]}
    first = predictions[number] | {"segmentations": [*masks[:half], *[None] * (len(masks) - half)]}
    return [*(p for index, p in enumerate(predictions) if index != number), first, second]


Harm = Callable[[Predictions, int, scenes.Kind], Predictions]


@pytest.mark.parametrize(
    ("harm", "figure"),
    [
        (miss_an_object, "DetRe"),
        (invent_an_object, "DetPr"),
        (name_it_wrongly, "DetA"),
        (shift_masks, "LocA"),
        (switch_identity, "AssA"),
    ],
    ids=["missed object", "extra object", "wrong category", "shifted mask", "identity switch"],
)
def test_each_planted_harm_lowers_its_figure_and_never_raises_fsla(harm: Harm, figure: str) -> None:
    kind = scenes.Kind(size=(24, 32), video_count=3)
    tried = 0
    for seed in range(30):
        truth, _ = scenes.random_set(seed, kind)
        predictions = perfect(truth, null=True)
        present = [
            number
            for number, prediction in enumerate(predictions)
            if len(prediction["segmentations"]) > 1
            and all(mask is not None for mask in prediction["segmentations"])
        ]
        if not present or len(predictions) < 2:
            continue
        tried += 1
        table = strict(truth, harm(copy.deepcopy(predictions), present[0], kind))
        assert table[figure] is not None
        assert table[figure] < 100.0, seed
        assert table["FSLA"] is not None
        assert table["FSLA"] <= 100.0
        if figure != "AssA":
            assert table["HOTA"] is not None
            assert table["HOTA"] < 100.0
    assert tried > 10


def test_sound_in_silence_lowers_fsla_of_silent_frames() -> None:
    truth = tracks("##.. - - ##..")
    for pred, expected in (("##.. - .... ##..", 100.0), ("##.. #... - ##..", 50.0)):
        metric = Fsla()
        metric.update(pair(truth, tracks(pred)))
        assert metric.compute().silent == pytest.approx(expected)
        assert metric.compute().single == 100.0


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_every_figure_is_undefined_or_from_0_to_100(seed: int) -> None:
    truth, predictions = scenes.random_set(seed, scenes.Kind(crowds=True, null_share=0.3))
    table = strict(truth, predictions)
    for name in FIGURES:
        value = table[name]
        assert value is None or 0.0 <= value <= 100.0 + 1e-9


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_pooled_fsla_is_the_mean_of_its_kinds_and_of_its_videos_weighted_by_frames(
    seed: int,
) -> None:
    truth, predictions = scenes.random_set(seed, scenes.Kind(null_share=0.5))
    evaluation = scored(truth, predictions, frozenset({EvaluationProtocol.STRICT}))
    counts = [video.counts[EvaluationProtocol.STRICT] for video in evaluation.videos]
    figures = compute_figures(counts, EvaluationProtocol.STRICT, [])
    parts = [(figures.table[f"FSLA{kind}"], count["all"]) for kind, count in figures.counts.items()]
    total = math.fsum(value * weight for value, weight in parts if value is not None)
    whole = figures.table["FSLA"]
    assert whole is not None
    assert whole * sum(figures.frames) == pytest.approx(total, abs=1e-6)
    for count, (value, weight) in zip(figures.counts.values(), parts, strict=True):
        if value is not None:
            assert count["right"] == pytest.approx(value / 100 * weight)


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_document_fits_its_schema_and_jobs_change_nothing(jobs: int) -> None:
    kind = scenes.Kind(null_share=0.4, shuffled_ids=True, empty_truth=True, crowds=True)
    for seed in range(3):
        truth, predictions = scenes.random_set(seed, kind)
        alone = evaluation_document(scored(truth, predictions))
        assert problems(alone, "evaluation") == []
        together = evaluate(TruthFile.of(truth), PredictionFile.of(predictions), jobs=jobs)
        assert evaluation_document(together) == alone
        if jobs > 1:
            break
