"""A project with one video, for the tests of the store."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.values import RECIPE, instance, mask, span, video

from avisbuild.store import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Video `pond` of 5 s with dog_1, which sounds and has masks in seconds 1 and 2."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
            edit.set_sounding(span("rex", 1, 3))
            edit.put(mask("rex", 1))
            edit.put(mask("rex", 2, corner=5))
        yield project
