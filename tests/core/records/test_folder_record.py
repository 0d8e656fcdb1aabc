"""A clip.json or source.json whose fields are of other kinds is as good as none."""

import json
from pathlib import Path
from typing import Any

import pytest

from avisbuild.records.video_folder import (
    CLIP_JSON,
    SOURCE_JSON,
    read_clip_json,
    read_source_json,
)

_CLIP: dict[str, Any] = {
    "schema_version": 1,
    "video_id": "dog",
    "row": {"video_id": "dog"},
    "second_count": 3,
    "height_px": 48,
    "width_px": 64,
    "start_ms_asked": None,
    "frame_offset": 0.5,
    "frame_source_s": [0, 1.5],
    "flags": ["no-audio"],
    "seconds_by_flag": {"picture-gaps": [1, 2]},
    "ms_by_flag": {"sound-longer": 1200},
    "sha256": {"audio.wav": "0"},
    "what a later version adds": [{}],
}
_SOURCE: dict[str, Any] = {"key": "a", "media": "source.mp4", "reference": False, "size_bytes": 1}
_STRANGE = ["text", -1, 1e300, None, True, [], [[]], {}, {"a": {}}, [1e300], {"a": ["b"]}]


def test_a_record_is_read_as_it_stands(tmp_path: Path) -> None:
    (tmp_path / CLIP_JSON).write_text(json.dumps(_CLIP))
    (tmp_path / SOURCE_JSON).write_text(json.dumps(_SOURCE))
    assert read_clip_json(tmp_path) == _CLIP
    assert read_source_json(tmp_path) == _SOURCE


@pytest.mark.parametrize("field", [key for key in _CLIP if " " not in key])
def test_of_a_clip_only_what_is_of_its_kind_is_read(tmp_path: Path, field: str) -> None:
    read = 0
    for value in _STRANGE:
        (tmp_path / CLIP_JSON).write_text(json.dumps({**_CLIP, field: value}))
        found = read_clip_json(tmp_path)
        if found is not None:
            read += 1
            assert found[field] == value
    assert read < 5


@pytest.mark.parametrize(("field", "value"), [("media", 3), ("reference", 1), ("size_bytes", "1")])
def test_the_same_of_a_source(tmp_path: Path, field: str, value: object) -> None:
    (tmp_path / SOURCE_JSON).write_text(json.dumps({**_SOURCE, field: value}))
    assert read_source_json(tmp_path) is None


@pytest.mark.parametrize(
    "text",
    ["", "[]", "null", "[" * 100_000, '{"a":' * 100_000, '{"video_id": "\\ud800"}', "\x00"],
)
def test_what_is_no_record_at_all_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / CLIP_JSON).write_text(text)
    assert read_clip_json(tmp_path) is None
