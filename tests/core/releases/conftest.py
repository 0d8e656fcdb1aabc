"""Small projects and releases with media."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from release_scenes import THREE, snapshot_of, write_media

from avisbuild.records import Snapshot, Split, SplitPlan
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases import write_release

SCENES = {
    "a-1": {"cat_1": "##.#", "cat_2": "..##", "dog_1": "#..."},
    "b-1": {"dog_1": "###"},
    "c-1": {"cat_1": "#...#"},
}
SPLITS = (Split.TRAIN, Split.TRAIN, Split.TEST)


@pytest.fixture
def three(tmp_path: Path) -> Snapshot:
    """Three videos of 4, 3 and 5 seconds with frames and sound."""
    snapshot = snapshot_of(THREE, tmp_path / "videos")
    write_media(tmp_path / "videos", snapshot.videos)
    return snapshot


@pytest.fixture(scope="module")
def pristine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release with everything: two videos in train, one in test, features too."""
    folder = tmp_path_factory.mktemp("pristine")
    snapshot = snapshot_of(SCENES, folder / "videos", load_taxonomy("aviseg"))
    write_media(folder / "videos", snapshot.videos)
    for video in snapshot.videos:
        features = folder / "videos" / video.video_id / "features/vggish.npy"
        features.parent.mkdir()
        np.save(features, np.ones((video.second_count, 128), np.float32))
    ids = [video.video_id for video in snapshot.videos]
    plan = SplitPlan(method="random", seed=0, assignment=dict(zip(ids, SPLITS, strict=True)))
    write_release(snapshot, folder / "release", plan)
    return folder / "release"


@pytest.fixture
def release(pristine: Path, tmp_path: Path) -> Path:
    """A copy of it to be damaged."""
    return Path(shutil.copytree(pristine, tmp_path / "release"))
