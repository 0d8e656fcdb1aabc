"""The figures of a release: by hand for a small one, and those that AVISeg's authors published."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from release_scenes import snapshot_of

from avisbuild.errors import FormatError, ReleaseError
from avisbuild.releases import count_stats, plan_as_asked, write_release

SCENES = {"a-1": {"dog_1": "##.#", "dog_2": "..##", "cat_1": "o..."}, "b-1": {"cat_1": "##."}}


def test_the_figures_of_a_snapshot_can_be_counted_by_hand() -> None:
    figures = count_stats(snapshot_of(SCENES))["all"].as_json()
    assert figures == {
        "videos": 2,
        "frames": 7,
        "masks": 7,
        "instances": 3,
        "silent_percent": pytest.approx(100 * 1 / 7),
        "single_percent": pytest.approx(100 * 5 / 7),
        "multi_percent": pytest.approx(100 * 1 / 7),
        "frames_by_mask_count": {"0": 1, "1": 5, "2": 1},
        "seconds": {"mean": 3.5, "median": 3.5, "min": 3, "max": 4},
        "categories": {
            "cat": {"videos": 1, "instances": 1, "masks": 2},
            "dog": {"videos": 1, "instances": 2, "masks": 5},
        },
    }


def test_a_release_has_the_figures_of_what_it_was_written_from(tmp_path: Path) -> None:
    snapshot = snapshot_of(SCENES)
    write_release(snapshot, tmp_path / "out", plan_as_asked(snapshot.videos))
    expected = count_stats(snapshot)["all"].as_json()
    assert {name: part.as_json() for name, part in count_stats(tmp_path / "out").items()} == {
        "train": expected
    }
    assert count_stats(tmp_path / "out/train.json")["train"].as_json() == expected


def test_nothing_has_no_shares() -> None:
    figures = count_stats(snapshot_of({}))["all"].as_json()
    assert (figures["videos"], figures["silent_percent"]) == (0, None)
    assert figures["seconds"] == {"mean": None, "median": None, "min": None, "max": None}


def test_what_is_no_release_has_no_figures(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="not a release"):
        count_stats(tmp_path)
    (tmp_path / "train.json").write_text(
        '{"videos": [], "annotations": [], "categories": [{"id": 1}]}'
    )
    with pytest.raises(FormatError, match=r"train.json: categories\[0\]"):
        count_stats(tmp_path)


@pytest.mark.parametrize(
    ("annotation", "says"),
    [
        ({"segmentations": [None]}, "segmentations: expected 2 entries, got 1"),
        ({"segmentations": 3}, "segmentations: expected a list, got 3"),
        ({"category_id": 9}, "category_id: no category has the id 9"),
        ({"video_id": 9}, "video_id: no video has the id 9"),
    ],
)
def test_an_annotation_that_does_not_fit_is_named_with_its_file(
    tmp_path: Path, annotation: dict[str, object], says: str
) -> None:
    right = {
        "id": 1,
        "video_id": 1,
        "category_id": 1,
        "segmentations": [None, [[0, 0, 1, 0, 1, 1]]],
    }
    document = {
        "videos": [{"id": 1, "file_names": ["a/0.jpg", "a/1.jpg"], "height": 9, "width": 9}],
        "categories": [{"id": 1, "name": "dog"}],
        "annotations": [right | annotation],
    }
    (tmp_path / "t.json").write_text(json.dumps(document))
    with pytest.raises(FormatError) as caught:
        count_stats(tmp_path / "t.json")
    assert str(caught.value) == f"t.json: annotations[0].{says}"


# Table 1 of the AVIS paper, and counts of the published files.
PUBLISHED = {
    "train": (616, 37_689, 61_953, 5.71, 36.93, 57.36, 60, 26, 117),
    "test": (205, 12_544, 20_869, 7.42, 35.99, 56.59, 60, 25, 94),
}


@pytest.mark.parametrize("split", PUBLISHED)
def test_the_published_counts_of_aviseg_give_the_published_figures(
    shared: Path, tmp_path: Path, split: str
) -> None:
    with (shared / "data/aviseg-published-counts.csv").open(newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if row["split"] == split]
    (tmp_path / f"{split}.json").write_text(json.dumps(truth_from(rows)))
    figures = count_stats(tmp_path / f"{split}.json")[split].as_json()
    shares = (round(figures[f"{kind}_percent"], 2) for kind in ("silent", "single", "multi"))
    seconds = (figures["seconds"][which] for which in ("median", "min", "max"))
    found = (figures["videos"], figures["frames"], figures["masks"], *shares, *seconds)
    assert found == PUBLISHED[split]
    assert round(figures["seconds"]["mean"], 1) == 61.2


def truth_from(rows: list[dict[str, str]]) -> dict[str, Any]:
    """A truth JSON with so many sounding instances in each second."""
    videos, annotations = [], []
    for number, row in enumerate(rows, start=1):
        counts = [int(count) for count in row["sounding_instances_per_second"].split()]
        names = [f"{row['video']}/{second}.jpg" for second in range(len(counts))]
        size = {"height": 360, "width": 640, "length": len(counts)}
        videos.append({"id": number, "file_names": names, **size})
        for rank in range(max(counts)):
            cells = [count > rank for count in counts]
            annotations.append(
                {
                    "id": len(annotations) + 1,
                    "video_id": number,
                    "category_id": 1,
                    "iscrowd": 0,
                    **size,
                    "segmentations": [
                        [[0, 0, 4, 0, 4, 4, 0, 4]] if cell else None for cell in cells
                    ],
                    "bboxes": [[0, 0, 4, 4] if cell else None for cell in cells],
                    "areas": [16 if cell else None for cell in cells],
                }
            )
    return {
        "videos": videos,
        "annotations": annotations,
        "categories": [{"id": 1, "name": "person"}],
    }


def test_an_annotation_that_stands_twice_is_refused_not_counted_twice(tmp_path: Path) -> None:
    annotation = {"id": 1, "video_id": 1, "category_id": 1, "segmentations": [None]}
    document = {
        "videos": [{"id": 1, "file_names": ["a/0.jpg"], "height": 9, "width": 9}],
        "categories": [{"id": 1, "name": "dog"}],
        "annotations": [annotation, annotation],
    }
    (tmp_path / "t.json").write_text(json.dumps(document))
    with pytest.raises(FormatError, match=r"t.json: annotations\[1\].id: expected a new id, got 1"):
        count_stats(tmp_path / "t.json")
