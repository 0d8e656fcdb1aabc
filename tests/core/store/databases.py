"""A database for a test's project: a file in its folder, or a schema of its own on a PostgreSQL server."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import create_engine, make_url, text

from avisbuild.store.settings import DEFAULT_DATABASE

SERVER = os.environ.get("AVISBUILD_TEST_POSTGRESQL", "")
needs_server = pytest.mark.skipif(
    not SERVER, reason="AVISBUILD_TEST_POSTGRESQL names no PostgreSQL database"
)
# For tests that hold on both: parametrize with `indirect` over a fixture that calls `database_of`.
BOTH = ("sqlite", pytest.param("postgresql", marks=needs_server))


@contextmanager
def database_of(kind: str) -> Iterator[str]:
    """The URL of a database for a new project; one on the server is dropped afterwards."""
    if kind == "sqlite":
        yield DEFAULT_DATABASE
        return
    name = f"pets_{uuid4().hex}"
    url = make_url(SERVER).update_query_dict({"options": f"-csearch_path={name}"})
    on_the_server(SERVER, f"CREATE SCHEMA {name}")
    yield url.render_as_string(hide_password=False)
    on_the_server(SERVER, f"DROP SCHEMA {name} CASCADE")


def on_the_server(database: str, *statements: str) -> None:
    """What someone else does to a database meanwhile."""
    engine = create_engine(database)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    finally:
        engine.dispose()
