"""A database that is newer, damaged or foreign is refused in one line, and not a byte of it changes (R35)."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from core.store.values import instance, mask, video
from sqlalchemy import make_url

from avisbuild.errors import ProjectError
from avisbuild.records import Round, RoundState, VideoId
from avisbuild.store import Project, schema
from avisbuild.store.engine import database_url, make_engine
from avisbuild.store.tables import metadata

Damage = Callable[[Path], None]


def _newer(file: Path) -> None:
    connection = sqlite3.connect(file)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()


def _overwritten(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[100:4096] = os.urandom(3996)
    file.write_bytes(data)


def _foreign(file: Path) -> None:
    file.unlink()
    connection = sqlite3.connect(file)
    connection.execute("CREATE TABLE songs (name TEXT)")
    connection.commit()
    connection.close()


def _misspelt(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b"TEXT NOT NULL", b"`EXT NOT NULL"))


DAMAGES: dict[str, tuple[Damage, str]] = {
    "its schema misspelt": (_misspelt, "is corrupt or not ours"),
    "newer": (_newer, "update avisbuild"),
    "its end missing": (
        lambda file: os.truncate(file, file.stat().st_size // 2),
        "its end is missing",
    ),
    "its schema overwritten": (_overwritten, "is corrupt"),
    "a text": (lambda file: _replace(file, b"my annotations\n" * 100), "is no SQLite database"),
    "empty": (lambda file: _replace(file, b""), "is no SQLite database"),
    "of another program": (_foreign, "is corrupt or not ours"),
    "gone": (Path.unlink, "cannot be read"),
}


def _replace(file: Path, data: bytes) -> None:
    file.write_bytes(data)


def _files(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {
        path.name: (path.read_bytes(), path.stat().st_mtime_ns)
        for path in folder.iterdir()
        if path.is_file()
    }


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_database_that_is_not_right_is_refused_and_not_touched(
    project: Project, damage: str
) -> None:
    project.close()
    spoil, message = DAMAGES[damage]
    spoil(project.folder / "project.db")
    before = _files(project.folder)
    with pytest.raises(ProjectError, match=message) as caught:
        Project.open(project.folder)
    assert "\n" not in str(caught.value)
    assert str(project.folder) in str(caught.value)
    assert _files(project.folder) == before


def test_a_newer_database_that_was_not_closed_is_not_touched_either(
    project: Project, tmp_path: Path
) -> None:
    connection = sqlite3.connect(project.folder / "project.db")
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    killed = tmp_path / "killed"
    shutil.copytree(project.folder, killed)
    connection.close()
    assert (killed / "project.db-wal").stat().st_size > 0
    before = _files(killed)
    with pytest.raises(ProjectError, match="update avisbuild"):
        Project.open(killed)
    after = _files(killed)
    # The -shm file is SQLite's index of the -wal file, shared between readers; it is no part of the data.
    assert {name: after[name] for name in after if not name.endswith("-shm")} == {
        name: before[name] for name in before if not name.endswith("-shm")
    }


def test_damage_inside_the_masks_is_told_in_one_line(project: Project) -> None:
    with project.edit(author="ann", action="Many") as edit:
        edit.add_video(video("lake", seconds=400))
    project.close()
    file = project.folder / "project.db"
    connection = sqlite3.connect(file)
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = 'masks'"
    ).fetchone()
    (page_bytes,) = connection.execute("PRAGMA page_size").fetchone()
    connection.close()
    data = bytearray(file.read_bytes())
    data[(page - 1) * page_bytes : page * page_bytes] = b"\xff" * page_bytes
    file.write_bytes(data)
    with Project.open(project.folder) as again:
        with pytest.raises(ProjectError, match="corrupt") as caught:
            again.tracks(VideoId("pond"))
        assert "\n" not in str(caught.value)
        assert len(again.videos()) == 2


def test_an_older_database_is_brought_up_to_date(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_next.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '9999'\ndown_revision = '{schema.REVISIONS[-1]}'\n"
        "def upgrade():\n    op.add_column('videos', sa.Column('rating', sa.Integer))\n"
    )
    monkeypatch.setattr(schema, "MIGRATIONS", scripts)
    monkeypatch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
    with Project.open(project.folder) as newer:
        assert schema.schema_revision(newer._engine) == "9999"
        assert newer.mask_counts() == {"pond": 2}
        assert newer.journal.verify() == 1
    monkeypatch.undo()
    with pytest.raises(
        ProjectError, match=f"'9999', this avisbuild knows up to '{schema.REVISIONS[-1]}'"
    ):
        Project.open(project.folder)


def test_a_migration_that_fails_leaves_the_database_as_it_was(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    scripts = tmp_path / "migrations"
    shutil.copytree(schema.MIGRATIONS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    (scripts / "versions" / "v9999_next.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        f"revision = '9999'\ndown_revision = '{schema.REVISIONS[-1]}'\n"
        "def upgrade():\n    op.drop_table('masks')\n    raise RuntimeError\n"
    )
    with monkeypatch.context() as patch:
        patch.setattr(schema, "MIGRATIONS", scripts)
        patch.setattr(schema, "REVISIONS", (*schema.REVISIONS, "9999"))
        with pytest.raises(RuntimeError):
            Project.open(project.folder)
    with Project.open(project.folder) as again:
        assert again.mask_counts() == {"pond": 2}


def test_the_migrations_make_the_tables_that_the_program_uses(project: Project) -> None:
    engine = make_engine(database_url("sqlite:///project.db", project.folder), name="pets")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    engine.dispose()


def test_the_program_knows_every_migration_in_order() -> None:
    revisions = ScriptDirectory(str(schema.MIGRATIONS)).walk_revisions()
    assert tuple(reversed([each.revision for each in revisions])) == schema.REVISIONS


def test_a_project_whose_files_cannot_be_written_is_read_and_not_edited(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.close()
    before = _files(project.folder)
    monkeypatch.setattr(os, "access", lambda _path, mode: mode != os.W_OK)
    with Project.open(project.folder) as locked:
        assert locked.mask_counts() == {"pond": 2}
        assert locked.journal.verify() == 1
        with (
            pytest.raises(ProjectError, match="is read-only; make the folder writable"),
            locked.edit(author="ann", action="Edit") as edit,
        ):
            edit.put(mask("rex", 4))
        assert _files(project.folder) == before
    assert _files(project.folder) == before


ROWS = {
    "a state that is none": "UPDATE rounds SET state = 'acce\x1bted'",
    "labels that are no JSON": "UPDATE videos SET labels = '[\x01'",
    "a video that cannot be named": "UPDATE videos SET video_id = '../x' WHERE video_id = 'moor'",
    "a second beyond the end": "UPDATE masks SET second = 99 WHERE instance_id = 'bo'",
    "run lengths that are none": "UPDATE masks SET counts = x'ff00ff'",
    "a column that is gone": "ALTER TABLE rounds RENAME COLUMN person TO persqn",
    "a journal that is no JSON": "UPDATE journal SET operations = '{'",
}


@pytest.mark.parametrize("damage", ROWS)
def test_a_row_that_was_spoilt_is_one_line(project: Project, damage: str) -> None:
    with project.edit(author="ann", action="begin") as edit:
        edit.add_video(video("moor"))
        edit.add(instance("bo", "moor"))
        edit.put(mask("bo", 1))
        edit.set_round(Round(video_id=VideoId("moor"), number=1, state=RoundState.ACCEPTED))
    project.close()
    connection = sqlite3.connect(project.folder / "project.db")
    connection.execute(ROWS[damage])
    connection.commit()
    connection.close()
    with (
        pytest.raises(ProjectError, match="corrupt") as caught,
        Project.open(project.folder) as again,
    ):
        dict(again.snapshot().tracks)
        again.rebuild_state()
    assert "\n" not in str(caught.value)


def test_a_database_server_without_its_driver_is_one_line() -> None:
    with pytest.raises(ProjectError, match=r"needs the module MySQLdb; .*avisbuild\[scale\]"):
        make_engine(make_url("mysql://somewhere/x"), name="set")
