"""Wrong prediction files are told in one line: which prediction, which field, what was expected."""

import gzip
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from core.metrics import scenes

from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import VideoRecord
from avisbuild.metrics import PredictionFile, TruthFile
from avisbuild.untrusted import limits
from avisbuild.untrusted.limits import BeyondLimitError

SIZE = (12, 16)


def set_score(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["score"] = "high"


def drop_score(predictions: list[dict[str, Any]]) -> None:
    del predictions[2]["score"]


def cut_frames(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["segmentations"].clear()


def break_counts(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["segmentations"][0] = {"size": list(SIZE), "counts": "11"}


def wrong_character(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["segmentations"][0] = {"size": list(SIZE), "counts": "é!"}


def half_a_number(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["segmentations"][0] = {"size": list(SIZE), "counts": "PP"}


def huge_category(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["category_id"] = 1 << 63


def other_size(predictions: list[dict[str, Any]]) -> None:
    counts = scenes.filled((0, 0, 3, 3), (6, 8))["counts"]
    predictions[2]["segmentations"][0] = {"size": list(SIZE), "counts": counts}


def no_size(predictions: list[dict[str, Any]]) -> None:
    predictions[2]["segmentations"][0] = {"counts": "11"}


@pytest.mark.parametrize(
    ("spoil", "expected"),
    [
        (set_score, 'predictions: prediction 2.score: expected a number, got "high"'),
        (drop_score, 'predictions: prediction 2: expected a field "score", got an object with '),
        (cut_frames, "prediction 2.segmentations: expected at least "),
        (
            break_counts,
            r"prediction 2.segmentations[0]: expected run lengths for 192 pixels, got 2",
        ),
        (
            wrong_character,
            "prediction 2.segmentations[0]: expected RLE counts in COCO's packing",
        ),
        (half_a_number, "prediction 2.segmentations[0]: expected whole run lengths"),
        (other_size, "prediction 2.segmentations[0]: expected run lengths for 192 pixels, got 48"),
        (huge_category, "predictions: prediction 2.category_id: expected a whole number <= "),
        (
            no_size,
            'prediction 2.segmentations[0]: expected a field "size", got an object with counts',
        ),
    ],
)
def test_a_wrong_prediction_is_told_in_one_line(
    documents: tuple[dict[str, Any], list[dict[str, Any]]],
    spoil: Callable[[list[dict[str, Any]]], None],
    expected: str,
) -> None:
    truth, predictions = documents
    spoil(predictions)
    with pytest.raises(FormatError) as caught:
        read = PredictionFile.of(predictions)
        for video in TruthFile.of(truth).videos:
            read.tracks(video)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_json_and_what_is_no_file_are_told(tmp_path: Path) -> None:
    path = tmp_path / "predictions.json"
    with pytest.raises(FormatError, match="cannot be read"):
        PredictionFile.read(path)
    with pytest.raises(FormatError, match="is a folder; name a file in it"):
        PredictionFile.read(tmp_path)
    path.write_text('[{"video_id": 1,')
    with pytest.raises(FormatError, match="expected JSON"):
        PredictionFile.read(path)
    path.write_text('{"annotations": []}')
    with pytest.raises(FormatError, match=r"predictions.json: expected a list, got an"):
        PredictionFile.read(path)
    path.write_text("[" + '{"segmentations": ' + "[" * 100_000)
    with pytest.raises(FormatError, match="expected JSON"):
        PredictionFile.read(path)
    path.write_bytes(gzip.compress(b"[]" * 1000)[:-20])
    with pytest.raises(FormatError, match="expected a whole gzip file"):
        PredictionFile.read(path)


def test_a_prediction_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, documents: tuple[dict[str, Any], list[dict[str, Any]]]
) -> None:
    """A training loop writes it anew: what stood at a place is not what stands there now."""
    truth, predictions = documents
    path = tmp_path / "predictions.json"
    path.write_text(json.dumps(predictions))
    pred, video = PredictionFile.read(path), TruthFile.of(truth).videos[0]
    assert pred.only(video).entries
    path.write_text(json.dumps(predictions[::-1]))
    os.utime(path, ns=(1, 1))
    with pytest.raises(FormatError, match="changed while it was read"):
        pred.only(video)
    path.unlink()
    with pytest.raises(FormatError, match="cannot be read any more"):
        pred.only(video)


def test_masks_behind_the_last_frame_count_as_masks_of_the_video(
    monkeypatch: pytest.MonkeyPatch, documents: tuple[dict[str, Any], list[dict[str, Any]]]
) -> None:
    """Each takes a hundred bytes and more, however few frames the video has."""
    truth, predictions = documents
    video = TruthFile.of(truth).videos[0]
    monkeypatch.setattr(limits, "VIDEO_MASKS", len(predictions) * video.frame_count)
    assert PredictionFile.of(predictions).only(video).entries
    mask = next(each for each in predictions[0]["segmentations"] if each)
    predictions[0]["segmentations"] += [mask] * limits.VIDEO_MASKS
    predictions[0]["video_id"] = video.video_id
    with pytest.raises(BeyondLimitError, match=r"has \d+ masks in"):
        PredictionFile.of(predictions).only(video)


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "predictions.json"
    path.write_text("[]", encoding="utf-8-sig")
    assert PredictionFile.read(path).video_ids == frozenset()


@pytest.mark.parametrize("written", ['"PPTl0"', r'"\u0050PTl0"', r'"PPT\u006c\u0030"'])
def test_how_json_spells_a_mask_without_a_pixel_does_not_matter(
    tmp_path: Path, written: str
) -> None:
    """Quirk F1 of the published code asks for this very text, which a JSON reader hands to it."""
    path = tmp_path / "predictions.json"
    entry = {"video_id": 1, "category_id": 1, "score": 1, "segmentations": [None]}
    mask = f'{{"size": [720, 1280], "counts": {written}}}'
    path.write_text(json.dumps([entry]).replace("null", mask))
    video = VideoRecord(video_id=1, width=1280, height=720, file_names=["a/0.jpg"])
    assert PredictionFile.read(path).tracks(video).spelled_empty("PPTl0").tolist() == [[True]]
