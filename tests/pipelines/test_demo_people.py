"""The people of a demo hand in what is complete, each under a name that no user has."""

from pathlib import Path

import pytest
from core.annotation.small_project import CLICKED, LAKE, POND, add, new_project, square

from avisbuild.annotation import Workbench, commands
from avisbuild.errors import ProjectError
from avisbuild.records import Round, RoundState
from avisbuild.store import Project
from avisbuild_pipelines.demo_people import ANNOTATORS, hand_in_scenes


def test_every_scene_but_the_users_is_handed_in_by_people_of_the_demo(tmp_path: Path) -> None:
    with new_project(tmp_path / "pets") as project:
        annotate(project)
        assert hand_in_scenes(project, besides=LAKE) == (POND,)
        (own,) = project.records(Round, POND)
        assert (own.state, own.person) == (RoundState.SUBMITTED, ANNOTATORS[0])
        assert own.seen_hash == project.annotation_hash(POND)
        assert project.records(Round, LAKE) == []


def test_a_scene_in_which_nothing_is_annotated_is_not_handed_in(tmp_path: Path) -> None:
    with (
        new_project(tmp_path / "pets") as project,
        pytest.raises(ProjectError, match="nothing annotated"),
    ):
        hand_in_scenes(project, besides=POND)


def annotate(project: Project) -> None:
    """A dog in the pond, as an import brings it."""
    bench = Workbench(project, author="import")
    bench.open_video(POND)
    dog = add(bench)
    bench.run(commands.commit_mask(bench.view, dog, 0, square(), CLICKED))
