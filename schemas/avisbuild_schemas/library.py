"""The data files beside this module: schemas, taxonomies and recipes, by name."""

import csv
import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_SCHEMA, _TAXONOMY, _RECIPE = ".schema.json", ".taxonomy.csv", ".recipe.toml"


class UnknownNameError(LookupError):
    """There is no schema, taxonomy or recipe of this name; the message lists those that there are."""


def schema_names() -> list[str]:
    """Every name that `read_schema` takes, sorted."""
    return _names(_SCHEMA)


def taxonomy_names() -> list[str]:
    """Every name that `read_categories` takes, sorted."""
    return _names(_TAXONOMY)


def recipe_names() -> list[str]:
    """Every name that `read_recipe` takes, sorted."""
    return _names(_RECIPE)


@cache
def read_schema(name: str) -> dict[str, Any]:
    """The JSON Schema `name`, such as `aviseg`; do not change what you get."""
    schema: dict[str, Any] = json.loads(_text(name, _SCHEMA, "schema"))
    return schema


def read_categories(name: str) -> list[dict[str, Any]]:
    """The categories of the taxonomy `name` as the `recipe` schema spells them."""
    return [
        _category(row) for row in csv.DictReader(_text(name, _TAXONOMY, "taxonomy").splitlines())
    ]


@cache
def read_synonyms() -> dict[str, tuple[str, ...]]:
    """Other words, English and Chinese, by the name of a category; do not change what you get."""
    rows = csv.DictReader((_FOLDER / "synonyms.csv").read_text(encoding="utf-8").splitlines())
    return {row["name"]: tuple(row["synonyms"].split(";")) for row in rows}


def read_recipe(name: str) -> dict[str, Any]:
    """The recipe `name` as a document of the `recipe` schema."""
    return tomllib.loads(_text(name, _RECIPE, "recipe"))


def recipe_folder(name: str) -> Path | None:
    """The folder in which the files that the recipe `name` refers to lie; None where there is no such one."""
    return _FOLDER if name in recipe_names() else None


def _names(ending: str) -> list[str]:
    return sorted(path.name.removesuffix(ending) for path in _FOLDER.glob(f"*{ending}"))


def _text(name: str, ending: str, kind: str) -> str:
    known = _names(ending)
    if name not in known:
        raise UnknownNameError(
            f"{kind} {name}: there is none of this name; there are {', '.join(known)}"
        )
    return (_FOLDER / f"{name}{ending}").read_text(encoding="utf-8")


def _category(row: dict[str, str]) -> dict[str, Any]:
    category: dict[str, Any] = {
        "id": int(row["id"]),
        "name": row["name"],
        "colour_rgb": [int(row["red"]), int(row["green"]), int(row["blue"])],
    }
    if row.get("frequency"):
        category["frequency"] = row["frequency"]
    if row.get("scenarios"):
        category["scenarios"] = row["scenarios"].split(";")
    if row["name"] in read_synonyms():
        category["synonyms"] = list(read_synonyms()[row["name"]])
    return category
