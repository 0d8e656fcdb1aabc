"""JSON Schemas, taxonomies and recipes, and the library that finds them; imports nothing of ours."""

from avisbuild_schemas.library import (
    UnknownNameError,
    read_categories,
    read_recipe,
    read_schema,
    read_synonyms,
    recipe_folder,
    recipe_names,
    schema_names,
    taxonomy_names,
)

__all__ = [
    "UnknownNameError",
    "read_categories",
    "read_recipe",
    "read_schema",
    "read_synonyms",
    "recipe_folder",
    "recipe_names",
    "schema_names",
    "taxonomy_names",
]
