"""R45: a project of 0.2 (tests/golden/project_v0003.py) opens as it was; 0.2 then refuses it by name."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.old_projects import old_project

from avisbuild.errors import ProjectError
from avisbuild.records import Heard, RoundState, VideoId
from avisbuild.store import Project, schema

MOOR, POND = VideoId("moor"), VideoId("pond")
KEPT = Path(__file__).parents[2] / "golden" / "project-v0003"
SAID = json.loads((KEPT / "said.json").read_text(encoding="utf-8"))


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The old project on either database."""
    with old_project(KEPT, tmp_path, server=request.param == "postgresql") as found:
        yield found


def test_a_project_of_0_2_adds_up_to_the_digests_and_hashes_that_0_2_said(folder: Path) -> None:
    with Project.open(folder, migrate=True) as project:
        assert schema.schema_revision(project._engine) == schema.REVISIONS[-1]
        assert project.journal.verify() == 6
        assert project.state_digest() == SAID["state_digest"] == project.rebuild_state()
        hashes = {each: project.annotation_hash(each) for each in (MOOR, POND)}
        assert hashes == SAID["annotation_hashes"]
        project.rebuild()
        assert project.state_digest() == SAID["state_digest"]
        assert project.states()[POND] is RoundState.SUBMITTED


def test_seconds_that_0_2_noted_as_heard_stay_heard_at_a_time_that_nobody_knows(
    folder: Path,
) -> None:
    wanted = [Heard(video_id=POND, second=second, person="cy") for second in (0, 3)]
    with Project.open(folder, migrate=True) as project:
        assert project.records(Heard) == wanted
        assert {(each.first_at, each.times) for each in wanted} == {("", 1)}


def test_code_that_knows_schema_0003_refuses_the_migrated_project_by_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.open(folder, migrate=True).close()
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002", "0003"))
    with pytest.raises(ProjectError, match=r"knows up to '0003'") as caught:
        Project.open(folder)
    assert "\n" not in str(caught.value)
