"""Every schema is right in itself, takes its example, and is checked record by record."""

import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from core.documents.schema_examples import GOOD, TRUTH, changed, lines_of

import avisbuild_schemas
from avisbuild.documents.checking import problems, validate
from avisbuild.errors import FormatError
from avisbuild_schemas import UnknownNameError, read_schema, schema_names


@pytest.mark.parametrize("name", schema_names())
def test_every_schema_is_itself_a_valid_schema(name: str) -> None:
    schema = read_schema(name)
    jsonschema_rs.meta.validate(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"avisbuild:{name}"


def test_no_schema_has_a_keyword_that_means_nothing() -> None:
    known = {"$schema", "$id", "$defs", "$ref", "$comment", "title", "description", "type", "enum"}
    known |= {"properties", "required", "additionalProperties", "items", "prefixItems", "anyOf"}
    known |= {"minimum", "maximum", "exclusiveMaximum", "minItems", "maxItems", "minLength"}
    known |= {"maxLength", "pattern", "minProperties"}

    def check(schema: Any) -> None:
        if isinstance(schema, dict):
            assert set(schema) <= known, schema
            nested = [*schema.get("properties", {}).values(), *schema.get("$defs", {}).values()]
            nested += [*schema.get("anyOf", []), *schema.get("prefixItems", [])]
            for part in (*nested, schema.get("items"), schema.get("additionalProperties")):
                check(part)

    for name in schema_names():
        check(read_schema(name))


@pytest.mark.parametrize("name", schema_names())
def test_an_example_of_every_document_is_right(name: str) -> None:
    assert lines_of(GOOD[name], name) == []
    assert lines_of(json.loads(json.dumps(GOOD[name])), name) == []


@pytest.mark.parametrize("name", sorted(set(schema_names()) - {"segmentation"}))
@pytest.mark.parametrize("value", [None, 3, "text", True], ids=repr)
def test_no_document_is_a_plain_value(name: str, value: object) -> None:
    (problem,) = lines_of(value, name)
    assert problem.startswith("expected a")


def test_a_thousand_wrong_records_give_fifty_problems_in_order() -> None:
    truth = {**TRUTH, "annotations": [{**TRUTH["annotations"][0], "id": None}] * 1_000}
    found = lines_of(truth, "aviseg")
    assert found == [
        f"annotations[{index}].id: expected a whole number, got null" for index in range(50)
    ]


def test_what_is_wrong_around_the_records_comes_with_what_is_wrong_in_them() -> None:
    truth = {"videos": [{**TRUTH["videos"][0], "id": -1}], "annotations": TRUTH["annotations"]}
    assert lines_of(truth, "aviseg") == [
        'expected a field "categories", got an object with videos, annotations',
        "videos[0].id: expected 0 or more, got -1",
    ]


def test_a_record_can_be_checked_on_its_own() -> None:
    record = {**TRUTH["annotations"][0], "id": "x"}
    found = lines_of(record, "aviseg", part="annotation", at="annotations[12]")
    assert found == ['annotations[12].id: expected a whole number, got "x"']
    assert lines_of(TRUTH["annotations"][0], "aviseg", part="annotation") == []


def test_an_error_names_the_file_and_the_first_problems() -> None:
    validate(TRUTH, "aviseg", where="train.json")
    with pytest.raises(FormatError) as caught:
        validate({"videos": [{}], "annotations": 3, "categories": []}, "aviseg", where="train.json")
    assert str(caught.value) == (
        "train.json: annotations: expected a list, got 3; categories: expected a list of 1 or more, got []; "
        'videos[0]: expected a field "id", got an empty object; and 4 more'
    )


@pytest.mark.parametrize(
    "document", [{1: 2}, {"videos": {1: 2}}, {"videos": [{"id": {1, 2}}]}], ids=repr
)
def test_what_no_json_holds_is_a_problem_and_no_crash(document: object) -> None:
    assert lines_of(document, "aviseg")


def test_lists_nested_without_end_are_a_problem_and_no_crash() -> None:
    nested: list[Any] = []
    for _ in range(5_000):
        nested = [nested]
    assert lines_of(nested, "predictions")
    assert lines_of(changed(TRUTH, ("annotations", 0, "segmentations"), nested), "aviseg")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownNameError, match=r"schema nope: .* there are aviseg, avsbench-ov, "):
        lines_of({}, "nope")


def test_every_data_file_is_packed_with_the_program() -> None:
    import tomllib

    folder = Path(avisbuild_schemas.__file__).parent
    config = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())
    patterns = config["tool"]["setuptools"]["package-data"]["*"]
    data = [path for path in folder.iterdir() if path.is_file() and path.suffix != ".py"]
    assert data
    assert all(any(path.match(pattern) for pattern in patterns) for path in data)


def test_a_problem_keeps_its_place_apart_from_its_words() -> None:
    """Nobody has to take a sentence to pieces to know where something is wrong."""
    (found,) = problems(changed(TRUTH, ("annotations", 0, "id"), "x: y"), "aviseg")
    assert found.place == "annotations[0].id"
    assert found.message == 'expected a whole number, got "x: y"'
    assert str(found) == f"{found.place}: {found.message}"
