"""A validator's error as a person understands it: place, what is right, what is there."""

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import islice
from typing import Any

from avisbuild.documents.problem import DocumentProblem
from avisbuild_schemas.library import read_schema

# Of an error's kind, the value, and the part of the schema that the value breaks.
_Sentence = Callable[[Any, object, Mapping[str, Any]], str]
_MOST_CHARACTERS = 60
_MOST_NAMES = 8
_PLAIN_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_TYPES = {
    "null": "null",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "string": "text",
    "array": "a list",
    "object": "an object",
}
_MSGSPEC_TYPES = _TYPES | {
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "str": "text",
}


def describe(error: Any, document: object, *, at: str) -> DocumentProblem:
    """`annotations[12].segmentations[3]: expected ..., got ...`; `at` is the document's own place."""
    error = _most_telling(error)
    value = _value_at(document, error.instance_path)
    sentence_of: _Sentence = _SENTENCES.get(error.kind.name, _other)
    sentence = sentence_of(error.kind, value, _failed_part(error))
    return DocumentProblem(place_of(error.instance_path, at), sentence)


def _most_telling(error: Any) -> Any:
    """Of the alternatives that all failed, the first problem inside the one that was meant.

    It is the alternative whose type is right; without one, the value has no business here at all,
    and the error as a whole says so.
    """
    while error.kind.name in ("anyOf", "oneOf"):
        branches = getattr(error.kind, "context", [])
        meant = [branch[0] for branch in branches if not _is_wrong_type(branch[0], error)]
        if len(meant) != 1:
            break
        error = meant[0]
    return error


def _is_wrong_type(inner: Any, outer: Any) -> bool:
    return bool(inner.kind.name == "type" and inner.instance_path == outer.instance_path)


def _value_at(document: Any, path: Sequence[str | int]) -> Any:
    for step in path:
        document = document[step]
    return document


def _failed_part(error: Any) -> Mapping[str, Any]:
    """The object in the schema in which the failed keyword stands; {} where it cannot be found."""
    address, _, pointer = (error.absolute_keyword_location or "").partition("#")
    part: Any = read_schema(address.removeprefix("avisbuild:")) if address else {}
    for step in pointer.split("/")[1:-1]:
        key = step.replace("~1", "/").replace("~0", "~")
        part = part[int(key)] if isinstance(part, list) else part[key]
    return part if isinstance(part, dict) else {}


def place_of(path: Sequence[str | int], at: str) -> str:
    """A path of keys and indices behind a place, such as `annotations[12].segmentations[3]`."""
    place = at
    for step in path:
        if isinstance(step, int):
            place += f"[{step}]"
        elif _PLAIN_KEY.fullmatch(step):
            place += f".{step}" if place else step
        else:
            place += f"[{shown(step)}]"
    return place


def shown(value: object) -> str:
    """A value from a file in a few words: what is short as JSON, what is long by its kind and size."""
    if isinstance(value, str):
        return f'"{_clean(value)}"'
    if isinstance(value, dict):
        return f"an object with {_listed(value)}" if value else "an empty object"
    if isinstance(value, list | tuple):
        text = (
            json.dumps(value)
            if len(value) <= _MOST_NAMES and not any(map(_is_nested, value))
            else ""
        )
        return text if 0 < len(text) <= _MOST_CHARACTERS else f"a list of {len(value)}"
    try:
        return json.dumps(value)[:_MOST_CHARACTERS]
    except (TypeError, ValueError):
        return f"a {type(value).__name__}"


def _clean(text: str) -> str:
    """A text from a file, short and with nothing in it that could steer a terminal."""
    if len(text) > _MOST_CHARACTERS:
        text = f"{text[: _MOST_CHARACTERS - 3]}..."
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in text
    )


def _is_nested(value: object) -> bool:
    return isinstance(value, str | list | tuple | dict)


def _listed(names: Collection[str]) -> str:
    more = len(names) - _MOST_NAMES
    first = ", ".join(_clean(name) for name in islice(names, _MOST_NAMES))
    return f"{first} and {more} more" if more > 0 else first


def _type(kind: Any, value: object, owner: Mapping[str, Any]) -> str:
    plain = " or ".join(_TYPES[name] for name in sorted(kind.types, key=list(_TYPES).index))
    return f"expected {_phrase(owner) or plain}, got {shown(value)}"


def of_form(problem: str, found: str) -> str:
    """msgspec's sentence on a value in our words; `found` is what stands there, "" where nobody knows."""
    match problem.split("`"):
        case ["Expected ", types, ", got ", got, ""]:
            return f"expected {_in_words(types)}, got {found or _in_words(got)}"
        case ["Expected ", types, limit]:
            return f"expected {_in_words(types)}{limit}" + (f", got {found}" if found else "")
        case ["Object missing required field ", name, ""]:
            return f'expected a field "{name}"' + (f", got {found}" if found else ", got none")
        case ["Number out of range"]:
            return "expected a number of 64 bits" + (f", got {found}" if found else "")
    return problem[:1].lower() + problem[1:]


def _in_words(types: str) -> str:
    names = [_MSGSPEC_TYPES.get(each, each) for each in types.split(" | ")]
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _alternatives(_kind: Any, value: object, owner: Mapping[str, Any]) -> str:
    return f"expected {_phrase(owner) or 'something else'}, got {shown(value)}"


def _pattern(kind: Any, value: object, owner: Mapping[str, Any]) -> str:
    return f"expected {_phrase(owner) or f'text like {kind.pattern}'}, got {shown(value)}"


def _phrase(owner: Mapping[str, Any]) -> str:
    """What a schema calls its values; the descriptions of whole objects are sentences, not names."""
    description = str(owner.get("description", ""))
    return "" if description.endswith(".") else description


def _required(kind: Any, value: object, _owner: Mapping[str, Any]) -> str:
    return f'expected a field "{kind.property}", got {shown(value)}'


def _unknown(kind: Any, _value: object, owner: Mapping[str, Any]) -> str:
    return f"expected only {', '.join(owner.get('properties', {}))}, got {_listed(kind.unexpected)}"


def _choice(kind: Any, value: object, _owner: Mapping[str, Any]) -> str:
    return f"expected one of {', '.join(map(shown, kind.options))}, got {shown(value)}"


def _other(kind: Any, value: object, _owner: Mapping[str, Any]) -> str:
    return f"expected what the schema's {kind.name} asks for, got {shown(value)}"


def _limit(wording: str) -> _Sentence:
    def sentence(kind: Any, value: object, owner: Mapping[str, Any]) -> str:
        return f"expected {_phrase(owner) or wording.format(kind.limit)}, got {shown(value)}"

    return sentence


_SENTENCES: dict[str, _Sentence] = {
    "type": _type,
    "anyOf": _alternatives,
    "oneOf": _alternatives,
    "pattern": _pattern,
    "required": _required,
    "additionalProperties": _unknown,
    "unevaluatedProperties": _unknown,
    "enum": _choice,
    "minimum": _limit("{} or more"),
    "maximum": _limit("{} or less"),
    "exclusiveMinimum": _limit("more than {}"),
    "exclusiveMaximum": _limit("less than {}"),
    "minItems": _limit("a list of {} or more"),
    "maxItems": _limit("a list of {} or fewer"),
    "minProperties": _limit("an object with {} or more fields"),
    "minLength": _limit("text of {} or more characters"),
    "maxLength": _limit("text of {} or fewer characters"),
}
