"""Writing a release: what it holds, that it is the same each time, and that it is whole or absent."""

import json
import os
import subprocess
import wave
from collections.abc import Callable
from pathlib import Path
from shutil import which

import numpy as np
import pytest
from core.releases.file_defects import save_tagged
from golden.aviseg_release import EXPECTED, NAMES, write_small_release
from PIL import Image
from release_scenes import snapshot_of, write_media

from avisbuild.checks.exportable import NotExportableError
from avisbuild.checks.wording import issue_in_video
from avisbuild.errors import ReleaseError
from avisbuild.masks import from_polygons
from avisbuild.records import Snapshot, Split, SplitPlan, SplitSizes
from avisbuild.releases import plan_as_asked, plan_random, validate_release, write_release

SIZES = SplitSizes(train=1, val=1, test=1)


def plan_of(snapshot: Snapshot, *splits: Split) -> SplitPlan:
    ids = [video.video_id for video in snapshot.videos]
    return SplitPlan(method="random", seed=0, assignment=dict(zip(ids, splits, strict=True)))


def random_plan(snapshot: Snapshot) -> SplitPlan:
    return plan_random([video.video_id for video in snapshot.videos], SIZES, seed=3)


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_release_holds_annotations_frames_sound_plan_card_and_checksums(
    three: Snapshot, tmp_path: Path
) -> None:
    write_release(three, tmp_path / "out", plan_of(three, Split.TRAIN, Split.TRAIN, Split.TEST))
    names = set(content(tmp_path / "out"))
    assert {"train.json", "test.json", "splits.csv", "release.json", "SHA256SUMS"} <= names
    assert "val.json" not in names
    assert "train/JPEGImages/a-1/00003.jpg" in names
    assert "test/WAVAudios/c-1.wav" in names
    assert len([name for name in names if name.endswith(".jpg")]) == 4 + 3 + 5


def test_an_annotation_has_three_nulls_where_its_instance_is_silent(
    three: Snapshot, tmp_path: Path
) -> None:
    write_release(three, tmp_path / "out", plan_of(three, Split.TRAIN, Split.TRAIN, Split.TEST))
    document = json.loads((tmp_path / "out/train.json").read_text())
    dog = document["annotations"][0]
    assert (dog["id"], dog["video_id"], dog["category_id"], dog["iscrowd"]) == (1, 1, 1, 0)
    assert [item is None for item in dog["segmentations"]] == [False, False, True, False]
    assert dog["bboxes"] == [[2, 1, 5, 5], [3, 2, 5, 5], None, [5, 1, 5, 5]]
    assert dog["areas"] == [24, 24, None, 24]
    assert (dog["height"], dog["width"], dog["length"]) == (12, 20, 4)
    assert document["videos"][0]["file_names"][3] == "a-1/00003.jpg"


def test_polygons_give_back_every_pixel_of_the_masks(three: Snapshot, tmp_path: Path) -> None:
    write_release(three, tmp_path / "out", plan_of(three, Split.TRAIN, Split.TRAIN, Split.TEST))
    document = json.loads((tmp_path / "out/test.json").read_text())
    masks = three.tracks[three.videos[2].video_id][0].sounding_masks
    for polygons, mask in zip(document["annotations"][0]["segmentations"], masks, strict=True):
        assert (polygons is None) == (mask is None)
        assert polygons is None or from_polygons(polygons, (12, 20)) == mask


def test_an_instance_that_never_sounds_in_view_is_left_out_and_named(
    three: Snapshot, tmp_path: Path
) -> None:
    card = write_release(
        three, tmp_path / "out", plan_of(three, Split.TRAIN, Split.TRAIN, Split.TEST)
    )
    assert card["left_out"] == ["a-1 cat_1"]
    ids = [
        item["id"] for item in json.loads((tmp_path / "out/train.json").read_text())["annotations"]
    ]
    assert ids == [1, 2, 3]


def test_the_mono_truth_stands_in_both_channels(three: Snapshot, tmp_path: Path) -> None:
    write_release(three, tmp_path / "out", plan_of(three, Split.TRAIN, Split.TRAIN, Split.TEST))
    with wave.open(str(tmp_path / "out/test/WAVAudios/c-1.wav")) as stream:
        assert stream.getparams()[:4] == (2, 2, 1600, 5 * 1600)
        stereo = np.frombuffer(stream.readframes(8000), dtype="<i2").reshape(-1, 2)
    with wave.open(str(tmp_path / "videos/c-1/audio.wav")) as stream:
        mono = np.frombuffer(stream.readframes(8000), dtype="<i2")
    assert np.array_equal(stereo, np.stack((mono, mono), axis=1))


def test_frames_are_second_names_of_the_projects_files(three: Snapshot, tmp_path: Path) -> None:
    write_release(three, tmp_path / "out", random_plan(three))
    frame = next((tmp_path / "out").rglob("JPEGImages/a-1/00002.jpg"))
    assert frame.samefile(tmp_path / "videos/a-1/frames/00002.jpg")


def test_frames_with_tags_or_inks_go_out_plain_with_the_pixels_that_masks_were_made_for(
    three: Snapshot, tmp_path: Path
) -> None:
    """Versions up to 0.2 took pictures with their tags, and drew on them as they are stored."""
    frames = tmp_path / "videos/b-1/frames"
    save_tagged(frames / "00000.jpg", orientation=3)
    save_tagged(frames / "00001.jpg", mode="CMYK")
    before = [pixels_of(frames / f"0000{second}.jpg") for second in (0, 1)]
    write_release(three, tmp_path / "out", plan_as_asked(three.videos))
    released = tmp_path / "out/train/JPEGImages/b-1"
    assert (pixels_of(released / "00000.jpg") == before[0]).all()
    assert np.abs(pixels_of(released / "00001.jpg").astype(int) - before[1]).mean() < 20
    for name in ("00000.jpg", "00001.jpg"):
        with Image.open(released / name) as picture:
            assert (picture.mode, dict(picture.getexif())) == ("RGB", {})
    rules = {finding.rule for finding in validate_release(tmp_path / "out")}
    assert not rules & {"frame-orientation", "frame-colours"}


def pixels_of(path: Path) -> np.ndarray:
    with Image.open(path) as picture:
        return np.asarray(picture.convert("RGB"))


def test_frames_are_copied_where_the_file_system_cannot_link(
    three: Snapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", refuse)
    write_release(three, tmp_path / "out", random_plan(three))
    frame = next((tmp_path / "out").rglob("JPEGImages/a-1/00002.jpg"))
    assert frame.read_bytes() == (tmp_path / "videos/a-1/frames/00002.jpg").read_bytes()


def test_a_release_holds_files_where_the_project_holds_links_to_them(
    three: Snapshot, tmp_path: Path
) -> None:
    """Tools that keep big files elsewhere (git-annex, DVC) leave links, which lead nowhere from a release."""
    kept = tmp_path / "kept.jpg"
    frame = tmp_path / "videos/a-1/frames/00002.jpg"
    frame.rename(kept)
    frame.symlink_to("../../../kept.jpg")
    write_release(three, tmp_path / "out", random_plan(three))
    released = next((tmp_path / "out").rglob("JPEGImages/a-1/00002.jpg"))
    assert not released.is_symlink()
    assert released.read_bytes() == kept.read_bytes()


def test_the_same_project_and_seed_give_the_same_bytes(three: Snapshot, tmp_path: Path) -> None:
    write_release(three, tmp_path / "one", random_plan(three))
    write_release(three, tmp_path / "elsewhere/two", random_plan(three))
    assert content(tmp_path / "one") == content(tmp_path / "elsewhere/two")


def test_sha256sum_accepts_the_checksums(three: Snapshot, tmp_path: Path) -> None:
    write_release(three, tmp_path / "out", random_plan(three))
    answer = subprocess.run(
        [which("sha256sum") or "", "--check", "--strict", "--quiet", "SHA256SUMS"],
        cwd=tmp_path / "out",
        check=False,
    )
    assert answer.returncode == 0
    listed = {
        line.split("  ")[1] for line in (tmp_path / "out/SHA256SUMS").read_text().splitlines()
    }
    assert listed == set(content(tmp_path / "out")) - {"SHA256SUMS"}


def test_a_release_is_never_written_over(three: Snapshot, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with pytest.raises(ReleaseError, match="exists already"):
        write_release(three, tmp_path / "out", random_plan(three))
    assert list((tmp_path / "out").iterdir()) == []


def test_a_place_that_cannot_be_is_told_from_one_that_is_taken(
    three: Snapshot, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ReleaseError, match=r"out cannot be written: .*file is no folder"):
        write_release(three, tmp_path / "file/out", random_plan(three))


def test_unsure_cells_and_missing_masks_stop_the_export_with_a_list(tmp_path: Path) -> None:
    snapshot = snapshot_of({"a": {"dog_1": "#?.?"}, "b": {"cat_1": "#..."}})
    track = snapshot.tracks[snapshot.videos[1].video_id][0]
    object.__setattr__(track, "masks", (None,) * 4)
    with pytest.raises(NotExportableError) as raised:
        write_release(snapshot, tmp_path / "out", plan_of(snapshot, Split.TRAIN, Split.TEST))
    assert [str(issue_in_video(issue)).partition(":")[0] for issue in raised.value.issues] == [
        "video a, dog_1, second 1",
        "video a, dog_1, second 3",
        "video b, cat_1, second 0",
    ]
    assert "no mask" in str(raised.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda root: (root / "b-1/frames/00001.jpg").unlink(), "00001.jpg cannot be read"),
        (lambda root: (root / "b-1/frames/00001.jpg").write_bytes(b"no picture"), "cannot be read"),
        (lambda root: (root / "b-1/audio.wav").unlink(), "no readable sound"),
        (lambda root: (root / "b-1/audio.wav").write_bytes(b"RIFF"), "no readable sound"),
    ],
    ids=["frame missing", "frame broken", "sound missing", "sound broken"],
)
def test_a_failed_export_leaves_nothing_behind(
    three: Snapshot, tmp_path: Path, damage: Callable[[Path], None], says: str
) -> None:
    damage(tmp_path / "videos")
    with pytest.raises(ReleaseError, match=says):
        write_release(three, tmp_path / "out", random_plan(three))
    assert [path.name for path in tmp_path.iterdir()] == ["videos"]


def test_frames_of_another_size_stop_the_export(tmp_path: Path) -> None:
    snapshot = snapshot_of({"a": {"dog_1": "##"}}, tmp_path / "videos")
    small = snapshot_of({"a": {"dog_1": "##"}}).videos[0]
    object.__setattr__(small, "width_px", 18)
    write_media(tmp_path / "videos", [small])
    with pytest.raises(ReleaseError, match=r"expected a JPEG of \(12, 20\).*got JPEG \(12, 18\)"):
        write_release(snapshot, tmp_path / "out", plan_of(snapshot, Split.TRAIN))


def test_without_a_video_there_is_no_release(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no video to release"):
        write_release(snapshot_of({}), tmp_path / "out", plan_of(snapshot_of({})))


def test_features_go_in_only_when_every_video_has_them(three: Snapshot, tmp_path: Path) -> None:
    for video in three.videos[:2]:
        save_features(tmp_path, video.video_id, video.second_count)
    card = write_release(three, tmp_path / "some", random_plan(three))
    assert card["notes"] == ["features left out: only 2 of 3 videos have them"]
    save_features(tmp_path, "c-1", 5)
    write_release(three, tmp_path / "all", random_plan(three))
    assert len(list((tmp_path / "some").rglob("*.npy"))) == 0
    assert len(list((tmp_path / "all").rglob("FEATAudios/*.npy"))) == 3


def save_features(folder: Path, video: str, seconds: int) -> None:
    (folder / "videos" / video / "features").mkdir()
    np.save(folder / "videos" / video / "features/vggish.npy", np.zeros((seconds, 128), np.float32))


@pytest.mark.parametrize("name", NAMES)
def test_the_bytes_of_a_small_release_stay_what_they_were(tmp_path: Path, name: str) -> None:
    write_small_release(tmp_path / "out")
    assert (tmp_path / "out" / name).read_bytes() == (EXPECTED / name).read_bytes()
