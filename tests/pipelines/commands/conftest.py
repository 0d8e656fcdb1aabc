"""A release to import, and projects that are empty or hold it."""

from pathlib import Path

import pytest
from release_scenes import snapshot_of, write_media

from avisbuild.records import Recipe, RoundState
from avisbuild.records.bundled import load_taxonomy
from avisbuild.releases import plan_as_asked, write_release
from avisbuild.store import Project
from avisbuild_pipelines.importing import ImportOptions, import_aviseg

SCENES = {f"scene-{number}": {"dog_1": "##.", "cat_1": ".#."} for number in range(6)}
RATE_HZ = 8000


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of six videos in train, to be imported."""
    folder = tmp_path_factory.mktemp("made")
    snapshot = snapshot_of(SCENES, folder / "videos", load_taxonomy("aviseg"))
    write_media(folder / "videos", snapshot.videos, rate_hz=RATE_HZ)
    write_release(snapshot, folder / "release", plan_as_asked(snapshot.videos))
    return folder / "release"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """An empty project."""
    recipe = Recipe(name="small", taxonomy=load_taxonomy("aviseg"), sample_rate_hz=RATE_HZ)
    with Project.create(tmp_path / "project", recipe) as opened:
        return opened.folder


@pytest.fixture
def filled(project: Path, release: Path) -> Path:
    """A project with the six videos, all accepted."""
    options = ImportOptions(state=RoundState.ACCEPTED, frames_dir=release / "train/JPEGImages")
    with Project.open(project) as opened:
        import_aviseg(opened, release / "train.json", options)
    return project
