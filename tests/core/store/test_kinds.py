"""A table is described once: one description and one migration are all that a new one needs."""

import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from core.store.values import RECIPE, instance, mask, span, video

from avisbuild.errors import ProjectError
from avisbuild.records import (
    Assignment,
    Comment,
    Heard,
    InstanceId,
    Lock,
    Round,
    RoundState,
    SetAside,
    Silence,
    VideoId,
)
from avisbuild.store import Edit, Project, kind, kinds, schema, tables
from avisbuild.store.kind import Kind

POND, REX = VideoId("pond"), InstanceId("rex")
NOON = "2030-01-31T12:00:00+00:00"
DESCRIPTION = """
from dataclasses import dataclass

from avisbuild.records import InstanceId, VideoId
from avisbuild.store.kind import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Toy:
    video_id: VideoId
    number: int
    name: str = ""
    weight_g: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    name: str
    town: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    instance_id: InstanceId
    person: str


TOYS = Kind("toys", Toy, key=("video_id", "number"), owner="video")
SHOPS = Kind("shops", Shop, key=("name",), owner="project")
LOOKS = Kind(
    "looks", Look, key=("instance_id", "person"), owner="instance", is_journalled=False
)
"""
MIGRATION = """
import sqlalchemy as sa
from alembic import op

revision, down_revision = "9999", "{before}"


def upgrade() -> None:
    op.create_table(
        "toys",
        sa.Column("video_id", sa.Text, sa.ForeignKey("videos.video_id"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("weight_g", sa.Double),
    )
    op.create_table(
        "shops",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("town", sa.Text, nullable=False),
    )
    op.create_table(
        "looks",
        sa.Column(
            "instance_id", sa.Text, sa.ForeignKey("instances.instance_id"), primary_key=True
        ),
        sa.Column("person", sa.Text, primary_key=True),
    )
"""


@pytest.fixture
def toys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Kind[Any]]:
    """The description and the migration in their places, as if two files were added to avisbuild."""
    scripts, descriptions = tmp_path / "migrations", tmp_path / "kinds"
    shutil.copytree(schema.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_toys.py").write_text(
        MIGRATION.format(before=schema.REVISIONS[-1])
    )
    descriptions.mkdir()
    (descriptions / "toys.py").write_text(DESCRIPTION)
    monkeypatch.setattr(schema, "MIGRATIONS", scripts)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    monkeypatch.setattr(kinds, "__path__", [*kinds.__path__, str(descriptions)])
    kinds.load()
    names = ("toys", "shops", "looks")
    known = {name: kind.KINDS.pop(name) for name in names}
    for name in names:
        monkeypatch.setitem(kind.KINDS, name, known[name])
    yield known["toys"]
    for each in known.values():
        tables.metadata.remove(each.table)
    del sys.modules[f"{kinds.__name__}.toys"]


def test_a_new_table_needs_one_description_and_one_migration(
    tmp_path: Path, toys: Kind[Any]
) -> None:
    ball = toys.record(video_id=POND, number=1, name="ball", weight_g=3)
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.put(ball)
        assert project.records(toys.record, POND) == [ball]
        before = project.state_digest()
        with project.edit(author="ann", action="Heavier") as edit:
            edit.put(replace(ball, weight_g=4.5))
            edit.put(replace(ball, number=2))
        assert project.state_digest()["toys"] != before["toys"]
        assert project.rebuild_state() == project.state_digest()
        with project.edit(author="bo", action="Undo") as edit:
            edit.apply(project.journal.entry(2).inverse)
        assert project.records(toys.record, POND) == [ball]
        assert project.state_digest()["toys"] == before["toys"]
        project.rebuild()
        assert project.records(toys.record, POND) == [ball]
        with (
            pytest.raises(ProjectError, match="no video 'moor'"),
            project.edit(author="ann", action="Lost") as edit,
        ):
            edit.put(replace(ball, video_id="moor"))
        with (
            pytest.raises(ProjectError, match=r"toys: Expected `int`, got `str`"),
            project.edit(author="ann", action="Wrong") as edit,
        ):
            edit.put(replace(ball, number="two"))


@pytest.mark.usefixtures("toys")
def test_a_new_table_may_be_the_projects_own(tmp_path: Path) -> None:
    shop = kind.KINDS["shops"].record(name="corner", town="Ulm")
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
        content, before = project.video_content(POND), project.state_digest()
        with project.edit(author="ann", action="Shop") as edit:
            edit.put(shop)
        assert project.records(type(shop)) == [shop]
        assert (
            project.content_update(content).tables
            == content.tables
            == project.video_content(POND).tables
        )
        assert project.rebuild_state() == project.state_digest()
        project.rebuild()
        assert project.records(type(shop)) == [shop]
        with project.edit(author="ann", action="Undo") as edit:
            edit.apply(project.journal.entry(2).inverse)
        assert project.state_digest()["shops"] == before["shops"]


@pytest.mark.usefixtures("toys")
def test_what_no_journal_knows_of_an_instance_goes_with_it(tmp_path: Path) -> None:
    look = kind.KINDS["looks"].record(instance_id=REX, person="bo")
    with Project.create(tmp_path / "pets", RECIPE) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
            edit.add(instance("rex", "pond"))
            edit.put(look)
        assert project.records(type(look)) == [look]
        with project.edit(author="ann", action="Undo") as edit:
            edit.apply(project.journal.entry(1).inverse)
        assert (project.records(type(look)), project.videos()) == ([], [])


def test_the_revisions_are_the_files_of_the_migrations() -> None:
    names = sorted(each.name for each in (schema.MIGRATIONS / "versions").glob("v*.py"))
    assert [f"v{each}" for each in schema.REVISIONS] == [name.split("_")[0] for name in names]


def test_what_reviewing_notes_comes_back_and_is_rebuilt_from_the_journal(project: Project) -> None:
    assigned = Assignment(video_id=POND, round_number=2, person="cy", assigned_at=NOON)
    remark = Comment(
        video_id=POND, author="cy", text="ear", reason="border", point_x=3, point_y=4.5
    )
    aside = SetAside(video_id=POND, reason="no sound", person="cy")
    passed = Round(
        video_id=POND, number=1, state=RoundState.SUBMITTED, started_at=NOON, seen_hash="ab"
    )
    with project.edit(author="cy", action="Review") as edit:
        edit.put(assigned)
        edit.add_comment(remark)
        edit.put(aside)
        edit.set_round(passed)
    with project.edit(author="ann", action="Resolve") as edit:
        edit.put(replace(remark, number=1, resolved=True))
    assert project.records(Assignment, POND) == [assigned]
    assert project.records(Comment, POND) == [replace(remark, number=1, resolved=True)]
    assert project.records(SetAside) == [aside]
    assert project.records(Round, POND) == [passed]
    assert project.rebuild_state() == project.state_digest()
    with project.edit(author="ann", action="After all") as edit:
        edit.drop(SetAside, video_id=POND)
        edit.drop(Assignment, video_id=POND, round_number=2)
    assert (project.records(Assignment, POND), project.records(SetAside)) == ([], [])


def test_heard_seconds_and_locks_leave_no_trace_in_journal_digest_and_hash(
    project: Project,
) -> None:
    heard = [Heard(video_id=POND, second=each, person="ann") for each in (0, 3)]
    lock = Lock(video_id=POND, owner="ann", holder="w1", taken_at=NOON, heartbeat_at=NOON)
    before = project.state_digest(), project.annotation_hash(POND), project.journal.head()
    with project.edit(author="ann", action="Listen") as edit:
        edit.put(*heard)
        edit.put(lock)
    assert project.records(Heard, POND) == heard
    assert project.records(Lock) == [lock]
    assert before == (
        project.state_digest(),
        project.annotation_hash(POND),
        project.journal.head(),
    )
    assert project.rebuild_state() == project.state_digest()
    project.rebuild()
    assert project.records(Heard, POND) == heard
    assert project.records(Lock) == []
    assert before[0] == project.state_digest()
    with project.edit(author="ann", action="Undo it all") as edit:
        edit.apply(project.journal.entry(1).inverse)
    assert project.videos() == []


def _sound(edit: Edit) -> None:
    edit.set_sounding(span("rex", 0, 1))


HASHED = {
    "an instance": lambda edit: edit.add(instance("tom", "pond", number=2)),
    "an order": lambda edit: edit.put(replace(instance("rex", "pond"), position=4)),
    "a sounding cell": _sound,
    "a mask": lambda edit: edit.put(mask("rex", 1, corner=7)),
    "a silence": lambda edit: edit.put(Silence(video_id=POND, second=4)),
}
NOT_HASHED = {
    "a round": lambda edit: edit.set_round(
        Round(video_id=POND, number=1, state=RoundState.SUBMITTED)
    ),
    "a comment": lambda edit: edit.add_comment(Comment(video_id=POND, author="bo", text="hm")),
    "another video": lambda edit: edit.add_video(video("moor")),
    "a video set aside": lambda edit: edit.put(SetAside(video_id=POND, reason="dark")),
}


@pytest.mark.parametrize("name", [*HASHED, *NOT_HASHED])
def test_the_annotation_hash_is_of_what_is_annotated_and_of_nothing_else(
    project: Project, name: str
) -> None:
    before = project.annotation_hash(POND)
    with project.edit(author="ann", action="Change") as edit:
        (HASHED | NOT_HASHED)[name](edit)
    assert (project.annotation_hash(POND) != before) == (name in HASHED)
    with project.edit(author="ann", action="Undo") as edit:
        edit.apply(project.journal.entry(2).inverse)
    assert project.annotation_hash(POND) == before
