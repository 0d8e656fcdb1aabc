"""Checking documents against the schemas."""

from collections.abc import Iterator
from functools import cache
from itertools import islice
from typing import Any

import jsonschema_rs

from avisbuild.documents.problem import DocumentProblem
from avisbuild.documents.wording import describe
from avisbuild.errors import FormatError
from avisbuild_schemas.library import read_schema, schema_names

MOST_PROBLEMS = 50
_PROBLEMS_SHOWN = 3
_PART = "#/$defs/"
_WHOLE = ""


def problems(
    document: object, schema_name: str, *, part: str = "", at: str = "", briefly: bool = False
) -> list[DocumentProblem]:
    """What is wrong with a document, each with its place; at most 50, none if it is right.

    `part` names one of the schema's `$defs`, such as `annotation`, to check a record on its own, and
    `at` its place in the file, such as `annotations[12]`. A stranger's record of many megabytes, for all
    of whose errors there is no room, is told `briefly`: that it is wrong, not where.
    """
    if _is_valid(_validator(schema_name, part), document):
        return []
    if briefly:
        told = "expected what the schema asks for, got something too large to say where"
        return [DocumentProblem(at, told)]
    if part:
        found = _described(_validator(schema_name, part), document, at)
    else:
        found = _problems_by_record(document, schema_name, at)
    return list(islice(found, MOST_PROBLEMS))


def validate(document: object, schema_name: str, *, where: str) -> None:
    """Raise FormatError, naming `where` and the first problems, unless the document is right."""
    found = problems(document, schema_name)
    if found:
        first, more = "; ".join(map(str, found[:_PROBLEMS_SHOWN])), len(found) - _PROBLEMS_SHOWN
        if more <= 0:
            raise FormatError("document-wrong", where=where, problems=first)
        kind = "document-wrong-many" if len(found) == MOST_PROBLEMS else "document-wrong-more"
        raise FormatError(kind, where=where, problems=first, more=more)


def _problems_by_record(document: object, schema_name: str, at: str) -> Iterator[DocumentProblem]:
    """First what is wrong around the lists of records, then record by record.

    The validator gathers all errors before it gives the first, each with a copy of the value it is
    about: 28 s and 6 GB for a truth of 21,000 wrong masks at once.
    """
    parts = _record_parts(read_schema(schema_name))
    lists = {key: records for key, records in _lists_in(document) if key in parts}
    frame = document
    if _WHOLE in lists:
        frame = _stand_in(document)
    elif isinstance(document, dict):
        frame = {
            key: _stand_in(value) if key in lists else value for key, value in document.items()
        }
    yield from _described(_frame_validator(schema_name), frame, at)
    for key, records in lists.items():
        validator = _validator(schema_name, parts[key])
        for index, record in enumerate(records):
            if not _is_valid(validator, record):
                place = ".".join(filter(None, (at, key)))
                yield from _described(validator, record, f"{place}[{index}]")


def _is_valid(validator: jsonschema_rs.Draft202012Validator, document: object) -> bool:
    """Whether it is right; what no JSON file can hold, such as lists a thousand deep, is not."""
    try:
        return validator.is_valid(document)
    except ValueError:
        return False


def _described(
    validator: jsonschema_rs.Draft202012Validator, document: object, at: str
) -> Iterator[DocumentProblem]:
    try:
        errors = validator.iter_errors(document)
    except ValueError as unusable:
        yield DocumentProblem(at, str(unusable))
        return
    for error in errors:
        yield describe(error, document, at=at)


def _lists_in(document: object) -> Iterator[tuple[str, list[Any]]]:
    if isinstance(document, list):
        yield _WHOLE, document
    elif isinstance(document, dict):
        yield from ((key, value) for key, value in document.items() if isinstance(value, list))


def _stand_in(records: Any) -> list[None]:
    return [None] if records else []


def _record_parts(schema: dict[str, Any]) -> dict[str, str]:
    """By key ("" for the whole document) the part of the schema that each record of a list follows."""
    owners = {_WHOLE: schema, **schema.get("properties", {})}
    references = {key: owner.get("items", {}).get("$ref", "") for key, owner in owners.items()}
    return {
        key: text.removeprefix(_PART) for key, text in references.items() if text.startswith(_PART)
    }


@cache
def _validator(schema_name: str, part: str) -> jsonschema_rs.Draft202012Validator:
    read_schema(schema_name)
    return _compiled(
        {"$ref": f"avisbuild:{schema_name}{_PART}{part}" if part else f"avisbuild:{schema_name}"}
    )


@cache
def _frame_validator(schema_name: str) -> jsonschema_rs.Draft202012Validator:
    """The validator of a document whose records are checked on their own."""
    schema = dict(read_schema(schema_name))
    parts = _record_parts(schema)
    if _WHOLE in parts:
        del schema["items"]
    else:
        schema["properties"] = {
            key: {
                name: rule for name, rule in owner.items() if not (key in parts and name == "items")
            }
            for key, owner in schema.get("properties", {}).items()
        }
    return _compiled(schema)


def _compiled(schema: dict[str, Any]) -> jsonschema_rs.Draft202012Validator:
    registry = jsonschema_rs.Registry(
        [(f"avisbuild:{name}", read_schema(name)) for name in schema_names()]
    )
    # A mask, because the validator's own messages would spell out whole values.
    return jsonschema_rs.Draft202012Validator(schema, registry=registry, mask="it", offline=True)
