"""What is told of a value that is wrong: as it is written, and where it stands."""

import json
from pathlib import Path

import msgspec
import pytest

from avisbuild.documents import json_values
from avisbuild.documents.json_text import decoded
from avisbuild.documents.json_values import path_to, value_at
from avisbuild.errors import FormatError


class _Record(msgspec.Struct):
    id: int
    score: float = 0.0
    names: list[str] = []


RECORDS = msgspec.json.Decoder(list[_Record])


@pytest.mark.parametrize(
    ("record", "says"),
    [
        ('{"id": 1.0}', "entry 1.id: expected a whole number, got 1.0"),
        ('{"id": 1e0}', "entry 1.id: expected a whole number, got 1e0"),
        ('{"id": "1"}', 'entry 1.id: expected a whole number, got "1"'),
        ('{"id": true}', "entry 1.id: expected a whole number, got true"),
        ('{"id": null}', "entry 1.id: expected a whole number, got null"),
        ('{"id": {"a": [1]}}', "entry 1.id: expected a whole number, got an object with a"),
        ('{"score": 1}', 'entry 1: expected a field "id", got an object with score'),
        ('{"id": 2, "score": "0.9"}', 'entry 1.score: expected a number, got "0.9"'),
        ('{"id": 2, "score": 1e999}', "entry 1.score: expected a number of 64 bits, got 1e999"),
        ('{"id": 2, "score": NaN}', "column 32: entry 1.score: expected a number, got NaN"),
        ('{"id": 2, "score": nan}', "column 32: entry 1.score: expected a number, got nan"),
        ('{"id": 2, "score": -Infinity}', "entry 1.score: expected a number, got -Infinity"),
        ('{"id": 2, "names": ["a,[", 3]}', "entry 1.names[1]: expected text, got 3"),
        ('{"id": "\\u001b[31m"}', r'entry 1.id: expected a whole number, got "\x1b[31m"'),
    ],
)
def test_a_wrong_value_is_told_as_it_is_written(record: str, says: str) -> None:
    with pytest.raises(FormatError) as caught:
        decoded(RECORDS, f'[{{"id": 1}}, {record}]'.encode(), "f", record="entry")
    assert says in str(caught.value)
    assert str(caught.value).startswith("f")
    assert str(caught.value).isprintable()


def test_what_would_take_too_much_memory_to_find_is_told_by_its_type(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(json_values, "_MOST_PARTS", 100)
    text = b"[" + b'{"id": 1},' * 101 + b'{"id": "x"}]'
    with pytest.raises(FormatError, match=r"^f\[101\].id: expected a whole number, got text$"):
        decoded(RECORDS, text, "f")


def test_a_path_that_leads_nowhere_has_no_value() -> None:
    assert value_at(b'[{"a": 1}]', "[0].b") == ""
    assert value_at(b'[{"a": 1}]', "[...].a") == ""
    assert value_at(b"[" * 5000, "") == ""


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("", ""),
        ('{"a": ', "a"),
        ('{"annotations": [{"id": 1, "x": {"y": [[]]}}, {"id": ', "annotations[1].id"),
        ('{"a, [": [0, 1, ', '["a, ["][2]'),
        ("[]]]}", ""),
    ],
)
def test_a_path_leads_to_where_reading_stopped(before: str, path: str) -> None:
    text = f"{before}NaN".encode()
    assert path_to(text, len(before)) == path


def test_a_nan_of_python_is_told_in_every_list_of_a_truth(tmp_path: Path) -> None:
    text = json.dumps({"annotations": [{"segmentations": [None, [[0.0, float("nan")]]]}]}).encode()
    with pytest.raises(FormatError, match=r"annotations\[0\].segmentations\[1\]\[0\]\[1\]: .*NaN"):
        decoded(msgspec.json.Decoder(), text, "f")
