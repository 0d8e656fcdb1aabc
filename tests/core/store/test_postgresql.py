"""The same store on a PostgreSQL server; run where AVISBUILD_TEST_POSTGRESQL holds the URL of a database."""

import os
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from core.store.test_processes import random_editor
from core.store.values import RECIPE, instance, mask, span, video
from sqlalchemy import create_engine, make_url, text

from avisbuild.errors import ProjectError
from avisbuild.records import InstanceId, RoundState, VideoId
from avisbuild.store import Project

URL = os.environ.get("AVISBUILD_TEST_POSTGRESQL", "")
pytestmark = pytest.mark.skipif(
    not URL, reason="AVISBUILD_TEST_POSTGRESQL names no PostgreSQL database"
)
POND = VideoId("pond")


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of a schema of its own, dropped afterwards."""
    name = f"pets_{uuid4().hex}"
    url = make_url(URL).update_query_dict({"options": f"-csearch_path={name}"})
    engine = create_engine(URL)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    yield url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    engine.dispose()


@pytest.fixture
def project(tmp_path: Path, database: str) -> Iterator[Project]:
    """Video `pond` with dog_1, which sounds and has a mask in seconds 1 and 2."""
    with Project.create(tmp_path / "pets", RECIPE, database=database) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond", labels=["dog"]))
            edit.add_instance(instance("rex", "pond"))
            edit.set_sounding(span("rex", 1, 3))
            edit.set_mask(mask("rex", 1))
            edit.set_mask(mask("rex", 2, corner=5))
        yield project


def test_edits_snapshots_and_undo_work_as_on_sqlite(project: Project) -> None:
    snapshot, before = project.snapshot(include=tuple(RoundState)), project.tracks(POND)
    with project.edit(author="ann", action="Remove") as edit:
        edit.remove_instance(InstanceId("rex"))
    assert project.tracks(POND) == ()
    assert snapshot.tracks[POND] == before
    (removal,) = project.journal.entries(after=1)
    with project.edit(author="ann", action="Undo") as edit:
        edit.apply(removal.inverse)
    assert project.tracks(POND) == before
    assert project.journal.verify() == 3
    assert project.rebuild_state() == project.state_digest()


def test_an_edit_that_does_not_fit_is_taken_back(project: Project) -> None:
    before = project.state_digest()
    with (
        pytest.raises(ProjectError, match="no instance"),
        project.edit(author="ann", action="Wrong") as edit,
    ):
        edit.remove_mask(InstanceId("rex"), 1)
        edit.set_mask(mask("tom", 1))
    assert project.state_digest() == before


def test_a_database_in_use_is_not_taken_for_a_second_project(
    project: Project, database: str, tmp_path: Path
) -> None:
    assert project.videos()
    with pytest.raises(ProjectError, match="holds a project already"):
        Project.create(tmp_path / "other", RECIPE, database=database)


def test_two_processes_lose_nothing(project: Project) -> None:
    with random_editor() as one, random_editor() as other:
        one.begin(project.folder, seed=1, total=25)
        other.begin(project.folder, seed=2, total=25)
        both = [dict(editor.confirmed()) for editor in (one, other)]
        assert (one.status, other.status) == (0, 0)
    entries = list(project.journal.entries())
    assert project.journal.verify() == len(entries)
    assert project.rebuild_state() == project.state_digest()
    for confirmed in both:
        assert all(entries[number - 1].hash == digest for number, digest in confirmed.items())
