"""Checking a truth JSON that is more wrong than anyone reads, or than memory holds."""

import json
from typing import Any

import pytest

from avisbuild.formats.aviseg import TruthCheck, TruthJson, checking
from avisbuild.formats.findings import Finding

VIDEO = {"id": 7, "file_names": ["a/00000.jpg"], "length": 1, "height": 12, "width": 20}
CATEGORY = {"id": 1, "name": "dog"}


def findings_in(annotations: list[Any], *, videos: list[Any] | None = None) -> list[Finding]:
    document = {
        "categories": [CATEGORY],
        "videos": [VIDEO] if videos is None else videos,
        "annotations": annotations,
    }
    truth = TruthJson(json.dumps(document).encode(), "t")
    return list(TruthCheck(truth, exact=True).findings())


@pytest.mark.parametrize("most", [1, 4, 5, 6])
def test_after_so_many_findings_the_rest_is_not_looked_at(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    everything = ["categories-official", "length", "ids", "folder-twice", "length"]
    monkeypatch.setattr(checking, "_MOST_FINDINGS", most)
    found = findings_in([], videos=[VIDEO | {"length": number} for number in (2, 3)])
    more = ["too-many"] if most < len(everything) else []
    assert [finding.rule for finding in found] == everything[:most] + more


def test_of_a_wrong_record_of_megabytes_no_place_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = VIDEO | {"file_names": ["a/00000.jpg", "../b.jpg"]}
    _, precise = findings_in([], videos=[wrong])
    assert precise.place == "t videos[0].file_names[1]"
    monkeypatch.setattr(checking, "_MOST_TOLD_BYTES", 10)
    _, brief = findings_in([], videos=[wrong])
    assert (brief.rule, brief.place) == ("schema", "t videos[0]")
    assert "too large to say where" in str(brief)


def test_a_number_that_no_other_command_reads_is_a_finding_of_its_record() -> None:
    _, found = findings_in([], videos=[VIDEO | {"id": 1 << 70}])
    assert (found.rule, found.place) == ("schema", "t videos[0].id")
    _, found = findings_in([], videos=[VIDEO | {"length": 1.5}])
    assert (found.rule, found.place) == ("schema", "t videos[0].length")


@pytest.mark.parametrize("place", range(4))
def test_a_box_of_hundreds_of_digits_is_a_box_that_does_not_fit(place: int) -> None:
    box: list[float] = [1, 2, 4, 3]
    box[place] = -(10**400) if place < 2 else 10**400
    segmentation = [[1, 2, 5, 2, 5, 5, 1, 5]]
    track = {"id": 1, "video_id": 7, "category_id": 1, "iscrowd": 0, "height": 12, "width": 20}
    _, found = findings_in(
        [track | {"segmentations": [segmentation], "bboxes": [box], "areas": [12]}]
    )
    assert found.rule in ("bbox", "bbox-outside")
