"""A release of label maps reads back, says what it lost, and comes out the same again."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from release_scenes import snapshot_of, write_media

from avisbuild.errors import ReleaseError
from avisbuild.formats.avsbench.overlap import label_map
from avisbuild.formats.avsbench.reading import read_data_set
from avisbuild.masks import decode
from avisbuild.records import Snapshot, Split, SplitPlan, VideoId
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases.avsbench_release import write_avsbench_release
from avisbuild.releases.validate import truth_files, validate_release

# Neighbours of one video overlap; the long one is two pieces and two seconds over.
SCENES = {
    "duo": {"man_1": "##.##", "man_2": "####.", "violin_3": ".####"},
    "long": {"dog_1": "##########..", "cat_2": "o..........."},
    "night": {"dog_1": "....."},
}


def _release(folder: Path) -> tuple[Snapshot, Path]:
    snapshot = snapshot_of(SCENES, folder / "videos", load_taxonomy("avsbench"))
    write_media(folder / "videos", snapshot.videos, rate_hz=400)
    splits = dict(zip(("duo", "long", "night"), Split, strict=True))
    assignment = {video.video_id: splits[video.video_id] for video in snapshot.videos}
    plan = SplitPlan(method="random", seed=0, assignment=assignment)
    write_avsbench_release(snapshot, folder / "out", plan, piece_seconds=5)
    return snapshot, folder / "out"


def test_what_is_read_back_is_what_the_overlap_rule_left(tmp_path: Path) -> None:
    snapshot, out = _release(tmp_path)
    content = read_data_set(out / "AVSBench-semantic")
    assert [(row.uid, row.split, row.label, row.categories) for row in content.rows] == [
        ("duo", "train", "v1m", ("man", "violin")),
        ("long_0", "val", "v1m", ("dog",)),
        ("long_5", "val", "v1m", ("dog",)),
        ("night", "test", "v1m", ()),
    ]
    duo = next(content.videos())
    assert (duo.problems, duo.notes) == ([], [])
    for second in range(5):
        found = np.zeros((12, 20), np.uint8)
        for track in duo.tracks:
            if (mask := track.masks[second]) is not None:
                found[decode(mask)] = track.instance.category_id
        masks = [
            (track.instance.category_id, mask)
            for track in snapshot.tracks[VideoId("duo")]
            if (mask := track.sounding_masks[second]) is not None
        ]
        assert (found == label_map(masks, (12, 20))).all()


def test_what_label_maps_cannot_say_is_listed_video_by_video(tmp_path: Path) -> None:
    snapshot, out = _release(tmp_path)
    lost = json.loads((out / "losses.json").read_text())
    assert lost["duo"]["united"] == {"man": 2}
    covered = 0
    for second in range(5):
        shown = [track.sounding_masks[second] for track in snapshot.tracks[VideoId("duo")]]
        men = [decode(mask) for mask in shown[:2] if mask is not None]
        violin = shown[2]
        # All have 24 pixels, and a man comes before a violin.
        if men and violin is not None:
            covered += int((np.logical_or.reduce(men) & decode(violin)).sum())
    assert covered > 0
    assert lost["duo"]["pixels"] == {"violin_3": covered}
    assert lost["long_0"] == {"seconds": {"offscreen": 1}, "never_seen": ["cat_2"]}
    assert lost["night"] == {"never_seen": ["dog_1"]}
    card = json.loads((out / "release.json").read_text())
    assert card["format"] == "avsbench"
    assert card["counts"]["val"] == {"videos": 2, "frames": 10, "instances": 2, "masks": 10}
    assert card["notes"][0].startswith("2 seconds are in no piece of 5 or 10 seconds")


def test_a_release_is_whole_and_says_so_or_what_is_wrong(tmp_path: Path) -> None:
    _, out = _release(tmp_path)
    # Two pieces of one recording are in one split: nothing is told of that.
    assert validate_release(out) == []
    map_ = out / "AVSBench-semantic/v1m/duo/labels_rgb/1.png"
    pixels = np.array(Image.open(map_))
    pixels[0, 0] = (129, 0, 0)
    Image.fromarray(pixels).save(map_)
    (out / "AVSBench-semantic/v1m/night/audio.wav").unlink()
    rules = {finding.rule for finding in validate_release(out)}
    assert {"ov-map-colour", "file-changed"} <= rules
    assert any("night/audio.wav" in finding.place for finding in validate_release(out))
    with pytest.raises(ReleaseError, match="is a release of label maps, which have no tracks"):
        truth_files(out)


def test_the_same_snapshot_gives_the_same_files(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    first, second = (_release(tmp_path / name)[1] for name in ("one", "two"))
    assert (first / "SHA256SUMS").read_bytes() == (second / "SHA256SUMS").read_bytes()
    assert (first / "AVSBench-semantic/v1m/duo/audio.wav").is_file()
    assert (first / "AVSBench-semantic/v1m/duo/frames/4.jpg").is_file()
