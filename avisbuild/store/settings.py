"""avisbuild.toml: what kind of data set the project makes, and where its database is."""

import json
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from avisbuild import files
from avisbuild.errors import ProjectError
from avisbuild.records import Category, CategoryId, Recipe, SplitSizes, Taxonomy

SETTINGS_NAME = "avisbuild.toml"
TAXONOMY_NAME = "taxonomy.json"
DEFAULT_DATABASE = "sqlite:///project.db"
_HEADING = """What kind of data set this project makes. Changing the rates or sizes concerns videos that
are clipped from then on; the categories stand in the file that `taxonomy` names."""
_NOT_RECIPE = {"recipe", "taxonomy", "database"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What avisbuild.toml says."""

    recipe: Recipe
    database: str = DEFAULT_DATABASE


def write_settings(folder: Path, settings: Settings) -> None:
    """Write avisbuild.toml, and the taxonomy beside it: a project opens without the file it came from."""
    recipe = settings.recipe
    files.write_json(folder / TAXONOMY_NAME, _document_of(recipe.taxonomy))
    document = tomlkit.document()
    for line in _HEADING.splitlines():
        document.add(tomlkit.comment(line))
    document.add(tomlkit.nl())
    document["recipe"] = recipe.name
    document["taxonomy"] = TAXONOMY_NAME
    document["database"] = settings.database
    for field in fields(Recipe):
        value = getattr(recipe, field.name)
        if field.name in ("name", "taxonomy") or value is None:
            continue
        document[field.name] = _plain(value)
    files.write_text(folder / SETTINGS_NAME, tomlkit.dumps(document))


def read_settings(folder: Path) -> Settings:
    """Read avisbuild.toml; raises ProjectError naming the file and the field."""
    path = folder / SETTINGS_NAME
    document = _read_toml(path)
    allowed = {field.name for field in fields(Recipe)} - {"name"} | _NOT_RECIPE
    for key in document:
        if key not in allowed:
            raise ProjectError(
                f"{path}: unknown field {key!r}; expected one of {', '.join(sorted(allowed))}"
            )
    for key in ("recipe", "taxonomy"):
        if not isinstance(document.get(key), str):
            raise ProjectError(f"{path}: {key}: expected a text, got {document.get(key)!r}")
    values: dict[str, Any] = {}
    for field in fields(Recipe):
        if field.name in document and field.name != "taxonomy":
            values[field.name] = _checked(path, field.name, document[field.name])
        elif field.default is MISSING and field.name not in ("name", "taxonomy"):
            raise ProjectError(f"{path}: {field.name} is missing")
    taxonomy = _read_taxonomy(folder / document["taxonomy"])
    try:
        recipe = Recipe(name=document["recipe"], taxonomy=taxonomy, **values)
    except ValueError as error:
        raise ProjectError(f"{path}: {error}") from error
    database = document.get("database", DEFAULT_DATABASE)
    if not isinstance(database, str):
        raise ProjectError(f"{path}: database: expected a URL, got {database!r}")
    return Settings(recipe=recipe, database=database)


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomlkit.parse(path.read_text()).unwrap()
    except FileNotFoundError as error:
        raise ProjectError(
            f"{path.parent} is no avisbuild project: it has no {SETTINGS_NAME}; make one with `avisbuild init`"
        ) from error
    except (OSError, UnicodeDecodeError, TOMLKitError) as error:
        raise ProjectError(f"{path}: cannot be read as TOML: {error}") from error


def _plain(value: object) -> Any:
    if isinstance(value, SplitSizes):
        return str(value)
    return list(value) if isinstance(value, tuple) else value


_KINDS: dict[str, tuple[type, ...]] = {
    "scenarios": (list,),
    "sample_rate_hz": (int,),
    "frame_offset": (float, int),
    "max_height_px": (int,),
    "max_seconds": (int,),
    "second_wavs": (bool,),
    "review_rounds": (int,),
    "split_sizes": (str,),
}


def _checked(path: Path, name: str, value: Any) -> Any:
    kinds = _KINDS[name]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        raise ProjectError(f"{path}: {name}: expected {kinds[0].__name__}, got {value!r}")
    if name == "scenarios":
        return tuple(str(scenario) for scenario in value)
    if name == "split_sizes":
        try:
            train, val, test = (int(part) for part in value.split("/"))
            return SplitSizes(train=train, val=val, test=test)
        except ValueError as error:
            raise ProjectError(f"{path}: {name}: expected TRAIN/VAL/TEST, got {value!r}") from error
    return value


def _document_of(taxonomy: Taxonomy) -> dict[str, Any]:
    return {
        "name": taxonomy.name,
        "categories": [
            {
                "id": category.category_id,
                "name": category.name,
                "colour_rgb": list(category.colour_rgb),
                "supercategory": category.supercategory,
                "frequency": category.frequency,
            }
            for category in taxonomy
        ],
    }


def _read_taxonomy(path: Path) -> Taxonomy:
    try:
        document = json.loads(path.read_text())
        categories = tuple(
            Category(
                category_id=CategoryId(each["id"]),
                name=each["name"],
                colour_rgb=(each["colour_rgb"][0], each["colour_rgb"][1], each["colour_rgb"][2]),
                supercategory=each["supercategory"],
                frequency=each["frequency"],
            )
            for each in document["categories"]
        )
        return Taxonomy(name=document["name"], categories=categories)
    except OSError as error:
        raise ProjectError(
            f"{path}: the project's taxonomy cannot be read: {error.strerror}"
        ) from error
    except (ValueError, KeyError, TypeError, IndexError) as error:
        raise ProjectError(f"{path}: expected a taxonomy, got something else: {error!r}") from error
