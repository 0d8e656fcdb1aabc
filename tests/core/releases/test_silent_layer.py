"""The layer of visible silent objects in a release: a file of its own, held against the truth beside it."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from release_scenes import blob, snapshot_of

from avisbuild.formats.aviseg import read_content
from avisbuild.records import Snapshot, Sounding, Track, VideoId
from avisbuild.releases import plan_as_asked, validate_release, write_release
from avisbuild.releases.checksums import write_checksums

_SCENES = {
    "a": {"dog_1": "#..", "cat_1": "...", "cat_2": "##."},
    "b": {"cat_1": ".#."},
    "c": {"dog_1": "...", "dog_2": "#.#"},
}
# Where a mask stands though nothing sounds.
_SILENT = {("a", "dog_1"): [1], ("a", "cat_1"): [0, 2], ("c", "dog_1"): [1], ("c", "dog_2"): [1]}


def _snapshot(*, with_masks: bool) -> Snapshot:
    """Three videos; with masks of what is seen and silent, or without."""
    plain = snapshot_of(_SCENES)
    if not with_masks:
        return plain
    tracks = {
        video: [_masked(track, video, plain) for track in found]
        for video, found in plain.tracks.items()
    }
    return replace(plain, tracks=tracks, keep_silent_masks=True)


def _masked(track: Track, video: VideoId, snapshot: Snapshot) -> Track:
    seconds = _SILENT.get((video, track.instance.name(snapshot.taxonomy)), [])
    masks = [
        blob(2, 3 + second) if second in seconds else mask
        for second, mask in enumerate(track.masks)
    ]
    return replace(track, masks=tuple(masks))


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of all three videos in train, with the layer."""
    snapshot = _snapshot(with_masks=True)
    plan = plan_as_asked(snapshot.videos)
    write_release(snapshot, tmp_path / "release", plan, with_silent=True)
    return tmp_path / "release"


def test_it_holds_every_mask_of_a_silent_second_and_no_other(release: Path) -> None:
    videos = read_content(release / "train_silent.json").videos
    found = [
        (video.name, track.instance.category_id, [s for s, mask in enumerate(track.masks) if mask])
        for video in videos
        for track in video.tracks
    ]
    assert found == [("a", 1, [1]), ("a", 2, [0, 2]), ("c", 1, [1]), ("c", 1, [1])]
    assert videos[0].tracks[1].masks[2] == blob(2, 5)
    card = json.loads((release / "release.json").read_text())
    assert card["silent"] == {"train": {"instances": 4, "masks": 5}}
    assert [str(each) for each in validate_release(release) if "categories" not in each.rule] == [
        "warning release: no frames and no sound to check [annotations-only]"
    ]


def test_an_instance_has_one_id_in_both_files(release: Path) -> None:
    truth, layer = (
        json.loads((release / name).read_text()) for name in ("train.json", "train_silent.json")
    )
    assert truth["videos"] == layer["videos"]
    ids = [(each["video_id"], each["category_id"], each["id"]) for each in truth["annotations"]]
    assert ids == [(1, 1, 1), (1, 2, 2), (2, 2, 3), (3, 1, 4)]
    ids = [(each["video_id"], each["category_id"], each["id"]) for each in layer["annotations"]]
    # dog_1 of `a` sounds, too; cat_1 of `a` and dog_1 of `c` never do.
    assert ids == [(1, 1, 1), (1, 2, 5), (3, 1, 4), (3, 1, 6)]


def test_what_sounds_is_written_to_the_byte_as_it_is_without_the_layer(
    release: Path, tmp_path: Path
) -> None:
    plain = _snapshot(with_masks=False)
    write_release(plain, tmp_path / "plain", plan_as_asked(plain.videos))
    kept = _snapshot(with_masks=True)
    write_release(kept, tmp_path / "kept", plan_as_asked(kept.videos))
    names = {path.name for path in (tmp_path / "plain").iterdir()}
    assert {path.name for path in release.iterdir()} - names == {"train_silent.json"}
    for name in names - {"release.json", "SHA256SUMS"}:
        assert (release / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()
    for name in names:
        assert (tmp_path / "kept" / name).read_bytes() == (tmp_path / "plain" / name).read_bytes()


def _with_another_category(layer: dict[str, Any]) -> None:
    layer["annotations"][0]["category_id"] = 2


def _with_a_sounding_second(layer: dict[str, Any]) -> None:
    for key in ("segmentations", "bboxes", "areas"):
        layer["annotations"][0][key][0] = layer["annotations"][0][key][1]


def _without_a_video(layer: dict[str, Any]) -> None:
    del layer["videos"][1]


def _without_an_instance(layer: dict[str, Any]) -> None:
    del layer["annotations"][1]


@pytest.mark.parametrize(
    ("spoil", "rule", "says"),
    [
        (
            _with_another_category,
            "silent-identity",
            "annotations[0]: the id 1 is that of another instance in train",
        ),
        (
            _with_a_sounding_second,
            "silent-sounds",
            "in which train.json has it as sounding, first second 0",
        ),
        (
            _without_a_video,
            "silent-videos",
            "expected the videos of train.json, the same in the same order",
        ),
        (_without_an_instance, "card-counts", "silent.train.instances: expected 3, got 4"),
    ],
    ids=lambda each: getattr(each, "__name__", ""),
)
def test_validate_holds_it_against_truth_and_card(
    release: Path, spoil: Callable[[dict[str, Any]], None], rule: str, says: str
) -> None:
    path = release / "train_silent.json"
    layer = json.loads(path.read_text())
    spoil(layer)
    path.write_text(json.dumps(layer))
    write_checksums(release)
    assert any(says in str(each) for each in validate_release(release) if each.rule == rule)


def test_a_layer_alone_is_told(release: Path) -> None:
    (release / "train.json").rename(release / "val.json")
    (found,) = (each for each in validate_release(release) if each.rule == "silent-alone")
    assert "expected train.json beside it" in str(found)


def test_only_a_mask_of_a_silent_second_belongs_to_it() -> None:
    states = (Sounding.SOUNDING, Sounding.SILENT, Sounding.OFFSCREEN)
    track = snapshot_of({"a": {"dog_1": "..."}}).tracks[VideoId("a")][0]
    track = replace(track, states=states, masks=(blob(1, 1),) * 3)
    assert track.silent_masks == (None, blob(1, 1), None)
