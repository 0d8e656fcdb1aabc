"""A project that exports fine, for tests that then put something in the place of a part of it."""

from pathlib import Path

import pytest
from cli.links_case import copy_scene, make_quick, make_scene


@pytest.fixture(scope="session")
def scene_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scene that is copied for each test."""
    folder = tmp_path_factory.mktemp("made") / "scene"
    make_scene(folder)
    return folder


@pytest.fixture
def project(scene_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stranger's project that would export fine, beside a home that is nobody's business."""
    for name in ("CONFIG", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    monkeypatch.setenv("AVISBUILD_WEIGHTS", str(tmp_path / "weights"))
    make_quick(monkeypatch)
    return copy_scene(scene_made, tmp_path / "scene")
