"""R45: a project of 0.2 (tests/golden/project_v0003.py) opens as it was; 0.2 then refuses it by name."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.old_projects import old_project

from avisbuild.annotation.listening import note_heard
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


def test_what_is_heard_from_now_on_stands_beside_it(folder: Path) -> None:
    """On a server, too: the sums that the list of videos and `status` show."""
    with Project.open(folder, migrate=True) as project:
        before = project.state_digest()
        assert note_heard(project, POND, "cy", {3: 2, 4: 1, 5: 1}) == {0, 3, 4}
        assert note_heard(project, MOOR, "ann", {1: 1}) == {1}
        known = {each.second: each.times for each in project.records(Heard, POND)}
        assert known == {0: 1, 3: 3, 4: 1}
        assert project.heard_counts() == {MOOR: 1, POND: 3}
        overview = project.overview()
        assert (overview.heard_counts, overview.settled_counts) == ({MOOR: 1, POND: 3}, {POND: 4})
        assert (overview.cell_counts, overview.flawed) == ({POND: (3, 3)}, frozenset())
        assert project.state_digest() == before


def test_code_that_knows_schema_0003_refuses_the_migrated_project_by_name(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Project.open(folder, migrate=True).close()
    monkeypatch.setattr(schema, "REVISIONS", ("0001", "0002", "0003"))
    with pytest.raises(ProjectError, match=r"knows up to '0003'") as caught:
        Project.open(folder)
    assert "\n" not in str(caught.value)
