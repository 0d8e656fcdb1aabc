"""A project of 0.1 is brought up to date: copied first, whole or not at all, and closed to 0.1's windows."""

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import namedtuple
from pathlib import Path

import pytest
from core.store.values import RECIPE, instance, mask, video

from avisbuild.errors import ProjectError
from avisbuild.records import Mask, VideoId
from avisbuild.store import Project, schema
from avisbuild.store.engine import database_url, make_engine, writing

# What 0.1 writes in an edit: a row, the journal's entry, and the journal's head.
EDIT_OF_0_1 = (
    "INSERT INTO silences (video_id, second) VALUES ('pond', 4)",
    (
        "INSERT INTO journal (sequence, written_at, author, action, operations, hash, video_id, takes_back) "
        "VALUES (2, '2025-01-01T00:00:00.000+00:00', 'bob', 'Silence', '[]', 'abc', '', 0)"
    ),
    "UPDATE journal_head SET sequence=2, hash='abc'",
)
OPEN = "import sys; from avisbuild.store import Project; Project.open(sys.argv[1]).close()"
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A project with 0.1's schema: video `pond`, some rows of padding in its journal."""
    folder = tmp_path / "old"
    Project.create(folder, RECIPE).close()
    file = folder / "project.db"
    for path in folder.glob("project.db*"):
        path.unlink()
    engine = make_engine(database_url("sqlite:///project.db", folder), name="old")
    with writing(engine) as connection, connection.begin():
        schema._upgrade(connection, "0002")
    engine.dispose()
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE padding (data BLOB)")
        database.executemany("INSERT INTO padding VALUES (?)", [(os.urandom(200_000),)] * 60)
    database.close()
    return folder


def _revision(file: Path) -> str:
    with sqlite3.connect(file) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        (found,) = database.execute("SELECT version_num FROM alembic_version").fetchone()
    database.close()
    return str(found)


def test_a_copy_is_made_and_the_copy_opens_and_migrates_again(old: Path) -> None:
    with Project.open(old) as project:
        assert project.journal.verify() == 0
    copy = old / "project.db.v0002"
    assert (_revision(copy), _revision(old / "project.db")) == ("0002", schema.REVISIONS[-1])
    for path in old.glob("project.db-*"):
        path.unlink()
    shutil.copy(copy, old / "project.db")
    kept = copy.read_bytes()
    Project.open(old).close()
    assert copy.read_bytes() == kept
    assert _revision(old / "project.db.v0002.2") == "0002"


def test_a_full_disk_refuses_in_one_line_and_leaves_the_old_project(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(10**9, 10**9, 5_000_000))
    with pytest.raises(ProjectError, match=r"needs \d+ MB for a copy, the disk has 5 MB") as caught:
        Project.open(old)
    assert "\n" not in str(caught.value)
    assert not list(old.glob("*v0002*"))
    assert _revision(old / "project.db") == "0002"


def test_the_copy_is_not_written_through_a_link(old: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.write_text("mine")
    (old / ".project.db.v0002.partial").symlink_to(outside)
    Project.open(old).close()
    assert outside.read_text() == "mine"


def test_killed_at_any_moment_the_project_is_old_or_new_and_the_copy_whole_or_absent(
    old: Path, tmp_path: Path
) -> None:
    rng, started = random.Random(9), time.monotonic()
    subprocess.run(
        [sys.executable, "-c", OPEN, shutil.copytree(old, tmp_path / "timed")], check=True
    )
    whole_s = time.monotonic() - started
    for number in range(8):
        folder = shutil.copytree(old, tmp_path / f"killed-{number}")
        child = subprocess.Popen([sys.executable, "-c", OPEN, folder])
        time.sleep(whole_s * rng.uniform(0.3, 1.0))
        child.send_signal(signal.SIGKILL)
        child.wait()
        copies = list(folder.glob("project.db.v0002*"))
        assert [_revision(copy) for copy in copies] == ["0002"] * len(copies)
        found = _revision(folder / "project.db")
        assert found == "0002" or (found == schema.REVISIONS[-1] and copies)
        Project.open(folder).close()
        assert _revision(folder / "project.db") == schema.REVISIONS[-1]


def test_a_copy_put_back_is_waited_for_while_somebody_writes_in_it(old: Path) -> None:
    file = old / "project.db"
    mode = sqlite3.connect(file)
    mode.execute("PRAGMA journal_mode = DELETE")
    mode.close()
    other = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    done = threading.Timer(1.0, other.execute, ["COMMIT"])
    done.start()
    Project.open(old).close()
    done.join()
    other.close()
    assert _revision(file) == schema.REVISIONS[-1]


def test_a_window_of_0_1_that_is_still_open_writes_nothing(project: Project) -> None:
    before = project.state_digest()
    window = sqlite3.connect(project.folder / "project.db", isolation_level=None)
    window.execute("BEGIN IMMEDIATE")
    with pytest.raises(sqlite3.IntegrityError, match="migrated_by_a_newer_avisbuild"):
        for statement in EDIT_OF_0_1:
            window.execute(statement)
    window.rollback()
    window.close()
    assert project.state_digest() == before
    assert project.journal.verify() == 1


def test_an_edit_in_a_database_that_a_newer_avisbuild_migrated_is_refused_by_name(
    project: Project,
) -> None:
    before = project.records(Mask, VideoId("pond"))
    with sqlite3.connect(project.folder / "project.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    with (
        pytest.raises(ProjectError, match="newer avisbuild; close and open it again"),
        project.edit(author="ann", action="Add") as edit,
    ):
        edit.add_video(video("lake"))
        edit.add(instance("tom", "lake"))
        edit.put(mask("tom", 1))
    assert project.records(Mask, VideoId("pond")) == before


def test_a_password_in_a_url_that_cannot_be_read_is_not_printed(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="expected a URL") as caught:
        database_url("postgresl+nothing://ann:s3cr@t@host/pets", tmp_path)
    assert "s3cr" not in str(caught.value)
    assert "@t" not in str(caught.value)
