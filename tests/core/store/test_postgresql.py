"""The same store on a PostgreSQL server; run where AVISBUILD_TEST_POSTGRESQL holds the URL of a database."""

import random
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from core.store.content_scripts import CHANGES, NAMES, SECONDS, begin, check_reading_on
from core.store.databases import database_of, needs_server, on_the_server
from core.store.test_processes import random_editor
from core.store.test_upgrade import EDIT_OF_0_1
from core.store.two_creators import check_one_has_it, two_projects
from core.store.values import RECIPE, instance, mask, span, video
from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.exc import IntegrityError

from avisbuild.errors import ProjectError
from avisbuild.records import Instance, InstanceId, Mask, RoundState, SetAside, VideoId
from avisbuild.store import Project, schema
from avisbuild.store.engine import make_engine, writing
from avisbuild.store.settings import Settings, write_settings
from avisbuild.store.tables import metadata

pytestmark = needs_server
POND = VideoId("pond")
# Sorts as a dictionary does, `amy` before `Zed`, as the locale of many a server's database does.
_COLLATION = "en-x-icu"
_SORTED = (
    ("instances", "instance_id"),
    ("masks", "instance_id"),
    ("proposals", "instance_id"),
    ("proposals", "model"),
)


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of a schema of its own, dropped afterwards."""
    with database_of("postgresql") as url:
        yield url


@pytest.fixture
def project(tmp_path: Path, database: str) -> Iterator[Project]:
    """Video `pond` with dog_1, which sounds and has a mask in seconds 1 and 2."""
    with Project.create(tmp_path / "pets", RECIPE, database=database) as project:
        with project.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond", labels=["dog"]))
            edit.add(instance("rex", "pond"))
            edit.set_sounding(span("rex", 1, 3))
            edit.put(mask("rex", 1))
            edit.put(mask("rex", 2, corner=5))
        yield project


def test_edits_snapshots_and_undo_work_as_on_sqlite(project: Project) -> None:
    snapshot, before = project.snapshot(include=tuple(RoundState)), project.tracks(POND)
    with project.edit(author="ann", action="Remove") as edit:
        edit.drop(Instance, instance_id=InstanceId("rex"))
    assert project.tracks(POND) == ()
    assert snapshot.tracks[POND] == before
    (removal,) = project.journal.entries(after=1)
    with project.edit(author="ann", action="Undo") as edit:
        edit.apply(removal.inverse)
    assert project.tracks(POND) == before
    assert project.journal.verify() == 3
    assert project.rebuild_state() == project.state_digest()


def test_a_copy_of_its_database_is_a_project_without_a_server(
    project: Project, tmp_path: Path
) -> None:
    (tmp_path / "copy").mkdir()
    head = project.copy_database(tmp_path / "copy/project.db")
    write_settings(tmp_path / "copy", Settings(recipe=project.recipe))
    with Project.open(tmp_path / "copy") as copy:
        assert copy.state_digest() == project.state_digest()
        assert (copy.journal.verify(), copy.journal.head()) == (head.sequence, head)
        assert copy.rebuild_state() == project.state_digest()


def test_a_video_is_set_aside_and_taken_back_on_a_server(project: Project) -> None:
    with project.edit(author="ann", action="Set aside", video_id=POND) as edit:
        edit.put(SetAside(video_id=POND, reason="too dark", person="ann"))
    assert project.overview().set_aside == project.set_aside() == {POND: "too dark"}
    assert list(project.snapshot(include=tuple(RoundState)).videos) == []
    (entry,) = project.journal.entries(after=1)
    with project.edit(author="ann", action="Undo", video_id=POND, takes_back=2) as edit:
        edit.apply(entry.inverse)
    assert project.set_aside() == {}
    assert project.rebuild_state() == project.state_digest()


def test_an_edit_that_does_not_fit_is_taken_back(project: Project) -> None:
    before = project.state_digest()
    with (
        pytest.raises(ProjectError, match="no instance"),
        project.edit(author="ann", action="Wrong") as edit,
    ):
        edit.drop(Mask, instance_id=InstanceId("rex"), second=1)
        edit.put(mask("tom", 1))
    assert project.state_digest() == before


def test_a_database_in_use_is_not_taken_for_a_second_project(
    project: Project, database: str, tmp_path: Path
) -> None:
    assert project.videos()
    with pytest.raises(ProjectError, match="holds a project already"):
        Project.create(tmp_path / "other", RECIPE, database=database)


def test_of_two_who_make_a_project_in_one_database_at_once_one_is_refused(
    tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two_projects(tmp_path, database, monkeypatch) as made:
        check_one_has_it(tmp_path, made)


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


def test_reading_on_gives_what_reading_whole_gives_however_the_server_sorts(
    tmp_path: Path, database: str
) -> None:
    """A server sorts by its locale; what is read is in order of code points on every database."""
    rng = random.Random(3)
    script = [
        (
            rng.choice(list(CHANGES)),
            rng.choice(NAMES),
            rng.randrange(SECONDS),
            rng.random() < 0.5,
        )
        for _ in range(120)
    ]
    begin(tmp_path, database=database).close()
    on_the_server(
        database,
        *(
            f'ALTER TABLE {table} ALTER COLUMN {column} TYPE text COLLATE "{_COLLATION}"'
            for table, column in _SORTED
        ),
    )
    with Project.open(tmp_path / "pets") as project:
        check_reading_on(project, script)


def test_the_first_edit_after_the_server_was_away_is_kept(project: Project, database: str) -> None:
    """A server that was restarted, or a network that let an idle connection go overnight."""
    assert project.videos()
    on_the_server(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'idle'",
    )
    with project.edit(author="ann", action="Again") as edit:
        edit.put(mask("rex", 3))
    assert [each.second for each in project.records(Mask, POND)] == [1, 2, 3]


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("SET default_transaction_read_only = on", "the database is read-only"),
        ("REVOKE ALL ON masks FROM CURRENT_USER", "may not do this in the database"),
        ("DROP TABLE masks", "the database is corrupt; restore a copy"),
    ],
    ids=["read-only", "no rights", "a table lost"],
)
def test_what_the_server_refuses_is_one_line(
    project: Project, database: str, statement: str, told: str
) -> None:
    if statement.startswith("SET"):
        with project._engine.connect() as connection:
            connection.execute(text(statement))
            connection.commit()
    else:
        on_the_server(database, statement)
    with (
        pytest.raises(ProjectError, match=told) as caught,
        project.edit(author="ann", action="Mask") as edit,
    ):
        edit.put(mask("rex", 3))
    assert "\n" not in str(caught.value)


def test_two_who_open_an_older_database_at_once_both_open_it(
    project: Project, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The morning after an update: everyone starts the annotator."""
    project.close()
    tables = ", ".join([*metadata.tables, "alembic_version"])
    on_the_server(database, f"DROP TABLE {tables}")
    engine = make_engine(make_url(database), name="pets")
    with writing(engine) as connection, connection.begin():
        schema._upgrade(connection, schema.REVISIONS[0])
    engine.dispose()
    look, both = schema.schema_revision, threading.Barrier(2)

    def look_at_once(engine: Engine) -> str:
        found = look(engine)
        both.wait(timeout=30)
        return found

    monkeypatch.setattr(schema, "schema_revision", look_at_once)
    with ThreadPoolExecutor(2) as pool:
        opened = list(pool.map(partial(Project.open, migrate=True), [project.folder] * 2))
    assert [each.videos() for each in opened] == [[], []]
    for each in opened:
        each.close()


def _as_0_1_made_it(project: Project, database: str) -> None:
    project.close()
    tables = ", ".join([*metadata.tables, "alembic_version"])
    on_the_server(database, f"DROP TABLE {tables}")
    engine = make_engine(make_url(database), name="pets")
    with writing(engine) as connection, connection.begin():
        schema._upgrade(connection, "0002")
    engine.dispose()


def test_an_older_database_on_a_server_is_migrated_only_when_asked(
    project: Project, database: str
) -> None:
    """The line tells who is connected, and holds no password."""
    _as_0_1_made_it(project, database)
    window = create_engine(
        make_url(database).update_query_dict({"application_name": "bobs window"})
    )
    with window.connect() as connection:
        connection.execute(text("SELECT 1"))
        with pytest.raises(
            ProjectError, match=r"older avisbuild.*bobs window.*--migrate"
        ) as caught:
            Project.open(project.folder)
    window.dispose()
    assert "\n" not in str(caught.value)
    engine = make_engine(make_url(database), name="pets")
    assert schema.schema_revision(engine) == "0002"
    engine.dispose()
    with Project.open(project.folder, migrate=True) as opened:
        assert opened.videos() == []
    with Project.open(project.folder) as opened:
        assert opened.journal.verify() == 0


def test_a_window_of_0_1_on_a_server_that_was_migrated_writes_nothing(
    project: Project, database: str
) -> None:
    before = project.state_digest()
    with pytest.raises(IntegrityError, match="migrated_by_a_newer_avisbuild"):
        on_the_server(database, *EDIT_OF_0_1)
    assert project.state_digest() == before
    assert project.journal.verify() == 1


def test_a_migration_waits_for_an_edit_that_is_under_way(
    project: Project, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever tables it alters: the edit's rows and its entry are there before, or it does not begin."""
    scripts = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_next.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '9999'\ndown_revision = '{schema.REVISIONS[-1]}'\n"
        "def upgrade():\n    op.add_column('videos', sa.Column('rating', sa.Integer))\n"
    )
    engine = make_engine(make_url(database), name="pets")
    with ThreadPoolExecutor(1) as pool:
        with project.edit(author="ann", action="Mask") as edit:
            assert edit.head.sequence == 1
            monkeypatch.setattr(schema, "MIGRATIONS", scripts)
            monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
            migration = pool.submit(schema.migrate, engine)
            with pytest.raises(TimeoutError):
                migration.result(timeout=1)
            edit.put(mask("rex", 3))
        migration.result(timeout=30)
    assert schema.schema_revision(engine) == "9999"
    assert project.journal.verify() == 2
    engine.dispose()


def test_a_database_that_holds_anything_else_is_refused(database: str, tmp_path: Path) -> None:
    on_the_server(database, "CREATE TABLE theirs (name text)")
    with pytest.raises(ProjectError, match=r"holds 1 tables that are no project's \(theirs"):
        Project.create(tmp_path / "pets", RECIPE, database=database)
    assert not (tmp_path / "pets").exists()


def test_who_may_not_come_in_or_make_tables_is_told_in_one_line(
    database: str, tmp_path: Path
) -> None:
    stranger = make_url(database).set(username="nobody").render_as_string()
    with pytest.raises(ProjectError, match="lets nobody in so") as caught:
        Project.create(tmp_path / "pets", RECIPE, database=stranger)
    assert "\n" not in str(caught.value)
    on_the_server(database, "REVOKE CREATE ON SCHEMA public FROM CURRENT_USER")
    elsewhere = make_url(database).update_query_dict({"options": "-csearch_path=pg_catalog"})
    with pytest.raises(ProjectError, match="may not do this in the database") as caught:
        Project.create(tmp_path / "pets", RECIPE, database=elsewhere.render_as_string())
    assert "\n" not in str(caught.value)


def test_two_people_open_a_shared_project_and_the_journal_tells_who_did_what(
    database: str, tmp_path: Path
) -> None:
    with (
        Project.create(tmp_path / "pets", RECIPE, database=database) as anns,
        Project.open(tmp_path / "pets") as bobs,
    ):
        with anns.edit(author="ann", action="Begin") as edit:
            edit.add_video(video("pond"))
        with bobs.edit(author="bob", action="Add", video_id=POND) as edit:
            edit.add(instance("rex", "pond"))
        assert [each.author for each in anns.journal.entries()] == ["ann", "bob"]
        assert anns.has_server
