"""avisbuild.toml: what kind of data set the project makes, and where its database is."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tomlkit

from avisbuild import files
from avisbuild.documents.checking import validate
from avisbuild.errors import FormatError, ProjectError
from avisbuild.records import Recipe
from avisbuild.records.bundled import recipe_document, recipe_from
from avisbuild.records.video_folder import DATABASE_NAME, SETTINGS_NAME
from avisbuild.untrusted.text import read_toml

DEFAULT_DATABASE = f"sqlite:///{DATABASE_NAME}"
_HEADING = """\
# What kind of data set this project makes, and where its state is kept.
# Rates and sizes hold for videos that are clipped from now on.

"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The project's avisbuild.toml: its recipe, and which database it uses."""

    recipe: Recipe
    database: str = DEFAULT_DATABASE


def write_settings(folder: Path, settings: Settings) -> None:
    """Write avisbuild.toml with the whole recipe, so that the project needs no other file to open.

    Raises FileExistsError where there is one.
    """
    document = recipe_document(settings.recipe)
    opening = {"recipe": document.pop("name"), "database": settings.database}
    files.create_text(folder / SETTINGS_NAME, _HEADING + tomlkit.dumps(opening | document))


def read_settings(folder: Path) -> Settings:
    """Read avisbuild.toml; raises ProjectError naming the file and the field."""
    path = folder / SETTINGS_NAME
    document = _read_toml(path)
    try:
        validate(document, "project", where=str(path))
        database = document.pop("database")
        recipe = recipe_from({"name": document.pop("recipe"), **document}, where=str(path))
    except FormatError as error:
        raise ProjectError(error.message) from error
    return Settings(recipe=recipe, database=database)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return read_toml(path)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise ProjectError("no-project", folder=path.parent, name=SETTINGS_NAME) from error
    except OSError as error:
        raise ProjectError("settings-unreadable", path=path, reason=error.strerror) from error
    except ValueError as error:
        raise ProjectError("settings-not-toml", path=path, reason=error) from error
