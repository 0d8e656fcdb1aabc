"""Every rule of `validate` fires on a planted defect, and a release of ours is clean."""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from core.releases.file_defects import (
    CHECKSUM_DEFECTS,
    FILE_DEFECTS,
    cut_sound,
    move_to_test,
    train_named,
)
from core.releases.truth_defects import TRUTH_DEFECTS, put

from avisbuild.errors import ReleaseError
from avisbuild.releases import Finding, validate_release
from avisbuild.releases.checksums import write_checksums


def found_in(folder: Path) -> list[Finding]:
    return validate_release(folder)


def test_a_release_of_ours_is_clean(pristine: Path) -> None:
    assert found_in(pristine) == []


@pytest.mark.parametrize("name", [*TRUTH_DEFECTS, *FILE_DEFECTS])
def test_a_planted_defect_is_found_in_its_place(release: Path, name: str) -> None:
    rule, place, plant = (TRUTH_DEFECTS | FILE_DEFECTS)[name]
    plant(release)
    write_checksums(release)
    findings = found_in(release)
    assert (rule, place) in {(finding.rule, finding.place) for finding in findings}, findings
    assert all("\n" not in str(finding) for finding in findings)


@pytest.mark.parametrize("name", CHECKSUM_DEFECTS)
def test_a_change_after_the_export_is_found_in_its_place(release: Path, name: str) -> None:
    rule, place, plant = CHECKSUM_DEFECTS[name]
    plant(release)
    assert (rule, place) in {(finding.rule, finding.place) for finding in found_in(release)}


@pytest.mark.parametrize("make", [os.mkfifo, Path.mkdir, lambda path: path.symlink_to("nowhere")])
def test_a_split_that_is_no_file_is_not_passed_over(
    release: Path, make: Callable[[Path], None]
) -> None:
    path = release / "train.json"
    path.unlink()
    make(path)
    with pytest.raises(ReleaseError, match=r"train.json: expected a plain file"):
        found_in(release)


@pytest.mark.parametrize(
    ("one", "other", "leaks"),
    [
        (
            "E0zx8GIBI_Y-1694835379229-seg1-1695387405621",
            "E0zx8GIBI_Y-1694835379229-seg2-1695387405622",
            True,
        ),
        ("E0zx8GIBI_Y-00.22.53.668-00.23.54.504-seg2", "E0zx8GIBI_Y", True),
        ("00000768", "00000769", False),
        ("synth-scene-001", "synth-scene-002", False),
    ],
)
def test_pieces_of_one_source_in_two_splits_are_a_warning(
    release: Path, one: str, other: str, leaks: bool
) -> None:
    train_named(release, one)
    move_to_test(release, other)
    shared = [finding for finding in found_in(release) if finding.rule == "leak-source"]
    assert [finding.severity for finding in shared] == (["warning"] if leaks else [])


@pytest.mark.parametrize("name", ["a frame that readers turn", "a frame in grey"])
def test_pictures_that_are_not_plain_are_warnings_for_releases_of_before(
    release: Path, name: str
) -> None:
    FILE_DEFECTS[name][2](release)
    write_checksums(release)
    (finding,) = found_in(release)
    assert finding.severity == "warning"


def test_a_foreign_folder_is_held_to_what_the_published_code_needs(release: Path) -> None:
    for name in ("release.json", "splits.csv", "SHA256SUMS"):
        (release / name).unlink()
    put("annotations", 0, "areas", 1, 25)(release)
    put("annotations", 0, "bboxes", 1, [3.5, 2.5, 4, 4])(release)
    cut_sound(release, int(2.98 * 1600))
    findings = found_in(release)
    assert {finding.rule for finding in findings} == {
        "area",
        "card-missing",
        "splits-missing",
        "checksums-missing",
    }
    assert {finding.severity for finding in findings} == {"warning"}


@pytest.mark.parametrize("kind", ["a missing folder", "an empty folder", "a file"])
def test_what_is_no_release_is_refused(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "thing"
    if kind == "an empty folder":
        path.mkdir()
    elif kind == "a file":
        path.touch()
    with pytest.raises(ReleaseError, match=r"train\.json"):
        validate_release(path)


@pytest.mark.parametrize(
    ("split", "severity"),
    [
        ({"method": "grouped"}, "error"),
        ({"method": "published"}, "error"),
        ({"method": "grouped", "leak_accepted": True}, "warning"),
        ({"method": "random"}, "warning"),
        ("no object", "warning"),
    ],
)
def test_a_leak_into_test_is_an_error_where_the_release_promises_none(
    release: Path, split: object, severity: str
) -> None:
    train_named(release, "pond-seg1")
    move_to_test(release, "pond-seg2")
    card = json.loads((release / "release.json").read_text())
    (release / "release.json").write_text(json.dumps(card | {"split": split}))
    (leak,) = [finding for finding in found_in(release) if finding.rule == "leak-source"]
    assert leak.severity == severity


def test_a_name_in_the_checksums_never_leaves_the_release(release: Path) -> None:
    (release.parent / "secret").write_text("secret")
    with (release / "SHA256SUMS").open("a") as stream:
        stream.write(f"{'0' * 64}  ../secret\n")
    messages = [finding for finding in found_in(release) if finding.place == "../secret"]
    assert [finding.rule for finding in messages] == ["file-missing"]


def test_the_rules_in_the_manual_are_those_that_fire() -> None:
    manual = (Path(__file__).parents[3] / "docs/releasing.md").read_text()
    rows = [
        line
        for line in manual.splitlines()
        if line.startswith("| `") and line.split("|")[2].strip() in {"error", "warning"}
    ]
    listed = {rule for row in rows for rule in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    defects = [*TRUTH_DEFECTS.values(), *FILE_DEFECTS.values(), *CHECKSUM_DEFECTS.values()]
    # Those of the layer of silent objects fire in test_silent_layer.py.
    of_the_layer = {"silent-alone", "silent-videos", "silent-identity", "silent-sounds"}
    assert listed == {rule for rule, _, _ in defects} | {"leak-source"} | of_the_layer
