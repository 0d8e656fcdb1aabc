"""What a video's name says of the recording that it is a piece of."""

import pytest

from avisbuild.records.source_names import source_in_name


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("dQw4w9WgXcQ", "dQw4w9WgXcQ"),
        ("dQw4w9WgXcQ-seg2", "dQw4w9WgXcQ"),
        ("87rxhx_vqbq-1694963122882-1695388384196", "87rxhx_vqbq"),
        ("BXTJBMTMMII-00.02.15.651-00.03.23.115-seg1", "BXTJBMTMMII"),
        ("dQw4w9WgXcQ_120000_130000", "dQw4w9WgXcQ"),
        ("-a_b_30000_40000", "-a_b"),
        ("dQw4w9WgXcQ_000030", "dQw4w9WgXcQ"),
        ("dQw4w9WgXcQ.mp4", "dQw4w9WgXcQ"),
        ("pond-seg1", "pond"),
        ("pond-seg12-1695386779184", "pond"),
        ("00000768_10", "00000768"),
    ],
)
def test_a_name_in_a_published_pattern_tells_its_source(name: str, source: str) -> None:
    assert source_in_name(name) == source


@pytest.mark.parametrize(
    "name",
    [
        "00000768",
        "20240101_1",
        "dog_0003",
        "dog_1_2",
        "room_5000_4000",
        "kitchen-cam-01",
        "Kitchen-Cam-01",
        "video_00000-a",
        "scene-0-0001",
    ],
)
def test_a_name_that_only_looks_like_a_piece_tells_none(name: str) -> None:
    assert source_in_name(name) == ""
