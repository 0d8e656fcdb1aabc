"""Where the entries of a prediction file stand: found in windows as in the whole."""

import json
import os
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from avisbuild.documents import json_text
from avisbuild.errors import FormatError
from avisbuild.metrics import prediction_index
from avisbuild.metrics.prediction_index import prediction_places

_TEXTS = st.text('{}[],:" \\video_id\n', max_size=30)
_ENTRIES = st.fixed_dictionaries(
    {
        "video_id": st.integers(-5, 5),
        "category_id": st.integers(0, 9),
        "score": st.floats(0, 1),
        "segmentations": st.lists(st.one_of(st.none(), st.builds(dict, counts=_TEXTS)), max_size=4),
    },
    optional={"note": _TEXTS, "more": st.lists(st.builds(dict, video_id=st.integers()))},
)


@given(
    entries=st.lists(_ENTRIES, max_size=8),
    indent=st.sampled_from([None, 0, 2]),
    shuffled=st.booleans(),
    window=st.integers(1, 200),
)
def test_every_entry_is_found_where_it_stands(
    entries: list[dict[str, Any]], indent: int | None, shuffled: bool, window: int
) -> None:
    """However small the window, however the file is spaced and its keys are ordered."""
    if shuffled:
        entries = [
            dict(reversed(each.items())) if n % 2 else each for n, each in enumerate(entries)
        ]
    data = b" \n" + json.dumps(entries, indent=indent, ensure_ascii=False).encode() + b"\n"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prediction_index, "_WINDOW_BYTES", window)
        places = prediction_places(BytesIO(data), "predictions")
    assert [place.index for place in places] == list(range(len(entries)))
    for place, entry in zip(places, entries, strict=True):
        assert json.loads(place.read(BytesIO(data))) == entry["segmentations"]
        told = (place.video_id, place.category_id, place.score)
        assert told == (entry["video_id"], entry["category_id"], entry["score"])


@given(
    entries=st.lists(_ENTRIES, min_size=3, max_size=6),
    wrong=st.integers(0, 5),
    window=st.integers(1, 200),
)
def test_a_wrong_entry_is_told_by_its_number_in_the_file(
    entries: list[dict[str, Any]], wrong: int, window: int
) -> None:
    wrong %= len(entries)
    entries[wrong] = entries[wrong] | {"score": "high"}
    data = json.dumps(entries).encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(prediction_index, "_WINDOW_BYTES", window)
        with pytest.raises(FormatError, match=rf"predictions: prediction {wrong}.score: expected"):
            prediction_places(BytesIO(data), "predictions")


def test_a_usual_file_is_never_held_as_a_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """As `json.dump` writes it: no window is read twice, and none is more than two chunks long."""
    monkeypatch.setattr(prediction_index, "_WINDOW_BYTES", 1000)
    mask = {"size": [720, 1280], "counts": "PPTl0"}
    entry = {"video_id": 1, "category_id": 2, "score": 0.5, "segmentations": [mask] * 5}
    data = msgspec.json.encode([entry] * 200)
    asked: list[int] = []

    class Watched(BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(size or 0)
            return super().read(size)

    assert len(prediction_places(Watched(data), "predictions")) == 200
    assert max(asked) == 1000
    assert min(asked) > 0


def test_a_file_that_is_none_is_not_read_to_its_end(tmp_path: Path) -> None:
    """Whether it begins like predictions or not: it may be a recording, longer than memory."""
    path = tmp_path / "p.json"
    for start in (b"RIFF", b'[{"video_id": 1, "note": "'):
        path.write_bytes(start)
        os.truncate(path, 1 << 36)
        with path.open("rb") as stream, pytest.raises(FormatError, match="p line 1 column"):
            prediction_places(stream, "p")


def test_an_entry_larger_than_the_largest_window_is_found(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(prediction_index, "_WINDOW_BYTES", 10)
    monkeypatch.setattr(prediction_index, "_MOST_WINDOW_BYTES", 1000)
    monkeypatch.setattr(json_text, "_MOST_HELD_BYTES", 1000)
    entry = {"video_id": 1, "category_id": 2, "score": 0.5, "segmentations": [None] * 1000}
    path = tmp_path / "p.json"
    path.write_text(json.dumps([entry] * 3))
    with path.open("rb") as stream:
        for place in prediction_places(stream, "p"):
            assert json.loads(place.read(stream)) == entry["segmentations"]
