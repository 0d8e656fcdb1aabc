"""Checking documents against the schemas."""

from functools import cache
from itertools import islice
from typing import Any

import jsonschema_rs

from avisbuild.errors import FormatError
from avisbuild_schemas.library import read_schema, schema_names
from avisbuild_schemas.wording import describe

MOST_PROBLEMS = 50
_PROBLEMS_SHOWN = 3


def problems(document: object, schema_name: str) -> list[str]:
    """What is wrong with a document, each as one line with its place; at most 50, none if it is right."""
    validator = _validator(schema_name)
    if validator.is_valid(document):
        return []
    return [describe(error) for error in islice(validator.iter_errors(document), MOST_PROBLEMS)]


def validate(document: object, schema_name: str, *, where: str) -> None:
    """Raise FormatError, naming `where` and the first problems, unless the document is right."""
    found = problems(document, schema_name)
    if found:
        shown = "; ".join(found[:_PROBLEMS_SHOWN])
        more = len(found) - _PROBLEMS_SHOWN
        at_least = "at least " if len(found) == MOST_PROBLEMS else ""
        raise FormatError(
            f"{where}: {shown}" + (f"; and {at_least}{more} more" if more > 0 else "")
        )


@cache
def _validator(schema_name: str) -> Any:
    schema = read_schema(schema_name)
    registry = jsonschema_rs.Registry(
        [(f"avisbuild:{name}", read_schema(name)) for name in schema_names()]
    )
    return jsonschema_rs.Draft202012Validator(schema, registry=registry)
