"""JSON Schemas, taxonomies and recipes, and the reader that says in plain words what is wrong."""

from avisbuild_schemas.checking import problems, validate
from avisbuild_schemas.library import (
    read_categories,
    read_recipe,
    read_schema,
    recipe_names,
    schema_names,
    taxonomy_names,
)
from avisbuild_schemas.wording import shown

__all__ = [
    "problems",
    "read_categories",
    "read_recipe",
    "read_schema",
    "recipe_names",
    "schema_names",
    "shown",
    "taxonomy_names",
    "validate",
]
