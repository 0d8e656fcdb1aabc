"""A project with two videos, and copies of it for two people who do not see each other."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from core.store.values import RECIPE, instance, mask, span, video

from avisbuild.records import VideoId
from avisbuild.store import Project
from avisbuild.store.settings import Settings, write_settings

Share = Callable[..., Project]


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Videos `pond` and `lake` of 5 s; in the pond rex (dog_1) sounds and has masks in seconds 1 and 2."""
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("lake"))
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
            edit.set_sounding(span("rex", 1, 3))
            edit.put(mask("rex", 1))
            edit.put(mask("rex", 2, corner=5))
        yield project


@pytest.fixture
def share_of(tmp_path: Path) -> Iterator[Share]:
    """Makes a project of a share of some videos, as somebody far away has it."""
    opened: list[Project] = []

    def make(project: Project, name: str, videos: tuple[str, ...] = ("pond",)) -> Project:
        folder = tmp_path / name
        folder.mkdir()
        chosen = [VideoId(each) for each in videos]
        project.copy_videos(folder / "project.db", chosen, author="ann")
        write_settings(folder, Settings(recipe=project.recipe))
        opened.append(Project.open(folder))
        return opened[-1]

    yield make
    for each in opened:
        each.close()
