"""A small project with a video, its source and a release, for backups of it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.values import RECIPE, instance, mask, video

from avisbuild.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Video `pond` with rex in it and a mask; files of every part, none of them media."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
            edit.put(mask("rex", 1))
        for name in (
            "videos/pond/clip.json",
            "videos/pond/frames/00000.jpg",
            "videos/.pond.12345678.partial/frames/00000.jpg",
            "sources/local-pond/source.mp4",
            "releases/pets-1/train.json",
            "guideline/whole.png",
            "reports/failures.csv",
            "cache/embeddings/sam/aa/x.emb",
        ):
            path = project.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"what {name} holds")
        yield project
