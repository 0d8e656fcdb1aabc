"""What is wrong in a document is said in one short sentence with its place."""

import pytest
from core.documents.schema_examples import GOOD, SQUARE, TRUTH, changed, lines_of


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
    assert lines_of(truth, "aviseg") == [f"annotations[0].{path}[1]{problem}"]


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
    (found,) = lines_of(changed(TRUTH, path, value), "aviseg")
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
    (found,) = lines_of(changed(GOOD[name], path, value), name)
    assert found.startswith(problem)


def test_a_message_stays_short_whatever_the_value_is() -> None:
    for value in (
        "x" * 10**6,
        list(range(10**5)),
        {"y" * 1000: 1},
        {str(n): n for n in range(99)},
        [[1]] * 9,
    ):
        (found,) = lines_of(changed(TRUTH, ("annotations", 0, "id"), value), "aviseg")
        assert len(found) < 250


def test_nothing_from_a_file_can_steer_the_terminal() -> None:
    truth = changed(TRUTH, ("annotations", 0, "id"), "\x1b[2J\n\x9b")
    assert lines_of(truth, "aviseg") == [
        r'annotations[0].id: expected a whole number, got "\x1b[2J\n\x9b"'
    ]
    (found,) = lines_of({"\x1b[2J": 1, "videos": []}, "splits")
    assert found.isprintable()
    (found,) = lines_of(changed(TRUTH, ("annotations", 0, "id"), "\ud800"), "aviseg")
    assert found.startswith("annotations[0]: ")
    assert found.isprintable()
