"""A project with two videos and a few files of them, for shares of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.values import RECIPE, instance, mask, video

from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild_pipelines.sharing import pack


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Videos `lake` and `pond`, the pond with rex and a mask in second 1; files that are no media."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("lake"))
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
            edit.put(mask("rex", 1))
        for name in ("pond/clip.json", "pond/frames/00000.jpg", "lake/clip.json"):
            path = project.folder / "videos" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"what {name} holds")
        yield project


@pytest.fixture
def share(project: Project, tmp_path: Path) -> Path:
    """The pond, packed."""
    pack(project, tmp_path / "pond.share", [VideoId("pond")], author="ann")
    return tmp_path / "pond.share"
