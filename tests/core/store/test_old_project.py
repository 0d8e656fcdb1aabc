"""A project that schema 0002 made (tests/golden/project_v0002.py) opens, and its past is its own."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, select, table, text

from avisbuild.annotation.round_edits import edits_by_round
from avisbuild.annotation.view import VideoView
from avisbuild.messages import Message
from avisbuild.records import Comment, InstanceId, Mask, Proposal, Round, Silence, VideoId
from avisbuild.store import Project, schema
from avisbuild.store.engine import make_engine, writing
from avisbuild.store.permissions import allow_database

POND = VideoId("pond")
KEPT = Path(__file__).parents[2] / "golden" / "project-v0002"
URL = os.environ.get("AVISBUILD_TEST_POSTGRESQL", "")


@pytest.fixture
def on_sqlite(tmp_path: Path) -> Path:
    """A copy of the folder."""
    return Path(shutil.copytree(KEPT, tmp_path / "pets"))


@pytest.fixture
def on_postgresql(on_sqlite: Path) -> Iterator[Path]:
    """The same with its rows on a server, in a schema of its own that is dropped afterwards."""
    if not URL:
        pytest.skip("AVISBUILD_TEST_POSTGRESQL names no PostgreSQL database")
    name = f"pets_{uuid4().hex}"
    url = make_url(URL).update_query_dict({"options": f"-csearch_path={name}"})
    server = create_engine(URL)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    _move(on_sqlite / "project.db", make_engine(url, name="pets"))
    settings = on_sqlite / "avisbuild.toml"
    settings.write_text(
        settings.read_text().replace(
            "sqlite:///project.db", url.render_as_string(hide_password=False)
        )
    )
    # 0.1 kept no note that its `init` named the server; each person says it once.
    allow_database(on_sqlite, url.render_as_string(hide_password=False))
    yield on_sqlite
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    server.dispose()


def _move(file: Path, server: Engine) -> None:
    """Rows as they are in the file, in tables of schema 0002 on a server."""
    old = create_engine(f"sqlite:///{file}")
    with old.connect() as source, writing(server) as target, target.begin():
        schema._upgrade(target, "0002")
        target.execute(text("DELETE FROM journal_head"))
        order = ("videos", "instances", "journal", "journal_head")
        rest = sorted({*inspect(source).get_table_names()} - {*order, "alembic_version"})
        for name in (*order, *rest):
            columns = [each["name"] for each in inspect(source).get_columns(name)]
            quoted = ", ".join(f'"{each}"' for each in columns)
            known = inspect(target).get_columns(name)
            json_columns = {each["name"] for each in known if "JSON" in str(each["type"])}
            flags = {each["name"] for each in known if "BOOL" in str(each["type"])}
            values = ", ".join(
                f"CAST(:{each} AS JSON)" if each in json_columns else f":{each}" for each in columns
            )
            rows = source.execute(select(text(quoted)).select_from(table(name))).mappings()
            for row in rows:
                target.execute(
                    text(f'INSERT INTO "{name}" ({quoted}) VALUES ({values})'),  # noqa: S608
                    {key: bool(value) if key in flags else value for key, value in row.items()},
                )
    old.dispose()
    server.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def folder(request: pytest.FixtureRequest) -> Path:
    """The old project on either database."""
    found: Path = request.getfixturevalue(f"on_{request.param}")
    return found


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
