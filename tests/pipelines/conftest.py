"""Rendered sources that a fetch can take; a release to import, and an empty project."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pipelines.fetch.fetch_case import render_sources
from pipelines.import_case import RATE_HZ
from release_scenes import TAXONOMY, THREE, snapshot_of, write_media

from avisbuild.records import Recipe
from avisbuild.releases import plan_as_asked, write_release
from avisbuild.store import Project


@pytest.fixture(scope="session")
def fetch_media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a0.mp4, a1.mp4 and a2.mp4."""
    folder = tmp_path_factory.mktemp("fetch-media")
    render_sources(folder, 3)
    return folder


@pytest.fixture
def release(tmp_path: Path) -> Path:
    """A release of three videos, all in train."""
    snapshot = snapshot_of(THREE, tmp_path / "videos")
    write_media(tmp_path / "videos", snapshot.videos, rate_hz=RATE_HZ)
    write_release(snapshot, tmp_path / "release", plan_as_asked(snapshot.videos))
    return tmp_path / "release"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """An empty project with the same categories."""
    recipe = Recipe(name="pets", taxonomy=TAXONOMY, sample_rate_hz=RATE_HZ)
    with Project.create(tmp_path / "project", recipe) as opened:
        yield opened
