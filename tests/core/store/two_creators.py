"""Two who make a project in folders of their own, with one database, at the same moment."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from core.store.values import RECIPE
from sqlalchemy import Connection, Engine

from avisbuild.errors import ProjectError
from avisbuild.store import Project, schema


@contextmanager
def two_projects(
    folder: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[list[Project | ProjectError]]:
    """What each of them got: both have looked at the folders before either has locked the database."""
    lock, both = schema.writing, threading.Barrier(2)

    def lock_at_once(engine: Engine) -> Connection:
        both.wait(timeout=30)
        return lock(engine)

    def make(name: str) -> Project | ProjectError:
        try:
            return Project.create(folder / name, RECIPE, database=database)
        except ProjectError as error:
            return error

    with monkeypatch.context() as patch, ThreadPoolExecutor(2) as pool:
        patch.setattr(schema, "writing", lock_at_once)
        made = list(pool.map(make, ["ann", "bob"]))
    yield made
    for each in made:
        if isinstance(each, Project):
            each.close()


def check_one_has_it(folder: Path, made: list[Project | ProjectError]) -> None:
    """One has a project that works; the other was told, and has nothing."""
    (project,) = [each for each in made if isinstance(each, Project)]
    (error,) = [each for each in made if isinstance(each, ProjectError)]
    assert error.kind == "database-occupied"
    assert "\n" not in str(error)
    assert [each for each in folder.iterdir() if each.is_dir()] == [project.folder]
    assert project.videos() == []
    with Project.open(project.folder) as again:
        assert again.journal.verify() == 0
