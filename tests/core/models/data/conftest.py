"""A small release with everything in it: sound, features, and masks of what is silent."""

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from release_scenes import blob, snapshot_of, write_media

from avisbuild.records import Snapshot, Split, SplitPlan, VideoId
from avisbuild.records.video_folder import features_path
from avisbuild.releases import write_release

RATE_HZ = 1600
SCENES = {
    "a": {"dog_1": "##..#", "cat_1": ".....", "dog_2": ".#.##"},
    "b": {"cat_1": "..#"},
    "c": {"dog_1": "..."},
    "z": {"dog_1": "#.", "cat_1": ".#"},
}
SPLITS = {"a": Split.TRAIN, "b": Split.TRAIN, "c": Split.TRAIN, "z": Split.VAL}


def _snapshot(media: Path) -> Snapshot:
    """In second 2 of `a`, dog_1 and cat_1 are seen and silent."""
    snapshot = snapshot_of(SCENES, media)
    tracks = dict(snapshot.tracks)
    tracks[VideoId("a")] = [
        replace(track, masks=(*track.masks[:2], track.masks[2] or mask, *track.masks[3:]))
        for track, mask in zip(tracks[VideoId("a")], (blob(6, 1), blob(5, 12), None), strict=True)
    ]
    return replace(snapshot, tracks=tracks, keep_silent_masks=True)


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """What the release is written from."""
    media = tmp_path_factory.mktemp("media")
    snapshot = _snapshot(media)
    write_media(media, snapshot.videos, rate_hz=RATE_HZ)
    draw = np.random.default_rng(1)
    for video in snapshot.videos:
        path = features_path(media / video.video_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        np.save(path, draw.random((video.second_count, 128), np.float32))
    return snapshot


@pytest.fixture(scope="session")
def release(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The release itself, which nobody changes."""
    plan = SplitPlan(
        method="random",
        seed=0,
        assignment={VideoId(name): split for name, split in SPLITS.items()},
    )
    folder = tmp_path_factory.mktemp("made") / "release"
    write_release(snapshot, folder, plan, with_silent=True)
    return folder


@pytest.fixture
def spoilt(release: Path, tmp_path: Path) -> Path:
    """A copy of it to be changed."""
    return Path(shutil.copytree(release, tmp_path / "spoilt"))
