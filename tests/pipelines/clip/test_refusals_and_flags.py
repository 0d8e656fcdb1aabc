"""What cannot be clipped is refused with a code; what looks odd is clipped and flagged."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import Barcode, render, steady
from media.clipping import clip, use_method
from media.shelf import Shelf
from pipelines.clip.patches import encode

from avisbuild.errors import MediaError
from avisbuild.media.limits import MediaLimits


@pytest.mark.parametrize(
    ("name", "limits", "code"),
    [
        ("rate-25.mp4", MediaLimits(wall_s=0.001), "timeout"),
        ("rate-25.mp4", MediaLimits(max_video_s=3), "limit"),
        ("rate-25.mp4", MediaLimits(max_bytes=100), "limit"),
    ],
)
def test_a_limit_that_is_passed_leaves_nothing_behind(
    media: Shelf, tmp_path: Path, name: str, limits: MediaLimits, code: str
) -> None:
    with pytest.raises(MediaError) as caught:
        clip(media.barcode(name), tmp_path / "v", limits=limits)
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_an_ffmpeg_that_does_not_end_is_stopped_and_leaves_nothing_behind(
    media: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "slow-ffmpeg"
    program.write_text('#!/bin/sh\n[ "$1" = -version ] && echo ffmpeg version 7.0 || sleep 300\n')
    program.chmod(0o755)
    monkeypatch.setenv("AVISBUILD_FFMPEG", str(program))
    with pytest.raises(MediaError) as caught:
        clip(media.barcode("av1.mp4"), tmp_path / "v", limits=MediaLimits(wall_s=2))
    assert caught.value.code == "timeout"
    assert list(tmp_path.iterdir()) == [program]


def test_a_source_shorter_than_a_second_is_refused(tmp_path: Path) -> None:
    short = Barcode(name="short.mp4", time_of=steady(25), frame_count=12, sound_s=0.4)
    with pytest.raises(MediaError, match="no whole second") as caught:
        clip(render(short, tmp_path), tmp_path / "v")
    assert caught.value.code == "too-short"


def test_pictures_that_cannot_be_decoded_are_refused(media: Shelf, tmp_path: Path) -> None:
    data = bytearray(media.barcode("rate-25.mp4").read_bytes())
    start = data.index(b"mdat") + 4
    data[start : data.index(b"moov") - 4] = bytes(data.index(b"moov") - 4 - start)
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(data)
    with pytest.raises(MediaError, match="cannot be decoded") as caught:
        clip(broken, tmp_path / "v")
    assert caught.value.code == "undecodable"


def test_a_damaged_middle_is_decoded_whole_by_ffmpeg(media: Shelf, tmp_path: Path) -> None:
    data = bytearray(media.barcode("rate-25.mp4").read_bytes())
    chance = np.random.default_rng(3)
    for at in range(len(data) // 3, len(data) // 2, 40):
        data[at] = chance.integers(256)
    damaged = tmp_path / "damaged.mp4"
    damaged.write_bytes(data)
    record = clip(damaged, tmp_path / "v")
    assert record.video.second_count == 4
    assert record.document["decode_method"] == "full"


@pytest.mark.parametrize("method", ["smart", "full"])
def test_a_still_black_picture_is_flagged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    use_method(method, monkeypatch)
    black = np.stack([np.full((90, 160), code, float) for code in (16, 128, 128)])
    path = encode(
        tmp_path / "a.mp4", black, codec="libx264", pixel_format="yuv420p", tags={}, seconds=3
    )
    record = clip(path, tmp_path / "v", end_ms=9000)
    assert record.document["flags"] == [
        "still-picture",
        "black-frames",
        "single-colour",
        "short-of-manifest",
    ]


def test_an_ordinary_video_has_no_flags(media: Shelf, tmp_path: Path) -> None:
    assert clip(media.barcode("rate-25.mp4"), tmp_path / "v").document["flags"] == []


def test_a_very_low_rate_repeats_its_pictures(tmp_path: Path) -> None:
    slow = Barcode(name="slow.mp4", time_of=steady(Fraction(2, 5)), frame_count=4, sound_s=10.0)
    record = clip(render(slow, tmp_path), tmp_path / "v")
    assert record.video.second_count == 10
    assert record.document["frame_source_s"] == [0, 0, 0, 2.5, 2.5, 5, 5, 5, 7.5, 7.5]
    assert record.document["decode_method"] == "smart"
