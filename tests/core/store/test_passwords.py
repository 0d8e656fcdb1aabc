"""A database's password comes from outside the project, and is never said."""

from pathlib import Path

import pytest
from core.store.values import RECIPE
from sqlalchemy import make_url

from avisbuild.errors import ProjectError
from avisbuild.store import Project
from avisbuild.store.engine import database_url
from avisbuild.store.passwords import FILE_VARIABLE, VARIABLE, has_password, shown, with_password

URL = make_url("postgresql+psycopg://ann@db.lab/avis")
WORD, OTHER = "open: @/sesame", "another"


def _file(folder: Path, text: str, mode: int = 0o600) -> Path:
    path = folder / "password"
    path.write_text(text)
    path.chmod(mode)
    return path


def test_it_comes_from_a_file_before_a_variable_and_else_from_where_the_driver_looks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(FILE_VARIABLE, raising=False)
    monkeypatch.delenv(VARIABLE, raising=False)
    assert with_password(URL).password is None
    monkeypatch.setenv(VARIABLE, OTHER)
    assert with_password(URL).password == OTHER
    monkeypatch.setenv(FILE_VARIABLE, str(_file(tmp_path, f"{WORD}\nmore\n")))
    assert with_password(URL).password == WORD
    assert with_password(URL.set(password=OTHER)).password == OTHER
    assert "sesame" not in f"{with_password(URL)} {with_password(URL)!r}"


@pytest.mark.parametrize(
    ("text", "mode", "kind"),
    [
        ("sesame", 0o644, "password-file-open"),
        ("\n", 0o600, "password-file-empty"),
        (None, 0, "password-file-unreadable"),
    ],
)
def test_a_file_that_is_no_use_is_one_line_without_what_it_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None, mode: int, kind: str
) -> None:
    path = tmp_path / "none" if text is None else _file(tmp_path, text, mode)
    monkeypatch.setenv(FILE_VARIABLE, str(path))
    with pytest.raises(ProjectError) as caught:
        with_password(URL)
    assert caught.value.kind == kind
    assert "sesame" not in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://ann:sesame@db.lab/avis",
        "postgresql+psycopg://db.lab/avis?user=ann&password=sesame",
        "postgresql://ann:se:s@ame@db.lab/avis",
    ],
)
def test_no_project_is_made_that_would_hold_one(tmp_path: Path, url: str) -> None:
    assert has_password(make_url(url))
    with pytest.raises(ProjectError, match="leave it out") as caught:
        Project.create(tmp_path / "pets", RECIPE, database=url)
    assert "same" not in str(caught.value)
    assert "ame@" not in str(caught.value)
    assert not (tmp_path / "pets").exists()


def test_where_the_host_was_forgotten_it_is_one_line_that_does_not_say_it(tmp_path: Path) -> None:
    for url in ("postgresql://ann:sesame", "postgresql://ann:sesame/avis"):
        with pytest.raises(ProjectError, match="expected a URL") as caught:
            database_url(url, tmp_path)
        assert "sesame" not in str(caught.value)


@pytest.mark.parametrize(
    "text",
    [
        "sqlite:///project.db",
        "sqlite:///C:/at@home/project.db",
        "postgresql://db.lab:5432/avis",
        "postgresql://db.lab:5432",
        "postgresql://one:5432,two:5433/avis",
        "postgresql://[::1]:5432/avis",
        "postgresql://ann@db.lab:5432/avis?sslmode=require",
    ],
)
def test_what_holds_none_is_said_as_it_is(text: str) -> None:
    assert shown(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://a b:sesame@",
        "x://u:sesame@h",
        "?password=sesame",
        "?password=open sesame",
        "host=h password = 'open sesame'",
        "ann:sesame@h/avis",
        "postgresql:/ann:sesame@h/avis",
    ],
)
def test_also_of_what_is_no_url_it_is_not_said(text: str) -> None:
    assert "sesame" not in shown(text)


def test_a_url_as_postgresql_writes_it_is_understood(tmp_path: Path) -> None:
    for scheme in ("postgresql", "postgresql+psycopg"):
        found = database_url(f"{scheme}://ann@db.lab/avis", tmp_path)
        assert found == URL
