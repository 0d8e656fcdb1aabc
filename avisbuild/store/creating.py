"""Making a project in a folder that is new or empty: whole or not at all, and one of two who try at once."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from sqlalchemy.engine import URL

from avisbuild.errors import ProjectError
from avisbuild.records import Taxonomy
from avisbuild.records.video_folder import (
    DATABASE_NAME,
    PROJECT_ID_NAME,
    SETTINGS_NAME,
    SOURCES,
    VIDEOS,
)
from avisbuild.store import schema
from avisbuild.store.engine import database_url, make_engine, sqlite_file
from avisbuild.store.opening import SQLITE_ENDINGS
from avisbuild.store.passwords import has_password, shown
from avisbuild.store.permissions import allow_database
from avisbuild.store.settings import Settings, write_settings
from avisbuild.system.locks import locked_folder

# What an init that was killed leaves in its folder, until `avisbuild.toml` makes it a project.
_LEFT_BY_INIT = {SOURCES, VIDEOS, *(DATABASE_NAME + ending for ending in SQLITE_ENDINGS)}


def create_project(folder: Path, settings: Settings) -> None:
    """Make the files and the database of a project; raises ProjectError."""
    if has_password(database_url(settings.database, folder)):
        raise ProjectError("database-holds-password", found=shown(settings.database))
    try:
        _refuse_occupied(folder)
        with _alone_in(folder) as is_new:
            _refuse_occupied(folder)
            _fill(folder, settings, is_new=is_new)
    except OSError as error:
        raise ProjectError("project-not-made", folder=folder, reason=error.strerror) from error


@contextmanager
def _alone_in(folder: Path) -> Iterator[bool]:
    """Make a folder if it is not there, and keep others from making a project in it; was it made?"""
    while True:
        folder.parent.mkdir(parents=True, exist_ok=True)
        try:
            folder.mkdir()
            is_new = True
        except FileExistsError:
            is_new = False
        with ExitStack() as held:
            try:
                held.enter_context(locked_folder(folder, follow_link=True))
            except FileNotFoundError:
                continue  # whoever made it failed, and removed it
            except OSError:
                pass  # on a file system without locks the settings, made exclusively, decide
            yield is_new
            return


def _refuse_occupied(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise ProjectError("project-is-file", folder=folder)
    if (folder / SETTINGS_NAME).exists():
        raise ProjectError("project-is-there", folder=folder)
    found = _visible(folder) if folder.exists() else []
    if DATABASE_NAME in (names := {path.name for path in found}) and names <= _LEFT_BY_INIT:
        raise ProjectError("project-half-made", folder=folder, name=found[0].name)
    if found:
        raise ProjectError("project-not-empty", folder=folder, name=found[0].name)


def _fill(folder: Path, settings: Settings, *, is_new: bool) -> None:
    """Make the parts of a project in an empty folder; remove them again if one cannot be made.

    A folder that `is_new` is then removed too. Whoever loses a race here removes what it made, and no more.
    """
    made: list[Path] = []
    try:
        url = database_url(settings.database, folder)
        made += _make_database(url, str(folder), settings.recipe.taxonomy)
        for name in (SOURCES, VIDEOS):
            (folder / name).mkdir()
            made.append(folder / name)
        file = sqlite_file(url)
        if file is None or not file.is_relative_to(folder.resolve()):
            allow_database(folder, settings.database)
        # Last: from here on the folder is a project.
        write_settings(folder, settings)
    except BaseException:
        _remove(made)
        if is_new:
            (folder / PROJECT_ID_NAME).unlink(missing_ok=True)
            with suppress(OSError):
                folder.rmdir()
        raise


def _make_database(url: URL, name: str, categories: Taxonomy) -> list[Path]:
    """Make the tables; the files that were made for them."""
    files = _database_files(url)
    engine = make_engine(url, name=name)
    try:
        schema.create(engine, name, categories)
    except BaseException as error:
        # Someone else's who was quicker, though no file was there a moment ago.
        is_occupied = isinstance(error, ProjectError) and error.kind == "database-occupied"
        _remove([] if is_occupied else files)
        raise
    finally:
        engine.dispose()
    return files


def _remove(made: Iterable[Path]) -> None:
    for path in made:
        path.rmdir() if path.is_dir() else path.unlink(missing_ok=True)


def _database_files(url: URL) -> list[Path]:
    """The files that SQLite is about to make; none where there is a database already, or a server."""
    file = sqlite_file(url)
    if file is None or file.exists():
        return []
    return [file.with_name(file.name + ending) for ending in SQLITE_ENDINGS]


def _visible(folder: Path) -> list[Path]:
    # Hidden files (.git, .DS_Store) do not make a folder occupied.
    return sorted(path for path in folder.iterdir() if path.name[0] != ".")
