"""Files that were joined end to end, so that their times start again: all seconds of all parts, in step."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from media.barcode import CLICK_AT_S, Barcode, click_places, index_of, remux, render, steady
from media.clipping import clip, picture, sound

from avisbuild.errors import MediaError
from avisbuild.media.moving_pictures import SourcePictures
from avisbuild.media.source_frames import SourceFrames

# Part one has pictures 0 to 74 and three seconds, part two 0 to 99 and four.
PARTS = [
    Barcode(name=f"{n}.mp4", time_of=steady(25), frame_count=25 * n, sound_s=n) for n in (3, 4)
]
CODECS = {
    "ts": ("-c:v", "libx264", "-bf", "2", "-g", "20", "-c:a", "aac"),
    "mpg": ("-c:v", "mpeg2video", "-bf", "2", "-q:v", "2", "-c:a", "mp2"),
    "m2.ts": ("-c:v", "mpeg2video", "-bf", "2", "-q:v", "2", "-c:a", "mp2"),
    "hevc.ts": (
        "-c:v",
        "libx265",
        "-x265-params",
        "log-level=0:pools=1:frame-threads=1",
        "-c:a",
        "aac",
    ),
}


def joined(folder: Path, ending: str, parts: list[Barcode], begins_s: list[float]) -> Path:
    """Parts one behind the other, each with times from its own beginning on."""
    target = folder / f"joined.{ending}"
    with target.open("wb") as stream:
        for number, (part, begin_s) in enumerate(zip(parts, begins_s, strict=True)):
            after = (*CODECS[ending], "-output_ts_offset", str(begin_s))
            name = f"part-{number}.{ending}"
            stream.write(remux(render(part, folder), name, after=after).read_bytes())
    return target


def expected(count_before: int) -> list[int]:
    """The frames of one part that begins with a second."""
    return [12 + 25 * second for second in range(count_before)]


@pytest.mark.parametrize(
    ("ending", "begins_s"),
    [
        ("ts", [10.0, 10.0]),
        ("ts", [10.0, 12.0]),
        ("ts", [10.0, 12.96]),
        ("ts", [10.0, 5000.0]),
        ("ts", [5000.0, 10.0]),
        ("mpg", [10.0, 0.0]),
        ("m2.ts", [10.0, 12.96]),
        ("hevc.ts", [10.0, 10.0]),
    ],
    ids=[
        "again",
        "overlapping by a second",
        "overlapping by a picture",
        "far ahead",
        "far behind, which FFmpeg takes for a clock that has run round",
        "earlier, in a programme stream",
        "overlapping, MPEG-2",
        "again, HEVC",
    ],
)
def test_all_seconds_of_both_parts_are_there_with_their_sound(
    tmp_path: Path, ending: str, begins_s: list[float]
) -> None:
    source = joined(tmp_path, ending, PARTS, begins_s)
    document = clip(source, tmp_path / "v").document
    assert document["second_count"] == 7
    assert document["flags"] == ["restarted-times"]
    assert document["seconds_by_flag"] == {"restarted-times": [3]}
    shown = [index_of(picture(tmp_path / "v", second)) for second in range(7)]
    assert shown == expected(3) + expected(4)
    places = click_places(sound(tmp_path / "v/audio.wav"), 16_000)
    wanted = [round((second + CLICK_AT_S) * 16_000) for second in range(7)]
    assert np.abs(np.subtract(places, wanted)).max() <= 16_000 // 25
    opened = SourcePictures.open(tmp_path / "v", source)
    assert [index_of(each.image) for each in opened.play(2.8)] == [*range(70, 75), *range(100)]
    assert [index_of(each.image) for each in opened.play(5.2)] == list(range(55, 100))
    walk = SourceFrames.open(tmp_path / "v", source).walk(2, 3)
    assert [index_of(each.image) for each in walk] == [*range(62, 75), *range(13)]


def test_three_parts_of_which_one_has_no_sound_lie_one_behind_the_other(tmp_path: Path) -> None:
    folder = tmp_path
    target = folder / "joined.ts"
    with target.open("wb") as stream:
        for number, part in enumerate([PARTS[0], PARTS[1], PARTS[0]]):
            mute = ("-an",) if number == 1 else ()
            after = (*CODECS["ts"], *mute)
            name = f"part-{number}.ts"
            stream.write(remux(render(part, folder), name, after=after).read_bytes())
    document = clip(target, tmp_path / "v").document
    assert document["second_count"] == 10
    assert document["seconds_by_flag"]["restarted-times"] == [3, 7]
    shown = [index_of(picture(tmp_path / "v", second)) for second in range(10)]
    assert shown == expected(3) + expected(4) + expected(3)
    places = click_places(sound(tmp_path / "v/audio.wav"), 16_000)
    wanted = [round((second + CLICK_AT_S) * 16_000) for second in (0, 1, 2, 7, 8, 9)]
    assert np.abs(np.subtract(places, wanted)).max() <= 16_000 // 25


def test_a_span_behind_the_cut_is_the_same_as_in_the_whole(tmp_path: Path) -> None:
    source = joined(tmp_path, "ts", PARTS, [10.0, 10.0])
    document = clip(source, tmp_path / "part", start_ms=4000, end_ms=6000).document
    assert document["flags"] == []
    shown = [index_of(picture(tmp_path / "part", second)) for second in range(2)]
    first = PARTS[1].index_before(Fraction(3, 2))
    assert shown == [first, first + 25]


def test_parts_with_tracks_of_their_own_are_refused_with_the_way_out(tmp_path: Path) -> None:
    source = tmp_path / "joined.ts"
    with source.open("wb") as stream:
        for number, part in enumerate(PARTS):
            after = (*CODECS["ts"], "-mpegts_start_pid", str(256 + 256 * number))
            name = f"part-{number}.ts"
            stream.write(remux(render(part, tmp_path), name, after=after).read_bytes())
    with pytest.raises(MediaError, match=r"joined\.ts: joined end to end.*concat") as caught:
        clip(source, tmp_path / "v")
    assert caught.value.code == "undecodable"


def test_parts_of_other_codecs_are_refused_with_the_seconds_that_are_lost(tmp_path: Path) -> None:
    source = tmp_path / "joined.ts"
    with source.open("wb") as stream:
        for number, (part, ending) in enumerate(zip(PARTS, ("ts", "hevc.ts"), strict=True)):
            name = f"part-{number}.ts"
            stream.write(remux(render(part, tmp_path), name, after=CODECS[ending]).read_bytes())
    with pytest.raises(MediaError, match=r"the frames of seconds 3-\d cannot be decoded whole"):
        clip(source, tmp_path / "v")
