"""What is told beside figures, or instead of them, of files that do not fit."""

from typing import Any

import pytest
from core.metrics.test_evaluation import scene, score
from core.metrics.test_laws import perfect

from avisbuild.errors import FormatError
from avisbuild.metrics import (
    EvaluationProtocol,
    PredictionFile,
    TruthFile,
    score_audio_control,
)

SHARES = [[0.1, 0.1, 0.4, 0.1, 0.4, 0.4]]


def two_videos() -> dict[str, Any]:
    truth = scene((1, "##"))
    truth["videos"].append(truth["videos"][0] | {"id": 2, "file_names": ["b/0.jpg", "b/1.jpg"]})
    truth["annotations"].append(truth["annotations"][0] | {"video_id": 2})
    return truth


def test_substituted_predictions_have_notes_of_their_own() -> None:
    truth = two_videos()
    predictions = perfect(truth, null=True)
    original = score(truth, predictions)
    predictions[0]["score"] = 2.0
    control = score_audio_control(
        TruthFile.of(truth),
        PredictionFile.of(predictions),
        original,
        protocols=frozenset(EvaluationProtocol),
    )
    (note,) = control["notes"]
    assert note.startswith("substituted: 1 scores are below 0 or above 1")


def test_right_files_have_nothing_to_tell() -> None:
    truth = scene((1, "#."), (2, "##"))
    assert "notes" not in score(truth, perfect(truth, null=True))


def test_more_masks_than_frames_are_told_with_their_prediction() -> None:
    truth = scene((1, "##"))
    predictions = perfect(truth, null=True)
    predictions[0]["segmentations"] += predictions[0]["segmentations"][:1] * 2
    document = score(truth, predictions)
    (note,) = document["notes"]
    assert note.startswith("video video: prediction 0.segmentations has 4 masks for 2 frames;")
    assert document["strict"]["HOTA"] == 100
    assert document["strict"]["mAP"] < 100


@pytest.mark.parametrize("value", [1.5, -0.25])
def test_scores_that_are_no_share_are_told_and_rank_as_before(value: float) -> None:
    truth = scene((1, "##"), (2, "#."))
    predictions = perfect(truth, null=True)
    usual = score(truth, predictions)
    predictions[1]["score"] = value
    document = score(truth, predictions)
    assert f"the first is prediction 1.score, {value:g}" in document.pop("notes")[0]
    assert document["strict"]["mAP"] == usual["strict"]["mAP"]


def test_predictions_without_a_pixel_are_told() -> None:
    truth = scene((1, "##"))
    predictions = perfect(truth, null=False)
    for each in predictions:
        each["segmentations"] = perfect(scene((1, "..")), null=False)[0]["segmentations"]
    assert score(truth, predictions)["notes"] == ["not one of the 2 predicted masks covers a pixel"]


def test_one_id_in_two_videos_is_noted_and_in_one_video_refused() -> None:
    truth = two_videos()
    (note,) = score(truth, perfect(truth, null=True))["notes"]
    assert note.startswith("1 annotations have the id of one in another video, the first is ")
    truth["annotations"][1]["video_id"] = 1
    with pytest.raises(
        FormatError, match=r"annotations\[1\].id: .* 1 again, as in annotations\[0\]"
    ):
        TruthFile.of(truth)


@pytest.mark.parametrize(
    ("polygons", "says"),
    [
        (SHARES, r"annotations\[1\]: expected coordinates in pixels, got 0.1 to 0.4"),
        ([[5, 5, 5, 5, 5, 5]], None),
    ],
)
def test_a_video_in_shares_of_the_frame_is_refused(polygons: Any, says: str | None) -> None:
    truth = two_videos()
    truth["annotations"][1] |= {"id": 2, "segmentations": [polygons, None]}
    if says is None:
        score(truth, [])
        return
    with pytest.raises(FormatError, match=says):
        score(truth, [])


def test_a_truth_without_a_pixel_is_refused_and_one_without_a_mask_is_not() -> None:
    truth = scene((1, ".."))
    score(truth, [])
    truth["annotations"][0]["segmentations"][1] = [[5, 5, 5, 5, 5, 5]]
    with pytest.raises(FormatError, match="truth: annotations: an empty mask, as are all 1"):
        score(truth, [])


def test_what_is_odd_in_the_truth_and_changes_nothing_is_told() -> None:
    truth = scene((1, "##"))
    usual = score(truth, [])
    truth["videos"][0]["length"] = 3.5
    truth["categories"][1]["name"] = "person"
    document = score(truth, [])
    lengths, names = document.pop("notes")
    assert lengths.endswith("videos[0].length: expected 2 as in file_names, got 3.5")
    assert names == '2 categories are called "person", and count apart: ids 1, 2'
    assert document["strict"]["FSLA"] == usual["strict"]["FSLA"]
