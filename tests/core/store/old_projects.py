"""A copy of a project that an older avisbuild made (tests/golden), as a file or on a server."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, create_engine, inspect, make_url, select, table, text

from avisbuild.store import schema
from avisbuild.store.engine import make_engine, writing
from avisbuild.store.permissions import allow_database

URL = os.environ.get("AVISBUILD_TEST_POSTGRESQL", "")


@contextmanager
def old_project(kept: Path, room: Path, *, server: bool) -> Iterator[Path]:
    """The folder of a copy of `kept` in `room`; without a server to ask, the test is skipped."""
    folder = Path(shutil.copytree(kept, room / "pets"))
    if not server:
        yield folder
    elif not URL:
        pytest.skip("AVISBUILD_TEST_POSTGRESQL names no PostgreSQL database")
    else:
        with _on_server(folder):
            yield folder


@contextmanager
def _on_server(folder: Path) -> Iterator[None]:
    """The rows of a project's file in a schema of their own, which is dropped afterwards."""
    name = f"pets_{uuid4().hex}"
    url = make_url(URL).update_query_dict({"options": f"-csearch_path={name}"})
    server = create_engine(URL)
    with server.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {name}"))
    _move(folder / "project.db", make_engine(url, name="pets"))
    settings = folder / "avisbuild.toml"
    settings.write_text(
        settings.read_text().replace(
            "sqlite:///project.db", url.render_as_string(hide_password=False)
        )
    )
    # 0.1 kept no note that its `init` named the server; each person says it once.
    allow_database(folder, url.render_as_string(hide_password=False))
    yield
    with server.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {name} CASCADE"))
    server.dispose()


def _move(file: Path, server: Engine) -> None:
    """Rows as they are in the file, in tables of the file's schema on a server."""
    old = create_engine(f"sqlite:///{file}")
    revision = schema.schema_revision(old)
    with old.connect() as source, writing(server) as target, target.begin():
        schema._upgrade(target, revision)
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
