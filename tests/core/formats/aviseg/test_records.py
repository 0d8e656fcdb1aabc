"""Opening a truth JSON: wrong anywhere, it is refused before its first record is given."""

import json
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from avisbuild.documents import json_text
from avisbuild.errors import FormatError
from avisbuild.formats.aviseg import records
from avisbuild.formats.aviseg.records import TruthJson

VIDEO = {"id": 7, "file_names": ["a/0.jpg"], "height": 12, "width": 20}
ANNOTATION = {"id": 5, "video_id": 7, "category_id": 1, "segmentations": [None]}
DOCUMENT: dict[str, Any] = {
    "videos": [VIDEO],
    "categories": [{"id": 1, "name": "dog"}],
    "annotations": [ANNOTATION] * 3,
}


def opened(document: Any) -> TruthJson:
    return TruthJson(
        document if isinstance(document, bytes) else json.dumps(document).encode(), "t"
    )


def test_each_record_comes_with_its_place() -> None:
    truth = opened(DOCUMENT)
    assert [place for place, _ in truth.each("annotations", records.ANNOTATION)] == [
        "annotations[0]",
        "annotations[1]",
        "annotations[2]",
    ]
    ((_, video),) = truth.each("videos", records.VIDEO)
    assert (video.name, video.frame_count, video.size) == ("a", 1, (12, 20))


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text[:-1], "t line 1 column"),
        (
            lambda text: text.replace(b"null", b"NaN"),
            "segmentations[0]: expected a number, got NaN",
        ),
        (lambda text: text + b"{}", "t line 1 column"),
        (lambda text: text.replace(b"dog", b"d\xffg"), "(invalid start byte)"),
    ],
    ids=["cut off", "not a number", "more behind", "not UTF-8"],
)
def test_what_is_broken_anywhere_is_refused_on_opening(
    spoil: Callable[[bytes], bytes], says: str
) -> None:
    with pytest.raises(FormatError) as caught:
        opened(spoil(json.dumps(DOCUMENT).encode()))
    assert says in str(caught.value)


@pytest.mark.parametrize("key", ["videos", "annotations", "info"])
@pytest.mark.parametrize("first", ["[]", '{"x": 1}', "0", '"x"'])
def test_a_key_that_stands_twice_is_refused(key: str, first: str) -> None:
    rest = json.dumps(DOCUMENT | {"info": {}}).removeprefix("{")
    with pytest.raises(FormatError, match="a key stands there twice"):
        opened(f'{{"{key}": {first}, {rest}'.encode())


@pytest.mark.parametrize(
    "info",
    [
        {"videos": 1, "annotations": [{"annotations": []}]},
        'a "videos" and a \\',
        {'a "quoted" key': '"'},
        [],
    ],
)
def test_the_same_words_deeper_in_the_file_are_no_second_key(info: Any) -> None:
    assert len(list(opened(DOCUMENT | {"info": info}).texts("annotations"))) == 3


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("videos", {}, "t: videos: expected a list, got an empty object"),
        ("annotations", [{}, {}, 0], "t: annotations[2]: expected an object, got 0"),
        ("categories", [None], "t: categories[0]: expected an object, got null"),
    ],
)
def test_what_is_no_list_of_objects_is_refused(key: str, value: Any, says: str) -> None:
    with pytest.raises(FormatError) as caught:
        opened(DOCUMENT | {key: value})
    assert str(caught.value) == says


def test_more_than_memory_should_hold_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MOST_VALUES", 1000)
    opened(DOCUMENT | {"info": [{}] * 900})
    for info in ([{}] * 1000, ["a"] * 500, dict.fromkeys(map(str, range(500)))):
        with pytest.raises(FormatError, match="expected at most 1000 objects and texts"):
            opened(DOCUMENT | {"info": info})


def test_a_record_too_large_for_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MOST_RECORD_BYTES", 1 << 20)
    large = ANNOTATION | {"segmentations": [0] * (1 << 20)}
    truth = opened(DOCUMENT | {"annotations": [ANNOTATION, large]})
    with pytest.raises(FormatError, match=r"t: annotations\[1\]: expected at most 1 MiB"):
        list(truth.texts("annotations"))


def test_a_file_takes_no_memory_for_being_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "_MOST_HELD_BYTES", 32 << 20)
    path = tmp_path / "t.json"
    with path.open("wb") as stream:
        stream.write(json.dumps(DOCUMENT | {"info": 0}).encode()[:-2] + b'"')
        for _ in range(64):
            stream.write(b"x" * (1 << 20))
        stream.write(b'"}')
    tracemalloc.start()
    try:
        assert len(list(TruthJson.read(path).each("annotations", records.ANNOTATION))) == 3
        assert tracemalloc.get_traced_memory()[1] < 4 << 20
    finally:
        tracemalloc.stop()
