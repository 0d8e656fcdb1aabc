"""Wrong truth files are told in one line: which record, which field, what was expected."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from core.metrics import scenes

from avisbuild.errors import FormatError
from avisbuild.metrics import PredictionFile, TruthFile

SIZE = (12, 16)


@pytest.mark.parametrize(
    ("place", "value", "expected"),
    [
        (
            ("annotations", 0, "category_id"),
            99,
            "annotations[0].category_id: no category has the id 99",
        ),
        (("annotations", 0, "video_id"), 99, "annotations[0].video_id: no video has the id 99"),
        (("annotations", 0, "height"), 13, "annotations[0]: expected the video's size"),
        (("annotations", 0, "segmentations"), [], "annotations[0].segmentations: expected "),
        (("annotations", 0, "segmentations", 0), [[0, 0, 1]], "segmentations[0]: "),
        (("annotations", 0, "segmentations", 0), "x", "segmentations[0]: expected "),
        (("videos", 0, "width"), 0, "truth: videos[0].width: expected a whole number >= 1, got 0"),
        (("videos", 0, "id"), 2, "expected a new id, got 2 again"),
        (("categories", 1, "id"), 1, "truth: categories[1].id: expected a new id, got 1 again"),
        (
            ("videos", 0, "file_names", 0),
            "video01/0.jpg",
            "file_names: expected a folder of its own",
        ),
    ],
)
def test_a_wrong_truth_is_told_in_one_line(
    documents: tuple[dict[str, Any], list[dict[str, Any]]],
    place: tuple[Any, ...],
    value: Any,
    expected: str,
) -> None:
    truth, _ = documents
    truth["videos"].sort(key=lambda video: video["id"])
    target: Any = truth
    for key in place[:-1]:
        target = target[key]
    target[place[-1]] = value
    with pytest.raises(FormatError) as caught:
        read = TruthFile.of(truth)
        for video in read.videos:
            read.tracks(video)
    assert expected in str(caught.value)
    assert "\n" not in str(caught.value)


def test_gzip_and_plain_json_read_alike(
    tmp_path: Path, documents: tuple[dict[str, Any], list[dict[str, Any]]]
) -> None:
    truth, predictions = documents
    for name, document in (("truth", truth), ("predictions", predictions)):
        (tmp_path / name).write_bytes(gzip.compress(json.dumps(document).encode()))
    read, direct = TruthFile.read(tmp_path / "truth"), TruthFile.of(truth)
    for video in direct.videos:
        assert read.tracks(video).masks == direct.tracks(video).masks
    pred = PredictionFile.read(tmp_path / "predictions")
    assert pred.video_ids == PredictionFile.of(predictions).video_ids


def test_the_truth_may_be_polygons_or_any_rle(
    documents: tuple[dict[str, Any], list[dict[str, Any]]],
) -> None:
    box = (2, 3, 9, 8)
    packed = scenes.filled(box, SIZE)
    counts = [2 * 12 + 3, *[5, 7] * 7, 7 * 12 - 3]
    counts[-2:] = [sum(counts[-2:])]
    shapes = [scenes.polygon(box), packed, {"size": list(SIZE), "counts": counts}]
    for shape in shapes:
        truth = {
            "videos": [{"id": 1, "file_names": ["v/0.jpg"], "height": 12, "width": 16}],
            "categories": [{"id": 1, "name": "dog"}],
            "annotations": [{"id": 1, "video_id": 1, "category_id": 1, "segmentations": [shape]}],
        }
        true = TruthFile.of(truth)
        tracks = true.tracks(true.videos[0])
        assert tracks.areas.tolist() == [[35]]
        counts_text = tracks.masks[0][0].counts
        text = counts_text.decode() if isinstance(counts_text, bytes) else counts_text
        assert text == packed["counts"]
