"""A project that schema 0002 made (tests/golden/project_v0002.py) opens, and its past is its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from core.store.old_projects import old_project

from avisbuild.annotation.round_edits import edits_by_round
from avisbuild.annotation.view import VideoView
from avisbuild.messages import Message
from avisbuild.records import Comment, InstanceId, Mask, Proposal, Round, Silence, VideoId
from avisbuild.store import Project, schema

POND = VideoId("pond")
KEPT = Path(__file__).parents[2] / "golden" / "project-v0002"


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """The old project on either database."""
    with old_project(KEPT, tmp_path, server=request.param == "postgresql") as found:
        yield found


def test_an_old_project_opens_with_all_that_it_held(folder: Path) -> None:
    with Project.open(folder, migrate=True) as project:
        assert schema.schema_revision(project._engine) == schema.REVISIONS[-1]
        assert [each.video_id for each in project.videos()] == ["moor", "pond"]
        assert [each.text for each in project.records(Comment, POND)] == ["whose?", "a dog?"]
        assert not any(each.resolved for each in project.records(Comment, POND))
        assert [(each.number, each.person) for each in project.records(Round, POND)] == [
            (1, "ann"),
            (2, "cy"),
        ]
        assert {each.second for each in project.records(Silence, POND)} == {4}
        assert len(project.records(Proposal, POND)) == 2
        assert len(project.records(Mask, POND)) == 4


def test_the_instances_of_an_old_project_keep_the_order_that_people_saw(folder: Path) -> None:
    with Project.open(folder, migrate=True) as project:
        view = VideoView.of(project.video_content(POND), project.taxonomy)
        seen = [(each.category_id, each.number, each.position) for each in view.instances]
        assert seen == [(2, 1, 0), (9, 1, 1), (4, 1, 2), (9, 2, 3)]


def test_an_old_journal_verifies_and_adds_up_to_the_state(folder: Path) -> None:
    with Project.open(folder, migrate=True) as project:
        assert project.journal.verify() == 11
        before = project.state_digest()
        assert project.rebuild_state() == before
        project.rebuild()
        assert project.state_digest() == before


def test_an_edit_that_was_made_before_kinds_is_read_said_and_counted(folder: Path) -> None:
    with Project.open(folder, migrate=True) as project:
        entries = list(project.journal.entries())
        assert {(each.kind, each.fields_text) for each in entries} == {("", "")}
        assert [str(each.step.label) for each in entries] == [each.action for each in entries]
        with project.edit(author="dee", action=Message("reopen-video", video=POND)) as edit:
            edit.put(Silence(video_id=POND, second=0))
        assert project.journal.verify() == 12
        counted = edits_by_round(project.journal.entries())
        assert sum(each.made + each.taken_back for each in counted) == 12
        assert {each.kind for each in counted} == {"", "reopen-video"}


def test_edits_made_before_the_migration_can_be_undone_after_it(folder: Path) -> None:
    """All of them, back to nothing: each row of the old journal is compared with the row of today."""
    with Project.open(folder, migrate=True) as project:
        for sequence in range(11, 0, -1):
            entry = project.journal.entry(sequence)
            with project.edit(
                author="dee", action="Undo", video_id=entry.video_id, takes_back=sequence
            ) as edit:
                edit.apply(entry.inverse)
            if sequence == 11:
                restored = {each.instance.instance_id for each in project.tracks(POND)}
                assert InstanceId("tom") in restored
        assert project.videos() == []
        assert project.journal.verify() == 22
        assert project.rebuild_state() == project.state_digest()
