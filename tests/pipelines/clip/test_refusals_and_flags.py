"""What cannot be clipped is refused with a code; what looks odd is clipped and flagged."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import Barcode, index_of, render, steady
from media.clipping import clip, picture, use_method
from media.damage import damaged, lost, without_showing_times
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


EIGHT_S = Barcode(name="a.mp4", time_of=steady(25), frame_count=200, sound_s=8)
QUICK_KEYS = replace(EIGHT_S, codec_options={"g": "10", "bf": "3"})


@pytest.mark.parametrize("method", ["smart", "full"])
@pytest.mark.parametrize("name", ["a.mp4", "a.mkv"])
def test_a_frame_that_damage_reaches_is_refused_by_its_second(
    tmp_path: Path, name: str, method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R46: the frame of second 4 is picture 112, and the key pictures are 80 and 120."""
    use_method(method, monkeypatch)
    source = render(replace(EIGHT_S, name=name), tmp_path)
    bad = damaged(source, tmp_path / f"bad-{name}", pictures=range(88, 92))
    with pytest.raises(MediaError, match=r"bad-a\.m.*: the frames of seconds 4 cannot") as caught:
        clip(bad, tmp_path / "v")
    assert caught.value.code == "undecodable"
    assert not (tmp_path / "v").exists()


def test_what_is_damaged_beside_the_frames_is_flagged_with_its_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R46: fetch flags such a source."""
    use_method("full", monkeypatch)  # decoding sparsely, it would not be met
    source = render(QUICK_KEYS, tmp_path)
    bad = damaged(source, tmp_path / "bad.mp4", pictures=range(93, 94))
    document = clip(bad, tmp_path / "v").document
    assert document["flags"] == ["damaged-pictures"]
    assert document["seconds_by_flag"] == {"damaged-pictures": [3]}
    assert [index_of(picture(tmp_path / "v", second)) for second in range(8)] == [
        EIGHT_S.index_before(second + Fraction(1, 2)) for second in range(8)
    ]


def test_times_of_decoding_are_guessed_flagged_and_never_taken_for_those_of_showing(
    tmp_path: Path,
) -> None:
    """R46: as in box.mp4 of opencv-doc; sparse decoding would take other pictures without a word."""
    source = without_showing_times(render(EIGHT_S, tmp_path), tmp_path / "b.mp4")
    document = clip(source, tmp_path / "v").document
    assert document["decode_method"] == "full"
    assert document["flags"] == ["guessed-times"]
    assert document["seconds_by_flag"] == {"guessed-times": list(range(8))}
    found = [index_of(picture(tmp_path / "v", second)) for second in range(8)]
    assert found == list(range(found[0], found[0] + 200, 25))


def test_lost_pictures_are_flagged_up_to_the_next_one_that_stands_for_itself(
    tmp_path: Path,
) -> None:
    """R46: pictures 80, 120, 160 stand for themselves."""
    source = render(EIGHT_S, tmp_path)
    document = clip(
        lost(source, tmp_path / "b.mp4", pictures=range(90, 94)), tmp_path / "v"
    ).document
    assert document["flags"] == ["picture-gaps"]
    assert document["seconds_by_flag"] == {"picture-gaps": [3, 4]}


def test_seconds_before_the_first_picture_that_stands_for_itself_are_refused(
    tmp_path: Path,
) -> None:
    """R46: the way out that the line names works."""
    bad = lost(render(EIGHT_S, tmp_path), tmp_path / "b.mkv", pictures=range(3))
    with pytest.raises(MediaError, match="the frames of seconds 0-1 cannot be decoded whole"):
        clip(bad, tmp_path / "v")
    document = clip(bad, tmp_path / "v", start_ms=2000).document
    assert (document["second_count"], document["flags"]) == (6, [])
    assert (
        index_of(picture(tmp_path / "v", 0)) == 61
    )  # the sound, which begins the source, is early


def test_pictures_of_another_size_are_scaled_and_flagged(tmp_path: Path) -> None:
    """R46; those of another shape stand in `test_odd_pictures.py`."""
    small = render(replace(EIGHT_S, name="small.ts", frame_count=100, sound_s=4), tmp_path)
    late_s = Fraction(102, 25)  # a transport stream begins two pictures late
    other = replace(EIGHT_S, name="2.ts", time_of=steady(25, late_s), sound_from_s=late_s)
    rest = render(replace(other, frame_count=100, sound_s=4, height_px=144, width_px=320), tmp_path)
    source = tmp_path / "same.ts"
    source.write_bytes(small.read_bytes() + rest.read_bytes())
    document = clip(source, tmp_path / "v").document
    assert document["seconds_by_flag"] == {"size-changes": [4, 5, 6, 7]}
    assert index_of(picture(tmp_path / "v", 5)) == 37


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
