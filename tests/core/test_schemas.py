"""Documents are checked against the schemas, and what is wrong is said in one sentence with its place."""

import copy
import json
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

import avisbuild_schemas
from avisbuild.errors import FormatError
from avisbuild_schemas import problems, read_recipe, read_schema, schema_names, validate

SQUARE = [0, 0, 2, 0, 2, 2, 0, 2]
TRUTH: dict[str, Any] = {
    "videos": [
        {
            "id": 1,
            "file_names": ["-wgEIkAongk/0.jpg", "-wgEIkAongk/1.jpg"],
            "length": 2,
            "height": 4,
            "width": 5,
        }
    ],
    "categories": [{"id": 1, "name": "person", "supercategory": None}],
    "annotations": [
        {
            "id": 1,
            "video_id": 1,
            "category_id": 1,
            "iscrowd": 0,
            "height": 4,
            "width": 5,
            "segmentations": [None, [SQUARE]],
            "bboxes": [None, [0, 0, 2, 2]],
            "areas": [None, 4],
        }
    ],
}
PREDICTIONS = [
    {
        "video_id": 1,
        "category_id": 3,
        "score": 0.5,
        "segmentations": [{"size": [4, 5], "counts": "d0"}, None],
    }
]
FIGURES = {
    **dict.fromkeys(("FSLA", "FSLAn", "FSLAs", "HOTA", "DetA", "LocA", "mAP", "AP_s", "AR"), 12.5),
    "AP_l": None,
    "counts": {kind: {"right": 3.5, "all": 4} for kind in "nsm"},
    "per_category": {"person": {"HOTA": None}},
    "per_video": {},
}
GOOD: dict[str, Any] = {
    "aviseg": TRUTH,
    "predictions": PREDICTIONS,
    "avsbench-ov": {
        **TRUTH,
        "videos": [{**TRUTH["videos"][0], "label": "v1s"}],
        "categories": [{"id": 1, "name": "man", "supercategory": None, "frequency": "f"}],
    },
    "splits": [{"video_id": "a", "split": "test", "group": "x"}, {"video_id": "b", "split": "val"}],
    "manifest-row": {
        "video_id": "a.b_c-1",
        "source": "yt:-wgEIkAongk",
        "start": "1:02:03.5",
        "end": "",
        "sha256": "0" * 64,
        "frame_offset": "0.9375",
        "mood": "calm",
    },
    "recipe": read_recipe("aviseg"),
    "project": {
        "recipe": "aviseg",
        "taxonomy": "birds",
        "categories": [{"id": 1, "name": "wren", "colour_rgb": [1, 2, 3], "frequency": "r"}],
        "database": "sqlite:///project.db",
        "split_sizes": {"train": 1, "val": 0, "test": 0},
    },
    "release": {
        "format": "aviseg",
        "version": 1,
        "recipe": "aviseg",
        "taxonomy": "aviseg",
        "split": {"method": "random", "seed": 0},
        "included": ["accepted"],
        "journal_head": "a" * 64,
        "tools": {"avisbuild": "0.1.0", "numpy": "2"},
        "counts": {
            name: dict.fromkeys(("videos", "frames", "instances", "masks"), 0)
            for name in ("train", "val", "test")
        },
    },
    "evaluation": {
        "reference": FIGURES,
        "strict": {**FIGURES},
        "ceiling": {**FIGURES},
        "quirks": {},
    },
    "segmentation": {},
}


def changed(document: Any, path: tuple[str | int, ...], value: object) -> Any:
    """A copy of a document with another value at one place; without one where the value is `...`."""
    copied = copy.deepcopy(document)
    place = copied
    for step in path[:-1]:
        place = place[step]
    if value is ...:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return copied


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
    known |= {"pattern", "minProperties"}

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
    assert problems(GOOD[name], name) == []
    assert problems(json.loads(json.dumps(GOOD[name])), name) == []


@pytest.mark.parametrize("name", sorted(set(schema_names()) - {"segmentation"}))
@pytest.mark.parametrize("value", [None, 3, "text", True], ids=repr)
def test_no_document_is_a_plain_value(name: str, value: object) -> None:
    (problem,) = problems(value, name)
    assert problem.startswith("expected a")


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("segmentations", "abc", ': expected null, a list of polygons or an RLE, got "abc"'),
        ("segmentations", 5, ": expected null, a list of polygons or an RLE, got 5"),
        ("segmentations", float("nan"), ": expected null, a list of polygons or an RLE, got NaN"),
        ("segmentations", [7], "[0]: expected a polygon [x0, y0, x1, y1, ...], got 7"),
        (
            "segmentations",
            [[1, 2]],
            "[0]: expected a polygon of three or more corners [x0, y0, x1, y1, ...], got [1, 2]",
        ),
        ("segmentations", [SQUARE, [1, "x"]], '[1][1]: expected a number, got "x"'),
        ("segmentations", [[*SQUARE, None]], "[0][8]: expected a number, got null"),
        ("segmentations", {"size": [4, 5]}, ': expected a field "counts", got an object with size'),
        ("segmentations", {"size": [4], "counts": "a"}, ".size: expected [height, width], got [4]"),
        (
            "segmentations",
            {"size": [4, 5], "counts": 5},
            ".counts: expected text or a list of run lengths, got 5",
        ),
        (
            "segmentations",
            {"size": [4, 5], "counts": [20, -1]},
            ".counts[1]: expected 0 or more, got -1",
        ),
        ("bboxes", [1, 2, 3], ": expected null or a box [x, y, width, height], got [1, 2, 3]"),
        ("areas", "big", ': expected null or a number, got "big"'),
        ("areas", -1, ": expected 0 or more, got -1"),
    ],
)
def test_what_is_wrong_in_a_frame_has_its_place(path: str, value: object, problem: str) -> None:
    truth = changed(TRUTH, ("annotations", 0, path, 1), value)
    assert problems(truth, "aviseg") == [f"annotations[0].{path}[1]{problem}"]


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        (
            ("annotations",),
            ...,
            'expected a field "annotations", got an object with videos, categories',
        ),
        (("annotations",), {}, "annotations: expected a list, got an empty object"),
        (("categories",), [], "categories: expected a list of 1 or more, got []"),
        (
            ("annotations", 0, "areas"),
            ...,
            'annotations[0]: expected a field "areas", got an object with ',
        ),
        (("annotations", 0, "iscrowd"), 2, "annotations[0].iscrowd: expected one of 0, 1, got 2"),
        (
            ("annotations", 0, "height"),
            "4",
            'annotations[0].height: expected a whole number, got "4"',
        ),
        (
            ("annotations", 0, "category_id"),
            True,
            "annotations[0].category_id: expected a whole number, got true",
        ),
        (("videos", 0, "width"), 40_000, "videos[0].width: expected 32768 or less, got 40000"),
        (
            ("videos", 0, "file_names", 1),
            "../x.jpg",
            "videos[0].file_names[1]: expected <video>/<frame>.jpg, got ",
        ),
        (
            ("videos", 0, "file_names", 1),
            "a/../x.jpg",
            "videos[0].file_names[1]: expected <video>/<frame>.jpg",
        ),
        (
            ("videos", 0, "file_names", 1),
            "/a/x.jpg",
            "videos[0].file_names[1]: expected <video>/<frame>.jpg",
        ),
        (("videos", 0), None, "videos[0]: expected an object, got null"),
    ],
)
def test_what_is_wrong_in_a_truth_has_its_place(
    path: tuple[str | int, ...], value: object, problem: str
) -> None:
    (found,) = problems(changed(TRUTH, path, value), "aviseg")
    assert found.startswith(problem)


@pytest.mark.parametrize(
    ("name", "path", "value", "problem"),
    [
        (
            "predictions",
            (0, "segmentations", 1),
            {"size": [4, 5], "counts": [20]},
            "[0].segmentations[1].counts: exp",
        ),
        (
            "predictions",
            (0, "segmentations", 1),
            [SQUARE],
            "[0].segmentations[1]: expected null or a compressed RLE, ",
        ),
        ("predictions", (0, "score"), ..., '[0]: expected a field "score"'),
        (
            "avsbench-ov",
            ("videos", 0, "label"),
            "v3",
            'videos[0].label: expected one of "v1s", "v1m", "v2", got "v3"',
        ),
        ("avsbench-ov", ("videos", 0, "height"), ..., 'videos[0]: expected a field "height"'),
        (
            "avsbench-ov",
            ("categories", 0, "frequency"),
            ...,
            'categories[0]: expected a field "frequency"',
        ),
        (
            "splits",
            (1, "split"),
            "dev",
            '[1].split: expected one of "train", "val", "test", got "dev"',
        ),
        ("splits", (1, "video_id"), "../b", "[1].video_id: expected 1 to 128 of the characters"),
        (
            "manifest-row",
            ("source",),
            "ftp://x",
            "source: expected yt:<11 characters>, a URL, local:<path>",
        ),
        (
            "manifest-row",
            ("start",),
            "1:2:3",
            "start: expected seconds, MM:SS or H:MM:SS, or nothing",
        ),
        ("manifest-row", ("mood",), 3, "mood: expected text, got 3"),
        (
            "project",
            ("database",),
            "project.db",
            "database: expected a database URL such as sqlite:///project.db",
        ),
        ("project", ("sixe",), 3, "expected only recipe, database, taxonomy,"),
        (
            "project",
            ("categories", 0, "colour_rgb"),
            [1, 2],
            "categories[0].colour_rgb: expected [red, green, blue]",
        ),
        ("recipe", ("frame_offset",), 1, "frame_offset: expected less than 1, got 1"),
        (
            "release",
            ("journal_head",),
            "xyz",
            "journal_head: expected 64 hexadecimal digits, or nothing without",
        ),
        ("release", ("counts", "val", "masks"), -1, "counts.val.masks: expected 0 or more, got -1"),
        (
            "evaluation",
            ("strict", "HOTA"),
            "n/a",
            'strict.HOTA: expected a number or null, got "n/a"',
        ),
    ],
)
def test_what_is_wrong_in_any_document_has_its_place(
    name: str, path: tuple[str | int, ...], value: object, problem: str
) -> None:
    (found,) = problems(changed(GOOD[name], path, value), name)
    assert found.startswith(problem)


def test_a_message_stays_short_whatever_the_value_is() -> None:
    for value in (
        "x" * 10**6,
        list(range(10**5)),
        {"y" * 1000: 1},
        {str(n): n for n in range(99)},
        [[1]] * 9,
    ):
        (found,) = problems(changed(TRUTH, ("annotations", 0, "id"), value), "aviseg")
        assert len(found) < 250


def test_nothing_from_a_file_can_steer_the_terminal() -> None:
    truth = changed(TRUTH, ("annotations", 0, "id"), "\x1b[2J\n\x9b")
    assert problems(truth, "aviseg") == [
        r'annotations[0].id: expected a whole number, got "\x1b[2J\n\x9b"'
    ]
    (found,) = problems({"\x1b[2J": 1, "videos": []}, "splits")
    assert found.isprintable()
    (found,) = problems(changed(TRUTH, ("annotations", 0, "id"), "\ud800"), "aviseg")
    assert found.startswith("annotations[0]: ")
    assert found.isprintable()


def test_a_thousand_wrong_records_give_fifty_problems_in_order() -> None:
    truth = {**TRUTH, "annotations": [{**TRUTH["annotations"][0], "id": None}] * 1_000}
    found = problems(truth, "aviseg")
    assert found == [
        f"annotations[{index}].id: expected a whole number, got null" for index in range(50)
    ]


def test_what_is_wrong_around_the_records_comes_with_what_is_wrong_in_them() -> None:
    truth = {"videos": [{**TRUTH["videos"][0], "id": -1}], "annotations": TRUTH["annotations"]}
    assert problems(truth, "aviseg") == [
        'expected a field "categories", got an object with videos, annotations',
        "videos[0].id: expected 0 or more, got -1",
    ]


def test_a_record_can_be_checked_on_its_own() -> None:
    record = {**TRUTH["annotations"][0], "id": "x"}
    found = problems(record, "aviseg", part="annotation", at="annotations[12]")
    assert found == ['annotations[12].id: expected a whole number, got "x"']
    assert problems(TRUTH["annotations"][0], "aviseg", part="annotation") == []


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
    assert problems(document, "aviseg")


def test_lists_nested_without_end_are_a_problem_and_no_crash() -> None:
    nested: list[Any] = []
    for _ in range(5_000):
        nested = [nested]
    assert problems(nested, "predictions")
    assert problems(changed(TRUTH, ("annotations", 0, "segmentations"), nested), "aviseg")


def test_an_unknown_name_is_refused_with_those_there_are() -> None:
    with pytest.raises(FormatError, match=r"schema nope: .* there are aviseg, avsbench-ov, "):
        problems({}, "nope")


def test_every_data_file_is_packed_with_the_program() -> None:
    import tomllib

    folder = Path(avisbuild_schemas.__file__).parent
    config = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())
    patterns = config["tool"]["setuptools"]["package-data"]["*"]
    data = [path for path in folder.iterdir() if path.is_file() and path.suffix != ".py"]
    assert data
    assert all(any(path.match(pattern) for pattern in patterns) for path in data)
