"""The taxonomies and recipes that come with the program, and recipes that people write."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from avisbuild.documents.checking import validate
from avisbuild.errors import FormatError
from avisbuild.records.category import Category, Taxonomy
from avisbuild.records.category_names import check_distinct
from avisbuild.records.ids import CategoryId
from avisbuild.records.recipe import GuidelineRule, Recipe
from avisbuild.records.split import SplitSizes
from avisbuild.untrusted.text import named_file, read_toml
from avisbuild_schemas import read_categories, read_recipe, recipe_names, taxonomy_names

_SETTINGS = (
    "sample_rate_hz",
    "frame_offset",
    "max_height_px",
    "max_seconds",
    "second_wavs",
    "deinterlace",
    "review_rounds",
    "annotator_may_review",
    "heard_share",
    "annotators_add_categories",
    "keep_silent_masks",
    "split_method",
)

_WHOLE_NUMBERS = frozenset({"sample_rate_hz", "max_height_px", "max_seconds", "review_rounds"})


def load_taxonomy(name: str) -> Taxonomy:
    """A bundled taxonomy: `aviseg` (26 categories) or `avsbench` (70). Raises FormatError."""
    if name not in taxonomy_names():
        raise FormatError("taxonomy-unknown", name=name, known=", ".join(taxonomy_names()))
    return Taxonomy(name=name, categories=tuple(_category(row) for row in read_categories(name)))


def load_recipe(name_or_path: str | Path) -> Recipe:
    """A bundled recipe by name, or one from a TOML file. Raises FormatError."""
    name = str(name_or_path)
    if name in recipe_names():
        return recipe_from(read_recipe(name), where=f"recipe {name}")
    path = Path(name_or_path)
    try:
        document = read_toml(path, opened=named_file)
    except OSError as error:
        known = ", ".join(recipe_names())
        raise FormatError(
            "recipe-unknown", name=name, known=known, reason=error.strerror
        ) from error
    except ValueError as error:
        raise FormatError("recipe-no-toml", path=path, reason=error) from error
    recipe = recipe_from(document, where=str(path))
    try:
        # Here, not below: a project that has two such names goes on with them.
        check_distinct(each.name for each in recipe.taxonomy)
    except FormatError as error:
        raise FormatError("recipe-taxonomy", where=path, reason=error) from error
    return recipe


def recipe_from(document: Mapping[str, Any], *, where: str) -> Recipe:
    """The recipe that a document of the `recipe` schema describes. Raises FormatError, naming `where`."""
    validate(document, "recipe", where=where)
    sizes = document.get("split_sizes")
    return Recipe(
        name=document["name"],
        taxonomy=_taxonomy(document, where),
        scenarios=tuple(document.get("scenarios", ())),
        split_sizes=SplitSizes(**sizes) if sizes else None,
        may_accept=tuple(document.get("may_accept", ())),
        guideline=_guideline(document, where),
        **{key: _setting(key, document[key]) for key in _SETTINGS if key in document},
    )


def _setting(key: str, value: Any) -> Any:
    """A number of seconds or reviews may be written as `2.0`: for the schema that is whole, too."""
    return int(value) if key in _WHOLE_NUMBERS else value


def recipe_document(recipe: Recipe) -> dict[str, Any]:
    """The recipe as a document of the `recipe` schema; categories are listed unless they are bundled ones."""
    document: dict[str, Any] = {"name": recipe.name, "taxonomy": recipe.taxonomy.name}
    if not _is_bundled(recipe.taxonomy):
        document["categories"] = [category_document(category) for category in recipe.taxonomy]
    document["scenarios"] = list(recipe.scenarios)
    document |= {key: getattr(recipe, key) for key in _SETTINGS if getattr(recipe, key) is not None}
    if recipe.may_accept:
        document["may_accept"] = list(recipe.may_accept)
    if recipe.guideline:
        document["guideline"] = [_rule_document(rule) for rule in recipe.guideline]
    if recipe.split_sizes:
        sizes = recipe.split_sizes
        document["split_sizes"] = {"train": sizes.train, "val": sizes.val, "test": sizes.test}
    return document


def _taxonomy(document: Mapping[str, Any], where: str) -> Taxonomy:
    try:
        if "categories" not in document:
            return load_taxonomy(document["taxonomy"])
        categories = tuple(_category(row) for row in document["categories"])
        return Taxonomy(name=document["taxonomy"], categories=categories)
    except (FormatError, ValueError) as error:
        raise FormatError("recipe-taxonomy", where=where, reason=error) from error


def _guideline(document: Mapping[str, Any], where: str) -> tuple[GuidelineRule, ...]:
    rules: dict[str, GuidelineRule] = {}
    for row in document.get("guideline", ()):
        rule_id = row["id"]
        if rule_id in rules:
            raise FormatError("recipe-rule-twice", where=where, rule=rule_id)
        optional = {key: row[key] for key in ("picture", "check") if key in row}
        try:
            rules[rule_id] = GuidelineRule(rule_id=rule_id, text=row["text"], **optional)
        except ValueError as error:
            raise FormatError("recipe-rule-text", where=where, rule=rule_id) from error
    return tuple(rules.values())


def _rule_document(rule: GuidelineRule) -> dict[str, str]:
    optional = {"picture": rule.picture, "check": rule.check}
    return {"id": rule.rule_id, "text": rule.text} | {
        key: value for key, value in optional.items() if value
    }


def _is_bundled(taxonomy: Taxonomy) -> bool:
    try:
        return load_taxonomy(taxonomy.name) == taxonomy
    except FormatError:
        return False


def _category(document: Mapping[str, Any]) -> Category:
    red, green, blue = document["colour_rgb"]
    return Category(
        category_id=CategoryId(document["id"]),
        name=document["name"],
        colour_rgb=(red, green, blue),
        supercategory=document.get("supercategory"),
        frequency=document.get("frequency"),
        scenarios=tuple(document.get("scenarios", ())),
        synonyms=tuple(document.get("synonyms", ())),
    )


def category_document(category: Category) -> dict[str, Any]:
    """The category as the `recipe` schema spells it."""
    document: dict[str, Any] = {
        "id": category.category_id,
        "name": category.name,
        "colour_rgb": list(category.colour_rgb),
    }
    optional = {
        "supercategory": category.supercategory,
        "frequency": category.frequency,
        "scenarios": list(category.scenarios),
        "synonyms": list(category.synonyms),
    }
    return document | {key: value for key, value in optional.items() if value}
